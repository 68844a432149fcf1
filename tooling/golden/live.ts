// `pnpm conformance:live`: draws cases, asks real PyTorch (Debian's python3-torch) about them, and compares its answers with ours.
import { parseArgs } from "node:util";
import { checkDrawn, type GoldenRecord, watchJobs } from "@toeplitz/conformance";
import { type DrawnCase, drawn } from "@toeplitz/conformance/drawn";
import * as toeplitz from "toeplitz";
import { drawnQuestion, Torch } from "./torch.ts";

const usage = `pnpm conformance:live [--cases N] [--seed S] [--from I] [--on GROUNDS]

Draws cases I to I + N - 1 of seed S (default 1000 cases from 0 on, of a seed that the clock gives), computes each on every ground
(default portable,default,high,deterministic: the portable kernels and the accelerator's levels), and compares outputs, gradients
and refusals with those of real PyTorch. Exit status 1 if one differs, 2 if PyTorch cannot be asked.`;

const grounds = ["portable", "default", "high", "deterministic"] as const;
type Ground = (typeof grounds)[number];

/** Cases that travel together: enough to make a journey worth it, few enough that both sides work at the same time. */
const batch = 200;

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly from: number;
  readonly on: readonly Ground[];
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "1000" },
      seed: { type: "string", default: String(Date.now() % 2 ** 31) },
      from: { type: "string", default: "0" },
      on: { type: "string", default: grounds.join() },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const whole = (name: "cases" | "seed" | "from", least = 0): number => {
    const n = Number(values[name]);
    if (Number.isInteger(n) && n >= least && n < 2 ** 31) return n;
    throw new Error(`--${name} must be a whole number from ${least} on, got ${values[name]}`);
  };
  const on = values.on.split(",").map((word) => {
    const ground = grounds.find((known) => known === word);
    if (ground === undefined) throw new Error(`--on lists some of ${grounds.join(", ")}, got ${word}`);
    return ground;
  });
  return { cases: whole("cases", 1), seed: whole("seed"), from: whole("from"), on };
}

/** What has been seen so far. */
class Tally {
  readonly kinds: Record<string, number> = {};
  wrong = 0;
  done = 0;
  refused = 0;
  torch = "";
  readonly #started = performance.now();

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Prints what differs in a case, and the line that shows it again. */
  note(seed: number, index: number, problems: ReadonlyMap<string, readonly Ground[]>): void {
    if (problems.size === 0) return;
    this.wrong += 1;
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    for (const [problem, on] of problems) {
      console.log(`pnpm conformance:live --seed ${seed} --from ${index} --cases 1 --on ${on.join()}`);
      console.log(`  ${problem.replaceAll("\n", "\n  ")}`);
    }
  }

  /** Over the line before it in a terminal, and nothing elsewhere. */
  progress(cases: number): void {
    if (!process.stderr.isTTY) return;
    const rate = Math.round(this.done / this.seconds);
    process.stderr.write(`\r${this.done} of ${cases} cases, ${this.wrong} mismatches, ${rate} cases/s\x1b[K`);
  }

  summary({ seed, from, on }: Options): string {
    const kinds = Object.entries(this.kinds).sort(([a], [b]) => (a < b ? -1 : 1));
    return (
      `${this.wrong} mismatches in ${this.done} cases (${kinds.map(([kind, n]) => `${kind} ${n}`).join(", ")}; ` +
      `${this.refused} refused by PyTorch) of seed ${seed} from ${from} on ${on.join(", ")}; ` +
      `PyTorch ${this.torch}, ${this.seconds.toFixed(0)} s, ${Math.round(this.done / this.seconds)} cases/s`
    );
  }
}

async function run(options: Options): Promise<Tally> {
  const { cases, seed, from, on } = options;
  const tally = new Tally();
  const torch = new Torch();
  watchJobs();
  const backends = on.map(
    (ground) => [ground, ground === "portable" ? null : toeplitz.wasm({ level: ground })] as const,
  );
  const end = from + cases;
  const ask = (start: number) => {
    const chosen = Array.from({ length: Math.min(batch, end - start) }, (_, i) => drawn(seed, start + i));
    return { chosen, answer: torch.ask(chosen.map(drawnQuestion)) };
  };

  let asked = ask(from);
  for (let start = from; start < end; start += batch) {
    const { chosen, answer } = asked;
    const found = await answer;
    // PyTorch computes the next ones while these are compared.
    if (start + batch < end) asked = ask(start + batch);
    const problems = chosen.map(() => new Map<string, Ground[]>());
    for (const [ground, backend] of backends) {
      toeplitz.setBackend(backend);
      for (const [i, drawnCase] of chosen.entries()) {
        const problem = problemOf(drawnCase, found.rows[drawnCase.row.id]);
        if (problem !== undefined) problems[i]!.set(problem, [...(problems[i]!.get(problem) ?? []), ground]);
      }
    }
    for (const [i, own] of problems.entries()) tally.note(seed, start + i, own);
    for (const { kind, row } of chosen) {
      tally.kinds[kind] = (tally.kinds[kind] ?? 0) + 1;
      if (found.rows[row.id]?.error !== undefined) tally.refused += 1;
    }
    tally.done += chosen.length;
    tally.torch = found.torch;
    tally.progress(cases);
  }
  torch.close();
  if (process.stderr.isTTY) process.stderr.write("\n");
  return tally;
}

/** What differs from PyTorch's answer. */
function problemOf(drawnCase: DrawnCase, answer: GoldenRecord | undefined): string | undefined {
  if (answer === undefined)
    return `${drawnCase.row.id}: PyTorch could not run it, see above\n  PyTorch     ${drawnCase.row.torch}`;
  try {
    checkDrawn(toeplitz, drawnCase, answer);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

try {
  const options = readOptions();
  const tally = await run(options);
  console.log(tally.summary(options));
  if (tally.wrong > 0) process.exitCode = 1;
} catch (error) {
  console.error(`conformance:live: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
