// What is pointed at, kept and forgotten: cells that are typed into.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

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
