// float64 logarithm, sine and cosine, correctly rounded but for about one value in two thousand; log1p as fdlibm has it.
//
// The functions of `Math` differ from engine to engine in the last bit, and from the C library that PyTorch calls for one value
// in twenty. That library errs by little more than half a unit in log, sin and cos, so what is nearly always correctly rounded
// nearly always agrees: an entry of 106 bits from a table near the argument, and a short series in doubles for the rest, whose
// rounding errors weigh about 2^-64 of the result.
import { addPairs, type DoublePair, dividePairs, multiplyPairs, productError, sumError } from "./double-pair.ts";

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

const one: DoublePair = { high: 1, low: 0 };

/** ln 2, its high part of 42 bits, so that the product with an exponent is exact. */
const ln2High = 0.6931471805598903;
const ln2Low = 5.497923018708371e-14;

const firstLogEntry = 45;

let logTable: Float64Array | undefined;

/**
 * For mantissas near i / 64: a reciprocal of 8 bits, and the logarithm of its inverse in two parts. The series is that of
 * 2 atanh((1 - r) / (1 + r)).
 */
function makeLogTable(): Float64Array {
  const table = new Float64Array(3 * (92 - firstLogEntry));
  for (let i = firstLogEntry; i < 92; i++) {
    const r = Math.round((128 * 64) / i) / 128;
    const s = dividePairs({ high: 1 - r, low: 0 }, { high: 1 + r, low: 0 });
    const square = multiplyPairs(s, s);
    let sum: DoublePair = { high: 0, low: 0 };
    for (let k = 41; k >= 1; k -= 2) sum = addPairs(multiplyPairs(sum, square), dividePairs(one, { high: k, low: 0 }));
    sum = multiplyPairs(sum, s);
    table.set([r, 2 * sum.high, 2 * sum.low], 3 * (i - firstLogEntry));
  }
  return table;
}

/** Natural logarithm of a positive, finite, normal number. */
export function log64(value: number): number {
  logTable ??= makeLogTable();
  double[0] = value;
  const high = words[highWord]!;
  let e = (high >>> 20) - 1023;
  words[highWord] = (high & 0x000fffff) | 0x3ff00000;
  let m = double[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    e += 1;
  }
  const entry = 3 * (Math.round(m * 64) - firstLogEntry);
  const r = logTable[entry]!;
  // z = m * r - 1, exactly, in two parts. Where m is near 1, r is 1, and nothing is lost by subtracting.
  const product = m * r;
  const zRest = productError(m, r, product);
  const near = product - 1;
  const z = near + zRest;
  const zLow = zRest - (z - near);
  const halfSquare = 0.5 * z * z;
  const halfSquareLow = productError(0.5 * z, z, halfSquare);
  let series = 1 / 13;
  for (let k = 12; k >= 3; k--) series = 1 / k - z * series;

  const base = e * ln2High;
  const tabled = base + logTable[entry + 1]!;
  const tabledLow = sumError(base, logTable[entry + 1]!, tabled);
  const first = tabled + z;
  const firstLow = sumError(tabled, z, first);
  const second = first - halfSquare;
  const secondLow = sumError(first, -halfSquare, second);
  const small = z * z * z * series + (zLow - z * zLow - halfSquareLow);
  return second + (tabledLow + firstLow + secondLow + logTable[entry + 2]! + e * ln2Low + small);
}

/** Table angles are multiples of 1/32. */
const steps = 32;
const turnEntries = Math.ceil(2 * Math.PI * steps) + 1;

let turnTable: Float64Array | undefined;

/** Sine (two parts) and cosine (two parts) of j / 32: one step by its series, the others by rotating on. */
function makeTurnTable(): Float64Array {
  const table = new Float64Array(4 * turnEntries);
  const angle: DoublePair = { high: 1 / steps, low: 0 };
  const series = (first: number): DoublePair => {
    let term: DoublePair = first === 0 ? one : angle;
    let sum = term;
    for (let k = first + 2; k < 24; k += 2) {
      term = multiplyPairs(term, dividePairs(multiplyPairs(angle, angle), { high: -k * (k - 1), low: 0 }));
      sum = addPairs(sum, term);
    }
    return sum;
  };
  const stepCos = series(0);
  const stepSin = series(1);
  const minusStepSin = { high: -stepSin.high, low: -stepSin.low };
  let sin: DoublePair = { high: 0, low: 0 };
  let cos = one;
  for (let j = 0; j < turnEntries; j++) {
    table.set([sin.high, sin.low, cos.high, cos.low], 4 * j);
    const next = addPairs(multiplyPairs(sin, stepCos), multiplyPairs(cos, stepSin));
    cos = addPairs(multiplyPairs(cos, stepCos), multiplyPairs(sin, minusStepSin));
    sin = next;
  }
  return table;
}

