// The Arithmetic view in a real browser: what is lit, what is computed, what is refused, all against the library itself.
import { readFileSync } from "node:fs";
import { conv2d, convTranspose2d, kernelMatrix, nn, type Tensor, tensor } from "toeplitz";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, servePlayground, shownValues } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const flat = (t: Tensor) => (t.flatten().toArray() as number[]).map((value) => Number(value.toFixed(4)));

describe("Arithmetic", () => {
  it("computes with the library, and lights the matrix row of the output under the pointer", async () => {
    const { page, complaints } = await playground.open("#/arithmetic");
    await page.getByLabel("stride height").fill("2");
    await page.getByLabel("stride width").fill("2");
    await expect.poll(() => page.locator("[data-side=output] [role=gridcell]").count()).toBe(4);

    const x = tensor(await shownValues(page, "input"), { shape: [1, 1, 5, 5], dtype: "float32" });
    const w = tensor(await shownValues(page, "weight"), { shape: [1, 1, 3, 3], dtype: "float32" });
    expect(await shownValues(page, "output")).toEqual(flat(conv2d(x, w, { stride: 2 })));

    await page.locator("[data-side=output] [data-index='2']").hover();
    await expect.poll(() => page.locator(".bands [data-row]").getAttribute("data-row")).toBe("2");
    const lit = await page
      .locator(".lit rect")
      .evaluateAll((rects) => rects.map((rect) => [rect.getAttribute("data-row"), rect.getAttribute("data-column")]));
    const row = [...kernelMatrix(w, [5, 5], { stride: 2 }).entries()].filter((entry) => entry.row === 2);
    expect(lit.map(([r, c]) => `${r},${c}`).sort()).toEqual(row.map((entry) => `${entry.row},${entry.column}`).sort());
    const litInputs = page.locator("[data-side=input] [data-state=lit]");
    expect(
      (await litInputs.evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-partner"))))).sort(
        (a, b) => a - b,
      ),
    ).toEqual(row.map((entry) => entry.column));
    expect(await page.locator("[data-side=output] [data-index='2']").getAttribute("aria-label")).toMatch(
      /from 9 inputs$/,
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("keeps an impossible setting, says PyTorch's sentence, and repairs it by a button", async () => {
    const { page, complaints } = await playground.open("#/arithmetic");
    await page.getByLabel("kernel height").fill("7");
    const note = page.locator(".problem");
    await expect.poll(() => note.textContent()).toContain("Kernel size can't be greater than actual input size");
    expect(await page.getByLabel("kernel height").inputValue()).toBe("7");
    expect(await shownValues(page, "output")).toHaveLength(9);
    await note.getByRole("button").first().click();
    await expect.poll(() => note.textContent()).toBe("");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    ["everything at its most", "#/arithmetic?v=1&op=conv2d&size=16x16&channels=6x6&kernel=9x9&padding=8x8"],
    ["a wide and high one", "#/arithmetic?v=1&op=transposed1d&size=1x8&channels=2x3&kernel=1x4&stride=1x2"],
    ["nothing at all", "#/arithmetic?v=1&op=conv2d&size=0x0&channels=1x1&kernel=3x3&padding=3x3"],
  ])("keeps the pictures on the page, none over another: %s", async (_, hash) => {
    for (const width of [320, 1440]) {
      const { page, complaints } = await playground.open(hash, { width, reducedMotion: true });
      await page.locator(".matrix").waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      const boxes = [];
      const parts = [
        "[data-side=input]",
        "[data-side=weight]",
        "[data-side=output]",
        ".player",
        ".matrix",
        ".take-away",
      ];
      for (const part of parts) {
        boxes.push({ part, ...(await page.locator(part).boundingBox())! });
      }
      for (const a of boxes) {
        expect(a.width).toBeGreaterThan(60);
        for (const b of boxes) {
          const apart =
            a === b || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart, `${a.part} over ${b.part} at ${width}`).toBe(true);
        }
      }
      // In one column, nothing but the closed sheet's room below the last picture.
      const last = Math.max(...boxes.map(({ y, height }) => y + height));
      const end = await page.evaluate<number>("document.querySelector('main').getBoundingClientRect().bottom");
      expect(end - last).toBeLessThan(width > 980 ? Number.POSITIVE_INFINITY : 180);
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  it("works out gradients in the same pictures, and comes back from their link", async () => {
    const { page, complaints } = await playground.open("#/arithmetic?v=1&op=conv2d&size=4x5&channels=2x2&kernel=2x3");
    const shown = async (side: "input" | "weight" | "output", shape: number[]) =>
      tensor(await shownValues(page, side), { shape, dtype: "float32" });
    const x = await shown("input", [1, 2, 4, 5]);
    const w = await shown("weight", [2, 2, 2, 3]);

    await page.getByRole("button", { name: "to input" }).click();
    await expect.poll(() => page.locator("[data-side=input] figcaption").textContent()).toContain("gradient of input");
    const g = await shown("output", [1, 2, 3, 3]);
    expect(await shownValues(page, "input")).toEqual(flat(nn.grad.conv2dInput([1, 2, 4, 5], w, g)));
    await page.locator("[data-side=input] [data-index='6']").hover();
    expect(await page.locator(".formula-subject").textContent()).toContain("∂x");
    expect(await page.locator(".terms li").count()).toBe(9);

    await page.getByRole("button", { name: "to weight" }).focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.locator("[data-side=weight] figcaption").textContent())
      .toContain("gradient of weight");
    await page.locator("[data-side=output] [data-index='0']").focus();
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await shownValues(page, "output"))[0]).toBe(2);
    const changed = await shown("output", [1, 2, 3, 3]);
    expect(await shownValues(page, "weight")).toEqual(flat(nn.grad.conv2dWeight(x, [2, 2, 2, 3], changed)));
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("g=2_");

    const again = await playground.open(await page.evaluate(() => location.hash));
    expect(await shownValues(again.page, "weight")).toEqual(await shownValues(page, "weight"));
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.close();
    await page.close();
  });

  it("gives its pictures away as SVG, PNG and GIF, and its link and code to the clipboard", async () => {
    const { page, complaints } = await playground.open("#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(".matrix-picture").waitFor();
    const saved = async (name: string): Promise<Buffer> => {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      return readFileSync(await (await download).path());
    };
    const svg = (await saved("SVG")).toString();
    // The page itself parses no text into elements: its policy forbids it.
    const { page: blank } = await playground.open("#/arithmetic");
    await blank.goto("about:blank");
    const parsed = await blank.evaluate((text) => {
      const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
      return { name: root.nodeName, styled: root.querySelectorAll("[style], [class]").length, words: root.textContent };
    }, svg);
    await blank.close();
    expect(parsed).toMatchObject({ name: "svg", styled: 0 });
    for (const word of ["input", "weight", "output", "36 of 64 entries"]) expect(parsed.words).toContain(word);
    const png = await saved("PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    const shown = (await page.locator(".grids-and-matrix").boundingBox())!;
    // Twice the size that is on the screen, at least as wide as a grid.
    expect(png.readUInt32BE(16)).toBeGreaterThan(shown.width / 2);
    const gif = await saved("GIF");
    expect(gif.subarray(0, 6).toString()).toBe("GIF89a");
    // One image descriptor after each graphic control.
    expect(gif.toString("latin1").split("\x21\xf9\x04").length - 1).toBe(4);
    await page.getByRole("button", { name: "Copy PyTorch" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("y = F.conv2d(x, w)");
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("#/arithmetic?v=1");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("turns K into its transpose", async () => {
    const { page, complaints } = await playground.open("#/arithmetic");
    const matrix = page.locator(".matrix-picture");
    expect(await matrix.getAttribute("aria-label")).toContain("9 rows by 25 columns");
    await page.getByRole("button", { name: "Transposed" }).click();
    await expect.poll(() => matrix.getAttribute("aria-label")).toContain("25 rows by 9 columns");
    const y = tensor(await shownValues(page, "input"), { shape: [1, 1, 3, 3], dtype: "float32" });
    const w = tensor(await shownValues(page, "weight"), { shape: [1, 1, 3, 3], dtype: "float32" });
    expect(await shownValues(page, "output")).toEqual(flat(convTranspose2d(y, w)));
    await page.getByRole("button", { name: "Convolution" }).click();
    await expect.poll(() => matrix.getAttribute("aria-label")).toContain("9 rows by 25 columns");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("works by keyboard: arrows, Enter pins, Escape frees, digits edit", async () => {
    const { page, complaints } = await playground.open("#/arithmetic", { dark: true });
    const cell = (side: string, index: number) => page.locator(`[data-side=${side}] [data-index='${index}']`);
    await cell("output", 0).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-index"))).toBe("4");
    await page.keyboard.press("Enter");
    await expect.poll(() => cell("output", 4).getAttribute("aria-selected")).toBe("true");
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("pin=y4");
    await page.keyboard.press("Escape");
    await expect.poll(() => cell("output", 4).getAttribute("aria-selected")).toBe("false");

    await cell("weight", 4).focus();
    await page.keyboard.type("7.5");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await shownValues(page, "weight"))[4]).toBe(7.5);
    const x = tensor(await shownValues(page, "input"), { shape: [1, 1, 5, 5], dtype: "float32" });
    const w = tensor(await shownValues(page, "weight"), { shape: [1, 1, 3, 3], dtype: "float32" });
    expect(await shownValues(page, "output")).toEqual(flat(conv2d(x, w)));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("takes the number of a pinned cell, letter by letter, and marks a setting that is none", async () => {
    const { page, complaints } = await playground.open("#/arithmetic?v=1&pin=x0", { width: 375, height: 812 });
    const field = page.locator(".pinned-number input");
    await field.fill("");
    await field.pressSequentially("-0.15", { delay: 30 });
    await expect.poll(async () => (await shownValues(page, "input"))[0]).toBe(-0.15);
    expect(await field.inputValue()).toBe("-0.15");
    await field.blur();
    expect(await field.inputValue()).toBe("-0.15");

    await page.getByRole("button", { name: "Parameters" }).click();
    const kernel = page.getByLabel("kernel height");
    await kernel.fill("99");
    expect(await kernel.getAttribute("aria-invalid")).toBe("true");
    await kernel.blur();
    expect([await kernel.inputValue(), await kernel.getAttribute("aria-invalid")]).toEqual(["3", "false"]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("bands one row and one column of the matrix, by pointer and by arrow keys", async () => {
    const { page, complaints } = await playground.open("#/arithmetic");
    const matrix = page.locator(".matrix-picture");
    const bands = () =>
      page
        .locator(".bands rect")
        .evaluateAll((rects) => rects.map((rect) => rect.getAttribute("data-row") ?? rect.getAttribute("data-column")));
    await matrix
      .locator("path[data-weight='0']")
      .first()
      .hover({ position: { x: 3, y: 3 } });
    await expect.poll(bands).toEqual(["0", "0"]);
    expect(await page.locator(".formula").textContent()).toContain("K[0, 0] = w₀₀");
    await page.mouse.move(5, 5);
    await matrix.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await bands()).length).toBe(2);
    expect(await page.locator(".matrix-picture [role=gridcell]").getAttribute("aria-label")).toMatch(
      /^kernel matrix K\[\d+, \d+\]: /,
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("keeps its state and its link while the views change", async () => {
    const { page } = await playground.open("#/arithmetic?v=1&op=conv2d&size=6x6&channels=1x1&kernel=2x2");
    await page.getByRole("link", { name: "Image" }).click();
    await page.locator(".stage").waitFor();
    await page.getByRole("link", { name: "Arithmetic" }).click();
    await expect.poll(() => page.locator("[data-side=output] [role=gridcell]").count()).toBe(25);
    await page.getByRole("link", { name: "Arithmetic" }).click();
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("size=6x6");
    await page.close();
  });

  it("comes back from its link", async () => {
    const first = await playground.open("#/arithmetic");
    await first.page.getByLabel("preset").selectOption("transposed-output-padding");
    await first.page.getByRole("button", { name: "by value" }).click();
    await first.page.locator("[data-side=input] [data-index='4']").click();
    await expect.poll(() => first.page.evaluate(() => location.hash)).toContain("pin=x4");
    const hash = await first.page.evaluate(() => location.hash);
    const second = await playground.open(hash);
    for (const side of ["input", "weight", "output"] as const) {
      expect(await shownValues(second.page, side)).toEqual(await shownValues(first.page, side));
    }
    await expect.poll(() => second.page.evaluate(() => location.hash)).toBe(hash);
    await first.page.close();
    await second.page.close();
  });

  it("plays until the pointer comes, and stays still with reduced motion", async () => {
    const moving = await playground.open("#/arithmetic");
    await expect.poll(() => moving.page.locator(".step-count").textContent(), { timeout: 5000 }).not.toBe("1 of 9");
    await moving.page.locator("[data-side=input] [data-index='0']").hover();
    await expect.poll(() => moving.page.getByRole("button", { name: "play" }).count()).toBe(1);
    await moving.page.close();
    const still = await playground.open("#/arithmetic", { reducedMotion: true });
    expect(await still.page.getByRole("button", { name: "play" }).count()).toBe(1);
    await still.page.close();
  });
});
