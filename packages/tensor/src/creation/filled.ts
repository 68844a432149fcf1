// Tensors of one value.
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { type DType, isFloating } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { fill } from "../kernels/copy.ts";
import { checkRange, dtypeOption, type Scalar, storedValue } from "../ops/promotion.ts";
import { checkOptions } from "../options.ts";
import { checkShape, denseStrides, memoryOrder, type Shape } from "../shape.ts";
import { type Tensor, empty as unwritten } from "../tensor.ts";

/** Options of every function that makes a tensor. */
export interface CreationOptions {
  /** Element type. */
  dtype?: DType;
  /** Whether backward computes a gradient for the new tensor. */
  requiresGrad?: boolean;
}

/** @internal The names in {@link CreationOptions}. */
export const creationOptionNames: readonly string[] = ["dtype", "requiresGrad"];

/** @internal Checks that the new tensor may require gradients, if it shall. */
export function checkGradient(api: string, options: CreationOptions, dtype: DType): void {
  if (options.requiresGrad !== true || isFloating(dtype)) return;
  throw new ToeplitzError("Only Tensors of floating point and complex dtype can require gradients", {
    code: "dtype",
    api,
    argument: "dtype",
    value: dtype,
    rule: "be float32 or float64 where gradients are required",
    legal: ["float32", "float64"],
  });
}

function filled(
  api: string,
  shape: Shape,
  value: Scalar,
  options: CreationOptions,
  fallback: DType,
  strides?: readonly number[],
): Tensor {
  checkOptions(api, options, creationOptionNames);
  const checked = checkShape(api, shape);
  const dtype = dtypeOption(api, options.dtype, fallback);
  checkGradient(api, options, dtype);
  checkRange(api, "value", value, dtype);
  const stored = storedValue(api, "value", value, dtype);
  const out = unwritten(checked, dtype, strides);
  // Fresh storage is zero already.
  if (stored !== 0 || Object.is(stored, -0)) {
    launch(fill, { y: out }, { shape: out.shape, y: out.strides, value: stored });
    out.storage.version = 0;
  }
  return options.requiresGrad === undefined ? out : out.requiresGrad_(options.requiresGrad);
}

/** In x's shape, with the axes in the order in which they lie in x's memory. */
function filledLike(api: string, x: Tensor, value: Scalar, options: CreationOptions): Tensor {
  checkTensor(api, "x", x);
  const { shape, strides } = x;
  return filled(api, shape, value, options, x.dtype, denseStrides(shape, memoryOrder(shape, strides)));
}

/**
 * All zeros, of `shape`; float32 unless `dtype` says otherwise.
 *
 * @throws ToeplitzError for a shape that is no list of whole numbers >= 0.
 * @see https://pytorch.org/docs/stable/generated/torch.zeros.html
 */
export function zeros(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled("zeros", shape, 0, options, "float32");
}

/**
 * All ones, of `shape`; float32 unless `dtype` says otherwise.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.ones.html
 */
export function ones(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled("ones", shape, 1, options, "float32");
}

/**
 * All `value`, of `shape`; float32 for a number, bool for a boolean, int64 for a bigint, unless `dtype` says otherwise.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.full.html
 */
export function full(shape: Shape, value: Scalar, options: CreationOptions = {}): Tensor {
  if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "bigint") {
    throw argumentError("full", "value", "be a number, a boolean or a bigint", value);
  }
  const natural = typeof value === "boolean" ? "bool" : typeof value === "bigint" ? "int64" : "float32";
  return filled("full", shape, value, options, natural);
}

/**
 * A tensor of `shape` whose values carry no meaning; here they are zeros.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.empty.html
 */
export function empty(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled("empty", shape, 0, options, "float32");
}

/** Zeros of x's shape, type and order in memory. @see https://pytorch.org/docs/stable/generated/torch.zeros_like.html */
export function zerosLike(x: Tensor, options: CreationOptions = {}): Tensor {
  return filledLike("zerosLike", x, 0, options);
}

/** Ones of x's shape, type and order in memory. @see https://pytorch.org/docs/stable/generated/torch.ones_like.html */
export function onesLike(x: Tensor, options: CreationOptions = {}): Tensor {
  return filledLike("onesLike", x, 1, options);
}

/** `value` in x's shape, type and order in memory. @see https://pytorch.org/docs/stable/generated/torch.full_like.html */
export function fullLike(x: Tensor, value: Scalar, options: CreationOptions = {}): Tensor {
  return filledLike("fullLike", x, value, options);
}

/** A tensor of x's shape, type and order in memory whose values carry no meaning. @see https://pytorch.org/docs/stable/generated/torch.empty_like.html */
export function emptyLike(x: Tensor, options: CreationOptions = {}): Tensor {
  return filledLike("emptyLike", x, 0, options);
}
