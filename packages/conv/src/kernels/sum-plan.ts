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
  withTaps,
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
  return plan(g, g.narrowPerGroup, g.widePerGroup, g.narrow, g.wide, g.widePerGroup * kernel, kernel, {
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
  return plan(g, g.widePerGroup, g.narrowPerGroup, g.wide, g.narrow, kernel, g.widePerGroup * kernel, {
    depth: wideTaps(depth),
    height: wideTaps(height),
    columns: widePhases(width),
  });
}

// Both plans come from one object literal, so that the loops over them see one hidden class.
function plan(
  g: ConvGeometry,
  outChannels: number,
  sourceChannels: number,
  outSize: Triple,
  sourceSize: Triple,
  weightOut: number,
  weightSource: number,
  axes: Pick<SumPlan, "depth" | "height" | "columns">,
): SumPlan {
  const kernel = volume(g.kernel);
  const sourcePlane = volume(sourceSize);
  // With a kernel of one element, source channels take the place of kw: they are as evenly spaced, and can be added in one go.
  const fused = kernel === 1;
  return {
    batch: g.batch,
    groups: g.groups,
    outChannels,
    sourceChannels: fused ? Math.min(1, sourceChannels) : sourceChannels,
    outSize,
    outPlane: volume(outSize),
    sourcePlane,
    sourceGroup: sourceChannels * sourcePlane,
    sourceH: sourceSize[1],
    sourceW: sourceSize[2],
    kernelH: g.kernel[1],
    kernelW: g.kernel[2],
    weightGroup: g.narrowPerGroup * g.widePerGroup * kernel,
    weightOut,
    weightSource,
    depth: axes.depth,
    height: axes.height,
    columns: fused
      ? axes.columns.map((c) => (c.taps === 0 ? c : withTaps(c, sourceChannels, weightSource, sourcePlane)))
      : axes.columns,
  };
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
