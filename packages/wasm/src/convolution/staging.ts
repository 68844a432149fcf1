// Where a sum finds its source: as it lies, or in a copy with zeros around it.
import { type GatherSum, type Phase, type Triple, volume } from "./gather-sum.ts";

const axes = [0, 1, 2] as const;

/** How the source lies when the sums read it. */
export interface Source {
  /** Whether it must be copied first. */
  readonly staged: boolean;
  /** Zeros before each axis of the copy; negative where the copy begins later. */
  readonly padding: Triple;
  /** Rows of a plane, and columns of a run. */
  readonly size: Triple;
  /** Runs of a row: columns are dealt out by their remainder modulo this. */
  readonly runs: number;
  /** Bytes of a plane. */
  readonly planeBytes: number;
}

/**
 * The source of all phases of a sum.
 *
 * @param runs deals the columns out (the column step of the rows that are read), 1 keeps them in order
 */
export function sourceOf(sum: GatherSum, runs: number): Source {
  const reach = axes.map((axis) => reachOf(sum.phases, axis));
  const inside = axes.every((axis) => reach[axis]!.first >= 0 && reach[axis]!.last < sum.sourceSize[axis]);
  if (inside && runs === 1) {
    const size = sum.sourceSize;
    return { staged: false, padding: [0, 0, 0], size, runs, planeBytes: 4 * volume(size) };
  }
  const [d, h, w] = reach as [Reach, Reach, Reach];
  const size: Triple = [d.last - d.first + 1, h.last - h.first + 1, Math.ceil((w.last - w.first + 1) / runs)];
  return {
    staged: true,
    padding: [0 - d.first, 0 - h.first, 0 - w.first],
    size,
    runs,
    planeBytes: 4 * volume(size) * runs,
  };
}

interface Reach {
  readonly first: number;
  readonly last: number;
}

/** First and last position on an axis that any tap of any output reads. */
function reachOf(phases: readonly Phase[], axis: 0 | 1 | 2): Reach {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { taps, count, step } of phases) {
    for (const { offset } of taps) {
      first = Math.min(first, offset[axis]);
      last = Math.max(last, offset[axis] + (count[axis] - 1) * step[axis]);
    }
  }
  return first <= last ? { first, last } : { first: 0, last: 0 };
}

/** Byte offset of a position of the source within its plane. */
function placeOf(source: Source, d: number, h: number, w: number): number {
  const [, height, width] = source.size;
  const column = w + source.padding[2];
  const row = (d + source.padding[0]) * height + h + source.padding[1];
  return 4 * ((row * source.runs + (column % source.runs)) * width + Math.floor(column / source.runs));
}

/** Byte offset of each step of a sum from its pixel: source channels, and taps within. */
export function offsetsOfSteps(sum: GatherSum, { taps }: Phase, source: Source): Int32Array {
  const offsets = new Int32Array(sum.sources * taps.length);
  let at = 0;
  for (let channel = 0; channel < sum.sources; channel++) {
    for (const { offset } of taps) {
      offsets[at++] = channel * source.planeBytes + placeOf(source, offset[0], offset[1], offset[2]);
    }
  }
  return offsets;
}
