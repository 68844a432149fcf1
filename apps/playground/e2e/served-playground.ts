// Opens pages of the playground that global-setup.ts serves, and notes every complaint of the browser.
import { type Browser, chromium, type Page } from "playwright";
import { inject } from "vitest";
import { chromiumArgs, findChromium } from "../../../tooling/scripts/chromium.ts";

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /** A finger instead of a mouse. */
  readonly touch?: boolean;
}

export interface ServedPlayground {
  /** Opens a page at a hash; `complaints` fills with whatever the browser objects to. */
  open(hash: string, view?: View): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

/** Starts a browser for one test file. */
export async function servePlayground(): Promise<ServedPlayground> {
  const address = inject("playground");
  const executablePath = findChromium();
  const browser: Browser = await chromium.launch({
    args: chromiumArgs,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  return {
    async open(hash, { width = 1440, height = 900, dark = false, reducedMotion = false, touch = false } = {}) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        reducedMotion: reducedMotion ? "reduce" : "no-preference",
        hasTouch: touch,
        isMobile: touch,
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
    close: () => browser.close(),
  };
}

/** The state that the address of the page holds. */
export const hash = (page: Page) => page.evaluate(() => location.hash);

/** The elements of one of the grids as the page shows them, in order. */
export async function shownValues(page: Page, side: "input" | "weight" | "bias" | "output"): Promise<number[]> {
  const labels = await page
    .locator(`[data-side=${side}] [role=gridcell]`)
    .evaluateAll((cells) => cells.map((cell) => [cell.getAttribute("data-index"), cell.getAttribute("aria-label")]));
  return labels
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => Number(/: (−?[\d.]+)/.exec(label ?? "")?.[1]?.replace("−", "-")));
}
