// A bias in a real browser, by mouse and by keys: turned on, lit with its outputs, edited, taken back, told as gradient and in the matrix.
import type { Page } from "playwright";
import { conv2d, tensor } from "toeplitz";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tabTo } from "./keys.ts";
import { hash, type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const cell = (page: Page, side: string, index: number) => page.locator(`[data-side=${side}] [data-index="${index}"]`);
const formula = async (page: Page) =>
  (await page.getByRole("region", { name: "Formula" }).innerText()).replaceAll("−", "-").replaceAll(/\s+/g, " ");
const start = "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x2&kernel=3x3";

/** The outputs that the library makes of the numbers on the page. */
async function expectOutputs(page: Page): Promise<void> {
  const array = async (side: "input" | "weight" | "bias", shape: readonly number[]) =>
    tensor(await shownValues(page, side), { shape, dtype: "float32" });
  const y = conv2d(await array("input", [1, 1, 4, 4]), await array("weight", [2, 1, 3, 3]), {
    bias: await array("bias", [2]),
  });
  const wanted = (y.flatten().toArray() as number[]).map((value) => Number(value.toFixed(4)));
  expect(await shownValues(page, "output")).toEqual(wanted);
}

it("is added, lit, edited and shown as a gradient by the mouse", async () => {
  const { page, complaints } = await playground.open(start);
  expect(await page.locator("[data-side=bias]").count()).toBe(0);
  await button(page, "+ b").click();
  await expect.poll(() => page.locator("[data-side=bias] [role=gridcell]").count()).toBe(2);
  await expectOutputs(page);

  await cell(page, "output", 5).hover();
  await expect.poll(() => page.locator("[data-side=bias] [data-state=lit]").count()).toBe(1);
  const [, second] = await shownValues(page, "bias");
  expect(await formula(page)).toMatch(/is the sum of 9 products and the bias/);
  expect(await formula(page)).toContain(`+ b₁ ${second! < 0 ? `(${second})` : second}`);
  await cell(page, "bias", 1).hover();
  await expect.poll(() => page.locator("[data-side=output] [data-state=lit]").count()).toBe(4);
  expect(await formula(page)).toContain("is added to 4 outputs");

  await cell(page, "bias", 1).dblclick();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("-7.5");
  await page.keyboard.press("Enter");
  await expect.poll(() => hash(page)).toMatch(/&b=-?[\d.]+_-7\.5(&|$)/);
  await expectOutputs(page);
  expect(await page.locator(".arithmetic .matrix h2").innerText()).toMatch(/^y = K x \+ b/);

  await button(page, "to weight").click();
  await expect.poll(() => page.locator("[data-side=bias] [role=grid]").getAttribute("aria-readonly")).toBe("true");
  const upstream = await shownValues(page, "output");
  const sum = (from: number) => upstream.slice(from, from + 4).reduce((total, value) => total + value, 0);
  expect(await shownValues(page, "bias")).toEqual([sum(0), sum(4)]);
  await cell(page, "bias", 0).click();
  await expect.poll(() => formula(page)).toContain("is the sum of 4 gradients");
  expect(complaints).toEqual([]);
  await page.close();
}, 60_000);

it("is added, edited, pinned, taken back and removed by keys, and stands beside the matrix", async () => {
  const { page, complaints } = await playground.open(start, { reducedMotion: true });
  await tabTo(page, button(page, "+ b"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.locator("[data-side=bias] [role=gridcell]"));
  await page.keyboard.press("ArrowDown");
  for (const key of ["4", ".", "5", "Enter"]) await page.keyboard.press(key);
  await expect.poll(async () => (await shownValues(page, "bias"))[1]).toBe(4.5);
  await expectOutputs(page);
  await page.keyboard.press("Enter");
  await expect.poll(() => hash(page)).toContain("&pin=b1");
  expect(await cell(page, "bias", 1).getAttribute("aria-label")).toBe("bias channel 1: 4.5, to 4 outputs");
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await shownValues(page, "bias"))[1]).not.toBe(4.5);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => hash(page)).toMatch(/_4\.5&pin=b1/);

  await page.goto((await page.evaluate(() => location.href)).replace("#/arithmetic", "#/matrix"));
  const title = page.locator(".matrix-title");
  await expect.poll(() => title.innerText()).toMatch(/^y = K x \+ b/);
  expect(await page.getByRole("region", { name: "Structure" }).innerText()).toContain("The bias is no part of it");
  await tabTo(page, button(page, "none"));
  await page.keyboard.press("Enter");
  await expect.poll(() => title.innerText()).toMatch(/^y = K x\s/);
  expect(complaints).toEqual([]);
  await page.close();
}, 60_000);