/** Sine and cosine of an angle from 0 to 2 pi, written to `out[0]` and `out[1]`. */
export function sincos64(angle: number, out: Float64Array): void {
  turnTable ??= makeTurnTable();
  const j = Math.round(angle * steps);
  const r = angle - j / steps;
  const square = r * r;
  const sinRest = r * square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square * (1 / 362880))));
  const cosRest = square * (-1 / 2 + square * (1 / 24 + square * (-1 / 720 + square * (1 / 40320))));
  const sin = turnTable[4 * j]!;
  const sinLow = turnTable[4 * j + 1]!;
  const cos = turnTable[4 * j + 2]!;
  const cosLow = turnTable[4 * j + 3]!;
  // sin(a + r) = sin a + r cos a + (sin a (cos r - 1) + cos a (sin r - r)); the first two terms carry the precision.
  out[0] = sumOf(sin, cos, r, sinLow + (cosLow * r + (sin * cosRest + cos * sinRest)));
  out[1] = sumOf(cos, -sin, r, cosLow + (-sinLow * r + (cos * cosRest - sin * sinRest)));
}

/** base + factor * r + small, where the first two terms count in full. */
function sumOf(base: number, factor: number, r: number, small: number): number {
  const product = factor * r;
  const sum = base + product;
  return sum + (sumError(base, product, sum) + productError(factor, r, product) + small);
}

const fdlibmLn2High = 0.6931471803691238;
const fdlibmLn2Low = 1.9082149292705877e-10;

/**
 * ln(1 + x) for x in (-1, 0], as the C library computes it, whose error here is not small enough for correct rounding to agree.
 *
 * fdlibm's way (Sun): 1 + x = 2^k (1 + f) with f in [sqrt(1/2) - 1, sqrt(2) - 1], what 1 + x lost in rounding kept as `lost`;
 * ln(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f), with glibc's order of adding R's terms.
 */
export function log1p64(x: number): number {
  if (x > -(2 ** -29)) return x > -(2 ** -54) ? x : x - x * x * 0.5;
  let k = 0;
  let f = x;
  let lost = 0;
  let tiny = false;
  double[0] = x;
  if (words[highWord]! > 0xbfd2bec3) {
    const u = 1 + x;
    double[0] = u;
    k = (words[highWord]! >>> 20) - 1023;
    lost = (x - (u - 1)) / u;
    const fraction = words[highWord]! & 0x000fffff;
    const upper = fraction >= 0x6a09e;
    if (upper) k += 1;
    words[highWord] = fraction | (upper ? 0x3fe00000 : 0x3ff00000);
    tiny = (upper ? (0x00100000 - fraction) >> 2 : fraction) === 0;
    f = double[0] - 1;
  }
  const halfSquare = 0.5 * f * f;
  if (tiny) {
    if (f === 0) return k * fdlibmLn2High + (lost + k * fdlibmLn2Low);
    const rest = halfSquare * (1 - 0.6666666666666666 * f);
    return k * fdlibmLn2High - (rest - (k * fdlibmLn2Low + lost) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const r1 = z * 0.6666666666666735;
  const r2 = 0.3999999999940942 + z * 0.2857142874366239;
  const r3 = 0.22222198432149784 + z * 0.1818357216161805;
  const r4 = 0.15313837699209373 + z * 0.14798198605116586;
  const rest = r1 + z2 * r2 + z4 * r3 + z6 * r4;
  if (k === 0) return f - (halfSquare - s * (halfSquare + rest));
  return k * fdlibmLn2High - (halfSquare - (s * (halfSquare + rest) + (k * fdlibmLn2Low + lost)) - f);
}
