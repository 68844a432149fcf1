// A batch of samples in the Arithmetic and the Matrix view, by mouse and by keyboard, against the library.
import { readFileSync } from "node:fs";
import { conv2d, nn, type Tensor, tensor } from "toeplitz";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hash, type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const flat = (t: Tensor) => (t.flatten().toArray() as number[]).map((value) => Number(value.toFixed(4)));

it("draws, lights, edits and links every sample, and sums the weight's gradient over them", async () => {
  const { page, complaints } = await playground.open(
    "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&gradient=off",
    { reducedMotion: true },
  );
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const shown = async (side: "input" | "weight" | "output", shape: number[]) =>
    tensor(await shownValues(page, side), { shape, dtype: "float32" });
  const output = (index: number) => page.locator(`[data-side=output] [data-index='${index}']`);
  const convolved = async () => flat(conv2d(await shown("input", [2, 1, 4, 4]), await shown("weight", [1, 1, 3, 3])));

  const field = page.getByRole("textbox", { name: "batch N" });
  expect(await field.getAttribute("title")).toContain("N of input (N, C, …)");
  await field.focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => page.locator("[data-side=input] [role=gridcell]").count()).toBe(32);
  await expect.poll(() => hash(page)).toContain("batch=2");
  expect(await shownValues(page, "output")).toEqual(await convolved());
  expect(await page.locator("[data-side=input] .samples text").allTextContents()).toEqual(["sample 0", "sample 1"]);

  await output(5).hover();
  await expect.poll(() => page.locator(".bands [data-row]").getAttribute("data-row")).toBe("1");
  expect(await page.locator(".bands [data-sample='1']").count()).toBe(2);
  expect(await output(5).getAttribute("aria-label")).toMatch(/^output sample 1, row 0, column 1: .*, from 9 inputs$/);
  const lit = await page
    .locator("[data-side=input] [data-state=lit]")
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-partner"))));
  expect(lit.sort((a, b) => a - b)).toEqual([17, 18, 19, 21, 22, 23, 25, 26, 27]);
  expect(await page.locator(".formula-subject").textContent()).toContain("y₁₀₀₁");

  // From the end of a row of one sample to the next sample.
  await output(1).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => hash(page)).toContain("pin=y4");
  expect(await page.locator(".step-count").textContent()).toBe("5 of 8");
  await page.getByRole("button", { name: "Step forward" }).press("Enter");
  expect(await page.locator(".step-count").textContent()).toBe("6 of 8");

  const before = await shownValues(page, "output");
  await page.locator("[data-side=input] [data-index='16']").focus();
  await page.keyboard.type("9");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await shownValues(page, "output"))[4]).not.toBe(before[4]);
  expect(await shownValues(page, "output")).toEqual(await convolved());
  expect((await shownValues(page, "output")).slice(0, 4)).toEqual(before.slice(0, 4));

  // Arrows go on from the samples beside K to K, and from K to the samples above it.
  const matrix = page.locator(".matrix-picture");
  await page.mouse.move(5, 5);
  await output(5).focus();
  await matrix.focus();
  const said = () => matrix.locator("[role=gridcell]").getAttribute("aria-label");
  await expect.poll(said).toMatch(/^output sample 1/);
  for (const [key, wanted] of [
    ["ArrowLeft", /^output sample 0/],
    ["ArrowLeft", /^kernel matrix K\[1, 15\]/],
    ["ArrowUp", /^kernel matrix K\[0, 15\]/],
    ["ArrowUp", /^input sample 1, row 3, column 3/],
    ["ArrowUp", /^input sample 0, row 3, column 3/],
    ["Home", /^input sample 0, row 0, column 0/],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(said).toMatch(wanted);
  }
  await matrix.blur();

  const letters = () => page.locator(".matrix-picture .signs :is(.matrix-name, .sign)").allTextContents();
  expect(await letters()).toEqual(["X", "K", "Y", "×", "="]);
  await page.getByRole("button", { name: "to input" }).click();
  await expect.poll(letters).toEqual(["∂Y", "Kᵀ", "∂X", "×", "="]);
  await page.getByRole("button", { name: "to weight" }).click();
  await expect.poll(letters).toEqual(["Xᵀ", "∂K", "∂Y", "×", "="]);
  await page.getByRole("button", { name: "Step back" }).click();
  await expect.poll(() => page.locator(".formula-subject").textContent()).toContain("8 products over 2 samples");
  expect(await page.locator(".term-sample").allTextContents()).toEqual(["sample 0", "sample 1"]);
  const [x, g] = [await shown("input", [2, 1, 4, 4]), await shown("output", [2, 1, 2, 2])];
  expect(await shownValues(page, "weight")).toEqual(flat(nn.grad.conv2dWeight(x, [1, 1, 3, 3], g)));

  await page.getByRole("button", { name: "Copy PyTorch" }).click();
  const python = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of ["9, 3.5, 0, -3.5,", ".reshape(2, 1, 4, 4)", "y.backward(g)"]) expect(python).toContain(part);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "SVG", exact: true }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain("sample 1");

  // The address comes a moment after the page.
  await expect.poll(() => hash(page)).toContain("gradient=weight");
  const address = await hash(page);
  const again = await playground.open(address, { width: 375, height: 812 });
  for (const side of ["input", "weight", "output"] as const) {
    expect(await shownValues(again.page, side)).toEqual(await shownValues(page, side));
  }
  expect(await again.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  expect([...complaints, ...again.complaints]).toEqual([]);
  await again.page.close();
  await page.close();
});

it("counts in words as the player does, one sample or several", async () => {
  const { page, complaints } = await playground.open("#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&pin=y1", {
    reducedMotion: true,
  });
  const note = page.getByLabel("Step by step");
  const count = page.locator(".step-count");
  await expect.poll(() => note.textContent()).toContain("Row 1 times the whole of x gives one number, y₀₁.");
  expect(await count.textContent()).toBe("2 of 4");
  await page.getByRole("textbox", { name: "batch N" }).fill("3");
  await page.locator(".matrix-picture").waitFor();
  for (let step = 0; step < 4; step++) await page.getByRole("button", { name: "Step forward" }).press("Enter");
  await expect.poll(() => note.textContent()).toContain("Step 6 of 12: row 1 times sample 1 of x gives one number");
  expect(await count.textContent()).toBe("6 of 12");
  await page.getByRole("button", { name: "column by column" }).click();
  await expect.poll(() => note.textContent()).toContain("Step 6 of 48: x₀₀₁₁");
  expect(await count.textContent()).toBe("6 of 48");
  expect(complaints).toEqual([]);
  await page.close();
});

it.each([2, 3])("shows grids, formula and matrix of a batch of %i together on a laptop's screen", async (batch) => {
  const { page } = await playground.open("#/arithmetic", { width: 1440, height: 900, reducedMotion: true });
  const bottom = async (selector: string) => {
    const box = (await page.locator(selector).first().boundingBox())!;
    return box.y + box.height;
  };
  await page.getByRole("textbox", { name: "batch N" }).fill(String(batch));
  await page.locator(".matrix-picture .sample-number").first().waitFor();
  for (const side of ["input", "weight", "output"]) expect(await bottom(`[data-side=${side}] svg`)).toBeLessThan(900);
  expect(await bottom(".terms .total")).toBeLessThan(900);
  expect(await bottom(".matrix-picture")).toBeLessThan(900);
  await page.close();
});
