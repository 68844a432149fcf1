// The error function in double precision, by series and continued fraction.

/**
 * erf(x) = 2/sqrt(pi) * integral of exp(-t^2) from 0 to x.
 *
 * Below 2.5 the series with positive terms, x * exp(-x^2) * sum (2x^2)^n / (1*3*5*...), which cancels nothing; above, the
 * continued fraction of erfc. The error stays within a few units in the last place of a double.
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  // Zero keeps its sign.
  if (Number.isNaN(x) || x === 0) return x;
  if (a > 6) return Math.sign(x);
  const gauss = Math.exp(-a * a);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * a * a) / (2 * n + 1);
      sum += term;
    }
    return x < 0 ? -scale * gauss * sum : scale * gauss * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (a + fraction);
  const tail = gauss / ((a + fraction) * Math.sqrt(Math.PI));
  return x < 0 ? tail - 1 : 1 - tail;
}

const scale = 2 / Math.sqrt(Math.PI);
