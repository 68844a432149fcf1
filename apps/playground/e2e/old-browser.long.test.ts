// Browsers without OffscreenCanvas, and without createImageBitmap, in page and workers: pictures are drawn, opened and saved, and what cannot be says so.
import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ran } from "./network-page.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Other work goes on beside tests. */
const soon = { timeout: 20_000 };

/** A page at a hash in a browser that has no such thing. */
async function openWithout(missing: string, hash: string) {
  const { page, complaints } = await playground.open("#/shapes", { reducedMotion: true });
  // What a page has itself, a worker has from what it is made of.
  const remove = (name: string) => {
    for (let at: object | null = globalThis; at !== null; at = Reflect.getPrototypeOf(at))
      Reflect.deleteProperty(at, name);
  };
  await page.addInitScript(remove, missing);
  const workers: string[] = [];
  // Scripts of workers have no such door; they use it when they are asked, which is later than their first line.
  await page.route("**/*-worker-*.js", async (route) => {
    const response = await route.fetch();
    workers.push(route.request().url());
    await route.fulfill({ response, body: `(${remove})("${missing}");${await response.text()}` });
  });
  await goTo(page, hash);
  await page.reload();
  await page.locator("main").waitFor();
  expect(await page.evaluate((name) => name in globalThis, missing)).toBe(false);
  return { page, complaints, workers };
}

const goTo = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

async function saved(page: Page, name: string): Promise<Buffer> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name, exact: true }).click();
  return readFileSync(await (await saving).path());
}

/** Width and height of a PNG, or of a GIF. */
const sizeOf = (file: Buffer) =>
  file.toString("latin1", 1, 4) === "PNG"
    ? [file.readUInt32BE(16), file.readUInt32BE(20)]
    : [file.readUInt16LE(6), file.readUInt16LE(8)];

/** Colours that a picture of the page has. */
const colours = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });

describe.each(["OffscreenCanvas", "createImageBitmap"])("a browser without %s", (missing) => {
  it("saves pictures and animations", async () => {
    const { page, complaints, workers } = await openWithout(
      missing,
      "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3",
    );
    const [width, height] = sizeOf(await saved(page, "PNG"));
    const gif = await saved(page, "GIF");
    expect(gif.toString("latin1", 0, 6)).toBe("GIF89a");
    expect(gif.toString("latin1").split("\x21\xf9\x04")).toHaveLength(1 + 4);
    // What stands beside the picture in words may be a line longer by then.
    for (const [i, size] of sizeOf(gif).entries()) expect(Math.abs(2 * size - [width!, height!][i]!)).toBeLessThan(80);
    expect(workers.join()).toContain("gif-worker");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("convolves photographs, one's own too, and saves them", async () => {
    const { page, complaints, workers } = await openWithout(missing, "#/image?v=1&at=300x180");
    const measured = () => expect.poll(() => page.locator(".measured").textContent(), soon).toMatch(/[\d.]+ ms/);
    await measured();
    expect(await colours(page, ".stage canvas")).toBeGreaterThan(1000);
    const original = await saved(page, "Save original");
    expect([sizeOf(original), sizeOf(await saved(page, "Save result"))]).toEqual([
      [600, 400],
      [600, 400],
    ]);
    await page
      .getByLabel("Your own photograph")
      .setInputFiles({ name: "mine.png", mimeType: "image/png", buffer: original });
    await page.getByText("mine.png").waitFor();
    await measured();
    expect(await saved(page, "Save original")).toEqual(original);
    await page
      .getByLabel("Your own photograph")
      .setInputFiles({ name: "words.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await expect.poll(() => page.locator(".trouble").textContent(), soon).toContain("words.png is no photograph");
    expect(workers.join()).toContain("filter-worker");
    expect(complaints.filter((text) => !text.startsWith("Canvas2D"))).toEqual([]);
    await page.close();
  });

  it("runs networks on test pictures and photographs", async () => {
    const { page, complaints } = await openWithout(missing, "#/network?v=1&net=fashion&layer=features.1.0");
    await ran(page);
    expect(await page.locator(".class-bars").textContent()).toContain("ankle boot");
    expect(await colours(page, ".layer-panel .tiles canvas")).toBeGreaterThan(10);
    await goTo(page, "#/network?v=1&net=super-resolution&layer=SR");
    await expect.poll(() => page.getByRole("button", { name: "Save result" }).isEnabled(), soon).toBe(true);
    expect(sizeOf(await saved(page, "Save result"))[0]).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says why it does not train", async () => {
    const { page, complaints, workers } = await openWithout(missing, "#/train");
    const alert = page.locator(".train-player").getByRole("alert");
    await expect
      .poll(() => alert.textContent(), soon)
      .toBe(`This browser is too old for pictures away from the page: its workers have no ${missing}.`);
    expect(workers.join()).toContain("train-worker");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
