// Pages without a bundler: the standalone files under no policy, a strict one, and one that allows WebAssembly.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Browser } from "playwright";
import { printedBy } from "./chromium-page.ts";
import { servePages } from "./page-server.ts";
import { judge, type Outcome, type Row } from "./row.ts";

/** Nothing but the page's own files; WebAssembly is not among what they may do. */
const strict = "default-src 'none'; script-src 'self'";

/** What a page needs for the accelerator, and not more. */
export const strictWithWasm = `${strict} 'wasm-unsafe-eval'`;

const noPolicy = "";

export async function runPage(
  browser: Browser,
  folder: string,
  options: { readonly policy: string; readonly page?: string; readonly expected?: "wasm" | "portable" },
): Promise<Outcome> {
  const server = await servePages(folder, options.policy);
  try {
    return judge(await printedBy(browser, server.address + (options.page ?? "")), options.expected);
  } finally {
    server.close();
  }
}

/** A site of files alone: the two standalone builds, and a page for each. */
function makeSite(folder: string): string {
  const site = path.join(folder, "site");
  mkdirSync(site);
  const require = createRequire(path.join(folder, "package.json"));
  const dist = path.dirname(require.resolve("toeplitz/standalone"));
  for (const file of ["standalone.js", "standalone.global.js"])
    copyFileSync(path.join(dist, file), path.join(site, file));
  const program = (file: string) => readFileSync(path.join(folder, file), "utf8");
  const pages = {
    "module.html": '<!doctype html><title>module</title><script type="module" src="module.js"></script>',
    "module.js": program("convolution.mjs").replace('from "toeplitz"', 'from "./standalone.js"'),
    "script.html":
      '<!doctype html><title>script</title><script src="standalone.global.js"></script><script src="script.js"></script>',
    "script.js": `const require = () => toeplitz;\n${program("convolution.cjs")}`,
  };
  for (const [name, text] of Object.entries(pages)) writeFileSync(path.join(site, name), text);
  return site;
}

export async function pageRows(browser: Browser, folder: string): Promise<Row[]> {
  const site = makeSite(folder);
  const [version = ""] = browser.version().split(".");
  const row = async (consumer: string, options: Parameters<typeof runPage>[2]): Promise<Row> => ({
    consumer,
    version,
    outcome: await runPage(browser, site, options),
  });
  return [
    await row('Chromium, `<script type="module">`', { page: "module.html", policy: noPolicy }),
    await row("Chromium, `<script>` and the global `toeplitz`", { page: "script.html", policy: noPolicy }),
    await row("Chromium, `script-src 'self' 'wasm-unsafe-eval'`", { page: "module.html", policy: strictWithWasm }),
    await row("Chromium, `script-src 'self'`", { page: "module.html", policy: strict, expected: "portable" }),
  ];
}
