// Sizes that follow from a layer: of its weight, of its result, and its work.
import type { Layer } from "./layer.ts";

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** PyTorch's weight: [O, C/g, ...k], or [C, O/g, ...k] for a transposed convolution. */
export function weightShape({ kind, x, o, k, g }: Layer): number[] {
  const channels = x[1]!;
  return kind === "convT" ? [channels, o / g, ...k] : [o, channels / g, ...k];
}

export function outputShape({ kind, x, o, k, s, p, d, op }: Layer): number[] {
  const space = x.slice(2).map((size, axis) => {
    const reach = d * (k[axis]! - 1) + 1;
    return kind === "convT" ? (size - 1) * s - 2 * p + reach + op : Math.floor((size + 2 * p - reach) / s) + 1;
  });
  return [x[0]!, o, ...space];
}

/** Two per product, counting those with the padding, as everyone does. */
export function countFlops(layer: Layer): number {
  const { kind, x, o, k, g } = layer;
  const pairs = kind === "convT" ? product(x) * (o / g) : product(outputShape(layer)) * (x[1]! / g);
  return 2 * pairs * product(k);
}
