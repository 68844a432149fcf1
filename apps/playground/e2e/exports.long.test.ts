// Every picture of every view is saved by itself, as SVG where it is drawn and as PNG, and animations to their end.
import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { print } from "./budget.ts";
import { ran } from "./network-page.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";
import { says } from "./train-page.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

async function saved(page: Page, name: string, timeout = 30_000) {
  const saving = page.waitForEvent("download", { timeout });
  await page.getByRole("button", { name, exact: true }).click();
  const download = await saving;
  return { file: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Both files of a picture: the text of the one, and the size in pixels of the other. */
async function picture(page: Page, what: string) {
  const svg = await saved(page, `SVG of ${what}`);
  const png = await saved(page, `PNG of ${what}`);
  const text = svg.bytes.toString();
  expect([text.startsWith("<svg"), png.bytes.toString("latin1", 1, 4)], what).toEqual([true, "PNG"]);
  const [width, height] = [16, 20].map((at) => png.bytes.readUInt32BE(at)) as [number, number];
  const [, x, y] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(text)!;
  expect([width, height], what).toEqual([Math.ceil(Number(x)) * 2, Math.ceil(Number(y)) * 2]);
  return { text, width, height, file: svg.file };
}

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!.trim());
const images = (svg: string) => svg.split("data:image/png;base64,").length - 1;

/** Frames of a GIF. */
const framesOf = (gif: Buffer) => gif.toString("latin1").split("\x21\xf9\x04").length - 1;

describe("pictures", () => {
  it("of Image: the photograph, the kernel, the result, and the loupe's products", async () => {
    const { page, complaints } = await playground.open("#/image?v=1&at=300x180");
    await expect.poll(() => page.locator(".measured").textContent(), { timeout: 10_000 }).toMatch(/ms/);
    for (const [name, file] of [
      ["Save original", "original.png"],
      ["Save result", "convolved.png"],
    ] as const) {
      const png = await saved(page, name);
      expect([png.file, png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([file, 600, 400]);
    }
    const kernel = await picture(page, "the kernel");
    expect([kernel.file, texts(kernel.text)]).toEqual(["kernel.svg", ["-1", "0", "1", "-2", "0", "2", "-1", "0", "1"]]);
    const products = texts((await picture(page, "the products")).text);
    // The place, nine pixels, nine products, and the sum
    const shown = await page.locator(".loupe .patch span").allTextContents();
    expect(shown).toHaveLength(18);
    for (const number of shown) expect(products).toContain(number);
    expect(products.join(" ")).toContain("sum of products");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("of Network: the strip of all layers, feature maps, one of them enlarged, kernels, classes", async () => {
    const { page, complaints } = await playground.open("#/network?v=1&net=fashion&layer=features.1.0&channel=3", {
      width: 390,
      height: 844,
    });
    await ran(page);
    await page.locator(".layer-panel .tiles").first().waitFor();
    // The strip has scrolled to the layer, and is drawn from its beginning to its end
    const strip = await picture(page, "the strip of layers");
    expect(images(strip.text)).toBe(13);
    expect(texts(strip.text)).toEqual(expect.arrayContaining(["features.0.0", "classifier.3", "Conv2d"]));
    expect(strip.width).toBeGreaterThan(2 * 390);
    expect(images((await picture(page, "Feature maps of features.1.0")).text)).toBe(32);
    const enlarged = await picture(page, "channel 3 enlarged");
    expect(images(enlarged.text)).toBe(2);
    expect(texts(enlarged.text).join("").replaceAll(" ", "")).toContain("channel3,row7,column7:");
    expect(images((await picture(page, "Kernels")).text)).toBe(16);
    expect((await picture(page, "the classes")).text).toContain("ankle boot");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("of Train: plots, filters, test pictures, confusion", async () => {
    const { page, complaints } = await playground.open("#/train?v=1&net=linear&pictures=200&epochs=1&batch=64");
    await says(page, /Ready/);
    await page.getByRole("button", { name: "Start" }).click();
    await says(page, /Done/);
    const loss = (await picture(page, "the plot of loss")).text;
    expect([texts(loss).includes("Loss"), loss.includes("<path")]).toEqual([true, true]);
    expect(texts((await picture(page, "the plot of named rightly")).text)).toContain("in the test");
    const confusion = texts((await picture(page, "the confusion")).text);
    expect(confusion.filter((text) => text === "ankle boot")).toHaveLength(2);
    const counts = confusion.filter((text) => /^\d+$/.test(text)).reduce((sum, text) => sum + Number(text), 0);
    expect(counts).toBe(240);
    expect(images((await picture(page, "the test pictures")).text)).toBe(30);
    const filters = page.getByRole("group", { name: "Weights of the classes" });
    expect(await filters.getByRole("button").count()).toBe(10);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("of Shapes: the cone", async () => {
    const { page, complaints } = await playground.open("#/shapes");
    const svg = (await saved(page, "SVG")).bytes.toString();
    expect(svg.split("<rect").length).toBeGreaterThan(20);
    const png = (await saved(page, "PNG")).bytes;
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    expect(complaints).toEqual([]);
    await page.close();
  });
});

it("pictures of Matrix: the coverage and the singular values", async () => {
  const { page, complaints } = await playground.open("#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3");
  const rectangles = (svg: string) => svg.split("<rect").length - 1;
  // One for the paper
  const coverage = await picture(page, "the coverage");
  expect([coverage.file, rectangles(coverage.text)]).toEqual(["coverage.svg", 16 + 1]);
  const spectrum = await picture(page, "the singular values");
  expect([spectrum.file, rectangles(spectrum.text)]).toEqual(["singular-values.svg", 4 + 1]);
  expect(complaints).toEqual([]);
  await page.close();
});

it("the matrix in numbers, in symbols and as a list, whole or in part, with its text to copy", async () => {
  const { page, complaints } = await playground.open(
    "#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&w=1_2_3_4_5_6_7_8_9&as=numbers&pin=y1",
    { reducedMotion: true },
  );
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const both = async () => {
    const [svg, png] = [await saved(page, "SVG"), await saved(page, "PNG")];
    const [width, height] = [16, 20].map((at) => png.bytes.readUInt32BE(at)) as [number, number];
    const text = svg.bytes.toString();
    const [, x, y] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(text)!;
    expect([width, height]).toEqual([2 * Number(x), 2 * Number(y)]);
    return text;
  };
  const csv = async () => {
    await page.getByRole("button", { name: "Copy CSV" }).click();
    await expect.poll(() => page.locator(".take-away [role=status]").textContent()).toBe("CSV copied");
    return (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  };
  const numbers = await both();
  expect(texts(numbers).slice(0, 5)).toEqual(["K, 4 × 16", "1", "2", "3", "0"]);
  expect(texts(numbers)).toHaveLength(1 + 64);
  // The paper, 36 entries, and the row that is lit
  expect(numbers.split("<rect").length - 1).toBe(1 + 36 + 1);
  expect(await csv()).toContain("0,1,2,3,0,4,5,6,0,7,8,9,0,0,0,0");

  await page.getByRole("button", { name: "symbols" }).click();
  expect(texts(await both()).slice(1, 5)).toEqual(["w₀₀", "w₀₁", "w₀₂", "·"]);
  expect((await csv())[0]).toBe("w₀₀,w₀₁,w₀₂,0,w₁₀,w₁₁,w₁₂,0,w₂₀,w₂₁,w₂₂,0,0,0,0,0");

  await page.getByRole("button", { name: "list" }).click();
  expect(texts(await both())).toContain("crow_indices=[0, 9, 18, 27, 36],");
  const entries = await csv();
  expect([entries.length, entries[0], entries.at(-1)]).toEqual([37, "row,column,value,weight", "3,15,9,w₂₂"]);
  expect(complaints).toEqual([]);
  await page.close();

  const large = await playground.open(
    "#/matrix?v=1&op=conv2d&size=16x16&channels=6x6&kernel=3x3&padding=1x1&as=numbers",
    { reducedMotion: true },
  );
  await large.page.locator(".written").waitFor();
  const part = texts((await saved(large.page, "SVG")).bytes.toString());
  expect([part.length, part[0]]).toEqual([
    1 + 64 * 64,
    "K, 1536 × 1536: rows 0 to 63 of 1536, columns 0 to 63 of 1536",
  ]);
  await large.page.getByRole("button", { name: "Copy CSV" }).click();
  await expect
    .poll(() => large.page.locator(".take-away [role=status]").textContent())
    .toMatch(/^2359296 places are too many to copy; the list has its \d+ entries$/);
  await large.page.close();
});

/** As it stands on the page, in pixels of the page. */
function sizeOf(svg: string): readonly [width: number, height: number] {
  const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  return [Math.ceil(Number(width)), Math.ceil(Number(height))];
}

describe("of a batch", () => {
  it.each([
    ["arithmetic", 8, ""],
    ["matrix", 8, ""],
    ["matrix", 32, "&by=columns"],
  ])("in %s all samples are in PNG and GIF, and the walk of %i steps is", async (view, steps, by) => {
    const link = `#/${view}?v=1&op=conv2d&batch=2&size=4x4&channels=1x1&kernel=3x3${by}`;
    const { page, complaints } = await playground.open(link, { reducedMotion: true });
    await page.locator(".matrix-picture").waitFor();
    const [svg, png] = [(await saved(page, "SVG")).bytes.toString(), (await saved(page, "PNG")).bytes];
    const [width, height] = sizeOf(svg);
    if (view === "arithmetic") expect(texts(svg)).toEqual(expect.arrayContaining(["sample 0", "sample 1"]));
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
    const gif = (await saved(page, "GIF", 120_000)).bytes;
    expect(gif.subarray(0, 6).toString()).toBe("GIF89a");
    expect(framesOf(gif)).toBe(steps);
    // What stands beside the picture in words may be a line longer by then.
    expect(Math.abs(gif.readUInt16LE(6) - width)).toBeLessThan(40);
    expect(Math.abs(gif.readUInt16LE(8) - height)).toBeLessThan(40);
    expect(await page.locator(".take-away [role=status]").textContent()).toBe(`GIF of ${steps} steps saved`);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("a picture that cannot be made", () => {
  /** As browsers do with one that is too large: there is nothing to draw on, or the file does not come about. */
  const refusing = {
    "nothing to draw on": () => {
      Object.assign(OffscreenCanvas.prototype, { getContext: () => null });
    },
    "no file": () => {
      const convertToBlob = () => Promise.reject(new DOMException("refused", "EncodingError"));
      Object.assign(OffscreenCanvas.prototype, { convertToBlob });
    },
  };
  const buttons = [
    ["#/arithmetic", "PNG", ".take-away > [role=status]"],
    ["#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3", "PNG of the coverage", ".save-picture [role=status]"],
    ["#/image?v=1&at=300x180", "Save original", ".trouble"],
    ["#/image?v=1&at=300x180", "Save result", ".trouble"],
    ["#/network?v=1&net=super-resolution&layer=SR", "Save result", ".enlarged-photo [role=status]"],
  ] as const;

  it.each(buttons)("is refused in words, and comes when there is room again: %s, %s", async (link, name, status) => {
    const { page, complaints } = await playground.open(link, { reducedMotion: true });
    const button = page.getByRole("button", { name, exact: true });
    await expect.poll(() => button.isEnabled(), { timeout: 20_000 }).toBe(true);
    const room = await page.evaluateHandle(() => {
      const { getContext, convertToBlob } = OffscreenCanvas.prototype;
      return { getContext, convertToBlob };
    });
    for (const refuse of Object.values(refusing)) {
      await page.evaluate(refuse);
      await button.click();
      await expect
        .poll(async () => (await page.locator(status).allTextContents()).join())
        .toMatch(/no PNG could be made: this browser has no room for a picture of \d+ by \d+ pixels/);
      await page.evaluate((given) => Object.assign(OffscreenCanvas.prototype, given), room);
    }
    const { bytes } = await saved(page, name);
    expect(bytes.toString("latin1", 1, 4)).toBe("PNG");
    expect((await page.locator(status).allTextContents()).join()).not.toContain("no PNG");
    expect(complaints.filter((text) => !text.startsWith("Canvas2D"))).toEqual([]);
    await page.close();
  });

  it("ends an animation in words, and the page goes on", async () => {
    const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
    await page.locator(".matrix-picture").waitFor();
    await page.evaluate(refusing["nothing to draw on"]);
    await page.getByRole("button", { name: "GIF", exact: true }).click();
    await expect
      .poll(() => page.locator(".take-away > [role=status]").textContent())
      .toContain("no GIF could be made: this browser has no room");
    await page.locator("[data-side=output] [data-index='4']").hover();
    await expect.poll(() => page.locator(".step-count").textContent()).toBe("5 of 9");
    expect(await page.getByRole("button", { name: "GIF", exact: true }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("animations", () => {
  it("are not held up by a pointer that crosses the grids", async () => {
    const { page, complaints } = await playground.open(
      "#/arithmetic?v=1&op=conv2d&size=8x9&channels=1x1&kernel=3x3&padding=1x1",
      { reducedMotion: true },
    );
    await page.locator(".matrix-picture").waitFor();
    await page.getByRole("button", { name: "GIF", exact: true }).click();
    const now = () =>
      page.evaluate(() => {
        const button = [...document.querySelectorAll(".take-away button")].find((each) =>
          each.textContent?.startsWith("Stop, frame"),
        );
        const number = (text: string | null | undefined) => Number(/\d+/.exec(text ?? "")?.[0]);
        return [number(button?.textContent), number(document.querySelector(".step-count")?.textContent)] as const;
      });
    const seen = new Set<number>();
    const start = performance.now();
    for (let frame = 0; frame < 14 && performance.now() - start < 40_000; ) {
      for (const index of [0, 1]) {
        await page.locator(`[data-side=output] [data-index='${index}']`).hover({ force: true, timeout: 5000 });
        const [at, step] = await now();
        frame = at;
        seen.add(step);
        // The step is set before it is painted.
        if (at > 3) expect(Math.abs(step - at)).toBeLessThan(2);
      }
    }
    expect(Math.max(...seen)).toBeGreaterThan(9);
    await page.getByRole("button", { name: /^Stop, frame/ }).click();
    await expect.poll(() => page.locator(".take-away > [role=status]").textContent()).toBe("GIF given up");
    // And from then on the pointer lights cells again.
    await page.locator("[data-side=output] [data-index='5']").hover();
    await expect.poll(() => page.locator(".step-count").textContent()).toBe("6 of 72");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("have a frame for every step, of which only what changes takes room", { timeout: 300_000 }, async () => {
    const { page, complaints } = await playground.open(
      "#/arithmetic?v=1&op=conv2d&size=8x9&channels=1x1&kernel=3x3&padding=1x1",
      { reducedMotion: true },
    );
    await page.locator(".matrix").waitFor();
    const start = performance.now();
    const { bytes } = await saved(page, "GIF", 240_000);
    print(
      `GIF: ${framesOf(bytes)} frames in ${((performance.now() - start) / 1000).toFixed(1)} s, ${Math.round(bytes.length / 1000)} KB`,
    );
    expect(bytes.subarray(0, 6).toString()).toBe("GIF89a");
    expect(framesOf(bytes)).toBe(72);
    expect(bytes.length).toBeLessThan(4_000_000);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("that would be longer than anybody looks say so before, and can be stopped", async () => {
    const { page, complaints } = await playground.open(
      "#/arithmetic?v=1&op=conv2d&size=16x16&channels=1x3&kernel=3x3&padding=1x1",
      { reducedMotion: true },
    );
    await page.getByRole("button", { name: "GIF of the first 512 of 768 steps" }).click();
    await expect.poll(() => page.getByRole("progressbar", { name: "Frames" }).count()).toBe(1);
    await page.getByRole("button", { name: /^Stop, frame/ }).click();
    await expect.poll(() => page.locator(".take-away [role=status]").textContent()).toBe("GIF given up");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
