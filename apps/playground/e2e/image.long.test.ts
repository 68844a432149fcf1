// The Image view: a photograph under a kernel, chosen, edited and dropped.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { best, longestTask, print } from "./budget.ts";
import { ran } from "./network-page.ts";
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

/** A photograph of a megapixel, in many colours. */
const largePhoto = async (page: Page) => ({
  name: "large.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(1024, 1024);
      const context = canvas.getContext("2d")!;
      for (let i = 0; i < 400; i++) {
        context.fillStyle = `hsl(${(i * 47) % 360} 60% ${30 + (i % 50)}%)`;
        context.fillRect((i * 373) % 1024, (i * 211) % 1024, 40 + (i % 90), 30 + (i % 70));
      }
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      return Array.from(bytes);
    }),
  ),
});

/** Starts to count; the answer is how many results were put on the canvas in a second since. */
const resultsDrawn = async (page: Page) => {
  const counting = await page.evaluateHandle(() => {
    const put = CanvasRenderingContext2D.prototype.putImageData;
    const seen = { count: 0, since: performance.now(), end: () => {} };
    CanvasRenderingContext2D.prototype.putImageData = function (
      this: CanvasRenderingContext2D,
      ...args: Parameters<typeof put>
    ) {
      seen.count++;
      return put.apply(this, args);
    } as typeof put;
    seen.end = () => {
      CanvasRenderingContext2D.prototype.putImageData = put;
    };
    return seen;
  });
  return () =>
    counting.evaluate((seen) => {
      seen.end();
      return Math.round((1000 * seen.count) / (performance.now() - seen.since));
    });
};

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
    await page.getByLabel("kernel row 1, column 1").fill("0");
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

  it("keeps a person's own photograph and what can be undone through another view, until a link names another", async () => {
    const { page, complaints } = await playground.open("#/image");
    await page.getByLabel("Your own photograph").setInputFiles(cat);
    const stage = page.locator(".stage");
    await expect.poll(() => stage.getAttribute("aria-label")).toContain("451 by 300");
    await page.getByRole("button", { name: "identity" }).click();
    await page.getByRole("link", { name: "Network" }).click();
    await ran(page);
    await page.getByRole("button", { name: "Super-resolution" }).click();
    const input = page.getByLabel("Input", { exact: true });
    await input.getByLabel("Your own photograph").setInputFiles(cat);
    await expect.poll(() => input.textContent(), { timeout: 20_000 }).toContain("Your photograph stays on this page.");
    await page.getByRole("link", { name: "Image" }).click();
    await expect.poll(() => stage.getAttribute("aria-label")).toContain("451 by 300");
    expect(await page.locator(".photo-choice").textContent()).toContain("stays on this page");
    await page.getByRole("button", { name: "undo" }).click();
    await expect.poll(() => page.locator(".kernel h2").textContent()).not.toBe("identity");
    await page.getByRole("link", { name: "Network" }).click();
    await expect.poll(() => input.textContent(), { timeout: 20_000 }).toContain("Your photograph stays on this page.");
    await page.evaluate(() => {
      location.hash = "#/image?v=1&split=40";
    });
    await expect.poll(() => page.locator(".photo-choice").textContent()).toContain("Rachel Michetti");
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
    const cell = (await page.getByLabel("kernel row 3, column 3").boundingBox())!;
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
    expect(await page.getByLabel("kernel row 3, column 3").inputValue()).not.toBe("0");
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
      .locator("tbody tr:not(.group)")
      .evaluateAll((all) => all.map((row) => [...row.children].map((c) => c.textContent ?? "")));
    print(...rows.map((row) => row.join(" | ")));
    expect(rows.map(([name]) => name?.replace(/\d+ threads/, "n threads"))).toEqual([
      "direct, portable",
      "im2col, portable",
      "direct, accelerated",
      "direct, accelerated, high",
      "direct, accelerated, deterministic",
      "im2col, accelerated",
      "direct, accelerated, n threads",
      "a column, then a row",
      "all channels to all, accelerated",
      "kernel matrix, K x by its entries",
      "kernel matrix, K x with its zeros",
      "direct, accelerated, on the same",
    ]);
    for (const [name, ms, each, difference] of rows) {
      expect([Number(ms) > 0, Number(each) > 0, Number(difference) < 1e-4], name).toEqual([true, true, true]);
    }
    expect(await table.locator("tr.group").textContent()).toBe(
      "On 48 × 48 of one channel: for all of it, K has 240,000 × 242,004 entries",
    );
    await table.scrollIntoViewIfNeeded();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says of a kernel that is no product, and of one that needs many columns, what cannot be, and stops", async () => {
    const { page, complaints } = await playground.open("#/image?v=1&kernel=0_-1_0_-1_5_-1_0_-1_0");
    await page.getByLabel("Your own photograph").setInputFiles(await largePhoto(page));
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("1024 by 1024");
    await page.getByRole("button", { name: "7 × 7" }).click();
    await settled(page);
    await page.getByRole("button", { name: "Measure" }).click();
    const table = page.getByLabel("Comparison");
    await expect.poll(() => table.textContent(), { timeout: 30_000 }).toContain("Medians");
    expect(await table.textContent()).toContain("this kernel is no column times a row");
    expect(await table.locator("tr.group").first().textContent()).toMatch(/^On the first \d+ rows: more columns/);
    expect(await table.textContent()).not.toContain("differs from the first");
    await page.getByRole("button", { name: "Measure" }).click();
    await expect.poll(() => table.getByRole("progressbar").count()).toBe(1);
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await table.getByRole("progressbar").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("drops resolution and no frame on a megapixel, and says how many frames there were", async () => {
    const { page, complaints } = await playground.open("#/image");
    await page.getByLabel("Your own photograph").setInputFiles(await largePhoto(page));
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("1024 by 1024");
    await page.getByRole("button", { name: "7 × 7" }).click();
    const width = () =>
      page
        .locator(".stage canvas")
        .nth(1)
        .evaluate((c) => (c as HTMLCanvasElement).width);
    await expect.poll(width).toBe(1024);
    await settled(page);
    const cell = (await page.getByLabel("kernel row 3, column 3").boundingBox())!;
    let [drawn, note] = [0, ""];
    const least = await best(50, async () => {
      await page.mouse.move(cell.x + 20, cell.y + 15);
      await page.mouse.down();
      await page.mouse.move(cell.x + 20, cell.y + 11);
      const results = await resultsDrawn(page);
      const longest = await longestTask(page, async () => {
        // Eight pixels are another number, up and down
        for (let n = 0; n < 60; n++) {
          await page.mouse.move(cell.x + 20, cell.y + 7 - 8 * Math.abs((n % 20) - 10));
          await page.waitForTimeout(16);
        }
      });
      drawn = await results();
      note = (await page.locator(".measured").textContent())!;
      await page.mouse.up();
      await page.waitForTimeout(400);
      return longest;
    });
    print(
      `dragging on a megapixel: longest task ${least === 0 ? "below 50" : least} ms; ${drawn} results a second; ${note}`,
    );
    expect(least).toBeLessThanOrEqual(50);
    expect(drawn).toBeGreaterThan(5);
    expect(note).toContain("1 pixel in");
    await expect.poll(width).toBe(1024);
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
