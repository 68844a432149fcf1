// What is pointed at, kept and forgotten: cells that are typed into, terms of a sum, places of a feature map and of a photograph.
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tabTo } from "./keys.ts";
import { ran } from "./network-page.ts";
import { hash, type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Cells of a grid that are lit as partners, by index. */
const lit = (page: Page, side: string) =>
  page
    .locator(`[data-side=${side}] .partners [data-partner]`)
    .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute("data-partner"))));
const litEntries = (page: Page) => page.locator(".lit rect[data-row]").count();

describe("a number in a cell", () => {
  it("is forgotten by Escape and kept by Enter, by Tab and by a click elsewhere", async () => {
    const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
    const cell = page.locator("[data-side=weight] [role=gridcell][data-index='4']");
    const before = await shownValues(page, "weight");
    await cell.focus();
    for (const key of ["F2", "9", "Escape"]) await page.keyboard.press(key);
    await expect.poll(() => page.locator(".cell-editor").count()).toBe(0);
    expect(await shownValues(page, "weight")).toEqual(before);
    expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
    for (const key of ["7", "Escape", "F2", "8", "Escape"]) await page.keyboard.press(key);
    expect(await shownValues(page, "weight")).toEqual(before);
    await page.keyboard.press("Control+z");
    expect(await shownValues(page, "weight")).toEqual(before);
    for (const [number, leave] of [
      [6, () => page.keyboard.press("Enter")],
      [7, () => page.keyboard.press("Tab")],
      [8, () => page.getByRole("heading", { level: 2 }).first().click()],
    ] as const) {
      await cell.focus();
      await page.keyboard.press(String(number));
      await leave();
      await expect.poll(async () => (await shownValues(page, "weight"))[4]).toBe(number);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("a term of a sum", () => {
  it("lights its weight, its input and its entry, under the mouse and by keys, and the whole sum again after", async () => {
    const { page, complaints } = await playground.open(
      "#/arithmetic?v=1&op=conv2d&size=5x5&channels=1x1&kernel=3x3&pin=y4",
      { reducedMotion: true },
    );
    await expect.poll(() => lit(page, "weight")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await litEntries(page)).toBe(9);
    await page.locator(".terms li").nth(5).hover();
    await expect.poll(() => lit(page, "weight")).toEqual([5]);
    // Row 1, column 2 of the kernel over row 1, column 1 of the output
    expect(await lit(page, "input")).toEqual([13]);
    expect(await litEntries(page)).toBe(1);
    expect(await page.locator(".terms li").count()).toBe(10);
    await page.getByRole("heading", { level: 2 }).first().hover();
    await expect.poll(() => lit(page, "weight")).toHaveLength(9);
    await tabTo(page, page.locator(".terms li").first());
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => lit(page, "input")).toEqual([7]);
    await page.keyboard.press("End");
    await expect.poll(() => lit(page, "input")).toEqual([18]);
    await page.keyboard.press("Tab");
    await expect.poll(() => lit(page, "input")).toHaveLength(9);
    expect(await hash(page)).toContain("pin=y4");
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("a place", () => {
  it("of a feature map follows the mouse, stays where it was clicked, can be opened, and is freed by Escape", async () => {
    const { page, complaints } = await playground.open("#/network?v=1&net=fashion&layer=features.0.0&channel=3");
    await ran(page);
    const plane = page.locator(".enlarged-plane");
    const number = page.locator(".enlarged figcaption");
    await plane.scrollIntoViewIfNeeded();
    const box = (await plane.boundingBox())!;
    const over = (row: number, column: number) =>
      page.mouse.move(box.x + ((column + 0.5) / 28) * box.width, box.y + ((row + 0.5) / 28) * box.height, { steps: 4 });
    await over(5, 9);
    await expect.poll(() => number.textContent()).toContain("row 5, column 9:");
    await over(10, 12);
    await page.mouse.down();
    await page.mouse.up();
    await over(20, 20);
    await over(27, 14);
    await expect.poll(() => hash(page)).toContain("at=10.12");
    await expect.poll(() => number.textContent()).toContain("row 10, column 12:");
    await page.keyboard.press("Escape");
    await over(20, 20);
    await expect.poll(() => number.textContent()).toContain("row 20, column 20:");
    await over(10, 12);
    await page.mouse.down();
    await page.mouse.up();
    const shown = Number(/: +(−?[\d.]+)$/.exec((await number.textContent())!)![1]!.replace("−", "-"));
    const link = page.getByRole("link", { name: "Open this place in Arithmetic" });
    const target = (await link.boundingBox())!;
    await page.mouse.move(target.x + 5, target.y + 5, { steps: 30 });
    await link.click();
    await expect.poll(() => page.locator("[data-side=output] [role=gridcell]").count()).toBe(49);
    expect(await hash(page)).toContain("pin=y24");
    expect(Number.isFinite(shown)).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("of a photograph stays where it was clicked until Escape", async () => {
    const { page, complaints } = await playground.open("#/image", { reducedMotion: true });
    await page.locator(".loupe").waitFor();
    const box = (await page.locator(".stage").boundingBox())!;
    const at = () =>
      page
        .locator(".loupe")
        .textContent()
        .then((text) => /x \d+, y \d+/.exec(text!)![0]);
    const over = (x: number, y: number) => page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    await over(100, 50);
    const hovered = await at();
    await over(200, 120);
    await expect.poll(at).not.toBe(hovered);
    await page.mouse.down();
    await page.mouse.up();
    const kept = await at();
    await over(300, 60);
    await over(box.width - 2, 10);
    expect(await at()).toBe(kept);
    await page.keyboard.press("Escape");
    await over(300, 60);
    await expect.poll(at).not.toBe(kept);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
