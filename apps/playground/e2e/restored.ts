// What a page shows, against what the library says to the state that its link holds.
import { readFileSync } from "node:fs";
import { FashionClassifier, fashionClasses } from "@toeplitz/networks";
import { axesOf, axisNames, inputShape, type Settings, weightShape } from "@toeplitz/widgets";
import type { Page } from "playwright";
import {
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  kernelMatrix,
  noGrad,
  ones,
  softmax,
  type Tensor,
  ToeplitzError,
  tensor,
} from "toeplitz";
import { loadSafetensors } from "toeplitz/io";
import { expect } from "vitest";
import type { ImageState } from "../src/state/image.ts";
import type { Link } from "../src/state/link.ts";
import type { NetworkState } from "../src/state/network.ts";
import type { Shapes } from "../src/state/shapes.ts";
import type { Training } from "../src/state/training.ts";
import { garmentWeights } from "./network-page.ts";

interface Shown {
  /** What fields hold, by their labels. */
  readonly fields: Readonly<Record<string, string>>;
  /** The words of the choices that are made. */
  readonly chosen: readonly string[];
}

/** Everything that can be typed or chosen, hidden parts included: what is hidden holds its state, too. */
const shownOn = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("main input, main select")];
    const labelOf = (field: HTMLInputElement | HTMLSelectElement) =>
      field.ariaLabel ?? field.labels?.[0]?.querySelector("span")?.textContent ?? "";
    const chosen = [...document.querySelectorAll("main [aria-pressed=true]")];
    return {
      fields: Object.fromEntries(fields.map((field) => [labelOf(field), field.value])),
      chosen: chosen.map((button) => button.ariaLabel ?? button.textContent ?? ""),
    };
  });

const textOf = async (page: Page, selector: string) =>
  ((await page.locator(selector).allTextContents()).join(" ") ?? "").replaceAll("−", "-");

