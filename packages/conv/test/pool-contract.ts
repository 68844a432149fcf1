// The numerics of pooling, spelled out naively: what every fast path must give, bit for bit.
import type { PoolGeometry } from "../src/kernels/index.ts";

/** Positions along one axis that a window sees, and what an average counts there. */
function windowOf(g: PoolGeometry, axis: 0 | 1 | 2, o: number): { at: number[]; size: number } {
  const [wide, narrow] = [g.wide[axis], g.narrow[axis]];
  const at: number[] = [];
  if (g.adaptive) {
    for (let i = 0; i < wide; i++) if ((i + 1) * narrow > o * wide && i * narrow < (o + 1) * wide) at.push(i);
    return { at, size: at.length };
  }
  let padded = 0;
  for (let k = 0; k < g.kernel[axis]; k++) {
    const i = o * g.stride[axis] - g.padding[axis] + k * g.dilation[axis];
    if (i >= 0 && i < wide) at.push(i);
    if (i < wide + g.padding[axis]) padded += 1;
  }
  return { at, size: g.countIncludePad ? padded : at.length };
}

/** Visits every window: its output, the positions of its elements in row-major order, and its three sizes. */
export function eachWindow(
  g: PoolGeometry,
  visit: (o: number, elements: number[], sizes: readonly [number, number, number]) => void,
): void {
  const [, H, W] = g.wide;
  let o = 0;
  for (let plane = 0; plane < g.planes; plane++)
    for (let od = 0; od < g.narrow[0]; od++)
      for (let oh = 0; oh < g.narrow[1]; oh++)
        for (let ow = 0; ow < g.narrow[2]; ow++, o++) {
          const [d, h, w] = [windowOf(g, 0, od), windowOf(g, 1, oh), windowOf(g, 2, ow)];
          const start = plane * g.wide[0] * H * W;
          const elements = d.at.flatMap((i) => h.at.flatMap((j) => w.at.map((k) => start + (i * H + j) * W + k)));
          visit(o, elements, [d.size, h.size, w.size]);
        }
}

/** The first of equals, and the last NaN; its place, or -1 in a window without elements. */
export function maximum(x: ArrayLike<number>, elements: readonly number[]): { value: number; at: number } {
  let value = -Infinity;
  let at = elements[0] ?? -1;
  for (const i of elements) {
    if (!(x[i]! > value) && !Number.isNaN(x[i]!)) continue;
    value = x[i]!;
    at = i;
  }
  return { value, at };
}

/** A value divided as a window says. */
export function divided(
  value: number,
  g: PoolGeometry,
  [d, h, w]: readonly [number, number, number],
  round: (value: number) => number,
): number {
  if (g.adaptive) return round(round(round(value / d) / h) / w);
  return round(value / round(g.divisor ?? d * h * w));
}
