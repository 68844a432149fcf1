// What a page in Chromium prints, until the program's line is there or nothing more is to be expected.
import { type Browser, chromium } from "playwright";
import { chromiumArgs, findChromium, howToGetChromium } from "../scripts/chromium.ts";

/** A Chromium, or why there is none. */
export async function startChromium(): Promise<Browser | { readonly missing: string }> {
  const executablePath = findChromium();
  if (executablePath === undefined) return { missing: `no Chromium was found: ${howToGetChromium}` };
  return chromium.launch({ executablePath, args: chromiumArgs });
}

/** Milliseconds that a server or a page may take. */
export const patience = 30_000;

/** All that the page printed, errors included. */
export async function printedBy(browser: Browser, address: string): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const lines: string[] = [];
  const done = new Promise<void>((resolve) => {
    page.on("console", (message) => {
      lines.push(message.text());
      if (message.text().startsWith("{")) resolve();
    });
    page.on("pageerror", (error) => {
      lines.push(String(error));
      resolve();
    });
    setTimeout(resolve, patience).unref();
  });
  try {
    await page.goto(address);
    await done;
  } catch (error) {
    lines.push(String(error));
  } finally {
    await context.close();
  }
  return lines.join("\n");
}