/** Expects of the page what its state says; throws until it is so. */
export async function expectRestored(page: Page, link: Link): Promise<void> {
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

const four = (value: number) => Number(value.toFixed(4)) + 0;
const flat = (t: Tensor) => (t.detach().flatten().toArray() as number[]).map(four);

/** What the library makes of a case: its three arrays and its matrix, or why there are none. */
function worked({ settings, input, weight, gradient, upstream }: Link & { readonly settings: Settings }) {
  const { rank, transposed, groups, paddingMode, padding } = settings;
  const axes = (name: "stride" | "dilation" | "outputPadding") => [...axesOf(rank, settings[name])];
  const options = {
    stride: axes("stride"),
    padding: typeof padding === "string" ? padding : [...axesOf(rank, padding)],
    dilation: axes("dilation"),
    groups,
    paddingMode,
    ...(transposed ? { outputPadding: axes("outputPadding") } : {}),
  };
  const x = tensor([...input!.values], { shape: inputShape(settings), dtype: "float32" });
  const w = tensor([...weight!.values], { shape: weightShape(settings), dtype: "float32" });
  const name = `conv${transposed ? "Transpose" : ""}${rank}d` as const;
  const functions = { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d };
  const convolve = functions[name] as (input: Tensor, weight: Tensor, given: object) => Tensor;
  try {
    if (gradient !== "off") (gradient === "input" ? x : w).requiresGrad_(true);
    const y = convolve(x, w, options);
    if (y.shape[1] !== settings.channels[1]) return { refusal: "out_channels must be divisible by groups" };
    const matrix = kernelMatrix(w.detach(), x.shape.slice(1), { ...options, transposed });
    return { arrays: { input: x, weight: w, output: y }, y, matrix, upstream };
  } catch (error) {
    if (error instanceof ToeplitzError) return { refusal: error.message };
    throw error;
  }
}

async function expectCase(page: Page, { fields, chosen }: Shown, link: Link): Promise<void> {
  const { settings, gradient, tour, colouring, form, walk, view } = link;
  // An untouched step of the tour has its own settings, which the tour's tests look at.
  if (settings === null || tour !== null) return;
  const { rank, padding } = settings;
  const names = axisNames.slice(3 - rank);
  const expectAxes = (label: string, triple: readonly number[]) => {
    for (const [i, value] of axesOf(rank, triple as Settings["size"]).entries()) {
      expect(fields[rank === 1 ? label : `${label} ${names[i]}`], label).toBe(String(value));
    }
  };
  expectAxes("input size", settings.size);
  expectAxes("kernel", settings.kernel);
  expectAxes("stride", settings.stride);
  expectAxes("dilation", settings.dilation);
  if (typeof padding === "string") expect(chosen).toContain(padding);
  else expectAxes("padding", padding);
  if (settings.transposed) expectAxes("output padding", settings.outputPadding);
  expect([fields["channels in"], fields["channels out"]]).toEqual(settings.channels.map(String));
  expect([fields["batch N"], fields.groups]).toEqual([settings.batch, settings.groups].map(String));
  expect(fields["padding mode"]).toBe(settings.paddingMode);
  for (const choice of [
    settings.transposed ? "Transposed" : "Convolution",
    `${rank}-D`,
    { off: "off", input: "to input", weight: "to weight" }[gradient],
    `by ${colouring}`,
  ]) {
    expect(chosen).toContain(choice);
  }
  const result = worked({ ...link, settings });
  const problem = await textOf(page, ".problem");
  if (result.refusal !== undefined) return expect(problem).toContain(result.refusal.replaceAll("−", "-"));
  // The page draws no more than a person can look at, and says so.
  if (problem.includes("too large to be drawn")) {
    const { input, weight, output } = result.arrays;
    const most = Math.max(...[input, weight, output].map((array) => array.numel()));
    return expect(most > 6000 || result.matrix.nnz > 5000).toBe(true);
  }
  expect(problem).toBe("");
  if (view === "matrix") {
    expect(chosen).toContain(form);
    if (await page.getByLabel("Step by step").count()) {
      expect(chosen).toContain(walk === "rows" ? "row by row" : "column by column");
    }
    const facts = (await page.getByLabel("Structure").allTextContents()).join();
    expect(facts).toContain(`shape${result.matrix.shape.join(" × ")}`);
    return expect(facts).toContain(`entries${result.matrix.nnz},`);
  }
  await expectArrays(page, link, result);
}

async function expectArrays(
  page: Page,
  { gradient, pin, settings }: Link,
  { arrays, y }: { arrays: Record<"input" | "weight" | "output", Tensor>; y: Tensor },
): Promise<void> {
  const cells = await page
    .locator("[data-side] [role=gridcell][data-index]")
    .evaluateAll((all) =>
      all.map((cell) => [
        cell.closest<HTMLElement>("[data-side]")!.dataset.side,
        (cell as HTMLElement | SVGElement).dataset.index,
        cell.ariaLabel ?? cell.getAttribute("aria-label"),
      ]),
    );
  const shown = (side: "input" | "weight" | "output") => {
    const values = new Array<number>(arrays[side].numel()).fill(Number.NaN);
    for (const [of, index, label] of cells) {
      if (of === side) values[Number(index)] = Number(/: (−?[\d.]+)/.exec(label ?? "")?.[1]?.replace("−", "-"));
    }
    return values;
  };
  const expected: Partial<Record<"input" | "weight" | "output", number[]>> = {
    input: flat(arrays.input),
    weight: flat(arrays.weight),
    output: flat(y),
  };
  if (gradient !== "off" && y.numel() > 0) {
    // The gradient that comes in is the page's to choose; what it becomes is the library's.
    y.backward(tensor(shown("output"), { shape: y.shape, dtype: "float32" }));
    delete expected.output;
    const { grad } = arrays[gradient];
    if (grad === null) throw new Error("there is no gradient");
    expected[gradient] = flat(grad);
  }
  for (const [side, values] of Object.entries(expected)) expect(shown(side as "input"), side).toEqual(values);
  const spatial = y.shape.slice(2).map(String);
  const sizes = await page.getByLabel("Output size").locator("strong").allTextContents();
  expect([...new Set(sizes)]).toEqual([...new Set(spatial)]);
  expect(settings).not.toBeNull();
  if (gradient === "off" && pin?.on === "output" && pin.index < y.numel()) {
    const formula = await textOf(page, ".formula-subject");
    expect(four(Number(/= (-?[\d.]+)/.exec(formula)?.[1]))).toBe(expected.output![pin.index]);
  }
}

async function expectImage(page: Page, { fields, chosen }: Shown, state: ImageState): Promise<void> {
  const side = Math.sqrt(state.kernel.length);
  for (const [i, value] of state.kernel.entries()) {
    expect(Number(fields[`kernel row ${Math.floor(i / side) + 1}, column ${(i % side) + 1}`])).toBe(value);
  }
  for (const choice of [state.photo, state.border, `${side} × ${side}`]) expect(chosen).toContain(choice);
  expect(chosen).toContain(state.showing === "plain" ? "as it is" : "zero is grey");
  expect(fields["Share that shows the original"]).toBe(String(state.split));
  const loupe = page.locator(".loupe");
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
  const greens = patch.filter((_, i) => i % 4 === 1).map((green) => green / 255);
  const picture = tensor(greens, { shape: [1, 1, side, side], dtype: "float32" });
  const kernel = tensor([...state.kernel], { shape: [1, 1, side, side], dtype: "float32" });
  const sum = Number(conv2d(picture, kernel).item());
  expect(Number(await loupe.locator("[data-sum]").getAttribute("data-sum"))).toBeCloseTo(sum, 4);
}

let classifier: FashionClassifier | undefined;

/** What the classifier finds in a picture, in percent. */
async function sharesOf(greys: readonly number[]): Promise<number[]> {
  if (classifier === undefined) {
    classifier = new FashionClassifier();
    classifier.loadStateDict(await loadSafetensors(readFileSync(garmentWeights)));
    classifier.eval();
  }
  const input = tensor(
    greys.map((grey) => grey / 255),
    { shape: [1, 1, 28, 28], dtype: "float32" },
  );
  const scores = noGrad(() => classifier!.forward(input));
  return (softmax(scores, 1).flatten().toArray() as number[]).map((share) => 100 * share);
}

async function expectNetwork(page: Page, { chosen }: Shown, state: NetworkState): Promise<void> {
  if (state.network === "super-resolution") return expect(chosen).toContain(state.photo);
  const greys = await page
    .locator(".pad-ground canvas")
    .evaluate((canvas: HTMLCanvasElement) =>
      [...canvas.getContext("2d")!.getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0),
    );
  if (state.drawing === null) {
    expect(chosen.join()).toContain(`test picture ${state.picture},`.slice(0, state.picture < 60 ? undefined : 0));
    expect(await page.getByLabel("Input", { exact: true }).textContent()).toContain(`Test picture ${state.picture}: `);
  } else {
    expect(greys).toEqual(Array.from(state.drawing, (grey) => 17 * grey));
  }
  const bars = (await page.locator(".class-bars svg").getAttribute("aria-label", { timeout: 2000 })) ?? "";
  for (const [i, share] of (await sharesOf(greys)).entries()) {
    const shown = new RegExp(`(?:^|, )${fashionClasses[i]} ([\\d.]+) %`).exec(bars);
    expect(Math.abs(Number(shown?.[1]) - share), fashionClasses[i]!).toBeLessThan(0.11);
  }
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
