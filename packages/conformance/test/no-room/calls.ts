// The golden rows while JavaScript has no room for one array after the other. To be loaded after watchArrays.
import type { Tensor } from "@toeplitz/tensor";
import { groups, type Row } from "../../src/rows/index.ts";
import { make, makeInputs, upstream } from "../../src/suites/inputs.ts";
import { flat, isTensor } from "../../src/suites/result.ts";
import { type Ground, runOn } from "../backends.ts";
import { library } from "../library.ts";
import { arraysAsked, whileFailing } from "./arrays.ts";

type Elements = ArrayLike<number | bigint> | null;

/** What a row computes, and how: inputs and the gradients that are sent back are there already. */
function workOf(row: Row): () => Elements[] {
  const inputs = makeInputs(library, row, { grad: row.grad });
  const wanted = Object.values(inputs).filter((x) => x.requiresGrad);
  const run = () => {
    library.manualSeed(1);
    return flat(row.run(library, inputs)).filter(isTensor) as Tensor[];
  };
  const needing = (outputs: readonly Tensor[]) => (row.grad ? outputs.filter((x) => x.requiresGrad) : []);
  const gradOutputs = needing(run()).map((x, i) => make(library, upstream(x, i)));
  return () => {
    const outputs = run();
    const from = needing(outputs);
    const grads =
      from.length === 0 || wanted.length === 0 ? [] : library.grad(from, wanted, { gradOutputs, allowUnused: true });
    return [...outputs, ...grads].map((x) => x?.toTypedArray() ?? null);
  };
}

/** How far elements may be apart: where the portable routine has taken over, sums are rounded in another order, or not transformed. */
const apart: Readonly<Record<Ground, number>> = { portable: 0, deterministic: 0, high: 2 ** -12, default: 2 ** -12 };

function same(a: readonly Elements[], b: readonly Elements[], bound: number): boolean {
  return a.every((x, i) => {
    const y = b[i] ?? null;
    if (x === null || y === null) return x === y;
    const scale = bound === 0 ? 0 : bound * Math.max(1, ...Array.from(y, (v) => Math.abs(Number(v)) || 0));
    return (
      x.length === y.length &&
      Array.from(x).every((v, j) => Object.is(v, y[j]) || Math.abs(Number(v) - Number(y[j])) <= scale)
    );
  });
}

/** What {@link checkArrays} has tried, and what was wrong. */
export interface Tried {
  rows: number;
  /** Arrays that were failed, each alone and with all after it. */
  arrays: number;
  /** Calls that gave the right answer all the same; all others gave a typed error. */
  answered: number;
  readonly files: Set<string>;
  readonly problems: string[];
}

/** Rows that compute something, and make no arrays of their own. */
export const computing: readonly Row[] = Object.values(groups).flatMap((members) =>
  members.filter((row) => row.error === false && row.noGolden === undefined && !row.id.startsWith("tensor/")),
);

/**
 * Fails every array of each row. The row must give a typed error or the right answer; and the next call, on the same memory, its very
 * bits, or what the portable routine gives. On an accelerator everything is planned anew each time.
 */
export function checkArrays(ground: Ground, rows: readonly Row[]): Tried {
  const tried: Tried = { rows: 0, arrays: 0, answered: 0, files: new Set(), problems: [] };
  const fresh = () => {
    runOn(ground);
    // Asked first, it compiles and gets its memory now.
    library.status();
  };
  for (const row of rows) {
    fresh();
    const work = workOf(row);
    const expected = work();
    if (!same(work(), expected, 0)) continue;
    tried.rows += 1;
    fresh();
    whileFailing(() => false, work, tried.files);
    const arrays = arraysAsked();
    tried.arrays += arrays;
    for (let i = 0; i < arrays; i++) {
      for (const fails of [(number: number) => number === i, (number: number) => number >= i]) {
        fresh();
        const { result, error } = whileFailing(fails, work);
        const problem = (what: unknown) => tried.problems.push(`${row.id}, array ${i} of ${arrays}: ${String(what)}`);
        if (result !== null) {
          tried.answered += 1;
          if (!same(result, expected, apart[ground])) problem("another answer");
        } else if (!(error instanceof library.ToeplitzError) || error.code !== "memory") problem(error);
        const { result: after, error: late } = whileFailing(() => false, work);
        if (after === null) problem(`the next call: ${late}`);
        else if (!same(after, expected, 0)) problem("the next call: another answer");
      }
    }
  }
  return tried;
}
