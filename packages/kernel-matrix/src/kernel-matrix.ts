// From a weight, a sample's shape and the convolution's options to its matrix.
import { type ConvSettings, convGeometry, type SpatialRank } from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { KernelMatrix } from "./operator.ts";

/** Options of {@link kernelMatrix}: those of the convolution. */
export interface KernelMatrixOptions
  extends Pick<ConvSettings, "stride" | "padding" | "dilation" | "groups" | "outputPadding" | "paddingMode"> {
  /** The matrix of the transposed convolution, whose weight is [C, O/groups, ...kernel]. Default false. */
  readonly transposed?: boolean;
}

/** Most positions along an axis: the lists of more would take gigabytes before any entry is looked at. */
const mostPositions = 2 ** 24;

const optionNames = ["stride", "padding", "dilation", "groups", "outputPadding", "paddingMode", "transposed"];

/**
 * The matrix K with `K @ x.flatten() = convolution(x).flatten()`, for one sample.
 *
 * `weight [O, C/groups, ...kernel]`, `inputShape [...size]` or `[C, ...size]` -> an operator of shape
 * (O * outputs) x (C * inputs). Every option of the convolution counts: stride, padding (numbers, 'same', 'valid'), paddingMode,
 * dilation, groups; 1-D, 2-D and 3-D by the weight's rank. Nothing is built before it is asked for.
 *
 * @throws ToeplitzError with PyTorch's sentence where the convolution itself would be refused.
 * @example kernelMatrix(ones([1, 1, 3, 3]), [4, 4]).shape // [4,16]
 */
export function kernelMatrix(
  weight: Tensor,
  inputShape: readonly number[],
  options: KernelMatrixOptions = {},
): KernelMatrix {
  const api = "kernelMatrix";
  checkTensor(api, "weight", weight);
  checkOptions(api, options, optionNames);
  const { transposed = false, ...settings } = options;
  if (typeof transposed !== "boolean") throw argumentError(api, "transposed", "be a boolean", transposed);
  if (weight.ndim < 3 || weight.ndim > 5) {
    throw argumentError(api, "weight", "have 3, 4 or 5 axes (channels out, channels in, kernel)", weight.shape, {
      code: "shape",
    });
  }
  const rank = (weight.ndim - 2) as SpatialRank;
  if (!Array.isArray(inputShape) || (inputShape.length !== rank && inputShape.length !== rank + 1)) {
    throw argumentError(api, "inputShape", `have ${rank} sizes, or ${rank + 1} with the channels`, inputShape, {
      code: "shape",
    });
  }
  Array.from(inputShape).forEach((size, axis) => {
    if (Number.isInteger(size) && size >= 0) return;
    throw argumentError(api, `inputShape[${axis}]`, "be a size: a whole number, not negative", size, { code: "shape" });
  });
  const { groups } = settings;
  const implied = transposed ? weight.shape[0]! : weight.shape[1]! * (Number.isInteger(groups) ? Number(groups) : 1);
  const shape = inputShape.length === rank ? [implied, ...inputShape] : [...inputShape];
  const input = { shape, dtype: weight.dtype };
  const plan = convGeometry({ api, rank, transposed, input, weight, options: settings });
  const outputShape = plan.outputShape;
  // Every position of an axis has a list of what meets it.
  if ([...plan.geometry.wide, ...plan.geometry.narrow].some((size) => size > mostPositions)) {
    throw argumentError(api, "inputShape", `lead to at most ${mostPositions} positions along each axis`, inputShape, {
      code: "memory",
    });
  }
  return new KernelMatrix(weight, plan.geometry, shape, outputShape);
}
