// A Chromium on the site that global-setup.ts serves, which notes every complaint of the browser.
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright";
import { inject } from "vitest";
import { chromiumArgs, findChromium } from "../../../tooling/scripts/chromium.ts";

export interface View {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

interface Opened {
  readonly page: Page;
  /** Whatever the browser objects to, and every address elsewhere that was asked for. */
  readonly complaints: string[];
}

export interface OpenSite {
  open(path: string, view: View): Promise<Opened>;
  close(): Promise<void>;
}

/** Starts a browser for one test file. */
export async function openSite(): Promise<OpenSite> {
  const executablePath = findChromium();
  const browser: Browser = await chromium.launch({
    args: chromiumArgs,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  return {
    async open(path, { width, height, dark = false }) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      page.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(inject("site")))
          complaints.push(request.url());
      });
      await page.goto(new URL(path, inject("site")).href, { waitUntil: "networkidle" });
      return { page, complaints };
    },
    close: () => browser.close(),
  };
}

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
