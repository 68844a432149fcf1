// One launch of the narrow or the wide kernel, as numbers that do not say which of the two it is.
//
// Both compute out[c, p] = bias[c] + sum over source channels r and taps of source[r, ...] * weight[...]: on the narrow side the
// weight's first axis counts outputs and the second sources, on the wide side it is the other way round.
import { type ConvGeometry, type Triple, volume } from "../geometry/conv-geometry.ts";
import {
  type AxisTaps,
  axisOf,
  type ColumnPhase,
  narrowPhases,
  narrowTaps,
  widePhases,
  wideTaps,
} from "./axis-taps.ts";

export interface SumPlan {
  readonly batch: number;
  readonly groups: number;
  /** Channels per group. */
  readonly outChannels: number;
  readonly sourceChannels: number;
  readonly outSize: Triple;
  /** Elements of one plane. */
  readonly outPlane: number;
  readonly sourcePlane: number;
  /** Elements of one group of the source. */
  readonly sourceGroup: number;
  /** Height and width of the source, and of the kernel. */
  readonly sourceH: number;
  readonly sourceW: number;
  readonly kernelH: number;
  readonly kernelW: number;
  /** Distance in the weight to the next group, out channel and source channel. */
  readonly weightGroup: number;
  readonly weightOut: number;
  readonly weightSource: number;
  readonly depth: readonly AxisTaps[];
  readonly height: readonly AxisTaps[];
  readonly columns: readonly ColumnPhase[];
}

/** How y of a convolution is summed: x, weight -> y. */
export function planNarrow(geometry: ConvGeometry): SumPlan {
  const g = flattened(geometry);
  const [depth, height, width] = [axisOf(g, 0), axisOf(g, 1), axisOf(g, 2)];
  const kernel = volume(g.kernel);
  return fused(kernel, {
    batch: g.batch,
    groups: g.groups,
    outChannels: g.narrowPerGroup,
    sourceChannels: g.widePerGroup,
    outSize: g.narrow,
    outPlane: volume(g.narrow),
    sourcePlane: volume(g.wide),
    sourceGroup: g.widePerGroup * volume(g.wide),
    sourceH: g.wide[1],
    sourceW: g.wide[2],
    kernelH: g.kernel[1],
    kernelW: g.kernel[2],
    weightGroup: g.narrowPerGroup * g.widePerGroup * kernel,
    weightOut: g.widePerGroup * kernel,
    weightSource: kernel,
    depth: narrowTaps(depth),
    height: narrowTaps(height),
    columns: narrowPhases(width),
  });
}

/** How x is summed, the output of a transposed convolution: y, weight -> x. */
export function planWide(geometry: ConvGeometry): SumPlan {
  const g = flattened(geometry);
  const [depth, height, width] = [axisOf(g, 0), axisOf(g, 1), axisOf(g, 2)];
  const kernel = volume(g.kernel);
  return fused(kernel, {
    batch: g.batch,
    groups: g.groups,
    outChannels: g.widePerGroup,
    sourceChannels: g.narrowPerGroup,
    outSize: g.wide,
    outPlane: volume(g.wide),
    sourcePlane: volume(g.narrow),
    sourceGroup: g.narrowPerGroup * volume(g.narrow),
    sourceH: g.narrow[1],
    sourceW: g.narrow[2],
    kernelH: g.kernel[1],
    kernelW: g.kernel[2],
    weightGroup: g.narrowPerGroup * g.widePerGroup * kernel,
    weightOut: kernel,
    weightSource: g.widePerGroup * kernel,
    depth: wideTaps(depth),
    height: wideTaps(height),
    columns: widePhases(width),
  });
}

/** Kernel 1, stride 1, no padding: every position meets itself alone, so that the whole plane is one long row. */
function flattened(g: ConvGeometry): ConvGeometry {
  const whole =
    volume(g.kernel) === 1 &&
    g.stride.every((step) => step === 1) &&
    g.padding.every((size) => size === 0) &&
    g.wide.every((size, axis) => size === g.narrow[axis]);
  if (!whole) return g;
  const row: Triple = [1, 1, volume(g.wide)];
  return { ...g, wide: row, narrow: row };
}

/** With a kernel of one element, source channels take the place of kw: they are as evenly spaced, and can be added in one go. */
function fused(kernel: number, plan: SumPlan): SumPlan {
  if (kernel !== 1) return plan;
  const taps = plan.sourceChannels;
  return {
    ...plan,
    sourceChannels: 1,
    columns: plan.columns.map((phase) => {
      if (phase.taps === 0) return phase;
      return {
        ...phase,
        taps,
        kStep: plan.weightSource,
        gap: plan.sourcePlane,
        first: new Int32Array(taps).fill(phase.first[0]!),
        last: new Int32Array(taps).fill(phase.last[0]!),
      };
    }),
  };
}
