// Loops along one axis of a contiguous array: softmax, running sums, order.
import { defineKernel } from "../backend.ts";
import { allocate, type NumberArray } from "../dtype.ts";

/** An axis of a contiguous array: `size` elements, `inner` apart, in `outer` times `inner` lines. */
export interface Line {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** How an axis of a contiguous array of this shape lies. An array without axes has one element. */
export function lineAlong(shape: readonly number[], axis: number): Line {
  const product = (sizes: readonly number[]) => sizes.reduce((n, size) => n * size, 1);
  return { outer: product(shape.slice(0, axis)), size: shape[axis] ?? 1, inner: product(shape.slice(axis + 1)) };
}

/** Calls `visit` with the first position of every line. */
function eachLine({ outer, size, inner }: Line, visit: (start: number) => void): void {
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit(o * size * inner + i);
}

/** Parameters of {@link softmax}. */
export interface SoftmaxParams extends Line {
  /** Whether the logarithm is wanted. */
  readonly log: boolean;
}

/** y = exp(x) / sum of exp(x) along the axis, or its logarithm; in float64, rounded once. Both are contiguous. */
export const softmax = defineKernel({
  name: "softmax",
  operands: { x: "read", y: "all" },
  run({ x, y }, params: SoftmaxParams) {
    const from = x as NumberArray;
    const to = y as NumberArray;
    const { size, inner, log } = params;
    const terms = allocate("float64", size);
    eachLine(params, (start) => {
      let largest = -Infinity;
      for (let c = 0; c < size; c++) largest = Math.max(largest, from[start + c * inner]!);
      let total = 0;
      for (let c = 0; c < size; c++) {
        const shifted = from[start + c * inner]! - largest;
        const power = Math.exp(shifted);
        terms[c] = log ? shifted : power;
        total += power;
      }
      const logTotal = Math.log(total);
      for (let c = 0; c < size; c++) to[start + c * inner] = log ? terms[c]! - logTotal : terms[c]! / total;
    });
  },
});

/** Parameters of {@link cumsum}. */
export interface CumsumParams extends Line {
  /** From the last element to the first. */
  readonly reverse: boolean;
}

/** y = the sum of all elements of x up to here along the axis; floats add up in float64. Both are contiguous and of one type. */
export const cumsum = defineKernel({
  name: "cumsum",
  operands: { x: "read", y: "all" },
  run({ x, y }, params: CumsumParams) {
    const from = x as NumberArray;
    const to = y as NumberArray;
    const step = params.reverse ? -params.inner : params.inner;
    const zero = (x instanceof BigInt64Array ? 0n : 0) as number;
    eachLine(params, (start) => {
      let at = params.reverse ? start + (params.size - 1) * params.inner : start;
      let total = zero;
      for (let c = 0; c < params.size; c++, at += step) to[at] = total += from[at]!;
    });
  },
});

/** Parameters of {@link argsort}. */
export interface ArgsortParams extends Line {
  readonly descending: boolean;
}

/** index = positions along the axis that put x in order; equals keep their order, and nan is larger than everything. Both are contiguous. */
export const argsort = defineKernel({
  name: "argsort",
  operands: { x: "read", index: "all" },
  run({ x, index }, params: ArgsortParams) {
    const from = x as NumberArray;
    const { size, inner, descending } = params;
    const order = allocate("int32", size);
    eachLine(params, (start) => {
      for (let c = 0; c < size; c++) order[c] = c;
      order.sort((i, j) => {
        const [a, b] = [from[start + i * inner]!, from[start + j * inner]!];
        // Only nan differs from itself.
        const rise = a < b || (b !== b && a === a) ? -1 : a > b || (a !== a && b === b) ? 1 : 0;
        return descending ? -rise : rise;
      });
      for (let c = 0; c < size; c++) (index as BigInt64Array)[start + c * inner] = BigInt(order[c]!);
    });
  },
});
