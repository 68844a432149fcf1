// Saves pictures of every view, light, dark, on a phone from top to bottom, and one in 4K, into the folder `screenshots`:
// `pnpm screenshots`, with names of screens for some of them, or `--all` for those too that are not kept.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright";
import { chromiumArgs, findChromium } from "../../../tooling/scripts/chromium.ts";
import { indexedPng, type Raster } from "./indexed-png.ts";
import { kept, open, opened, screens, shown, sizes } from "./screens.ts";
import { serve } from "./serve.ts";

const wanted = process.argv.slice(2);
const all: Record<string, string> = {
  ...Object.assign({}, ...Object.values(screens)),
  ...Object.fromEntries(Object.entries(opened).map(([name, { hash }]) => [name, hash])),
};
const names = wanted.includes("--all") ? Object.keys(all) : wanted.length > 0 ? wanted : kept;
const folder = fileURLToPath(new URL("../screenshots", import.meta.url));
mkdirSync(folder, { recursive: true });

/** The pixels of a screenshot, which the browser itself can read. */
async function rasterOf(blank: Page, png: Buffer): Promise<Raster> {
  const { width, height, text } = await blank.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const bytes = context.getImageData(0, 0, image.width, image.height).data;
    let latin = "";
    for (let i = 0; i < bytes.length; i += 32_768) latin += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    return { width: image.width, height: image.height, text: btoa(latin) };
  }, png.toString("base64"));
  return { width, height, rgba: new Uint8ClampedArray(Buffer.from(text, "base64")) };
}

/** Makes the screen as high as its page, so that what is fixed at its lower edge stands at the end and not across the middle. */
async function showWhole(page: Page): Promise<void> {
  const { width } = page.viewportSize()!;
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
  await page.waitForTimeout(100);
}

async function take(browser: Browser, address: string): Promise<void> {
  const blank = await browser.newPage();
  for (const [size, { width, height, dark, whole = false, of = names }] of Object.entries(sizes)) {
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
    });
    for (const name of names.filter((each) => of.includes(each))) {
      await page.setViewportSize({ width, height });
      await page.goto("about:blank");
      await page.goto(`${address}${all[name]}`);
      await shown(page, all[name]!);
      await open(page, opened[name]?.summaries ?? []);
      if (whole) await showWhole(page);
      const png = indexedPng(await rasterOf(blank, await page.screenshot()));
      writeFileSync(`${folder}/${name}-${size}.png`, png);
      process.stdout.write(`${name}-${size}.png ${Math.round(png.length / 1000)} KB\n`);
    }
    await page.close();
  }
}

const { address, close } = await serve();
const executablePath = findChromium();
const browser = await chromium.launch({
  args: chromiumArgs,
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  await take(browser, address);
} finally {
  await browser.close();
  await close();
}
