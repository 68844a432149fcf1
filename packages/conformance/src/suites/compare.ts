// Compares numbers bit by bit, or within a stated bound, and says where they part.
import type { DType, Tensor } from "@toeplitz/tensor";
import { digest, type Elements } from "./digest.ts";

/** A tensor as golden data keeps it. */
export interface Recorded {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Little-endian elements in row-major order, in base 64; or `#` and their digest, where {@link shortened}. */
  readonly bits: string;
}

/** As many elements are kept in full, also where every bit counts: a reader sees them, and a failure shows them. */
const fewElements = 16;

/** The same with a digest in place of more than a few elements. */
export function shortened<T extends Recorded>(tensor: T): T {
  const { dtype, shape, bits } = tensor;
  if (isShortened(bits)) return tensor;
  const elements = decode(tensor);
  return elements.length <= fewElements ? tensor : { ...tensor, bits: `#${digest(dtype, shape, elements)}` };
}

/** Whether only a digest is kept. */
export const isShortened = (bits: string): boolean => bits.startsWith("#");

/** How far element `i` may be from `expected`. */
export type Bound = (i: number, expected: number) => number;

/** The elements that were recorded. */
export function decode({ dtype, bits }: Pick<Recorded, "dtype" | "bits">): Elements {
  const bytes = Uint8Array.from(atob(bits), (c) => c.charCodeAt(0));
  switch (dtype) {
    case "float32":
      return new Float32Array(bytes.buffer);
    case "float64":
      return new Float64Array(bytes.buffer);
    case "int32":
      return new Int32Array(bytes.buffer);
    case "int64":
      return new BigInt64Array(bytes.buffer);
    case "uint8":
    case "bool":
      return bytes;
  }
}

/** A tensor as golden data keeps it. */
export function encode(x: Tensor): Recorded {
  const { buffer, byteOffset, byteLength } = x.toTypedArray();
  const bytes = Array.from(new Uint8Array(buffer, byteOffset, byteLength), (byte) => String.fromCharCode(byte));
  return { dtype: x.dtype, shape: x.shape, bits: btoa(bytes.join("")) };
}

const list = (values: readonly number[]) => `[${values.join(", ")}]`;

/**
 * Why `actual` is not what was recorded, or undefined. Without a bound every bit counts, as it does where only a digest is kept; any
 * NaN equals any other.
 */
export function difference(actual: Tensor, expected: Recorded, bound?: Bound): string | undefined {
  if (actual.dtype !== expected.dtype) return `dtype: expected ${expected.dtype}, got ${actual.dtype}`;
  if (list(actual.shape) !== list(expected.shape)) {
    return `shape: expected ${list(expected.shape)}, got ${list(actual.shape)}`;
  }
  const elements = actual.toTypedArray();
  if (!isShortened(expected.bits)) {
    return elementDifference(elements, decode(expected), expected.dtype, expected.shape, bound);
  }
  const own = `#${digest(actual.dtype, actual.shape, elements)}`;
  if (own === expected.bits) return undefined;
  const first = Array.from<number | bigint>(elements.subarray(0, fewElements)).map(text);
  return `expected elements of digest ${expected.bits}, got ${own}: ${first.join(", ")}${elements.length > fewElements ? ", …" : ""}`;
}

/** Why two tensors are not the same in dtype, shape and bits, or undefined. */
export function tensorDifference(actual: Tensor, expected: Tensor, bound?: Bound): string | undefined {
  if (actual.dtype !== expected.dtype) return `dtype: expected ${expected.dtype}, got ${actual.dtype}`;
  if (list(actual.shape) !== list(expected.shape)) {
    return `shape: expected ${list(expected.shape)}, got ${list(actual.shape)}`;
  }
  return elementDifference(actual.toTypedArray(), expected.toTypedArray(), expected.dtype, expected.shape, bound);
}

function elementDifference(
  actual: ArrayLike<number | bigint>,
  expected: ArrayLike<number | bigint>,
  dtype: DType,
  shape: readonly number[],
  bound: Bound | undefined,
): string | undefined {
  if (actual.length !== expected.length) return `elements: expected ${expected.length}, got ${actual.length}`;
  let count = 0;
  let first = -1;
  for (let i = 0; i < actual.length; i++) {
    if (near(actual[i]!, expected[i]!, i, bound)) continue;
    count++;
    if (first < 0) first = i;
  }
  if (count === 0) return undefined;
  const [a, e] = [actual[first]!, expected[first]!];
  const allowed = bound === undefined ? "" : `, allowed difference ${bound(first, Number(e))}`;
  return (
    `${count} of ${actual.length} elements differ, first at ${list(position(first, shape))}: ` +
    `expected ${text(e)} (${bitsOf(e, dtype)}), got ${text(a)} (${bitsOf(a, dtype)})${allowed}`
  );
}

function near(actual: number | bigint, expected: number | bigint, i: number, bound: Bound | undefined): boolean {
  if (Object.is(actual, expected)) return true;
  if (bound === undefined || typeof actual === "bigint" || typeof expected === "bigint") return false;
  return actual === expected || Math.abs(actual - expected) <= bound(i, expected);
}

const text = (x: number | bigint) => (Object.is(x, -0) ? "-0" : String(x));

function bitsOf(x: number | bigint, dtype: DType): string {
  const view = new DataView(new ArrayBuffer(8));
  if (dtype === "float32") {
    view.setFloat32(0, Number(x));
    return `0x${view.getUint32(0).toString(16).padStart(8, "0")}`;
  }
  if (dtype === "float64") {
    view.setFloat64(0, Number(x));
    return `0x${view.getBigUint64(0).toString(16).padStart(16, "0")}`;
  }
  return dtype;
}

function position(index: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return at;
}

/**
 * How far a sum of products may be from the exact one, whatever the order of its terms: max(4, 2√K) · u · S for each element.
 *
 * @param sums S, the same sum over absolute values
 * @param counts K, the number of terms
 */
export function sumBound(sums: Tensor, counts: Tensor): (i: number) => number {
  const [s, k] = [sums, counts].map((x) => Array.from(x.toTypedArray() as ArrayLike<number | bigint>, Number));
  const unit = sums.dtype === "float64" ? 2 ** -53 : 2 ** -24;
  return (i) => Math.max(4, 2 * Math.sqrt(k![i]!)) * unit * s![i]!;
}

/** One unit in the last place at `x`. */
export function ulp(x: number, dtype: DType): number {
  const [digits, least] = dtype === "float64" ? [52, -1074] : [23, -149];
  const magnitude = Math.abs(x);
  if (!Number.isFinite(x)) return 0;
  const exponent = magnitude === 0 ? least : Math.floor(Math.log2(magnitude)) - digits;
  return 2 ** Math.max(exponent, least);
}
