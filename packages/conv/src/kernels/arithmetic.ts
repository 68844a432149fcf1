// What "add a product" means for each dtype, for the loops that serve them all.
import type { TypedArray } from "@toeplitz/tensor";

/**
 * Adds a row of products: `out[o] += source[i] * factor`, `count` times, o and i moving by their steps. Products and sums are
 * rounded or wrapped as the dtype does.
 */
export type AddRow = (
  out: TypedArray,
  o: number,
  step: number,
  source: TypedArray,
  i: number,
  sourceStep: number,
  count: number,
  factor: number | bigint,
) => void;

// The casts say what addRowOf has looked up: all operands of a kernel have one dtype.

const addRowFloat32: AddRow = (out, o, step, source, i, sourceStep, count, factor) => {
  const [to, from, w] = [out as Float32Array, source as Float32Array, factor as number];
  for (let j = 0; j < count; j++, o += step, i += sourceStep) to[o] = to[o]! + Math.fround(from[i]! * w);
};

const addRowFloat64: AddRow = (out, o, step, source, i, sourceStep, count, factor) => {
  const [to, from, w] = [out as Float64Array, source as Float64Array, factor as number];
  for (let j = 0; j < count; j++, o += step, i += sourceStep) to[o] = to[o]! + from[i]! * w;
};

// Storing wraps to the array's width, and products of 32 bits are enough for every narrower integer.
const addRowInt32: AddRow = (out, o, step, source, i, sourceStep, count, factor) => {
  const [to, from, w] = [out as Int32Array, source as Int32Array, factor as number];
  for (let j = 0; j < count; j++, o += step, i += sourceStep) to[o] = to[o]! + Math.imul(from[i]!, w);
};

const addRowInt64: AddRow = (out, o, step, source, i, sourceStep, count, factor) => {
  const [to, from, w] = [out as BigInt64Array, source as BigInt64Array, factor as bigint];
  for (let j = 0; j < count; j++, o += step, i += sourceStep) to[o] = to[o]! + from[i]! * w;
};

/** How rows of this kind of array add up. */
export function addRowOf(array: TypedArray): AddRow {
  if (array instanceof Float32Array) return addRowFloat32;
  if (array instanceof Float64Array) return addRowFloat64;
  return array instanceof BigInt64Array ? addRowInt64 : addRowInt32;
}

/** One step of a sum that is kept in a variable. */
export interface Arithmetic<T> {
  readonly zero: T;
  /** `sum + a * b`, rounded or wrapped as the dtype does after the product and after the sum. */
  step(sum: T, a: T, b: T): T;
  plus(a: T, b: T): T;
}

const float32: Arithmetic<number> = {
  zero: 0,
  step: (sum, a, b) => Math.fround(sum + Math.fround(a * b)),
  plus: (a, b) => Math.fround(a + b),
};

const float64: Arithmetic<number> = {
  zero: 0,
  step: (sum, a, b) => sum + a * b,
  plus: (a, b) => a + b,
};

const int32: Arithmetic<number> = {
  zero: 0,
  step: (sum, a, b) => (sum + Math.imul(a, b)) | 0,
  plus: (a, b) => (a + b) | 0,
};

const int64: Arithmetic<bigint> = {
  zero: 0n,
  step: (sum, a, b) => BigInt.asIntN(64, sum + a * b),
  plus: (a, b) => BigInt.asIntN(64, a + b),
};

/** The arithmetic of a typed array's elements. */
export function arithmeticOf(array: TypedArray): Arithmetic<unknown> {
  if (array instanceof Float32Array) return float32 as Arithmetic<unknown>;
  if (array instanceof Float64Array) return float64 as Arithmetic<unknown>;
  return (array instanceof BigInt64Array ? int64 : int32) as Arithmetic<unknown>;
}
