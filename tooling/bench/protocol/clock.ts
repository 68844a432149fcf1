// How fast the processor's clock runs now: a chain of dependent multiplications, which nothing else can speed up or slow down.

/** Multiplications per nanosecond; the best of a few short chains. */
export function clockSpeed(): number {
  const links = 400_000;
  let best = 0;
  for (let chain = 0; chain < 8; chain++) {
    let value = 1.0000001;
    const start = performance.now();
    for (let i = 0; i < links; i++) value *= 0.99999999;
    const ms = performance.now() - start;
    // The product is used, so that the loop is not left out.
    if (value > 0) best = Math.max(best, links / ms / 1e6);
  }
  return best;
}
