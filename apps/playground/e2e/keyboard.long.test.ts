// Each view by the keyboard alone: no test here points or focuses; Tab, arrows, Enter, Space and Escape do what the view is for.
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { views } from "../src/state/link.ts";
import { tabStops, tabTo } from "./keys.ts";
import { ran } from "./network-page.ts";
import { shown } from "./screens.ts";
import { hash, type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";
import { fact, says, stepOf } from "./train-page.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

async function open(address: string) {
  const opened = await playground.open(address, { reducedMotion: true });
  await opened.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await opened.page.keyboard.press(key);
  };
  return { ...opened, press };
}

describe("Tab goes through all of a view in its order, is seen at every stop, and comes out again:", () => {
  it.each(views.flatMap((view) => [1440, 375].map((width) => [view, width] as const)))(
    "%s, %i",
    async (view, width) => {
      const { page } = await playground.open(`#/${view}`, { width, height: 812, reducedMotion: true });
      await page.locator("h1").waitFor({ state: "attached" });
      if (view === "network") await shown(page, "#/network");
      await page.waitForLoadState("networkidle");
      const stops = await tabStops(page);
      expect(stops.length).toBeGreaterThan(14);
      expect(stops).toContain("Copy link");
      // Whoever takes the brush up meets its number and its way back.
      const paint = button(page, "paint");
      if ((await paint.count()) === 1 && width > 1000) {
        expect(stops).toContain("paint");
        await tabTo(page, paint);
        await page.keyboard.press("Enter");
        await tabTo(page, page.locator(".brush-value input"));
        for (const number of ["−1", "0", "1", "2"]) {
          await tabTo(page, page.locator(".brush-value").getByRole("button", { name: number, exact: true }));
        }
      }
      await page.close();
    },
  );
});

