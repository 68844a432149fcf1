// The exponential in float64, two at a time, as what exponentials, sigmoids and error functions are made of.
import { f64x2, i32, i64x2, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";

/** A variable of two float64. */
export type Double = Local<"v128">;

/** Sets variables to what stays the same, and gives the function of two float64. */
export type Begin = (f: FunctionBuilder) => (x: Double) => V128;

/** A variable with one number in both lanes. */
export const constant = (f: FunctionBuilder, value: number) => f.local("v128", v128.constF64(value));

/** Added to a small number it leaves the nearest integer in the lowest bits, and subtracted again, that integer. */
export const magic = 1.5 * 2 ** 52;

/**
 * Splits exp(x) into 2^k (1 + t), |x| below 700: `scale` is 2^k, `rest` is t.
 *
 * t is the series of expm1 to its ninth term where |r| <= log(2) / 2; what is left out is below 2e-11 of it.
 */
export function exponential(f: FunctionBuilder): { of(x: V128): void; readonly scale: Double; readonly rest: Double } {
  const log2e = constant(f, Math.LOG2E);
  const ln2 = constant(f, Math.LN2);
  const shift = constant(f, magic);
  const bias = f.local("v128", v128.constI64(1023n));
  const terms = [2, 6, 24, 120, 720, 5040, 40320, 362880].map((factorial) => constant(f, 1 / factorial));
  const [scale, rest, r, k] = f.locals("v128", 4) as [Double, Double, Double, Double];
  return {
    scale,
    rest,
    of(x) {
      f.set(r, x);
      f.set(k, f64x2.add(f64x2.mul(r, log2e), shift));
      f.set(scale, i64x2.shl(i64x2.add(k, bias), i32.const(52)));
      f.set(r, f64x2.sub(r, f64x2.mul(f64x2.sub(k, shift), ln2)));
      f.set(rest, terms.at(-1) as Double);
      for (const term of terms.slice(0, -1).reverse()) f.set(rest, f64x2.add(f64x2.mul(rest, r), term));
      f.set(rest, f64x2.add(r, f64x2.mul(f64x2.mul(r, r), rest)));
    },
  };
}
