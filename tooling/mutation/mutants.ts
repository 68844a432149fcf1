// Mutates the sources of every slice, mutant by mutant, and scores the tests near them: `pnpm verify:full --only mutation`.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Slice, slices } from "./mutant-slices.ts";
import { mutationTable, type Report } from "./mutation-table.ts";
import { ScratchCopy } from "./scratch-copy.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: String(slices.length) },
    only: { type: "string" },
    // Some sources of a slice, for work on their tests: nothing is kept.
    mutate: { type: "string" },
    fresh: { type: "boolean", default: false },
    // Nothing is run: the table of what is known.
    report: { type: "boolean", default: false },
    concurrency: { type: "string", default: "2" },
  },
});
const threshold = 85;
const named = values.only?.split(",");
const chosen = slices.filter(({ name }) => named?.includes(name) ?? true).slice(0, Number(values.cases));
const unheard = named?.find((name) => !slices.some((slice) => slice.name === name));
if (unheard !== undefined)
  throw new Error(`there is no slice ${unheard}: ${slices.map(({ name }) => name).join(", ")}`);
if (values.mutate !== undefined && chosen.length !== 1) throw new Error("--mutate goes with --only and one slice");
const root = fileURLToPath(new URL("../..", import.meta.url));
const kept = join(root, "dist/verify/mutation");
mkdirSync(kept, { recursive: true });

/** Runs Stryker in a copy; what it knows of unchanged mutants and tests from the last run it does not run again. */
async function mutated(copy: ScratchCopy, { name, sources }: Slice): Promise<Report> {
  const known = join(kept, `${name}.json`);
  const incrementalFile = join(copy.root, "dist/incremental.json");
  mkdirSync(join(copy.root, "dist"), { recursive: true });
  rmSync(incrementalFile, { force: true });
  if (existsSync(known) && !values.fresh) copyFileSync(known, incrementalFile);
  const config = {
    testRunner: "vitest",
    vitest: { configFile: "tooling/mutation/vitest.config.ts", related: false },
    plugins: ["@stryker-mutator/vitest-runner", "./tooling/mutation/ignore-sentences.ts"],
    ignorers: ["sentences"],
    mutate: values.mutate?.split(",") ?? sources,
    inPlace: true,
    // The copy has the compiler's settings as they are; they are not Stryker's to rewrite.
    disableTypeChecks: false,
    packageManager: "pnpm",
    incremental: true,
    // Most are in calls that a test makes while it is being collected; the tests that call them again judge those.
    ignoreStatic: true,
    incrementalFile,
    concurrency: Number(values.concurrency),
    timeoutMS: 10_000,
    dryRunTimeoutMinutes: 10,
    reporters: ["progress-append-only", ...(values.mutate === undefined ? [] : ["clear-text"])],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    allowConsoleColors: false,
    tempDirName: "dist/stryker",
  };
  const configFile = join(copy.root, "dist/stryker.config.json");
  writeFileSync(configFile, JSON.stringify(config));
  const stryker = join(copy.root, "tooling/mutation/node_modules/@stryker-mutator/core/bin/stryker.js");
  const child = spawn(process.execPath, [stryker, "run", configFile], {
    cwd: copy.root,
    env: { ...process.env, MUTATION_SLICE: name },
    // stdout is for what is found.
    stdio: ["ignore", process.stderr, process.stderr],
  });
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const status = await new Promise((resolve) => child.on("close", resolve));
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (status !== 0) throw new Error(`Stryker ended with status ${status} at the slice ${name}`);
  if (values.mutate === undefined) copyFileSync(incrementalFile, known);
  return JSON.parse(readFileSync(incrementalFile, "utf8"));
}

const reports: [Slice, Report][] = [];
if (values.report) {
  for (const slice of chosen) {
    const known = join(kept, `${slice.name}.json`);
    if (existsSync(known)) reports.push([slice, JSON.parse(readFileSync(known, "utf8"))]);
  }
} else {
  const copy = new ScratchCopy(root);
  try {
    for (const slice of chosen) {
      console.error(`\n${slice.name}`);
      reports.push([slice, await mutated(copy, slice)]);
    }
  } finally {
    copy.remove();
  }
}
const { table, below } = mutationTable(reports, slices, threshold);
console.log(table);
const unknown = chosen.filter((slice) => !reports.some(([known]) => known === slice));
if (unknown.length > 0) console.log(`\nnot run: ${unknown.map(({ name }) => name).join(", ")}`);
if (below.length > 0) console.log(`\nbelow ${threshold}: ${below.join(", ")}`);
if (unknown.length + below.length > 0) process.exitCode = 1;
