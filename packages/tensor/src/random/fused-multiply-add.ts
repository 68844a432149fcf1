// a * b + c with a single rounding, in float32 and in float64, from ordinary double arithmetic.
import { productError, sumError } from "./double-pair.ts";

/**
 * The float32 nearest to a * b + c, ties to even. All three must be float32 values whose product neither over- nor underflows
 * a double (no float32 product does).
 *
 * The product is exact in a double; the sum is rounded to a double and then to a float32. Rounding twice goes wrong only where
 * the double lies exactly half way between two floats although the true sum does not; there the sum's error decides.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const near = Math.fround(sum);
  if (near === sum) return near;
  const far = near + 2 * (sum - near);
  // The reflection of `near` at the sum is a float exactly when the sum is half way.
  return Math.fround(far) === far ? settle(product, c, sum, near, far) : near;
}

function settle(product: number, c: number, sum: number, near: number, far: number): number {
  const error = sumError(product, c, sum);
  if (error === 0) return near;
  return error > 0 === far > near ? far : near;
}

/**
 * The float64 nearest to a * b + c, barring underflow, and rounded twice near overflow: product and sums as exact pairs of doubles, the two small parts
 * added with rounding to odd so that the last addition rounds as if it saw everything (Boldo and Melquiond, 2008).
 */
export function fma64(a: number, b: number, c: number): number {
  const product = a * b;
  const productRest = productError(a, b, product);
  const low = c + productRest;
  const lowRest = sumError(c, productRest, low);
  const high = product + low;
  const highRest = sumError(product, low, high);
  const result = high + addToOdd(lowRest, highRest);
  // Halves of numbers above 2^996 overflow.
  return Number.isFinite(result) ? result : a * b + c;
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const bits = new BigInt64Array(double.buffer);
const lowHalf = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;

/** a + b, rounded to the neighbour with an odd last bit unless it is exact. */
function addToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = sumError(a, b, sum);
  if (error === 0) return sum;
  double[0] = sum;
  if ((halves[lowHalf]! & 1) === 1) return sum;
  // One step towards the error: the bits of a double grow with its magnitude.
  bits[0] = bits[0]! + (error > 0 === sum > 0 ? 1n : -1n);
  return double[0];
}
