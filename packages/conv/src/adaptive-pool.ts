// Pooling to a wanted size: windows that share the input out among the outputs.
import { mean, squeeze, type Tensor, unsqueeze } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import { adaptivePoolGeometry } from "./geometry/adaptive-plan.ts";
import type { SpatialRank } from "./geometry/conv-geometry.ts";
import type { PerAxis } from "./geometry/read-options.ts";
import { averages, tapeNames } from "./ops/pool.ts";
import { maximaOf, type WithIndices } from "./pool.ts";

/** A size for every axis, or a list with one per axis, null where the input's own size stays. */
export type OutputSize = number | readonly (number | null)[];

/** Options of the adaptive maxima. */
export interface AdaptiveMaxPoolOptions {
  /** Whether to return where the maxima stand, too. Default false. */
  readonly returnIndices?: boolean;
}

function maximum(
  api: string,
  rank: SpatialRank,
  input: Tensor,
  outputSize: OutputSize,
  options: AdaptiveMaxPoolOptions | undefined,
): Tensor | WithIndices {
  checkTensor(api, "input", input);
  const plan = adaptivePoolGeometry({ api, rank, kind: "max", input, outputSize, options });
  return maximaOf(input, plan, options?.returnIndices === true, "AdaptiveMaxPool#");
}

function average(api: string, rank: SpatialRank, input: Tensor, outputSize: OutputSize): Tensor {
  checkTensor(api, "input", input);
  const plan = adaptivePoolGeometry({ api, rank, kind: "avg", input, outputSize });
  if (!plan.mean) {
    return averages([input], { ...plan, ...tapeNames("AdaptiveAvgPool#", plan.geometry), inputShape: input.shape });
  }
  if (rank === 1) return squeeze(mean(unsqueeze(input, -2), { dim: [-1, -2], keepdim: true }), -2);
  return mean(input, { dim: rank === 2 ? [-1, -2] : [-1, -2, -3], keepdim: true });
}

/**
 * Averages of as many windows as `outputSize` says, along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and sizes that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
 */
export function adaptiveAvgPool1d(input: Tensor, outputSize: PerAxis): Tensor {
  return average("adaptiveAvgPool1d", 1, input, outputSize);
}

/**
 * Averages of as many windows of a plane as `outputSize` says.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and sizes that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export function adaptiveAvgPool2d(input: Tensor, outputSize: OutputSize): Tensor {
  return average("adaptiveAvgPool2d", 2, input, outputSize);
}

/**
 * Averages of as many windows of a volume as `outputSize` says.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and sizes that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html
 */
export function adaptiveAvgPool3d(input: Tensor, outputSize: OutputSize): Tensor {
  return average("adaptiveAvgPool3d", 3, input, outputSize);
}

/**
 * Maxima of as many windows as `outputSize` says, along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, outputSize]`, and with `returnIndices` a pair of that and of indices, int64.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and sizes that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
 */
export function adaptiveMaxPool1d(input: Tensor, outputSize: PerAxis, options?: { returnIndices?: false }): Tensor;
export function adaptiveMaxPool1d(input: Tensor, outputSize: PerAxis, options: { returnIndices: true }): WithIndices;
export function adaptiveMaxPool1d(
  input: Tensor,
  outputSize: PerAxis,
  options?: AdaptiveMaxPoolOptions,
): Tensor | WithIndices;
export function adaptiveMaxPool1d(
  input: Tensor,
  outputSize: PerAxis,
  options?: AdaptiveMaxPoolOptions,
): Tensor | WithIndices {
  return maximum("adaptiveMaxPool1d", 1, input, outputSize, options);
}

/**
 * Maxima of as many windows of a plane as `outputSize` says.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, ...outputSize]`, and with `returnIndices` a pair of that and of indices, int64, flat
 * in their plane.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and sizes that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 */
export function adaptiveMaxPool2d(input: Tensor, outputSize: OutputSize, options?: { returnIndices?: false }): Tensor;
export function adaptiveMaxPool2d(input: Tensor, outputSize: OutputSize, options: { returnIndices: true }): WithIndices;
export function adaptiveMaxPool2d(
  input: Tensor,
  outputSize: OutputSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | WithIndices;
export function adaptiveMaxPool2d(
  input: Tensor,
  outputSize: OutputSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | WithIndices {
  return maximum("adaptiveMaxPool2d", 2, input, outputSize, options);
}

/**
 * Maxima of as many windows of a volume as `outputSize` says.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, ...outputSize]`, and with `returnIndices` a pair of that and of indices,
 * int64, flat in their volume.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and sizes that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html
 */
export function adaptiveMaxPool3d(input: Tensor, outputSize: OutputSize, options?: { returnIndices?: false }): Tensor;
export function adaptiveMaxPool3d(input: Tensor, outputSize: OutputSize, options: { returnIndices: true }): WithIndices;
export function adaptiveMaxPool3d(
  input: Tensor,
  outputSize: OutputSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | WithIndices;
export function adaptiveMaxPool3d(
  input: Tensor,
  outputSize: OutputSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | WithIndices {
  return maximum("adaptiveMaxPool3d", 3, input, outputSize, options);
}
