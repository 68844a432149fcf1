// Three dimensions, the matrix by columns, and the way out of an embedded page: by keyboard, against the library.
import { conv3d, convTranspose2d, type Tensor, tensor } from "toeplitz";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const flat = (t: Tensor) => (t.flatten().toArray() as number[]).map((value) => Number(value.toFixed(4)));

it("convolves a volume, slice beside slice, and lights its partners in several slices", async () => {
  const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
  await page.getByRole("button", { name: "3-D" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("[data-side=input] [role=gridcell]").count()).toBe(100);
  const x = tensor(await shownValues(page, "input"), { shape: [1, 1, 4, 5, 5], dtype: "float32" });
  const w = tensor(await shownValues(page, "weight"), { shape: [1, 1, 2, 3, 3], dtype: "float32" });
  expect(await shownValues(page, "output")).toEqual(flat(conv3d(x, w)));
  await page.locator("[data-side=output] [data-index='0']").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => page.locator("[data-side=input] [data-state=lit]").count()).toBe(18);
  expect(await page.locator("[data-side=output] [data-index='3']").getAttribute("aria-label")).toMatch(
    /^output slice 0, row 1, column 0: .*, from 18 inputs$/,
  );
  await expect.poll(() => page.evaluate(() => location.hash)).toContain("op=conv3d&size=4x5x5");
  expect(complaints).toEqual([]);
  await page.close();
});

it("adds the columns up to the transposed convolution, step by step by keyboard", async () => {
  const { page, complaints } = await playground.open(
    "#/matrix?v=1&op=transposed2d&size=2x2&channels=1x1&kernel=2x2&stride=2x2&by=columns",
    { reducedMotion: true },
  );
  const strip = page.locator(".matrix-picture .strip").nth(2).locator("text");
  const note = page.getByLabel("Step by step");
  await expect.poll(() => note.textContent()).toContain("column 0 is added");
  for (let step = 1; step < 4; step++) {
    await page.getByRole("button", { name: "Step forward" }).focus();
    await page.keyboard.press("Enter");
  }
  await expect.poll(() => note.textContent()).toContain("16 of 16 numbers");
  const shown = (await strip.allTextContents()).map((text) => Number(text.replace("−", "-")));
  await page.getByRole("link", { name: "Arithmetic" }).click();
  await expect.poll(() => page.locator("[data-side=output] [role=gridcell]").count()).toBe(16);
  const x = tensor(await shownValues(page, "input"), { shape: [1, 1, 2, 2], dtype: "float32" });
  const w = tensor(await shownValues(page, "weight"), { shape: [1, 1, 2, 2], dtype: "float32" });
  const y = flat(convTranspose2d(x, w, { stride: 2 }));
  expect(shown).toHaveLength(16);
  // The picture writes fewer digits.
  shown.forEach((value, i) => {
    expect(Math.abs(value - y[i]!)).toBeLessThanOrEqual(0.051);
  });
  expect(complaints).toEqual([]);
  await page.close();
});

it("leads out of an embedded page to the same state", async () => {
  const { page } = await playground.open(
    "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=2x2&embed=1&hide=player",
  );
  const href = await page.getByRole("link", { name: "Open in the playground" }).getAttribute("href");
  expect(href).toBe("#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=2x2");
  await page.close();
});
