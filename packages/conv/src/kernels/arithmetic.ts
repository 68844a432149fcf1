// What "add a product" means for each dtype, for the loops that serve them all.
import type { TypedArray } from "@toeplitz/tensor";

/** One step of a sum. */
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

// Storing wraps to the array's width, and products of 32 bits are enough for every narrower integer.
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
  if (array instanceof BigInt64Array) return int64 as Arithmetic<unknown>;
  return int32 as Arithmetic<unknown>;
}
