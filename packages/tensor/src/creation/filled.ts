// Tensors of one value.
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import type { DType } from "../dtype.ts";
import { argumentError } from "../errors.ts";
import { fill } from "../kernels/copy.ts";
import { checkRange, dtypeOption, type Scalar, storedValue } from "../ops/promotion.ts";
import { checkOptions } from "../options.ts";
import { checkShape, type Shape } from "../shape.ts";
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

function filled(api: string, shape: Shape, value: Scalar, options: CreationOptions, fallback: DType): Tensor {
  checkOptions(api, options, creationOptionNames);
  const checked = checkShape(api, shape);
  const dtype = dtypeOption(api, options.dtype, fallback);
  checkRange(api, "value", value, dtype);
  const stored = storedValue(api, "value", value, dtype);
  const out = unwritten(checked, dtype);
  // Fresh storage is zero already.
  if (stored !== 0 || Object.is(stored, -0)) {
    launch(fill, { y: out }, { shape: out.shape, y: out.strides, value: stored });
    out.storage.version = 0;
  }
  return options.requiresGrad === undefined ? out : out.requiresGrad_(options.requiresGrad);
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

/** Zeros of x's shape and type. @see https://pytorch.org/docs/stable/generated/torch.zeros_like.html */
export function zerosLike(x: Tensor, options: CreationOptions = {}): Tensor {
  checkTensor("zerosLike", "x", x);
  return filled("zerosLike", x.shape, 0, options, x.dtype);
}

/** Ones of x's shape and type. @see https://pytorch.org/docs/stable/generated/torch.ones_like.html */
export function onesLike(x: Tensor, options: CreationOptions = {}): Tensor {
  checkTensor("onesLike", "x", x);
  return filled("onesLike", x.shape, 1, options, x.dtype);
}

/** `value` in x's shape and type. @see https://pytorch.org/docs/stable/generated/torch.full_like.html */
export function fullLike(x: Tensor, value: Scalar, options: CreationOptions = {}): Tensor {
  checkTensor("fullLike", "x", x);
  return filled("fullLike", x.shape, value, options, x.dtype);
}

/** A tensor of x's shape and type whose values carry no meaning. @see https://pytorch.org/docs/stable/generated/torch.empty_like.html */
export function emptyLike(x: Tensor, options: CreationOptions = {}): Tensor {
  checkTensor("emptyLike", "x", x);
  return filled("emptyLike", x.shape, 0, options, x.dtype);
}
