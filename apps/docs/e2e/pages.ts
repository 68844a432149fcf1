// Pages of the built site in a real Chromium: what the browser objects to is kept, and axe says what stands in somebody's way.
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { afterAll, beforeAll, inject } from "vitest";
import { chromiumArgs, findChromium } from "../../../tooling/scripts/chromium.ts";

let browser: Browser;
beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({ args: chromiumArgs, ...(executablePath === undefined ? {} : { executablePath }) });
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  /** Whatever the browser objects to, and every address elsewhere that was asked for. */
  readonly complaints: string[];
}

/** A page of the site, once nothing more is loaded. */
export async function open(path: string, view: { width: number; height: number; dark?: boolean }): Promise<Opened> {
  const { width, height, dark = false } = view;
  const page = { viewport: { width, height }, colorScheme: dark ? ("dark" as const) : ("light" as const) };
  return openPage(new URL(path, inject("site")).href, page);
}

/** Any page, under the same eyes. */
export async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await browser.newPage(options);
  const { origin } = new URL(address);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      complaints.push(request.url());
  });
  await page.goto(address, { waitUntil: "networkidle" });
  return { page, complaints };
}

/** What axe calls serious or critical. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Code that scrolls sideways can be focused as soon as the page is idle.
  await page.waitForTimeout(500);
  // A string is evaluated by the debugger, which no content policy forbids.
  await page.evaluate(axe.source);
  const found = (await page.evaluate("axe.run()")) as axe.AxeResults;
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)}`,
    );
}

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 320, height: 720, dark: true };
