// Maxima and averages over sliding windows: one path each from arguments to the op, three names.
import { arange, isGradEnabled, mul, reshape, sub, type Tensor, to } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import { type SpatialRank, volume } from "./geometry/conv-geometry.ts";
import type { PoolGeometry, PoolPlan } from "./geometry/pool-geometry.ts";
import { poolGeometry } from "./geometry/pool-plan.ts";
import type { PerAxis } from "./geometry/read-options.ts";
import { averages, maxima, tapeNames } from "./ops/pool.ts";

/** Options of {@link maxPool1d}, {@link maxPool2d} and {@link maxPool3d}. */
export interface MaxPoolOptions {
  /** Step of the window. Default: the kernel's size. */
  readonly stride?: PerAxis | null;
  /** Border of -infinity, at most half of the kernel's size. Default 0. */
  readonly padding?: PerAxis;
  /** Distance of the window's elements. Default 1. */
  readonly dilation?: PerAxis;
  /** Rounds sizes up: the last window may reach beyond the border. Default false. */
  readonly ceilMode?: boolean;
  /** Whether to return where the maxima stand, too. Default false. */
  readonly returnIndices?: boolean;
}

/** Options of {@link avgPool1d}. */
export interface AvgPool1dOptions {
  /** Step of the window. Default: the kernel's size. */
  readonly stride?: PerAxis | null;
  /** Border of zeros, at most half of the kernel's size. Default 0. */
  readonly padding?: PerAxis;
  /** Rounds sizes up: the last window may reach beyond the border. Default false. */
  readonly ceilMode?: boolean;
  /** Whether the border counts as elements. Default true. */
  readonly countIncludePad?: boolean;
}

/** Options of {@link avgPool2d} and {@link avgPool3d}. */
export interface AvgPoolOptions extends AvgPool1dOptions {
  /** What every sum is divided by, in place of the window's count. */
  readonly divisorOverride?: number | null;
}

/** Maxima, and where in their plane each stands, flat, int64. */
export type WithIndices = [output: Tensor, indices: Tensor];

function maximum(
  api: string,
  rank: SpatialRank,
  input: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolOptions | undefined,
): Tensor | WithIndices {
  checkTensor(api, "input", input);
  const recording = input.requiresGrad && isGradEnabled();
  const plan = poolGeometry({ api, rank, kind: "max", input, kernelSize, options, recording });
  return maximaOf(input, plan, options?.returnIndices === true, "MaxPool#WithIndices");
}

/** @internal Maxima of a checked call, with their indices if wanted. */
export function maximaOf(input: Tensor, plan: PoolPlan, returnIndices: boolean, family: string): Tensor | WithIndices {
  const names = tapeNames(family, plan.geometry);
  const options = { ...plan, ...names, inputShape: input.shape, returnPositions: returnIndices };
  const [output, positions] = maxima([input], options) as [Tensor, Tensor?];
  return positions === undefined ? output : [output, indicesInPlanes(positions, plan.geometry)];
}

/** Positions in the whole input as PyTorch's indices, which start anew in each plane. */
function indicesInPlanes(positions: Tensor, { planes, narrow, wide }: PoolGeometry): Tensor {
  const starts = reshape(mul(arange(planes, { dtype: "int32" }), volume(wide)), [planes, 1]);
  const inPlanes = sub(reshape(positions, [planes, volume(narrow)]), starts);
  return reshape(to(inPlanes, "int64"), positions.shape);
}

function average(
  api: string,
  rank: SpatialRank,
  input: Tensor,
  kernelSize: PerAxis,
  options: AvgPoolOptions | undefined,
): Tensor {
  checkTensor(api, "input", input);
  const plan = poolGeometry({ api, rank, kind: "avg", input, kernelSize, options });
  return averages([input], { ...plan, ...tapeNames("AvgPool#", plan.geometry), inputShape: input.shape });
}

/**
 * The largest element of each window along one axis; NaN is larger than everything.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, L']`, and with `returnIndices` a pair of that and of indices, int64.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html
 */
export function maxPool1d(
  input: Tensor,
  kernelSize: PerAxis,
  options?: MaxPoolOptions & { returnIndices?: false },
): Tensor;
export function maxPool1d(
  input: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolOptions & { returnIndices: true },
): WithIndices;
export function maxPool1d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor | WithIndices;
export function maxPool1d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor | WithIndices {
  return maximum("maxPool1d", 1, input, kernelSize, options);
}

/**
 * The largest element of each window of a plane; NaN is larger than everything.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, H', W']`, and with `returnIndices` a pair of that and of indices, int64, flat in
 * their plane.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export function maxPool2d(
  input: Tensor,
  kernelSize: PerAxis,
  options?: MaxPoolOptions & { returnIndices?: false },
): Tensor;
export function maxPool2d(
  input: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolOptions & { returnIndices: true },
): WithIndices;
export function maxPool2d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor | WithIndices;
export function maxPool2d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor | WithIndices {
  return maximum("maxPool2d", 2, input, kernelSize, options);
}

/**
 * The largest element of each window of a volume; NaN is larger than everything.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, D', H', W']`, and with `returnIndices` a pair of that and of indices, int64,
 * flat in their volume.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html
 */
export function maxPool3d(
  input: Tensor,
  kernelSize: PerAxis,
  options?: MaxPoolOptions & { returnIndices?: false },
): Tensor;
export function maxPool3d(
  input: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolOptions & { returnIndices: true },
): WithIndices;
export function maxPool3d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor | WithIndices;
export function maxPool3d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolOptions): Tensor | WithIndices {
  return maximum("maxPool3d", 3, input, kernelSize, options);
}

/**
 * The average of each window along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html
 */
export function avgPool1d(input: Tensor, kernelSize: PerAxis, options?: AvgPool1dOptions): Tensor {
  return average("avgPool1d", 1, input, kernelSize, options);
}

/**
 * The average of each window of a plane.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html
 */
export function avgPool2d(input: Tensor, kernelSize: PerAxis, options?: AvgPoolOptions): Tensor {
  return average("avgPool2d", 2, input, kernelSize, options);
}

/**
 * The average of each window of a volume.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html
 */
export function avgPool3d(input: Tensor, kernelSize: PerAxis, options?: AvgPoolOptions): Tensor {
  return average("avgPool3d", 3, input, kernelSize, options);
}
