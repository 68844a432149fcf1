// Four bundlers, each as its command line builds by default for production; the bundle then runs in a page of Chromium.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright";
import { run } from "../bundle-check/programs.ts";
import { patience, printedBy } from "./chromium-page.ts";
import { hostFile, versionOf } from "./hosts.ts";
import { runPage, strictWithWasm } from "./pages.ts";
import { failed, judge, type Row } from "./row.ts";

interface Bundler {
  readonly name: string;
  readonly package: string;
  /** The package of the command line, where it is another. */
  readonly program: readonly [string, string];
  args(outDir: string): readonly string[];
  /** How a page loads the bundle; not said where the bundler makes the page. */
  readonly script?: string;
}

const bundlers: readonly Bundler[] = [
  {
    name: "Vite",
    package: "vite",
    program: ["vite", "bin/vite.js"],
    args: (outDir) => ["build", "--outDir", outDir, "--base", "./"],
  },
  {
    name: "webpack",
    package: "webpack",
    program: ["webpack-cli", "bin/cli.js"],
    args: (outDir) => ["build", "--mode", "production", "--entry", "./convolution.mjs", "--output-path", outDir],
    script: '<script defer src="main.js"></script>',
  },
  {
    name: "esbuild",
    package: "esbuild",
    program: ["esbuild", "bin/esbuild"],
    args: (outDir) => ["convolution.mjs", "--bundle", "--minify", "--format=esm", `--outfile=${outDir}/convolution.js`],
    script: '<script type="module" src="convolution.js"></script>',
  },
  {
    name: "Rolldown",
    package: "rolldown",
    program: ["rolldown", "bin/cli.mjs"],
    args: (outDir) => ["convolution.mjs", "--minify", "--platform", "browser", "--dir", outDir],
    script: '<script type="module" src="convolution.js"></script>',
  },
];

const pageOf = (script: string) => `<!doctype html><title>convolution</title>${script}`;

async function bundleRow(browser: Browser, folder: string, bundler: Bundler): Promise<Row> {
  const outDir = path.join(folder, `built-by-${bundler.package}`);
  mkdirSync(outDir);
  const built = run(process.execPath, [hostFile(...bundler.program), ...bundler.args(outDir)], { cwd: folder });
  if (bundler.script !== undefined) writeFileSync(path.join(outDir, "index.html"), pageOf(bundler.script));
  const outcome =
    built.status === 0 ? await runPage(browser, outDir, { policy: strictWithWasm }) : failed(built.output);
  return { consumer: `${bundler.name}, built`, version: versionOf(bundler.package), outcome };
}

/** Vite's server, which makes bundles of dependencies of its own while it serves. */
async function developmentRow(browser: Browser, folder: string): Promise<Row> {
  const args = [hostFile("vite", "bin/vite.js"), "--host", "127.0.0.1", "--port", "0", "--clearScreen", "false"];
  const server = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  let output = "";
  const address = new Promise<string>((resolve, reject) => {
    const hear = (text: Buffer) => {
      output += text;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    const giveUp = (what: string) => reject(new Error(`${what} before it served:\n${output}`));
    server.on("exit", () => giveUp("it ended"));
    setTimeout(() => giveUp(`${patience} ms were over`), patience).unref();
  });
  const ended = once(server, "exit");
  try {
    const outcome = judge(await printedBy(browser, await address));
    return { consumer: "Vite, development", version: versionOf("vite"), outcome };
  } catch (error) {
    return { consumer: "Vite, development", version: versionOf("vite"), outcome: failed(String(error)) };
  } finally {
    server.kill();
    await ended;
  }
}

/** The folder has the packages installed and the programs beside them. */
export async function bundlerRows(browser: Browser, folder: string): Promise<Row[]> {
  writeFileSync(path.join(folder, "index.html"), pageOf('<script type="module" src="/convolution.mjs"></script>'));
  const rows: Row[] = [];
  for (const bundler of bundlers) rows.push(await bundleRow(browser, folder, bundler));
  rows.splice(1, 0, await developmentRow(browser, folder));
  return rows;
}
