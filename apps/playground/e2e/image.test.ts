// The Image view: a photograph under a kernel, chosen, edited and dropped.
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, screenshot, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const cat = fileURLToPath(new URL("../src/views/image/photos/chelsea.jpg", import.meta.url));
const settled = (page: Page) => expect.poll(() => page.locator(".measured").textContent()).toMatch(/ms/);

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
    await screenshot(page, "image-light");
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
    await screenshot(page, "image-dark");
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
    await expect.poll(() => page.getByRole("status").textContent()).toContain("poem.png is no photograph");
    expect(await page.locator(".photo-choice").textContent()).not.toContain("poem.png");
    await expect.poll(() => page.locator(".stage").getAttribute("aria-label")).toContain("by");
    await page.close();
  });

  it("takes a single pixel, and stays when a file misses the photograph", async () => {
    const { page, complaints } = await playground.open("#/image");
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
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
});
