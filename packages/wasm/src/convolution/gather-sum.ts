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
 * tap. A narrow sum has one phase; a wide one has a phase for each remainder modulo the stride that meets an element of the kernel.
 */
export interface Phase {
  readonly origin: Triple;
  readonly distance: Triple;
  readonly count: Triple;
  readonly step: Triple;
  /** In the order of the kernel's elements, which is the order of summation. */
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
  /** Outputs of no phase get no term: they are the bias. */
  readonly phases: readonly Phase[];
}

const axes = [0, 1, 2] as const;

/** The number of elements. */
export function volume(size: Triple): number {
  return size[0] * size[1] * size[2];
}

/** A plan keeps a job with tables for each phase. What would need more of them is left to the portable kernel, which has none. */
export const mostPhases = 4096;

/** Whether the wide sum has few enough phases: no more than the kernel has elements, however large the stride. */
export function hasFewPhases(g: ConvGeometry): boolean {
  const [depth, height, width] = axes.map((axis) => Math.min(g.stride[axis], g.kernel[axis], g.wide[axis]));
  return depth! * height! * width! <= mostPhases;
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
  const along = (axis: 0 | 1 | 2): Offsets =>
    Array.from({ length: g.kernel[axis] }, (_, k) => [k, k * g.dilation[axis] - g.padding[axis]]);
  const taps = tapsOf(g, [along(0), along(1), along(2)]);
  return { origin: [0, 0, 0], distance: [1, 1, 1], count: g.narrow, step: g.stride, taps };
}

/**
 * Output r + q * stride of the wide side meets element (r + padding - k * dilation) / stride + q of the narrow one. Found from the
 * kernel's elements, which are few where the stride has millions of remainders.
 */
function widePhases(g: ConvGeometry): Phase[] {
  const [D, H, W] = axes.map((axis) => offsetsByOrigin(g, axis)) as [Remainders, Remainders, Remainders];
  return D.flatMap(([d, offsetsD]) =>
    H.flatMap(([h, offsetsH]) =>
      W.map(([w, offsetsW]): Phase => {
        const origin: Triple = [d, h, w];
        const [depth, height, width] = axes.map((axis) => Math.ceil((g.wide[axis] - origin[axis]) / g.stride[axis]));
        const taps = tapsOf(g, [offsetsD, offsetsH, offsetsW]);
        return { origin, distance: g.stride, count: [depth!, height!, width!], step: [1, 1, 1], taps };
      }),
    ),
  );
}

/** Where each element of the kernel along an axis meets the source. */
type Offsets = readonly (readonly [k: number, offset: number])[];

/** The outputs along an axis that begin a phase with taps, ascending, each with the offsets of its taps. */
type Remainders = readonly (readonly [origin: number, offsets: Offsets])[];

function offsetsByOrigin(g: ConvGeometry, axis: 0 | 1 | 2): Remainders {
  const stride = g.stride[axis];
  const found = new Map<number, [number, number][]>();
  for (let k = 0; k < g.kernel[axis]; k++) {
    const shift = k * g.dilation[axis] - g.padding[axis];
    const origin = ((shift % stride) + stride) % stride;
    if (origin >= g.wide[axis]) continue;
    const offsets = found.get(origin) ?? [];
    offsets.push([k, (origin - shift) / stride]);
    found.set(origin, offsets);
  }
  return [...found].sort(([a], [b]) => a - b);
}

function tapsOf(g: ConvGeometry, [depth, height, width]: readonly [Offsets, Offsets, Offsets]): Tap[] {
  return depth.flatMap(([kd, d]) =>
    height.flatMap(([kh, h]) =>
      width.map(([kw, w]): Tap => ({ offset: [d, h, w], element: (kd * g.kernel[1] + kh) * g.kernel[2] + kw })),
    ),
  );
}
