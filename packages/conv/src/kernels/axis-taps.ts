// Along one axis, the taps of a position: always evenly spaced, in the kernel as well as in the source.
//
// On the narrow side a position o meets wide positions o * stride - padding + k * dilation, one for each k that stays inside.
// On the wide side a position i meets narrow positions (i + padding - k * dilation) / stride, for those k that leave no
// remainder. Both are arithmetic progressions, so that one routine serves both directions, and no inner loop tests a bound.
import type { ConvGeometry } from "../geometry/conv-geometry.ts";

/** Tap t of a position: element `k + t * kStep` of the kernel meets element `source + t * sourceStep`, t from 0 to count - 1. */
export interface AxisTaps {
  readonly count: number;
  readonly k: number;
  readonly kStep: number;
  readonly source: number;
  readonly sourceStep: number;
}

/**
 * Positions of the last axis that have the same taps but for those cut off at the borders: `start + j * step`, j from 0 to
 * count - 1. Tap t of position j meets source column `source + t * gap + j * sourceStep`, for j from first[t] to last[t] - 1.
 */
export interface ColumnPhase {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly taps: number;
  readonly k: number;
  readonly kStep: number;
  readonly source: number;
  readonly gap: number;
  readonly sourceStep: number;
  readonly first: readonly number[];
  readonly last: readonly number[];
  /** Where all taps are inside: j from innerFirst to innerLast - 1. */
  readonly innerFirst: number;
  readonly innerLast: number;
}

/** The numbers of one axis of a geometry. */
interface Axis {
  readonly wide: number;
  readonly narrow: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}

/** Axis 0 is depth, 1 height, 2 width. */
export function axisOf(g: ConvGeometry, axis: 0 | 1 | 2): Axis {
  return {
    wide: g.wide[axis],
    narrow: g.narrow[axis],
    kernel: g.kernel[axis],
    stride: g.stride[axis],
    dilation: g.dilation[axis],
    padding: g.padding[axis],
  };
}

/** The taps of every narrow position. */
export function narrowTaps(axis: Axis): AxisTaps[] {
  const positions: AxisTaps[] = [];
  for (let o = 0; o < axis.narrow; o++) {
    const origin = o * axis.stride - axis.padding;
    const k = origin >= 0 ? 0 : Math.ceil(-origin / axis.dilation);
    const end = Math.min(axis.kernel, Math.floor((axis.wide - 1 - origin) / axis.dilation) + 1);
    positions.push({
      count: Math.max(0, end - k),
      k,
      kStep: 1,
      source: origin + k * axis.dilation,
      sourceStep: axis.dilation,
    });
  }
  return positions;
}

/** The taps of every wide position. */
export function wideTaps(axis: Axis): AxisTaps[] {
  const { kernel, stride, dilation, narrow, padding } = axis;
  const divisor = gcd(stride, dilation);
  const kStep = stride / divisor;
  const positions: AxisTaps[] = [];
  for (let i = 0; i < axis.wide; i++) {
    const reach = i + padding;
    // Through k the position meets (reach - k * dilation) / stride, which falls as k grows.
    const least = Math.max(0, Math.ceil((reach - (narrow - 1) * stride) / dilation));
    const end = Math.min(kernel, Math.floor(reach / dilation) + 1);
    let k = least;
    while (k < Math.min(end, least + kStep) && (reach - k * dilation) % stride !== 0) k += 1;
    const found = k < Math.min(end, least + kStep);
    positions.push({
      count: found ? Math.ceil((end - k) / kStep) : 0,
      k,
      kStep,
      source: found ? (reach - k * dilation) / stride : 0,
      sourceStep: -dilation / divisor,
    });
  }
  return positions;
}

/** The columns of the narrow side: one phase. */
export function narrowPhases(axis: Axis): ColumnPhase[] {
  const { narrow, kernel, stride, dilation, padding, wide } = axis;
  return [phase(0, 1, narrow, kernel, 0, 1, -padding, dilation, stride, wide)];
}

/** The columns of the wide side: as many phases as the stride has residues. */
export function widePhases(axis: Axis): ColumnPhase[] {
  const { narrow, kernel, stride, dilation, padding, wide } = axis;
  const divisor = gcd(stride, dilation);
  const kStep = stride / divisor;
  const phases: ColumnPhase[] = [];
  for (let start = 0; start < Math.min(stride, wide); start++) {
    let k = 0;
    while (k < Math.min(kernel, kStep) && (start + padding - k * dilation) % stride !== 0) k += 1;
    const taps = k < Math.min(kernel, kStep) ? Math.ceil((kernel - k) / kStep) : 0;
    const source = taps === 0 ? 0 : (start + padding - k * dilation) / stride;
    const count = Math.ceil((wide - start) / stride);
    phases.push(phase(start, stride, count, taps, k, kStep, source, -dilation / divisor, 1, narrow));
  }
  return phases;
}

/** The same phase with other taps, which are all inside wherever its own are. */
export function withTaps(columns: ColumnPhase, taps: number, kStep: number, gap: number): ColumnPhase {
  const { start, step, count, k, source, sourceStep, first, last, innerFirst, innerLast } = columns;
  return {
    start,
    step,
    count,
    taps,
    k,
    kStep,
    source,
    gap,
    sourceStep,
    first: new Array<number>(taps).fill(first[0]!),
    last: new Array<number>(taps).fill(last[0]!),
    innerFirst,
    innerLast,
  };
}

function phase(
  start: number,
  step: number,
  count: number,
  taps: number,
  k: number,
  kStep: number,
  source: number,
  gap: number,
  sourceStep: number,
  sourceSize: number,
): ColumnPhase {
  const first: number[] = [];
  const last: number[] = [];
  let innerFirst = 0;
  let innerLast = count;
  for (let t = 0; t < taps; t++) {
    const origin = source + t * gap;
    const from = Math.min(count, Math.max(0, Math.ceil(-origin / sourceStep)));
    const to = Math.max(from, Math.min(count, Math.floor((sourceSize - 1 - origin) / sourceStep) + 1));
    first.push(from);
    last.push(to);
    innerFirst = Math.max(innerFirst, from);
    innerLast = Math.min(innerLast, to);
  }
  innerLast = Math.max(innerFirst, innerLast);
  return { start, step, count, taps, k, kStep, source, gap, sourceStep, first, last, innerFirst, innerLast };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The first tap of column j that is inside. */
export function firstTap(columns: ColumnPhase, j: number): number {
  const { taps, first, last } = columns;
  let t = 0;
  while (t < taps && (j < first[t]! || j >= last[t]!)) t += 1;
  return t;
}

/** One past the last tap of column j that is inside. The taps inside are consecutive. */
export function lastTap(columns: ColumnPhase, j: number): number {
  const { first, last } = columns;
  let t = columns.taps;
  while (t > 0 && (j < first[t - 1]! || j >= last[t - 1]!)) t -= 1;
  return t;
}
