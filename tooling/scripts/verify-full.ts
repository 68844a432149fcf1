// `pnpm verify:full`: what takes hours, one step after the other; each writes what it has found into its page of results.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { withRun } from "./recorded-run.ts";

/** A program that takes `--cases N`, shows its progress on stderr and says on stdout what it has found. */
interface FullStep {
  readonly about: string;
  readonly program: readonly [file: string, ...args: string[]];
  readonly cases: number;
  /** The page whose last run this is. */
  readonly results: string;
}

const source = ["--conditions=@toeplitz/source", "--disable-warning=ExperimentalWarning"];

/** Another step is another entry. */
const steps: Readonly<Record<string, FullStep>> = {
  exactness: {
    about: "drawn convolutions against their definition, about an hour on two cores; goes on where it was stopped",
    program: ["node", ...source, "packages/conformance/test/exactness/full.ts"],
    cases: 1_260_000,
    results: "packages/conformance/results/exactness.md",
  },
  soak: {
    about: "convolutions in synchronous loops, with flat memory",
    program: ["node", ...source, "packages/wasm/test/soak/full.ts"],
    cases: 10_000_000,
    results: "packages/wasm/results/soak.md",
  },
  load: {
    about: "ever new shapes, ever new networks, files right and wrong: whether anything gathers",
    program: ["node", ...source, "packages/conformance/test/load/full.ts"],
    cases: 30_000,
    results: "packages/conformance/results/load.md",
  },
  calls: {
    about: "calls of everything public with odd and hostile arguments, a quarter of an hour on one core",
    program: ["node", ...source, "packages/conformance/test/calls/full.ts"],
    cases: 1_000_000,
    results: "packages/conformance/results/calls.md",
  },
  threads: {
    about: "the same bits on 1 to 8 threads, and how long small calls take on more threads than processors",
    program: ["node", ...source, "packages/wasm/test/threads/full.ts"],
    cases: 500,
    results: "packages/wasm/results/threads.md",
  },
  fuzz: {
    about: "wrong files for the readers, a quarter of an hour on one core",
    program: ["node", ...source, "packages/io/test/fuzz/full.ts"],
    cases: 450_000,
    results: "packages/io/results/fuzz.md",
  },
  live: {
    about: "drawn calls beside real PyTorch, which has to be there",
    program: ["node", ...source, "tooling/golden/live.ts"],
    cases: 200_000,
    results: "packages/conformance/results/live.md",
  },
  "seeded-bugs": {
    about: "known bugs planted in a copy of the repository, each to be caught by two tests",
    program: ["node", "--disable-warning=ExperimentalWarning", "tooling/mutation/seeded.ts"],
    cases: 45,
    results: "tooling/mutation/results/seeded-bugs.md",
  },
  mutation: {
    about: "every mutant of geometry, options, views and readers; what is known of slices that ended is not run again",
    program: ["node", "--disable-warning=ExperimentalWarning", "tooling/mutation/mutants.ts"],
    cases: 13,
    results: "tooling/mutation/results/mutation.md",
  },
};

const usage = `pnpm verify:full [--only STEP,STEP] [--cases N] [--no-results] [-- ARGUMENTS]

${Object.entries(steps)
  .map(([name, { about, cases }]) => `  ${name.padEnd(11)} ${about} (--cases ${cases})`)
  .join("\n")}

Runs all steps, or those that are named; --cases says how long, and arguments after -- go to the programs. What a step has found is
written into its page of results, unless --no-results. Ctrl-C ends it. Exit status 1 if a step fails.`;

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: Object.keys(steps).join() },
    cases: { type: "string" },
    "no-results": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const names = (values.only as string).split(",");
const unknown = names.find((name) => !(name in steps));
if (values.help) {
  console.log(usage);
} else if (unknown !== undefined) {
  console.error(`there is no step ${unknown}\n\n${usage}`);
  process.exitCode = 2;
} else {
  for (const name of names) await runStep(name, steps[name] as FullStep);
}

/** Runs a step to its end; shows what it prints, and keeps it. */
async function runStep(name: string, { program: [file, ...args], cases, results }: FullStep): Promise<void> {
  const count = values.cases ?? String(cases);
  console.log(`\n== ${name}: ${count} cases, from ${new Date().toISOString()}`);
  const child = spawn(file, [...args, "--cases", count, ...positionals], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  console.log(`== ${name}: ${status === 0 ? "ok" : "FAILED"}`);
  if (status !== 0) process.exitCode = 1;
  if (values["no-results"] || output === "") return;
  const command = `pnpm verify:full --only ${name} --cases ${count}${positionals.length > 0 ? ` -- ${positionals.join(" ")}` : ""}`;
  writeFileSync(results, withRun(readFileSync(results, "utf8"), command, output.trimEnd()));
}
