// What a pooling is, in numbers: one frozen record that the pooling kernels read.

import type { SpatialRank, Triple } from "./conv-geometry.ts";
import { triple } from "./conv-plan.ts";

/**
 * A pooling with every size spelled out: `wide`, [planes, ...wide], goes in, `narrow`, [planes, ...narrow], comes out.
 *
 * On each axis the window of output `o` holds the elements `o * stride - padding + k * dilation`, k from 0 to kernel - 1, as far as
 * they exist. Where `adaptive`, it holds those from `floor(o * wide / narrow)` up to, not including,
 * `ceil((o + 1) * wide / narrow)`, and kernel, stride, padding and dilation say nothing.
 */
export interface PoolGeometry {
  /** Spatial axes of the public function; arithmetic always has three. */
  readonly rank: SpatialRank;
  /** Batch times channels: every plane is pooled alone. */
  readonly planes: number;
  readonly wide: Triple;
  readonly narrow: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly dilation: Triple;
  readonly adaptive: boolean;
  /** Averages of sliding windows: whether padding counts, but never what lies behind the padding. */
  readonly countIncludePad: boolean;
  /** Averages: what every sum is divided by, in place of the count of the window. */
  readonly divisor: number | null;
}

/** A checked pooling. */
export interface PoolPlan {
  readonly geometry: PoolGeometry;
  /** As the caller sees it. */
  readonly outputShape: readonly number[];
}

/** The lists that say what a sliding window is, one number per axis. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** A geometry of sliding windows on the last axes of `shape`. */
export function slidingGeometry(
  shape: readonly number[],
  output: readonly number[],
  window: Window,
  average: { readonly countIncludePad: boolean; readonly divisor: number | null } = {
    countIncludePad: true,
    divisor: null,
  },
): PoolPlan {
  return planOf(shape, output, {
    kernel: triple(window.kernel, 1),
    stride: triple(window.stride, 1),
    padding: triple(window.padding, 0),
    dilation: triple(window.dilation, 1),
    adaptive: false,
    ...average,
  });
}

/**
 * A geometry of windows that share the last axes of `shape` out among `output`.
 *
 * @param divided windows are averaged: PyTorch divides by their sizes axis by axis, so that they stay adaptive even if all alike
 */
export function adaptiveGeometry(shape: readonly number[], output: readonly number[], divided: boolean): PoolPlan {
  const rank = output.length;
  const wide = shape.slice(shape.length - rank);
  const even = !divided && wide.every((size, axis) => output[axis]! > 0 && size % output[axis]! === 0);
  if (even) {
    const kernel = wide.map((size, axis) => size / output[axis]!);
    const none = kernel.map(() => 0);
    return slidingGeometry(shape, output, { kernel, stride: kernel, padding: none, dilation: kernel.map(() => 1) });
  }
  const ones = triple([1], 1);
  return planOf(shape, output, {
    kernel: ones,
    stride: ones,
    padding: triple([0], 0),
    dilation: ones,
    adaptive: true,
    countIncludePad: true,
    divisor: null,
  });
}

function planOf(
  shape: readonly number[],
  output: readonly number[],
  windows: Omit<PoolGeometry, "rank" | "planes" | "wide" | "narrow">,
): PoolPlan {
  const rank = output.length;
  const leading = shape.slice(0, shape.length - rank);
  return Object.freeze({
    geometry: Object.freeze({
      rank: rank as SpatialRank,
      planes: leading.reduce((count, size) => count * size, 1),
      wide: triple(shape.slice(leading.length), 1),
      narrow: triple(output, 1),
      ...windows,
    }),
    outputShape: Object.freeze([...leading, ...output]),
  });
}
