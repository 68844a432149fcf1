// What a page shows, against what the library says to the state that its link holds.
import type { Page } from "playwright";
import { conv1d, conv2d, convTranspose1d, ones, type Tensor, tensor } from "toeplitz";
import { expect } from "vitest";
import { channels, type ImageState } from "../src/state/image.ts";
import { hashOf, type Link } from "../src/state/link.ts";
import type { Shapes } from "../src/state/shapes.ts";
import type { Training } from "../src/state/training.ts";
import { expectCase } from "./restored-case.ts";
import { expectNetwork } from "./restored-network.ts";
import { passOver, type Shown, shownOn, textOf } from "./shown.ts";

/** Expects of the page what its state says; throws until it is so. */
export async function expectRestored(page: Page, link: Link): Promise<void> {
  await expectParts(page, link);
  const shown = await shownOn(page);
  switch (link.view) {
    case "image":
      return expectImage(page, shown, link.image);
    case "network":
      return expectNetwork(page, shown, link.network);
    case "shapes":
      return expectShapes(page, shown, link.shapes);
    case "train":
      return expectTraining(page, shown, link.training);
    default:
      return expectCase(page, shown, link);
  }
}

/** What the link hides takes no room, whatever it is in; everything else does, and the header where the page is not embedded. */
async function expectParts(page: Page, link: Link): Promise<void> {
  const parts = await page.locator("main [data-part]").evaluateAll((all) =>
    all.map((one) => {
      const around: string[] = [];
      for (let at = one.closest<HTMLElement>("[data-part]"); at !== null; ) {
        around.push(at.dataset.part!);
        at = at.parentElement!.closest<HTMLElement>("[data-part]");
      }
      return {
        around,
        closed: one.closest("details:not([open]) > :not(summary)") !== null,
        // What takes no room itself, its children may.
        seen: [one, ...one.children].some((each) => each.checkVisibility()),
      };
    }),
  );
  expect(parts.length).toBeGreaterThan(2);
  for (const { around, closed, seen } of parts) {
    expect(seen, around.join(" in ")).toBe(
      !closed && !around.some((part) => link.hide.some((hidden) => hidden === part)),
    );
  }
  expect(await page.getByRole("banner").count()).toBe(link.embed ? 0 : 1);
  const whole = page.getByRole("link", { name: "Open in the playground" });
  expect(await whole.count()).toBe(link.embed ? 1 : 0);
  if (link.embed) expect(await whole.getAttribute("href")).toBe(hashOf({ ...link, hide: [], embed: false }));
}

async function expectImage(page: Page, { fields, chosen }: Shown, state: ImageState): Promise<void> {
  const side = Math.sqrt(state.kernel.length);
  for (const [i, value] of state.kernel.entries()) {
    expect(Number(fields[`kernel row ${Math.floor(i / side)}, column ${i % side}`])).toBe(value);
  }
  for (const choice of [state.photo, state.border, state.channel, `${side} × ${side}`])
    expect(chosen).toContain(choice);
  expect(chosen).toContain(state.showing === "plain" ? "as it is" : "zero is grey");
  expect(fields["Share that shows the original"]).toBe(String(state.split));
  const loupe = page.locator(".loupe");
  expect(await page.locator(".stage").getAttribute("data-kept", { timeout: 2000 })).toBe(String(state.kept));
  if (state.kept) await passOver(page, ".stage");
  const place = /x (\d+), y (\d+)/
    .exec((await loupe.textContent({ timeout: 2000 })) ?? "")!
    .slice(1)
    .map(Number);
  if (state.place !== null) expect(place).toEqual([...state.place]);
  const patch = await page
    .locator(".stage canvas")
    .first()
    .evaluate(
      (canvas: HTMLCanvasElement, { at, n }) => {
        const [x, y] = at.map((centre) => centre - (n - 1) / 2) as [number, number];
        if (x < 0 || y < 0 || x + n > canvas.width || y + n > canvas.height) return null;
        return [...canvas.getContext("2d")!.getImageData(x, y, n, n).data];
      },
      { at: place, n: side },
    );
  // At the border stands what the border says; the view's own tests look there.
  if (patch === null) return;
  const at = channels.indexOf(state.channel);
  const levels = patch.filter((_, i) => i % 4 === at).map((level) => level / 255);
  const picture = tensor(levels, { shape: [1, 1, side, side], dtype: "float32" });
  const kernel = tensor([...state.kernel], { shape: [1, 1, side, side], dtype: "float32" });
  const sum = Number(conv2d(picture, kernel).item());
  expect(Number(await loupe.locator("[data-sum]").getAttribute("data-sum"))).toBeCloseTo(sum, 4);
}

