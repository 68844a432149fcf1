// Runs any number of configurations on all cores, and goes on where an earlier run was stopped. `pnpm verify:full` calls it.
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { addTally, emptyTally, type Tally } from "./run.ts";
import { coverage, shortcomings, summary } from "./summary.ts";

const usage = `node --conditions=@toeplitz/source packages/conformance/test/exactness/full.ts [--cases N] [--seed S] [--processes P] [--fresh] [--report]

Compares configurations 0 to N - 1 of seed S (default 1260000 of seed 1) with the definition, on the portable kernels and every level.
Stopped with Ctrl-C, the same command goes on where it was, and so does one with more cases after a run that met too few;
--fresh begins anew, and --report only tells what has been done so far. Exit status 1 for a mismatch, and for a run of a
million or more that has left out a pair of values or has seen an algorithm or a tail fewer than 5000 times.`;

/** Configurations that a process is sent at a time: some ten seconds' work. */
const stretchLength = 2500;

export interface Stretch {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export interface StretchDone {
  readonly from: number;
  readonly tally: Tally;
  readonly seconds: number;
}

/** What is on the disk between runs. */
interface State {
  readonly seed: number;
  readonly done: number[];
  readonly tally: Tally;
  seconds: number;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "1260000" },
      seed: { type: "string", default: "1" },
      processes: { type: "string", default: String(availableParallelism()) },
      fresh: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const whole = (name: "cases" | "seed" | "processes", least: number): number => {
    const n = Number(values[name]);
    if (Number.isInteger(n) && n >= least && n < 2 ** 31) return n;
    throw new Error(`--${name} must be a whole number from ${least} on, got ${values[name]}`);
  };
  return {
    cases: whole("cases", 1),
    seed: whole("seed", 0),
    processes: whole("processes", 1),
    fresh: values.fresh === true,
    report: values.report === true,
  };
}

const { cases, seed, processes, fresh, report } = readOptions();
const stateFile = fileURLToPath(new URL(`../../../../dist/verify/exactness-${seed}.json`, import.meta.url));

function readState(): State {
  try {
    if (!fresh) return JSON.parse(readFileSync(stateFile, "utf8"));
  } catch {
    // There is none: the first run of this seed.
  }
  return { seed, done: [], tally: emptyTally(), seconds: 0 };
}

/** Whole or not at all, whenever the process is stopped. */
function writeState(state: State): void {
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(`${stateFile}.new`, JSON.stringify(state));
  renameSync(`${stateFile}.new`, stateFile);
}

function startProcess(): ChildProcess {
  const program = fileURLToPath(new URL("./worker.ts", import.meta.url));
  return fork(program, { execArgv: ["--conditions=@toeplitz/source", "--disable-warning=ExperimentalWarning"] });
}

/** Sends every stretch that is not done to whoever is free. */
async function run(state: State): Promise<void> {
  const starts = Array.from({ length: Math.ceil(cases / stretchLength) }, (_, i) => i * stretchLength);
  const done = new Set(state.done);
  const left = starts.filter((from) => !done.has(from));
  const began = performance.now();
  const already = state.tally.cases;
  const progress = () => {
    const rate = (state.tally.cases - already) / ((performance.now() - began) / 1000);
    const minutes = (cases - state.tally.cases) / rate / 60;
    process.stderr.write(
      `${state.tally.cases} of ${cases} configurations, ${state.tally.wrong} mismatches, ` +
        `${Math.round(rate)}/s, ${minutes.toFixed(0)} min left\n`,
    );
  };
  const serve = () =>
    new Promise<void>((resolve, reject) => {
      const child = startProcess();
      const next = () => {
        const from = left.shift();
        if (from === undefined) child.disconnect();
        else child.send({ seed, from, to: Math.min(cases, from + stretchLength) } satisfies Stretch);
      };
      child.on("message", ({ from, tally, seconds }: StretchDone) => {
        addTally(state.tally, tally);
        state.done.push(from);
        state.seconds += seconds;
        writeState(state);
        progress();
        next();
      });
      child.on("error", reject);
      child.on("exit", (status) => {
        if (status === 0) resolve();
        else reject(new Error(`a process ended with status ${status}`));
      });
      next();
    });
  await Promise.all(Array.from({ length: Math.min(processes, left.length) }, serve));
}

/** The numbers of all configurations that are done. */
function* numbers({ done }: State): Iterable<number> {
  for (const from of done) for (let i = from; i < Math.min(cases, from + stretchLength); i++) yield i;
}

const state = readState();
if (!report) await run(state);
const covered = coverage(seed, numbers(state));
const short = cases >= 1_000_000 ? shortcomings(state.tally, covered) : [];
process.stdout.write(`${[summary(seed, state.tally, covered, state.seconds), ...short].join("\n")}\n`);
if (state.tally.wrong > 0 || short.length > 0) process.exitCode = 1;
// What has met too few cases goes on from there with more; after a mismatch all is to be seen again.
if (!report && (state.tally.wrong > 0 || short.length === 0)) rmSync(stateFile);
