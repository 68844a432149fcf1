// What holds for every bad input: one typed error or one result, soon, and no trace of it afterwards.
import type { BadInput } from "../src/bad-inputs/index.ts";
import type { Api } from "../src/rows/index.ts";
import { isTensor } from "../src/suites/result.ts";
import type { Refused } from "./legal.ts";
import { givenIn, grammarProblem } from "./refusal-grammar.ts";
import { WatchedCalls } from "./watched-calls.ts";

/** Calls that use what bad ones could leave in disorder: their bits. */
function goodCall(t: Api): string {
  const x = t.linspace(-1, 1, 50).reshape([1, 2, 5, 5]).requiresGrad_();
  const y = t.conv2d(x, t.linspace(-2, 2, 36).reshape([2, 2, 3, 3]), { padding: 1 });
  y.square().sum().backward();
  return [y, x.grad!, y.reshape([10, 5]).matmul(t.ones([5, 2]))].map((each) => each.toTypedArray().join()).join();
}

/** What a call could change that it must not. */
const stateOf = (t: Api) =>
  [t.getRngState().join(), t.isGradEnabled(), t.status().backend, JSON.stringify(t.getPrintOptions())].join();

/** Most milliseconds of a refusal: ten times the goal, for machines that do other work. */
const soon = 1000;
const room = 2 ** 20;

/** The error of a refused call, or its result. Throws what is no ToeplitzError. */
export function outcome(t: Api, { run }: BadInput): { readonly refusal: Refused } | { readonly result: unknown } {
  try {
    const result = run(t);
    return { result: isTensor(result) ? result.toArray() : result };
  } catch (error) {
    if (error instanceof t.ToeplitzError) return { refusal: error };
    throw error;
  }
}

/** Refused only on the way: what was saved is looked at when its turn comes, as PyTorch does; leaves' gradients come last. */
const onTheWay: ReadonlySet<string> = new Set(["a value changed that backward needs", "backward(), twice"]);

/** Why the row fails, or undefined. `good` is what {@link goodCall} gave before. */
function badInputProblem(t: Api, row: BadInput, good: string, calls: WatchedCalls): string | undefined {
  const before = stateOf(t);
  const bytes = process.memoryUsage().arrayBuffers;
  const begun = performance.now();
  calls.problem = undefined;
  const problem = problemOf(t, row, calls.api);
  if (problem !== undefined) return `${row.line}: ${problem}`;
  if (performance.now() - begun > soon) return `${row.line}: took ${performance.now() - begun} ms`;
  if (calls.problem !== undefined && !onTheWay.has(row.line)) return `${row.line}: ${calls.problem}`;
  if (row.says !== undefined && process.memoryUsage().arrayBuffers - bytes > room) return `${row.line}: allocated`;
  if (stateOf(t) !== before) return `${row.line}: left a trace`;
  return goodCall(t) === good ? undefined : `${row.line}: another result of the good call afterwards`;
}

/** Why each row fails that does. */
export function problemsOf(t: Api, rows: readonly BadInput[]): string[] {
  t.manualSeed(0);
  const good = goodCall(t);
  const calls = new WatchedCalls(t);
  try {
    return rows.map((row) => badInputProblem(t, row, good, calls)).filter((problem) => problem !== undefined);
  } finally {
    calls.end();
  }
}

function problemOf(t: Api, row: BadInput, watched: Api): string | undefined {
  let found: ReturnType<typeof outcome>;
  try {
    found = outcome(watched, row);
  } catch (error) {
    return `raw ${String(error)}`;
  }
  if (row.says === undefined) {
    const [wanted, got] = [row.gives, "result" in found ? found.result : found.refusal.message].map((each) =>
      JSON.stringify(each),
    );
    return wanted === got ? undefined : `expected ${wanted}, got ${got}`;
  }
  if (!("refusal" in found)) return `accepted, ${String(found.result).slice(0, 80)}`;
  const grammar = grammarProblem(found.refusal, givenIn(row, t));
  if (grammar !== undefined) return grammar;
  const refusal = found.refusal.message;
  if (!refusal.includes(row.says)) return `expected "${row.says}" in "${refusal}"`;
  if (refusal.length > 700) return `${refusal.length} characters`;
  return /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069]/u.test(refusal.replaceAll(/[\n\t]/g, " "))
    ? `unescaped: ${refusal}`
    : undefined;
}