async function expectShapes(page: Page, { fields, chosen }: Shown, state: Shapes): Promise<void> {
  const { transposed, from, to, most, input, stack } = state;
  expect([fields["size before"], fields["size after"]]).toEqual([String(from), String(to)]);
  expect(chosen).toContain(transposed ? "Transposed" : "Convolution");
  for (const name of ["kernel", "stride", "dilation"] as const) {
    expect(fields[`largest ${name}`]).toBe(String(most[name]));
  }
  const ways = page.getByLabel("From one size to another").getByRole("row");
  const read = await ways.evaluateAll((rows) =>
    rows
      .slice(1, 6)
      .map((row) => [...row.querySelectorAll("td")].slice(1).map(({ textContent }) => Number(textContent))),
  );
  for (const [kernel, stride, padding, dilation, outputPadding] of read as [number, number, number, number, number][]) {
    const [x, w] = [ones([1, 1, from]), ones([1, 1, kernel])];
    const y = transposed
      ? convTranspose1d(x, w, { stride, padding, dilation, outputPadding })
      : conv1d(x, w, { stride, padding, dilation });
    expect(y.shape).toEqual([1, 1, to]);
  }
  if (read.length === 0) expect(await textOf(page, ".steps [role=status]")).toContain(`from ${from} to ${to}`);
  expect(fields["input size of the stack"]).toBe(String(input));
  const sizes = await page
    .getByLabel("What one output sees")
    .getByRole("row")
    .evaluateAll((rows) => rows.slice(2).map((row) => row.querySelectorAll("td")[4]?.textContent));
  let [x, refused]: [Tensor, boolean] = [ones([1, 1, input]), false];
  for (const [i, layer] of stack.entries()) {
    for (const name of ["kernel", "stride", "padding", "dilation"] as const) {
      expect(fields[`layer ${i + 1} ${name}`]).toBe(String(layer[name]));
    }
    try {
      if (!refused)
        x = conv1d(x, ones([1, 1, layer.kernel]), {
          stride: layer.stride,
          padding: layer.padding,
          dilation: layer.dilation,
        });
    } catch (error) {
      refused = true;
      expect(await textOf(page, ".problem-line")).toContain(
        // The name of the function before it is the page's own.
        (error as Error).message.replace(/^\w+: /, ""),
      );
    }
    expect(sizes[i]).toBe(refused ? "–" : String(x.shape[2]));
  }
}

async function expectTraining(page: Page, { fields, chosen }: Shown, state: Training): Promise<void> {
  expect([fields.network, fields.pictures, fields["learning rate"], fields["weight decay"]]).toEqual(
    [state.network, state.pictures, state.rate, state.decay].map(String),
  );
  expect([fields["batch size"], fields.epochs, fields.seed]).toEqual(
    [state.batch, state.epochs, state.seed].map(String),
  );
  expect(await page.getByLabel("mirror").isChecked()).toBe(state.mirror);
  expect(chosen.join().toLowerCase()).toContain(state.rule);
  const steps = Math.ceil(state.pictures / state.batch) * state.epochs;
  expect(await textOf(page, ".train-player .facts")).toContain(`step0 of ${steps}`);
  const note = await textOf(page, ".train-player [role=status]");
  expect(note).toMatch(state.until === null ? /Ready/ : new RegExp(`made at step ${state.until}:`));
}
