// The Image view: a photograph under a kernel, chosen, edited and dropped.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { best, longestTask, print } from "./budget.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const cat = fileURLToPath(new URL("../src/views/image/photos/chelsea.jpg", import.meta.url));
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const settled = (page: Page) =>
  expect.poll(() => page.locator(".measured").textContent(), { timeout: 10_000 }).toMatch(/ms/);

/** A pixel of the canvas on top: the convolved photograph. */
const resultPixel = (page: Page, x: number, y: number) =>
  page
    .locator(".stage canvas")
    .nth(1)
    .evaluate(
      (canvas, at) => [...(canvas as HTMLCanvasElement).getContext("2d")!.getImageData(at[0]!, at[1]!, 1, 1).data],
      [x, y],
    );

describe("Image", () => {
  it("convolves, measures, and adds up under the loupe what the picture shows", async () => {
    const { page, complaints } = await playground.open("#/image");
    await page.getByRole("button", { name: "sharpen" }).click();
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("kernel=");
    await settled(page);
    await page.locator(".stage").hover({ position: { x: 500, y: 300 } });
    const place = /x (\d+), y (\d+)/.exec((await page.locator(".loupe").textContent()) ?? "")!;
    const sum = Number(await page.locator(".loupe [data-sum]").getAttribute("data-sum"));
    const expected = Math.max(0, Math.min(255, Math.round(sum * 255)));
    // Green is the second of red, green, blue, alpha.
    await expect
      .poll(async () => Math.abs((await resultPixel(page, Number(place[1]), Number(place[2])))[1]! - expected))
      .toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("takes numbers typed into the kernel", async () => {
    const { page } = await playground.open("#/image");
    await page.getByRole("button", { name: "identity" }).click();
    await page.getByLabel("kernel row 2, column 2").fill("0");
    await expect.poll(() => page.locator(".kernel h2").textContent()).toBe("your kernel");
    await expect.poll(() => resultPixel(page, 300, 200)).toEqual([0, 0, 0, 255]);
    await page.close();
  });

  it("takes a chosen file and a dropped one", async () => {
    const { page, complaints } = await playground.open("#/image", { dark: true });
    await page.getByLabel("Your own photograph").setInputFiles(cat);
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("451 by 300");
    await settled(page);
    await page.waitForTimeout(400);
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(40, 30);
      canvas.getContext("2d")!.fillRect(0, 0, 20, 30);
      const transfer = new DataTransfer();
      transfer.items.add(new File([await canvas.convertToBlob()], "half.png", { type: "image/png" }));
      document
        .querySelector(".photo-drop")!
        .dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("40 by 30");
    expect(await page.locator(".photo-choice").textContent()).toContain("half.png, stays on this page");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says so where a file is no photograph", async () => {
    const { page } = await playground.open("#/image");
    await page
      .getByLabel("Your own photograph")
      .setInputFiles({ name: "poem.png", mimeType: "image/png", buffer: Buffer.from("not a picture") });
    await expect.poll(() => page.locator(".trouble").textContent()).toContain("poem.png is no photograph");
    expect(await page.locator(".photo-choice").textContent()).not.toContain("poem.png");
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("by");
    await page.close();
  });

  it("takes a single pixel, and stays when a file misses the photograph", async () => {
    const { page, complaints } = await playground.open("#/image");
    await page
      .getByLabel("Your own photograph")
      .setInputFiles({ name: "pixel.png", mimeType: "image/png", buffer: Buffer.from(pixel, "base64") });
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("1 by 1");
    expect(await page.locator(".loupe").textContent()).toContain("x 0, y 0");
    const prevented = await page.evaluate(() => {
      const drop = new DragEvent("drop", { dataTransfer: new DataTransfer(), bubbles: true, cancelable: true });
      document.querySelector(".image-side")!.dispatchEvent(drop);
      return drop.defaultPrevented;
    });
    expect(prevented).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("drops resolution and no frame while a number is dragged, and is complete once it is let go", async () => {
    const { page, complaints } = await playground.open("#/image");
    await settled(page);
    await page.getByRole("button", { name: "7 × 7" }).click();
    const sizes = () =>
      page
        .locator(".stage canvas")
        .nth(1)
        .evaluate((c) => (c as HTMLCanvasElement).width);
    await expect.poll(sizes).toBe(600);
    const cell = (await page.getByLabel("kernel row 4, column 4").boundingBox())!;
    let note: string | null = "";
    const least = await best(50, async () => {
      await page.mouse.move(cell.x + 20, cell.y + 15);
      await page.mouse.down();
      const longest = await longestTask(page, async () => {
        for (let y = 1; y <= 40; y++) await page.mouse.move(cell.x + 20, cell.y + 15 - 4 * y);
      });
      note = await page.locator(".measured").textContent();
      await page.mouse.up();
      return longest;
    });
    print(`dragging a number of a 7 × 7 kernel: longest task ${least === 0 ? "below 50" : least} ms; ${note}`);
    expect(least).toBeLessThanOrEqual(50);
    expect(await page.getByLabel("kernel row 4, column 4").inputValue()).not.toBe("0");
    await expect.poll(sizes).toBe(600);
    await expect.poll(() => page.locator(".measured").textContent()).not.toContain("1 pixel in");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("measures every way to convolve, and all agree", async () => {
    const { page, complaints } = await playground.open("#/image?v=1&kernel=1_2_1_2_4_2_1_2_1");
    await settled(page);
    await page.getByRole("button", { name: "Measure" }).focus();
    await page.keyboard.press("Enter");
    const table = page.getByLabel("Comparison");
    await expect.poll(() => table.textContent(), { timeout: 30_000 }).toContain("Medians");
    const rows = await table
      .locator("tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((c) => c.textContent ?? "")));
    print(...rows.map((row) => row.join(" | ")));
    expect(rows.map(([name]) => name?.replace(/\d+ threads/, "n threads"))).toEqual([
      "portable",
      "accelerated, deterministic",
      "accelerated, default",
      "accelerated, high",
      "accelerated, n threads",
      "a column, then a row",
      "all channels to all",
      "K x, on 48 × 48 of one channel",
    ]);
    for (const [name, ms, each, difference] of rows) {
      expect([Number(ms) > 0, Number(each) > 0, Number(difference) < 1e-4], name).toEqual([true, true, true]);
    }
    await table.scrollIntoViewIfNeeded();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("has a loupe that arrow keys move and that says where it stands", async () => {
    const { page } = await playground.open("#/image");
    await settled(page);
    await page.locator(".stage").focus();
    const place = async () =>
      (/x (\d+), y (\d+)/.exec((await page.locator(".loupe").textContent()) ?? "") ?? []).slice(1).map(Number);
    const [x, y] = (await place()) as [number, number];
    for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown"]) await page.keyboard.press(key);
    expect(await place()).toEqual([x + 2, y + 9]);
    const said = page.locator(".loupe [aria-live]");
    await expect
      .poll(() => said.textContent())
      .toMatch(new RegExp(`^x ${x + 2}, y ${y + 9}: green was [\\d.]+, the sum of 9 products is −?[\\d.]+$`));
    await page.mouse.move(300, 300);
    await expect.poll(() => said.textContent()).toBe("");
    await page.close();
  });

  it("changes what stands beyond the edge, in picture, sentence and link, and refuses one that is too wide", async () => {
    const { page, complaints } = await playground.open("#/image?v=1&kernel=0_0_0_1_0_0_0_0_0");
    await settled(page);
    // The left neighbour of the first column is what stands beyond the edge.
    await page.getByRole("button", { name: "zeros", exact: true }).click();
    await expect.poll(() => resultPixel(page, 0, 100)).toEqual([0, 0, 0, 255]);
    const original = (at: number) =>
      page
        .locator(".stage canvas")
        .first()
        .evaluate(
          (canvas, x) => [...(canvas as HTMLCanvasElement).getContext("2d")!.getImageData(x, 100, 1, 1).data],
          at,
        );
    for (const [border, column] of [
      ["circular", 599],
      ["reflect", 1],
      ["replicate", 0],
    ] as const) {
      await page.getByRole("button", { name: border, exact: true }).focus();
      await page.keyboard.press("Enter");
      const wanted = await original(column);
      await expect.poll(() => resultPixel(page, 0, 100)).toEqual(wanted);
      expect(await page.locator(".border-choice p").textContent()).toContain("Beyond the edge");
    }
    await page.getByRole("button", { name: "reflect", exact: true }).click();
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("border=reflect");
    await page
      .getByLabel("Your own photograph")
      .setInputFiles({ name: "pixel.png", mimeType: "image/png", buffer: Buffer.from(pixel, "base64") });
    await expect.poll(() => page.locator(".trouble").textContent()).toContain("Padding size should be less than");
    await page.getByRole("button", { name: "replicate", exact: true }).click();
    await expect.poll(() => page.locator(".trouble").textContent()).toBe("");
    // The browser would have this test read its pixels another way.
    expect(complaints.filter((text) => !text.startsWith("Canvas2D"))).toEqual([]);
    await page.close();
  });

  it("saves the result, and says kindly why there is no camera", async () => {
    const { page } = await playground.open("#/image");
    await page.getByRole("button", { name: "identity" }).click();
    await settled(page);
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save result" }).click();
    const saved = readFileSync(await (await saving).path());
    expect([saved.toString("latin1", 1, 4), saved.readUInt32BE(16), saved.readUInt32BE(20)]).toEqual(["PNG", 600, 400]);
    await page.getByRole("button", { name: "camera" }).click();
    await expect
      .poll(() => page.locator(".trouble").textContent())
      .toMatch(/A photograph from a file works|keeps the camera/);
    await page.close();
  });
});
