// Both directions of a convolution as one thing: sums that each output gathers from the source.
import type { ConvGeometry } from "@toeplitz/conv/kernels";

/** Which kernel: narrow reads the wide side and sums the narrow one, wide the other way round. */
export type Direction = "narrow" | "wide";

/** [depth, height, width]. */
export type Triple = readonly [number, number, number];

/** One element of the kernel, as an output meets it. */
export interface Tap {
  /** Distance from the output's position in the source to the element that this tap multiplies. */
  readonly offset: Triple;
  /** Element of the kernel, in row-major order. */
  readonly element: number;
}

/**
 * Outputs that share their taps: output origin + q * distance, for q below count, reads the source at q * step + offset of each
 * tap. A narrow sum has one phase; a wide one has a phase for each remainder modulo the stride.
 */
export interface Phase {
  readonly origin: Triple;
  readonly distance: Triple;
  readonly count: Triple;
  readonly step: Triple;
  /** In the order of the kernel's elements, which is the order of summation. May be empty: then the sum is the bias. */
  readonly taps: readonly Tap[];
}

/** out[image, group, o, p] = sum over source channels and taps of source * weight. */
export interface GatherSum {
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly outputs: number;
  readonly sources: number;
  readonly sourceSize: Triple;
  readonly outSize: Triple;
  /** Elements of the weight from one output channel to the next, from one source channel to the next, of a group. */
  readonly weightOutput: number;
  readonly weightSource: number;
  readonly weightGroup: number;
  readonly phases: readonly Phase[];
}

const axes = [0, 1, 2] as const;

/** The number of elements. */
export function volume(size: Triple): number {
  return size[0] * size[1] * size[2];
}

export function gatherSum(g: ConvGeometry, direction: Direction): GatherSum {
  const kernel = volume(g.kernel);
  const narrow = direction === "narrow";
  return {
    batch: g.batch,
    groups: g.groups,
    outputs: narrow ? g.narrowPerGroup : g.widePerGroup,
    sources: narrow ? g.widePerGroup : g.narrowPerGroup,
    sourceSize: narrow ? g.wide : g.narrow,
    outSize: narrow ? g.narrow : g.wide,
    weightOutput: narrow ? g.widePerGroup * kernel : kernel,
    weightSource: narrow ? kernel : g.widePerGroup * kernel,
    weightGroup: g.narrowPerGroup * g.widePerGroup * kernel,
    phases: narrow ? [narrowPhase(g)] : widePhases(g),
  };
}

function narrowPhase(g: ConvGeometry): Phase {
  return {
    origin: [0, 0, 0],
    distance: [1, 1, 1],
    count: g.narrow,
    step: g.stride,
    taps: tapsOf(g, (axis, k) => k * g.dilation[axis]! - g.padding[axis]!),
  };
}

/** Output r + q * stride of the wide side meets element (r + padding - k * dilation) / stride + q of the narrow one. */
function widePhases(g: ConvGeometry): Phase[] {
  const phases: Phase[] = [];
  for (let d = 0; d < g.stride[0]; d++) {
    for (let h = 0; h < g.stride[1]; h++) {
      for (let w = 0; w < g.stride[2]; w++) {
        const origin: Triple = [d, h, w];
        const count = axes.map((axis) => Math.ceil((g.wide[axis] - origin[axis]) / g.stride[axis]));
        if (count.some((size) => size <= 0)) continue;
        const taps = tapsOf(g, (axis, k) => {
          const reach = origin[axis]! + g.padding[axis]! - k * g.dilation[axis]!;
          return reach % g.stride[axis]! === 0 ? reach / g.stride[axis]! : null;
        });
        phases.push({ origin, distance: g.stride, count: count as unknown as Triple, step: [1, 1, 1], taps });
      }
    }
  }
  return phases;
}

function tapsOf(g: ConvGeometry, offset: (axis: 0 | 1 | 2, k: number) => number | null): Tap[] {
  const along = axes.map((axis) => Array.from({ length: g.kernel[axis] }, (_, k) => offset(axis, k)));
  const taps: Tap[] = [];
  along[0]!.forEach((d, kd) => {
    along[1]!.forEach((h, kh) => {
      along[2]!.forEach((w, kw) => {
        if (d === null || h === null || w === null) return;
        taps.push({ offset: [d, h, w], element: (kd * g.kernel[1] + kh) * g.kernel[2] + kw });
      });
    });
  });
  return taps;
}
