// Which tests fail in a copy of the repository: vitest runs the named files, and its report is counted.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

/** What vitest's report says of a file. */
interface FileReport {
  readonly name: string;
  readonly status: "passed" | "failed";
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

/** File -> how many of its tests fail; a file that cannot even be loaded is in `broken`. */
export interface Failures {
  readonly failing: ReadonlyMap<string, number>;
  readonly broken: readonly string[];
  readonly hung: boolean;
}

/** Runs test files of the project `node`; after `limit` milliseconds it counts as hung. */
export async function failingTests(root: string, tests: readonly string[], limit = 240_000): Promise<Failures> {
  const report = join(root, "report.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [
    "run",
    "--project=node",
    `--fsModuleCachePath=${join(root, ".modules")}`,
    "--reporter=json",
    `--outputFile=${report}`,
    ...tests,
  ];
  const child = spawn(process.execPath, [vitest, ...args], { cwd: root, stdio: "ignore" });
  let hung = false;
  const watchdog = setTimeout(() => {
    hung = true;
    child.kill("SIGKILL");
  }, limit);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(watchdog);
  const failing = new Map<string, number>();
  const broken: string[] = [];
  if (hung) return { failing, broken, hung };
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as { testResults: FileReport[] };
  for (const { name, status, assertionResults } of testResults) {
    const count = assertionResults.filter((test) => test.status === "failed").length;
    if (count > 0) failing.set(relative(root, name), count);
    else if (status === "failed") broken.push(relative(root, name));
  }
  return { failing, broken, hung };
}
