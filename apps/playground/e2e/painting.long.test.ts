// Painting numbers by mouse and by keys: no cell is skipped, the result follows, a stroke is taken back as one.
import { conv2d, tensor } from "toeplitz";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hash, type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

it("paints strokes by mouse and by keys, takes them back and does them again, and keeps them in the link", async () => {
  const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
  const values = () => shownValues(page, "input");
  const before = await values();
  await page.getByRole("button", { name: "paint", exact: true }).click();
  await page.getByLabel("brush =").fill("-7.5");
  const middle = async (index: number) => {
    const box = (await page.locator(`[data-side=input] [data-index='${index}']`).boundingBox())!;
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  await page.mouse.move(...(await middle(0)));
  await page.mouse.down();
  // Two events for eight cells.
  await page.mouse.move(...(await middle(4)));
  await page.mouse.move(...(await middle(24)));
  const painted = before.map((value, i) => (i < 5 || i % 5 === 4 ? -7.5 : value));
  await expect.poll(values).toEqual(painted);
  const w = tensor(await shownValues(page, "weight"), { shape: [1, 1, 3, 3], dtype: "float32" });
  const y = conv2d(tensor(painted, { shape: [1, 1, 5, 5], dtype: "float32" }), w);
  expect(await shownValues(page, "output")).toEqual(y.flatten().toArray());
  await page.mouse.up();
  await expect.poll(() => page.locator(".brush [role=status]").textContent()).toBe("9 cells of input painted -7.5");
  await expect.poll(() => hash(page)).toContain("x=-7.5_-7.5_");
  // Who paints does not pin.
  expect(await page.locator("[data-pinned=true]").count()).toBe(0);

  await page.keyboard.press("Control+z");
  await expect.poll(values).toEqual(before);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(values).toEqual(painted);
  await page.getByRole("button", { name: "undo" }).click();
  await expect.poll(values).toEqual(before);
  expect(await page.getByRole("button", { name: "undo" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "point", exact: true }).click();
  await page.mouse.click(...(await middle(7)));
  await expect.poll(() => hash(page)).toContain("pin=x7");
  expect(await values()).toEqual(before);

  // By keys: Space, and Shift with arrows; digits still open the field.
  const weights = () => shownValues(page, "weight");
  await page.getByRole("button", { name: "paint", exact: true }).click();
  await page.getByRole("group", { name: "Paint with" }).getByRole("button", { name: "2", exact: true }).click();
  await page.locator("[data-side=weight] [data-index='0']").focus();
  await page.keyboard.press("Space");
  await expect.poll(weights).toEqual([2, 1, -1, 2, -0.5, 0.25, 0, 1.5, -2]);
  await page.keyboard.down("Shift");
  for (const key of ["ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await page.keyboard.up("Shift");
  await expect.poll(weights).toEqual([2, 2, -1, 2, 2, 0.25, 0, 2, -2]);
  await expect.poll(() => page.locator(".brush [role=status]").textContent()).toBe("4 cells of weight painted 2");
  await page.keyboard.type("0.5");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await weights())[7]).toBe(0.5);
  for (const wanted of [
    [2, 2, -1, 2, 2, 0.25, 0, 2, -2],
    [2, 1, -1, 2, -0.5, 0.25, 0, 1.5, -2],
    [0.5, 1, -1, 2, -0.5, 0.25, 0, 1.5, -2],
  ]) {
    await page.keyboard.press("Control+z");
    await expect.poll(weights).toEqual(wanted);
  }
  expect(complaints).toEqual([]);
  await page.close();
});

it("paints the kernel over a photograph, and leaves the wheel to the page until a cell is meant", async () => {
  const { page, complaints } = await playground.open("#/image?v=1&kernel=0_0_0_0_1_0_0_0_0", { height: 500 });
  const cells = page.locator(".kernel-editor input");
  const values = () => cells.evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).value)));
  await cells.first().waitFor();
  const box = (await page.locator(".kernel-editor").boundingBox())!;
  const at = (column: number, row: number) =>
    [box.x + ((column + 0.5) * box.width) / 3, box.y + ((row + 0.5) * box.height) / 3] as const;
  await page.mouse.move(...at(1, 1));
  await page.mouse.wheel(0, 40);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
  expect((await values())[4]).toBe(1);
  await page.evaluate(() => scrollTo(0, 0));
  await cells.nth(4).focus();
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await values())[4]).toBe(1.25);
  expect(await page.evaluate(() => scrollY)).toBe(0);

  await page.getByRole("button", { name: "paint", exact: true }).click();
  await page.getByRole("group", { name: "Paint with" }).getByRole("button", { name: "−1" }).click();
  await page.mouse.move(...at(0, 0));
  await page.mouse.down();
  await page.mouse.move(...at(2, 0));
  await page.mouse.move(...at(2, 2));
  await page.mouse.up();
  await expect.poll(values).toEqual([-1, -1, -1, 0, 1.25, -1, 0, 0, -1]);
  await cells.nth(6).focus();
  await page.keyboard.press("Space");
  await expect.poll(values).toEqual([-1, -1, -1, 0, 1.25, -1, -1, 0, -1]);
  // The focus is on a cell, which is a field: the keys are the brush's all the same.
  await page.keyboard.press("Control+z");
  await expect.poll(values).toEqual([-1, -1, -1, 0, 1.25, -1, 0, 0, -1]);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(values).toEqual([-1, -1, -1, 0, 1.25, -1, -1, 0, -1]);
  for (const wanted of [
    [-1, -1, -1, 0, 1.25, -1, 0, 0, -1],
    [0, 0, 0, 0, 1.25, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 0, 0, 0, 0],
  ]) {
    await page.getByRole("button", { name: "undo" }).click();
    await expect.poll(values).toEqual(wanted);
  }
  expect(complaints.filter((text) => !text.startsWith("Canvas2D"))).toEqual([]);
  await page.close();
});

it("takes back in Matrix what was typed into the formula, as one change", async () => {
  const address = "#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&pin=w0";
  const { page, complaints } = await playground.open(address, { reducedMotion: true });
  const field = page.locator(".formula .number-field");
  const before = await field.inputValue();
  await field.selectText();
  await field.pressSequentially("12.5");
  await expect.poll(() => hash(page)).toContain("w=12.5_");
  await field.blur();
  await page.keyboard.press("Control+z");
  await expect.poll(() => field.inputValue()).toBe(before);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => field.inputValue()).toBe("12.5");
  expect(complaints).toEqual([]);
  await page.close();
});

it("brings back by undo what a smaller size cut off", async () => {
  const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
  const values = () => shownValues(page, "input");
  const last = page.locator("[data-side=input] [data-index='24']");
  await last.focus();
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await values())[24]).toBe(7);
  // The address comes a moment after the page.
  await expect.poll(() => hash(page)).toMatch(/&x=[^&]*_7(&|$)/);
  const [whole, address] = [await values(), await hash(page)];
  const height = page.getByLabel("input size height");
  for (const size of ["4", "3"]) {
    await height.fill(size);
    await expect.poll(async () => (await values()).length).toBe(5 * Number(size));
  }
  await height.blur();
  await page.keyboard.press("Control+z");
  await expect.poll(values).toEqual(whole);
  expect(await height.inputValue()).toBe("5");
  await page.getByRole("button", { name: "redo" }).click();
  await expect.poll(async () => (await values()).length).toBe(15);
  await page.getByRole("button", { name: "undo" }).click();
  await expect.poll(values).toEqual(whole);
  await expect.poll(() => hash(page)).toContain(address);
  expect(complaints).toEqual([]);
  await page.close();
});
