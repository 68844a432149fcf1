// Gradients of convolutions as functions of their own: torch.nn.grad.
import type { Tensor } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import type { SpatialRank } from "./geometry/conv-geometry.ts";
import { type ConvGradOptions, convInputGeometry, convWeightGeometry } from "./geometry/gradient-geometry.ts";
import { convolution, convolutionWeight } from "./ops/convolution.ts";

export type { ConvGradOptions };

function towardsInput(
  api: string,
  rank: SpatialRank,
  inputSize: readonly number[],
  weight: Tensor,
  gradOutput: Tensor,
  options: ConvGradOptions | undefined,
): Tensor {
  checkTensor(api, "weight", weight);
  checkTensor(api, "gradOutput", gradOutput);
  const { geometry } = convInputGeometry(api, rank, inputSize, weight, gradOutput, options);
  const back = { ...geometry, transposed: true };
  return convolution([gradOutput, weight, null], { geometry: back, activation: "none", outputShape: [...inputSize] });
}

function towardsWeight(
  api: string,
  rank: SpatialRank,
  input: Tensor,
  weightSize: readonly number[],
  gradOutput: Tensor,
  options: ConvGradOptions | undefined,
): Tensor {
  checkTensor(api, "input", input);
  checkTensor(api, "gradOutput", gradOutput);
  const { geometry } = convWeightGeometry(api, rank, input, weightSize, gradOutput, options);
  return convolutionWeight([input, gradOutput], { geometry, shape: [...weightSize] });
}

/**
 * Gradient of conv1d with respect to its input: `weight [O, C/groups, k]`, `gradOutput [N, O, L']` -> `inputSize [N, C, L]`.
 *
 * @throws ToeplitzError where the sizes belong to no such convolution.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 */
export function conv1dInput(
  inputSize: readonly number[],
  weight: Tensor,
  gradOutput: Tensor,
  options?: ConvGradOptions,
): Tensor {
  return towardsInput("conv1dInput", 1, inputSize, weight, gradOutput, options);
}

/**
 * Gradient of conv2d with respect to its input: `weight [O, C/groups, kh, kw]`, `gradOutput [N, O, H', W']` -> `inputSize [N, C, H, W]`.
 *
 * @throws ToeplitzError where the sizes belong to no such convolution.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function conv2dInput(
  inputSize: readonly number[],
  weight: Tensor,
  gradOutput: Tensor,
  options?: ConvGradOptions,
): Tensor {
  return towardsInput("conv2dInput", 2, inputSize, weight, gradOutput, options);
}

/**
 * Gradient of conv3d with respect to its input, as {@link conv2dInput} with one axis more.
 *
 * @throws ToeplitzError where the sizes belong to no such convolution.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 */
export function conv3dInput(
  inputSize: readonly number[],
  weight: Tensor,
  gradOutput: Tensor,
  options?: ConvGradOptions,
): Tensor {
  return towardsInput("conv3dInput", 3, inputSize, weight, gradOutput, options);
}

/**
 * Gradient of conv1d with respect to its weight: `input [N, C, L]`, `gradOutput [N, O, L']` -> `weightSize [O, C/groups, k]`.
 *
 * @throws ToeplitzError where the sizes belong to no such convolution.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 */
export function conv1dWeight(
  input: Tensor,
  weightSize: readonly number[],
  gradOutput: Tensor,
  options?: ConvGradOptions,
): Tensor {
  return towardsWeight("conv1dWeight", 1, input, weightSize, gradOutput, options);
}

/**
 * Gradient of conv2d with respect to its weight: `input [N, C, H, W]`, `gradOutput [N, O, H', W']` -> `weightSize [O, C/groups, kh, kw]`.
 *
 * @throws ToeplitzError where the sizes belong to no such convolution.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function conv2dWeight(
  input: Tensor,
  weightSize: readonly number[],
  gradOutput: Tensor,
  options?: ConvGradOptions,
): Tensor {
  return towardsWeight("conv2dWeight", 2, input, weightSize, gradOutput, options);
}

/**
 * Gradient of conv3d with respect to its weight, as {@link conv2dWeight} with one axis more.
 *
 * @throws ToeplitzError where the sizes belong to no such convolution.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 */
export function conv3dWeight(
  input: Tensor,
  weightSize: readonly number[],
  gradOutput: Tensor,
  options?: ConvGradOptions,
): Tensor {
  return towardsWeight("conv3dWeight", 3, input, weightSize, gradOutput, options);
}
