// float32 logarithm, sine and cosine as PyTorch's AVX2 code computes them, bit for bit.
//
// The polynomials are Cephes' single precision ones (S. Moshier), the arrangement is that of Pommier's SIMD versions, and each
// multiplication whose result is only added to something is fused with that addition, which is how compilers build it with FMA.
// Where a product feeds another product it is rounded on its own.
import { fma32 } from "./fused-multiply-add.ts";

const f = Math.fround;

const sqrtHalf = f(Math.SQRT1_2);
/** ln 2 in two parts: the first is exact with 9 bits, so that e * ln 2 loses nothing for any exponent. */
const ln2High = 0.693359375;
const ln2Low = f(-2.1219444e-4);

const log0 = f(7.0376836292e-2);
const log1 = f(-1.151461031e-1);
const log2 = f(1.167699874e-1);
const log3 = f(-1.2420140846e-1);
const log4 = f(1.4249322787e-1);
const log5 = f(-1.6668057665e-1);
const log6 = f(2.0000714765e-1);
const log7 = f(-2.4999993993e-1);
const log8 = f(3.3333331174e-1);

const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** Natural logarithm of a positive normal float32. */
export function log32(value: number): number {
  single[0] = value;
  const bits = singleBits[0]!;
  let e = (bits >>> 23) - 126;
  singleBits[0] = (bits & 0x007fffff) | 0x3f000000;
  // The mantissa is in [0.5, 1); bring it to [sqrt(0.5), sqrt(2)) and subtract 1. Both branches are exact.
  let x = single[0];
  if (x < sqrtHalf) {
    e -= 1;
    x = x + x - 1;
  } else x -= 1;
  const z = f(x * x);
  let y = fma32(log0, x, log1);
  y = fma32(y, x, log2);
  y = fma32(y, x, log3);
  y = fma32(y, x, log4);
  y = fma32(y, x, log5);
  y = fma32(y, x, log6);
  y = fma32(y, x, log7);
  y = fma32(y, x, log8);
  y = f(y * x);
  y = fma32(y, z, f(e * ln2Low));
  y = fma32(z, -0.5, y);
  return fma32(e, ln2High, f(x + y));
}

const fourOverPi = f(1.27323954473516);
/** -pi/4 in three parts. */
const turn1 = -0.78515625;
const turn2 = f(-2.4187564849853516e-4);
const turn3 = f(-3.774894977445941e-8);

const sin0 = f(-1.9515295891e-4);
const sin1 = f(8.3321608736e-3);
const sin2 = f(-1.6666654611e-1);
const cos0 = f(2.443315711809948e-5);
const cos1 = f(-1.388731625493765e-3);
const cos2 = f(4.166664568298827e-2);

/** Sine and cosine of a small non-negative float32 angle, written to `out[0]` and `out[1]`. */
export function sincos32(angle: number, out: Float32Array): void {
  // The octant, rounded up to an even one; the rest of the angle is then within pi/4 of zero.
  const octant = (Math.trunc(f(angle * fourOverPi)) + 1) & ~1;
  let x = fma32(octant, turn1, angle);
  x = fma32(octant, turn2, x);
  x = fma32(octant, turn3, x);
  const z = f(x * x);
  let c = fma32(cos0, z, cos1);
  c = fma32(c, z, cos2);
  c = f(c * z);
  c = f(fma32(c, z, -0.5 * z) + 1);
  let s = fma32(sin0, z, sin1);
  s = fma32(s, z, sin2);
  s = fma32(f(s * z), x, x);
  const quarter = octant & 6;
  out[0] = quarter === 0 ? s : quarter === 2 ? c : quarter === 4 ? -s : -c;
  out[1] = quarter === 0 ? c : quarter === 2 ? -s : quarter === 4 ? -c : s;
}
