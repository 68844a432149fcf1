// Builds the playground, serves it as a host would (with the strict policy), and opens pages that note every complaint.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { chromiumArgs, findChromium } from "../../../tooling/scripts/chromium.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url));

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
}

export interface ServedPlayground {
  /** Opens a page at a hash; `complaints` fills with whatever the browser objects to. */
  open(hash: string, view?: View): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

/** Serves a fresh build; `name` keeps builds of test files that run at the same time apart. */
export async function servePlayground(name: string): Promise<ServedPlayground> {
  const outDir = `node_modules/.e2e/${name}`;
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: "error", build: { outDir }, preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  const executablePath = findChromium();
  const browser: Browser = await chromium.launch({
    args: chromiumArgs,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  return {
    async open(hash, { width = 1440, height = 900, dark = false, reducedMotion = false } = {}) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        reducedMotion: reducedMotion ? "reduce" : "no-preference",
      });
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      await page.goto(`${address}${hash}`);
      await page.locator("main").waitFor();
      return { page, complaints };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Saves what is on the screen into the ignored folder `screenshots`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: `${screenshots}/${name}.png` });
}

/** The elements of one of the three grids as the page shows them, in order. */
export async function shownValues(page: Page, side: "input" | "weight" | "output"): Promise<number[]> {
  const labels = await page
    .locator(`[data-side=${side}] [role=gridcell]`)
    .evaluateAll((cells) => cells.map((cell) => [cell.getAttribute("data-index"), cell.getAttribute("aria-label")]));
  return labels
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => Number(/: (−?[\d.]+)/.exec(label ?? "")?.[1]?.replace("−", "-")));
}
