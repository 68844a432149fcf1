// `pnpm consumers`: the packed packages in everything that people use them from. With `--write`, its table goes into the README.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../bundle-check/programs.ts";
import { installOffline, packDependencies, packOwn, published, type Tarball } from "../bundle-check/tarballs.ts";
import { exampleFile, installAlone } from "./alone.ts";
import { bundlerRows } from "./bundlers.ts";
import { startChromium } from "./chromium-page.ts";
import { declarationRows } from "./declarations.ts";
import { installHosts } from "./hosts.ts";
import { pageRows } from "./pages.ts";
import { notRun, type Row } from "./row.ts";
import { runtimeRows } from "./runtimes.ts";
import { printedTable, withTable } from "./table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-consumers-"));

function must({ status, output }: { status: number; output: string }, what: string): void {
  if (status !== 0) throw new Error(`${what} failed:\n${output}`);
}

function pack(): Tarball[] {
  const target = path.join(folder, "tarballs");
  mkdirSync(target);
  const tarballs = [...published.map((directory) => packOwn(directory, target)), ...packDependencies(target)];
  for (const tarball of tarballs) must(tarball, `packing ${tarball.name}`);
  return tarballs;
}

/** All packages in one folder, with the programs that the consumers run. */
function installTogether(tarballs: readonly Tarball[]): string {
  const together = path.join(folder, "together");
  mkdirSync(together);
  writeFileSync(path.join(together, "package.json"), JSON.stringify({ private: true, type: "module" }));
  must(
    installOffline(
      together,
      tarballs.map(({ file }) => file),
    ),
    "installing the tarballs together",
  );
  const programs = fileURLToPath(new URL("programs/", import.meta.url));
  for (const file of readdirSync(programs)) copyFileSync(path.join(programs, file), path.join(together, file));
  const declarations = fileURLToPath(new URL("../bundle-check/consumers/declarations.ts", import.meta.url));
  copyFileSync(declarations, path.join(together, "declarations.ts"));
  return together;
}

async function browserRows(together: string): Promise<Row[]> {
  const browser = await startChromium();
  if ("missing" in browser)
    return [{ consumer: "Chromium and bundlers", version: "", outcome: notRun(browser.missing) }];
  try {
    return [...(await bundlerRows(browser, together)), ...(await pageRows(browser, together))];
  } finally {
    await browser.close();
  }
}

async function allRows(): Promise<Row[]> {
  const tarballs = pack();
  const together = installTogether(tarballs);
  const alone = published.map((directory) => installAlone(directory, folder, tarballs, published));
  const checked = [
    { folder: together, file: "declarations.ts" },
    ...alone.map((one) => ({ folder: one.folder, file: exampleFile })),
  ];
  return [
    ...runtimeRows(together),
    ...(await browserRows(together)),
    ...declarationRows(checked),
    ...alone.map(({ row }) => row),
  ];
}

try {
  installHosts();
  must(run("pnpm", ["run", "build"], { cwd: root }), "the build");
  const rows = await allRows();
  for (const { consumer, outcome } of rows) {
    if (outcome.kind === "failed")
      console.log(`FAILED  ${consumer}\n${outcome.output.trimEnd().replace(/^/gm, "        ")}\n`);
  }
  console.log(printedTable(rows));
  const count = (kind: string) => rows.filter(({ outcome }) => outcome.kind === kind).length;
  console.log(`\n${count("passed")} passed, ${count("failed")} failed, ${count("not run")} not run`);
  if (count("failed") > 0) process.exitCode = 1;
  else if (process.argv.includes("--write")) {
    const readme = path.join(root, "README.md");
    writeFileSync(readme, withTable(readFileSync(readme, "utf8"), rows));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
