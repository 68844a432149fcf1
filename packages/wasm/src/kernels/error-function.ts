// The error function and the unit of it that networks use, in float64, two at a time.
import { f64x2, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { type Begin, constant, type Double, exponential } from "./exponential.ts";

/**
 * exp(a^2) erfc(a) as a polynomial in t = (a - 3) / (a + 3), lowest power first: its Chebyshev series cut off after the sixteenth
 * term, which leaves out less than 4e-11 of it where erfc(a) is in the range of float32.
 */
const scaledComplement = [
  0.17900115118462487, -0.3262335600492371, 0.2456038012929318, -0.15011593620165725, 0.07166584615246727,
  -0.024392503534173004, 0.004269063082268997, 0.0007077731711803518, -0.0005967649556914753, 4.516510107805898e-5,
  6.339189576975151e-5, -1.2686943565977093e-5, -7.126765962206626e-6, 1.9281462616175296e-6, 6.381165481698905e-7,
  -1.796902285553506e-7,
];
const middle = 3;

/** From here on erfc is 0 even in float64. */
const farthest = 26;

/** Below, erf is its Taylor series. */
const small = 0.5;

function polynomial(f: FunctionBuilder, coefficients: readonly number[]): (x: Double) => Double {
  const terms = coefficients.map((value) => constant(f, value));
  const sum = f.local("v128");
  return (x) => {
    f.set(sum, terms.at(-1) as Double);
    for (const term of terms.slice(0, -1).reverse()) f.set(sum, f64x2.add(f64x2.mul(sum, x), term));
    return sum;
  };
}

/** erfc of what is not negative. */
function complement(f: FunctionBuilder): (a: Double) => V128 {
  const e = exponential(f);
  const far = constant(f, farthest);
  const centre = constant(f, middle);
  const series = polynomial(f, scaledComplement);
  const [near, t] = f.locals("v128", 2) as [Double, Double];
  return (a) => {
    f.set(near, f64x2.pmin(a, far));
    e.of(f64x2.neg(f64x2.mul(near, near)));
    f.set(t, f64x2.div(f64x2.sub(near, centre), f64x2.add(near, centre)));
    const value = f64x2.mul(f64x2.add(e.scale, f64x2.mul(e.scale, e.rest)), series(t));
    return v128.andnot(value, f64x2.lt(far, a));
  };
}

/** erf(x): 1 - erfc(|x|) with the sign of x, or, near 0, the Taylor series. */
export const errorFunction: Begin = (f) => {
  const ofPositive = complement(f);
  const one = constant(f, 1);
  const limit = constant(f, small);
  const sign = f.local("v128", v128.constF64(-0));
  let factorial = 1;
  const coefficients = Array.from({ length: 8 }, (_, n) => {
    if (n > 0) factorial *= -n;
    return 2 / Math.sqrt(Math.PI) / factorial / (2 * n + 1);
  });
  const series = polynomial(f, coefficients);
  const [a, square, large] = f.locals("v128", 3) as [Double, Double, Double];
  return (x) => {
    f.set(a, f64x2.abs(x));
    f.set(large, v128.bitselect(x, f64x2.sub(one, ofPositive(a)), sign));
    f.set(square, f64x2.mul(a, a));
    return v128.bitselect(f64x2.mul(x, series(square)), large, f64x2.lt(a, limit));
  };
};

/** x (1 + erf(x / sqrt(2))) / 2: for negative x that is x erfc(|x| / sqrt(2)) / 2, in which nothing cancels. */
export const gelu: Begin = (f) => {
  const ofPositive = complement(f);
  const scale = constant(f, Math.SQRT1_2);
  const [half, two, zero] = [constant(f, 0.5), constant(f, 2), constant(f, 0)];
  const [a, tail] = f.locals("v128", 2) as [Double, Double];
  return (x) => {
    f.set(a, f64x2.abs(f64x2.mul(x, scale)));
    f.set(tail, ofPositive(a));
    const factor = v128.bitselect(tail, f64x2.sub(two, tail), f64x2.lt(x, zero));
    return f64x2.mul(f64x2.mul(half, x), factor);
  };
};
