// Exact sums and products of doubles, and numbers of 106 bits kept as unevaluated sums of two doubles.

/** A number written as high + low, where low is at most half a unit in the last place of high. */
export interface DoublePair {
  readonly high: number;
  readonly low: number;
}

/** (a + b) - sum, exactly, where `sum` is the rounded a + b (Knuth). */
export function sumError(a: number, b: number, sum: number): number {
  const bShare = sum - a;
  return a - (sum - bShare) + (b - bShare);
}

/** a * b - product, exactly, where `product` is the rounded a * b: both factors are split into halves of 26 bits (Dekker). */
export function productError(a: number, b: number, product: number): number {
  const aWide = a * 134217729;
  const aHigh = aWide - (aWide - a);
  const aLow = a - aHigh;
  const bWide = b * 134217729;
  const bHigh = bWide - (bWide - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b. */
export function addPairs(a: DoublePair, b: DoublePair): DoublePair {
  const high = a.high + b.high;
  return normalised(high, sumError(a.high, b.high, high) + (a.low + b.low));
}

/** a * b. */
export function multiplyPairs(a: DoublePair, b: DoublePair): DoublePair {
  const high = a.high * b.high;
  return normalised(high, productError(a.high, b.high, high) + (a.high * b.low + a.low * b.high));
}

/** a / b. */
export function dividePairs(a: DoublePair, b: DoublePair): DoublePair {
  const high = a.high / b.high;
  const rest = addPairs(a, multiplyPairs({ high: -high, low: 0 }, b));
  return normalised(high, rest.high / b.high);
}

function normalised(high: number, low: number): DoublePair {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
}
