// Whether a contestant computed the layer: against the reference where that was made, and against the others everywhere.
import { samplePositions } from "./reference.ts";

/** What a process tells of its result: some elements, and two sums over all of them. */
export interface Fingerprint {
  readonly length: number;
  readonly sampled: readonly number[];
  /** Root of the sum of squares. */
  readonly norm: number;
  /** Sum with pseudo-random signs: no element can go wrong, or to another place, without moving it. */
  readonly signed: number;
}

export function fingerprint(y: Float32Array): Fingerprint {
  let squares = 0;
  let signed = 0;
  let state = 1;
  for (const value of y) {
    state = (state * 48271) % 2147483647;
    squares += value * value;
    signed += state & 64 ? value : -value;
  }
  return {
    length: y.length,
    sampled: samplePositions(y.length).map((i) => y[i]!),
    norm: Math.sqrt(squares),
    signed,
  };
}

/** Relative L2 distance of what was sampled, as far as the reference was made. */
export function relativeError(sampled: readonly number[], reference: Float64Array): number {
  let off = 0;
  let all = 0;
  for (const [i, expected] of reference.entries()) {
    off += (sampled[i]! - expected) ** 2;
    all += expected ** 2;
  }
  return Math.sqrt(off / all);
}

/** Five times what a sum of some thousand products in float32, or the best F(4x4, 3x3), is off by. */
export const layerTolerance = 1e-5;

/** What is wrong with a result, in words; null if nothing is. The first result of a layer stands for the others. */
export function disagreement(
  result: Fingerprint,
  reference: Float64Array,
  first: Fingerprint,
  tolerance: number = layerTolerance,
): string | null {
  if (result.length !== first.length) return `has ${result.length} elements instead of ${first.length}`;
  const error = relativeError(result.sampled, reference);
  if (!(error <= tolerance)) return `is off by ${error.toExponential(1)}, relative L2, from the reference`;
  // The signed sum of independent errors is as large as their L2 norm; five of those is beyond chance.
  const apart = Math.max(Math.abs(result.norm - first.norm), Math.abs(result.signed - first.signed)) / first.norm;
  return apart <= 5 * tolerance ? null : `is elsewhere off by ${apart.toExponential(1)}, relative to its norm`;
}
