// The inverse of the error function, which turns uniform numbers into normal ones.
import { erf, log1p, mul, sign, sqrt, square, type Tensor, where } from "@toeplitz/tensor";

/**
 * The numbers whose error functions are `y`, from [-1, 1], in float64; infinite at the ends.
 *
 * Winitzki's closed form is right to some thousandths; each step of Newton's method doubles the number of right digits.
 */
export function inverseErf(y: Tensor): Tensor {
  const target = y.to("float64");
  const curve = log1p(square(target).neg());
  const base = curve.div(2).add(2 / (Math.PI * 0.147));
  let x = mul(sign(target), sqrt(sqrt(square(base).sub(curve.div(0.147))).sub(base)));
  for (let step = 0; step < 3; step++) {
    const slope = square(x)
      .exp()
      .mul(Math.sqrt(Math.PI) / 2);
    x = x.sub(erf(x).sub(target).mul(slope));
  }
  return where(target.abs().eq(1), target.mul(Number.POSITIVE_INFINITY), x);
}