describe("by keys alone", () => {
  it("Arithmetic: transposed, another kernel, a pinned cell and its sum, a changed number, links", async () => {
    const { page, complaints, press } = await open("#/arithmetic");
    await tabTo(page, button(page, "Transposed"));
    await press("Enter");
    await tabTo(page, page.getByLabel("kernel height", { exact: true }));
    await press("ArrowDown");
    await expect.poll(() => hash(page)).toContain("op=transposed2d&size=3x3&channels=1x1&kernel=2x3");

    // Around the page, the grids come again; each is one stop.
    await tabTo(page, page.locator("[data-side=weight] [role=gridcell]"));
    await press("ArrowRight", "2", ".", "5", "Enter");
    await expect.poll(async () => (await shownValues(page, "weight"))[1]).toBe(2.5);
    await tabTo(page, page.locator("[data-side=output] [role=gridcell]"));
    await press("ArrowRight", "ArrowDown", "Enter");
    await expect.poll(() => hash(page)).toContain("pin=y6");
    const outputs = await shownValues(page, "output");
    const formula = page.getByRole("region", { name: "Formula" });
    expect((await formula.textContent())!.replaceAll("−", "-")).toContain(`= ${outputs[6]}`);

    const share = page.getByText("Share less");
    await tabTo(page, share);
    await press("Enter");
    await tabTo(page, page.getByRole("checkbox", { name: "formula" }));
    await press("Space");
    await tabTo(page, button(page, "Copy reduced link"));
    await press("Enter");
    await expect.poll(() => copied(page)).toContain("hide=formula");
    await press("Escape");
    expect(await button(page, "Copy reduced link").isVisible()).toBe(false);
    expect(await focused(page)).toBe("Share less");
    expect(await hash(page)).toContain("pin=y6");
    await tabTo(page, button(page, "Copy link"), "Shift+Tab");
    await press("Enter");
    await expect.poll(() => copied(page)).toContain("op=transposed2d");
    await tabTo(page, page.locator("[data-side=output] [role=gridcell]"), "Shift+Tab");
    await press("Escape");
    await expect.poll(() => hash(page)).not.toContain("pin=");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Arithmetic's brush: taken up, given a number, over two cells, taken back and done again", async () => {
    const { page, complaints, press } = await open("#/arithmetic");
    const before = await shownValues(page, "input");
    await tabTo(page, button(page, "paint"));
    await press("Enter");
    await tabTo(page, page.locator(".brush-value input"));
    await press("Control+a", "5");
    await tabTo(page, page.locator("[data-side=input] [role=gridcell]"), "Shift+Tab");
    await press("Space", "Shift+ArrowRight");
    const row = async () => (await shownValues(page, "input")).slice(0, 2);
    await expect.poll(row).toEqual([5, 5]);
    expect((await shownValues(page, "input")).slice(2)).toEqual(before.slice(2));
    // Space is a stroke, and what Shift paints is another.
    await tabTo(page, button(page, "undo"));
    await press("Enter");
    await expect.poll(row).toEqual([5, before[1]]);
    await press("Enter");
    await expect.poll(row).toEqual(before.slice(0, 2));
    await tabTo(page, button(page, "redo"));
    await press("Enter");
    await expect.poll(row).toEqual([5, before[1]]);
    await tabTo(page, button(page, "point"), "Shift+Tab");
    await press("Enter");
    expect(await page.locator(".brush-value").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Arithmetic on a phone: the sheet opens, is left, and closes", async () => {
    const { page } = await playground.open("#/arithmetic", { width: 375, height: 812, reducedMotion: true });
    const sheet = button(page, /^Parameters/);
    await tabTo(page, sheet);
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByLabel("stride width"));
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => hash(page)).toContain("stride=1x2");
    await page.keyboard.press("Escape");
    await expect.poll(() => sheet.getAttribute("aria-expanded")).toBe("false");
    expect(await sheet.evaluate((handle) => handle === document.activeElement)).toBe(true);
    await page.close();
  });

  it("Matrix: K and its transpose, steps, an entry, the matrix in numbers", async () => {
    const { page, complaints, press } = await open("#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3");
    await tabTo(page, button(page, "Kᵀ"));
    await press("Enter");
    await expect.poll(() => hash(page)).toContain("op=transposed2d");
    await tabTo(page, button(page, "K"), "Shift+Tab");
    await press("Space");
    await expect.poll(() => hash(page)).toContain("op=conv2d");
    await tabTo(page, page.locator(".matrix-picture"));
    await press("ArrowDown", "ArrowRight", "ArrowRight", "Enter");
    await expect.poll(() => hash(page)).toMatch(/pin=\w*\d/);
    await press("Escape");
    await tabTo(page, button(page, "Step forward"));
    await press("Enter", "Enter");
    await expect.poll(() => page.locator(".step-count").textContent()).toMatch(/^[34] of 4$/);
    await tabTo(page, button(page, "numbers").first());
    await press("Enter");
    await expect.poll(() => page.locator(".written td").count()).toBe(64);
    const table = page.getByRole("grid", { name: "The matrix in numbers" });
    const place = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.place);
    await tabTo(page, table.getByRole("gridcell"));
    await press("Home", "ArrowRight", "ArrowRight");
    const [row] = (await place())!.split(",");
    await expect.poll(place).toBe(`${row},2`);
    expect(await table.locator("tr[data-lit=true] td[data-lit=true]").getAttribute("data-place")).toBe(`${row},2`);
    await press("Enter");
    await expect.poll(() => hash(page)).toContain(`pin=K${row}_2`);
    await press("End");
    await expect.poll(place).toBe(`${row},15`);
    await expect.poll(() => hash(page)).not.toContain("pin=");

    const reached = page.getByRole("grid", { name: "products of each input, 4 by 4" });
    await tabTo(page, reached.getByRole("gridcell"));
    await press("Home", "ArrowDown", "ArrowDown", "ArrowDown", "End");
    const cell = reached.locator("[data-index='15']");
    await expect.poll(() => cell.getAttribute("data-state")).toBe("own");
    expect(await cell.getAttribute("aria-label")).toBe("input row 3, column 3: in 1 product");
    await press("Enter");
    await expect.poll(() => hash(page)).toContain("pin=x15");
    expect(await table.locator("tr:first-child td[data-lit=true]").getAttribute("data-place")).toBe("0,15");
    await press("Escape");
    await expect.poll(() => hash(page)).not.toContain("pin=");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Matrix, too large for one table: keys walk from one part to the next", async () => {
    const { page, complaints, press } = await open(
      "#/matrix?v=1&op=conv2d&size=12x12&channels=1x1&kernel=3x3&as=symbols",
    );
    const place = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.place);
    await tabTo(page, page.getByRole("grid", { name: "The matrix in symbols" }).getByRole("gridcell"));
    await press("Home", "End");
    await expect.poll(place).toBe("0,143");
    expect(await page.locator(".matrix-pictures").textContent()).toContain("columns 128 to 143 of 144");
    await press("Home");
    await expect.poll(place).toBe("0,0");
    for (let step = 0; step < 64; step++) await press("ArrowDown");
    await expect.poll(place).toBe("64,0");
    expect(await page.locator(".matrix-pictures").textContent()).toContain("Rows 64 to 99 of 100");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Image: a photograph, a number of the kernel, the loupe", async () => {
    const { page, complaints, press } = await open("#/image");
    await tabTo(page, button(page, "cat"));
    await press("Enter");
    const stage = page.getByRole("application", { name: /^Photograph/ });
    await expect.poll(() => stage.getAttribute("aria-label")).toContain("451 by 300");
    await tabTo(page, button(page, "identity"));
    await press("Enter");
    const middle = page.getByLabel("kernel row 1, column 1");
    await tabTo(page, middle, "Shift+Tab");
    await press("ArrowUp");
    await expect.poll(async () => Number(await middle.inputValue())).toBeGreaterThan(1);
    await tabTo(page, stage);
    const place = async () => /x \d+, y \d+/.exec((await page.locator(".loupe").textContent())!)![0];
    const before = await place();
    await press("ArrowRight", "ArrowDown");
    await expect.poll(place).not.toBe(before);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Network: which one, a layer, a map of it, a place in it, and that place in Arithmetic", async () => {
    const { page, complaints, press } = await open("#/network");
    await ran(page);
    await tabTo(page, button(page, /^super.resolution/i));
    await press("Enter");
    await expect.poll(() => hash(page)).toContain("net=super-resolution");
    await tabTo(page, button(page, /^Fashion/), "Shift+Tab");
    await press("Enter");
    await expect.poll(() => hash(page)).toContain("net=fashion");
    await ran(page);
    await tabTo(page, page.getByRole("group", { name: "Layers" }).getByRole("button"));
    await press("ArrowRight", "ArrowRight", "ArrowRight", "Enter");
    await expect.poll(() => hash(page)).toContain("layer=features.1.0");
    await tabTo(page, page.getByRole("group", { name: /^Feature maps/ }).getByRole("button"));
    await press("ArrowRight", "ArrowDown", "Enter");
    await expect.poll(() => hash(page)).toMatch(/channel=[1-9]/);
    await tabTo(page, page.getByRole("application", { name: /^channel/ }));
    await press("ArrowRight", "ArrowDown");
    await expect.poll(() => hash(page)).toMatch(/at=\d+\.\d+/);
    await tabTo(page, page.getByRole("link", { name: "Open this place in Arithmetic" }));
    await press("Enter");
    await expect.poll(() => hash(page)).toMatch(/^#\/arithmetic/);
    await tabTo(page, page.locator("[data-side=output] [role=gridcell]"));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Train: start, pause, step after step, begin anew", async () => {
    const { page, complaints, press } = await open("#/train?v=1&pictures=500&batch=8&epochs=9");
    await says(page, /Ready/);
    await tabTo(page, button(page, "Start"));
    await press("Enter");
    await expect.poll(() => stepOf(page), { timeout: 20_000 }).toBeGreaterThan(1);
    // The same button is now another: the focus stays on it.
    await press("Enter");
    await says(page, /Paused at step/);
    const paused = await stepOf(page);
    await tabTo(page, button(page, "Step"));
    for (const further of [1, 2]) {
      await expect.poll(() => button(page, "Step").isEnabled()).toBe(true);
      await press("Enter");
      await expect.poll(() => stepOf(page)).toBe(paused + further);
    }
    await tabTo(page, button(page, "Reset"));
    await press("Enter");
    await says(page, /Ready/);
    expect(await fact(page, "step")).toMatch(/^0 of/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("Shapes: from 28 to 14 and back, a way of them, one more layer", async () => {
    const { page, complaints, press } = await open("#/shapes?v=1&from=7&to=7");
    const type = async (label: string, text: string) => {
      await tabTo(page, page.getByLabel(label, { exact: true }));
      await page.keyboard.type(text);
    };
    await type("size before", "28");
    await type("size after", "14");
    await expect.poll(() => hash(page)).toContain("from=28&to=14");
    await tabTo(page, button(page, /^choose .*kernel|^choose new nn/).nth(1));
    await press("Enter");
    await expect.poll(() => hash(page)).toContain("step=");
    await tabTo(page, button(page, "and back"), "Shift+Tab");
    await press("Space");
    await expect.poll(() => hash(page)).toContain("op=transposed&from=14&to=28");
    await tabTo(page, button(page, "Add a layer"));
    await press("Enter");
    await tabTo(page, page.getByLabel("layer 4 dilation"), "Shift+Tab");
    await press("ArrowUp");
    await expect.poll(() => page.locator(".sentence").textContent()).toContain("17 of 28 inputs");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
