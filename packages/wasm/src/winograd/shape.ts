// The shape of a convolution as Winograd's tiles see it, in either direction.
import type { ConvGeometry } from "@toeplitz/conv/geometry";
import { type Direction, gatherSum, type Triple } from "../convolution/gather-sum.ts";

/** Sums with stride 1: out[p] = sum over channels and taps of source[p + base + tap * dilation] * weight[tap]. */
export interface Shape {
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly channels: number;
  readonly outputs: number;
  readonly sourceSize: Triple;
  readonly outSize: Triple;
  readonly kernel: Triple;
  readonly dilation: Triple;
  readonly base: Triple;
  /** Whether taps meet the kernel's elements from the last to the first. */
  readonly flipped: boolean;
  /** Elements of the weight from one output, source channel and group to the next. */
  readonly weightOutput: number;
  readonly weightSource: number;
  readonly weightGroup: number;
}

/** Null for strides, and for kernels that are not three elements wide. */
export function shapeOf(g: ConvGeometry, direction: Direction): Shape | null {
  const [kernelD, kernelH, kernelW] = g.kernel;
  if (g.stride.some((step) => step !== 1) || kernelW !== 3 || (kernelH !== 3 && kernelH !== 1)) return null;
  const sum = gatherSum(g, direction);
  const flipped = direction === "wide";
  const base = ([0, 1, 2] as const).map((axis) =>
    flipped ? g.padding[axis] - (g.kernel[axis] - 1) * g.dilation[axis] : 0 - g.padding[axis],
  ) as unknown as Triple;
  const dilation: Triple = [g.dilation[0], kernelH === 1 ? 1 : g.dilation[1], g.dilation[2]];
  const { batch, groups, sources: channels, outputs, sourceSize, outSize } = sum;
  const { weightOutput, weightSource, weightGroup } = sum;
  const size = { batch, groups, channels, outputs, sourceSize, outSize };
  const shape: Shape = { ...size, kernel: g.kernel, dilation, base, flipped, weightOutput, weightSource, weightGroup };
  // Taps along the depth are further channels, which must be neighbours, and every output must have some.
  if (kernelD > 1) {
    if (g.dilation[0] !== 1) return null;
    if (base[0] <= -kernelD || outSize[0] - 1 + base[0] >= sourceSize[0]) return null;
  }
  const empty = [batch, groups, channels, outputs, ...outSize].includes(0);
  return empty || sourceSize[2] < 4 ? null : shape;
}
