// Many elements to one: sums, products, extremes, variance.
import { defineKernel } from "../backend.ts";
import type { DType, NumberArray, TypedArray } from "../dtype.ts";
import { eachRow, planRows, type RowPlan } from "./rows.ts";

/** Names of the reductions. `argmax` and `argmin` count positions over the reduced axes in row-major order. */
export type ReduceName =
  | "sum"
  | "prod"
  | "max"
  | "min"
  | "argmax"
  | "argmin"
  | "all"
  | "any"
  | "var"
  | "std"
  | "norm"
  | "logsumexp";

/** Parameters of {@link reduce}: the kept axes of x in order, and the reduced ones. */
export interface ReduceParams {
  readonly op: ReduceName;
  readonly dtype: DType;
  readonly kept: readonly number[];
  readonly keptStrides: readonly number[];
  readonly reduced: readonly number[];
  readonly reducedStrides: readonly number[];
  /** `var` and `std` divide by n - correction. */
  readonly correction: number;
  /** Of `norm`. */
  readonly p?: number;
}

/**
 * y = one value per kept position; y is contiguous.
 *
 * Floating sums, products and moments run in float64 and are rounded once, at the end.
 */
export const reduce = defineKernel({
  name: "reduce",
  operands: { x: "read", y: "all" },
  run({ x, y }, params: ReduceParams) {
    const outer = planRows(params.kept, [params.keptStrides]);
    const inner = planRows(params.reduced, [params.reducedStrides]);
    const fold = (params.dtype === "int64" ? bigintFolds[params.op] : numberFolds[params.op]) as Fold;
    let o = 0;
    eachRow(outer, ([start]) => {
      for (let c = 0; c < outer.length; c++)
        y[o++] = fold(x as NumberArray, start! + c * outer.steps[0]!, inner, params) as never;
    });
  },
});

type Fold = (x: NumberArray, start: number, plan: RowPlan, params: ReduceParams) => number | bigint;

/** A fold from a step function; `nan` ends every extreme. */
function folding<T extends number | bigint>(initial: T, step: (total: T, value: T) => T): Fold {
  return (x, start, plan) => {
    let total = initial;
    eachRow(plan, ([at]) => {
      let i = start + at!;
      for (let c = 0; c < plan.length; c++, i += plan.steps[0]!) total = step(total, x[i] as unknown as T);
    });
    return total;
  };
}

/** Position or value of the extreme; the first one wins a tie, and nan beats all. */
function extreme(better: (value: number, best: number) => boolean, position: boolean, wide: boolean): Fold {
  return (x: TypedArray, start, plan) => {
    let best: number | undefined;
    let where = 0;
    let seen = 0;
    eachRow(plan, ([at]) => {
      let i = start + at!;
      for (let c = 0; c < plan.length; c++, i += plan.steps[0]!, seen++) {
        const value = x[i] as number;
        // Only nan differs from itself.
        if (best === undefined || (best === best && (better(value, best) || value !== value))) {
          best = value;
          where = seen;
        }
      }
    });
    if (!position) return best as number;
    return wide ? BigInt(where) : where;
  };
}

/** Adds up `term` of every element. */
function total(x: NumberArray, start: number, plan: RowPlan, term: (value: number) => number): number {
  let sum = 0;
  eachRow(plan, ([at]) => {
    let i = start + at!;
    for (let c = 0; c < plan.length; c++, i += plan.steps[0]!) sum += term(x[i]!);
  });
  return sum;
}

/** How many elements there are, their mean, and the sum of the squares of their distances from it. */
export function momentsOf(x: NumberArray, start: number, plan: RowPlan) {
  const step = plan.steps[0]!;
  let count = 0;
  let sum = 0;
  eachRow(plan, ([at]) => {
    let i = start + at!;
    count += plan.length;
    for (let c = 0; c < plan.length; c++, i += step) sum += x[i]!;
  });
  const mean = sum / count;
  let squares = 0;
  eachRow(plan, ([at]) => {
    let i = start + at!;
    for (let c = 0; c < plan.length; c++, i += step) squares += (x[i]! - mean) ** 2;
  });
  return { count, mean, squares };
}

const variance: Fold = (x, start, plan, { correction }) => {
  const { count: n, squares } = momentsOf(x, start, plan);
  return squares / Math.max(0, n - correction);
};

/** (sum of |x|^p)^(1/p), and its limits. */
const norm: Fold = (x, start, plan, { p = 2 }) => {
  if (p === 0) return total(x, start, plan, (value) => (value === 0 ? 0 : 1));
  if (p === 1) return total(x, start, plan, Math.abs);
  if (p === 2) return Math.sqrt(total(x, start, plan, (value) => value * value));
  if (Number.isFinite(p)) return total(x, start, plan, (value) => Math.abs(value) ** p) ** (1 / p);
  const further = p > 0 ? Math.max : Math.min; // nan wins in both
  let best = p > 0 ? 0 : Infinity;
  total(x, start, plan, (value) => (best = further(best, Math.abs(value))));
  return best;
};

/** log of the sum of exp(x), from the largest element, unless that is infinite. */
const logsumexp: Fold = (x, start, plan, params) => {
  const found = numberFolds.max(x, start, plan, params) as number | undefined;
  const largest = found === undefined || Math.abs(found) === Infinity ? 0 : found;
  return largest + Math.log(total(x, start, plan, (value) => Math.exp(value - largest)));
};

const greater = (value: number, best: number) => value > best;
const less = (value: number, best: number) => value < best;

const numberFolds: Readonly<Record<ReduceName, Fold>> = {
  sum: folding<number>(0, (total, value) => total + value),
  prod: folding<number>(1, (total, value) => total * value),
  max: extreme(greater, false, false),
  min: extreme(less, false, false),
  argmax: extreme(greater, true, true),
  argmin: extreme(less, true, true),
  all: folding<number>(1, (total, value) => (total !== 0 && value !== 0 ? 1 : 0)),
  any: folding<number>(0, (total, value) => (total !== 0 || value !== 0 ? 1 : 0)),
  var: variance,
  std: (x, start, plan, params) => Math.sqrt(variance(x, start, plan, params) as number),
  norm,
  logsumexp,
};

const bigintFolds: Readonly<Partial<Record<ReduceName, Fold>>> = {
  sum: folding<bigint>(0n, (total, value) => total + value),
  prod: folding<bigint>(1n, (total, value) => BigInt.asIntN(64, total * value)),
  max: numberFolds.max,
  min: numberFolds.min,
  argmax: numberFolds.argmax,
  argmin: numberFolds.argmin,
  all: folding<bigint | number>(1, (total, value) => (total && value ? 1 : 0)),
  any: folding<bigint | number>(0, (total, value) => (total || value ? 1 : 0)),
};
