// Grids, matrix and formula of every preset stand together in sight on a common screen; a long formula scrolls in its panel.
import { convPresets } from "@toeplitz/conformance/rows";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoutFaults } from "./layout-faults.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Where the pictures of Arithmetic end, once they are drawn, and the page. */
async function heights(page: Page) {
  await page.locator(".matrix-picture").waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const bottoms = await page
    .locator(".grids svg, .matrix-picture, .formula, .pictures > .take-away")
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().bottom));
  return { bottoms, whole: await page.evaluate(() => document.documentElement.scrollHeight) };
}

describe.each([
  ["light", false],
  ["dark", true],
] as const)("at 1440 x 900, %s", (_, dark) => {
  it("shows the three pictures of every preset above the fold", async () => {
    const { page, complaints } = await playground.open("#/arithmetic", { dark, reducedMotion: true });
    const beyond: string[] = [];
    for (const { id } of convPresets) {
      await page.getByLabel("preset").selectOption(id);
      const { bottoms, whole } = await heights(page);
      if (Math.max(...bottoms, whole) > 900) beyond.push(`${id}: ${Math.max(...bottoms)} of a page of ${whole}`);
      expect(await layoutFaults(page), id).toEqual([]);
    }
    expect(beyond).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

it.each([
  [2560, 1440],
  [3840, 2160],
])("shows them above the fold at %i x %i, where everything is larger", async (width, height) => {
  const { page, complaints } = await playground.open("#/arithmetic", { width, height, reducedMotion: true });
  await page.getByLabel("preset").selectOption("full-padding");
  const { bottoms, whole } = await heights(page);
  expect(Math.max(...bottoms, whole)).toBeLessThanOrEqual(height);
  expect(Math.max(...bottoms)).toBeGreaterThan(0.7 * height);
  expect(await layoutFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

it("lets a long formula be read to its end by keys, and begins the next at its beginning", async () => {
  const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
  await page.getByLabel("preset").selectOption("notebook-layer");
  const terms = page.locator(".formula [data-term]");
  await terms.first().focus();
  await page.keyboard.press("End");
  const last = (await terms.last().boundingBox())!;
  const formula = (await page.locator(".formula").boundingBox())!;
  expect(last.y + last.height).toBeLessThanOrEqual(formula.y + formula.height + 1);
  const scrolled = () => page.locator(".formula").evaluate((each) => each.scrollTop);
  expect(await scrolled()).toBeGreaterThan(0);
  await page.locator("[data-side=output] [data-index='5']").click();
  await expect.poll(scrolled).toBe(0);
  await page.close();
});
