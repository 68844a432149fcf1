// Writing into tensors: an ordinary op computes the new elements, which are then moved in, and the tape follows.

import { defineOp } from "../autograd/define-op.ts";
import { isGradEnabled, withGrad } from "../autograd/mode.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { fullLike, zerosLike } from "../creation/filled.ts";
import { category, type DType, isFloating, titleOf } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { copy, fill } from "../kernels/copy.ts";
import { unary } from "../kernels/elementwise.ts";
import type { UnaryName } from "../kernels/scalar-functions.ts";
import { checkOptions } from "../options.ts";
import { broadcastPair, type Shape, sameShape, sizes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { type AlphaOptions, add, type DivOptions, div, mul, sub } from "./arithmetic.ts";
import { asStrided, stridedView, writeBack } from "./as-strided.ts";
import { type ClampOptions, clamp, maskedFill } from "./choose.ts";
import { clone, copied, to } from "./convert.ts";
import { expand } from "./expand-and-sum.ts";
import { forgetting } from "./forgetting.ts";
import { checkOverlap } from "./overlap.ts";
import { relu } from "./pointwise.ts";
import {
  checkOperand,
  checkRange,
  floatingType,
  resultType,
  type Scalar,
  scalarTensor,
  storedValue,
  type TensorOrScalar,
} from "./promotion.ts";

/**
 * @internal Checks that `x` may be written to.
 *
 * @throws ToeplitzError with PyTorch's sentence for a leaf that requires grad, a view of one, or memory shared by several elements.
 */
export function checkWritable(api: string, x: Tensor): void {
  checkTensor(api, "x", x);
  const fail = (sentence: string) => {
    throw new ToeplitzError(sentence, { code: "autograd", api, argument: "x", value: x });
  };
  if (isRecorded(x)) {
    checkTraced(api, x);
    // A leaf may be a view itself, of a base that requires no grad.
    if (x.viewOf?.base.isLeaf === true) {
      fail("a view of a leaf Variable that requires grad is being used in an in-place operation.");
    }
    if (x.isLeaf) fail("a leaf Variable that requires grad is being used in an in-place operation.");
  }
  if (!x.shape.includes(0) && x.shape.some((size, axis) => size > 1 && x.strides[axis] === 0)) {
    fail(
      "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
    );
  }
}

/**
 * @internal Replaces the elements of `x` by what `compute` makes of them, and x's history by its history.
 *
 * @param compute gets x as it was; its result must have x's shape and a type that x's can hold
 */
export function inPlace(api: string, x: Tensor, compute: (old: Tensor) => Tensor): Tensor {
  checkWritable(api, x);
  const result = compute(beforeWriting(x));
  checkResult(api, x, result.shape, result.dtype);
  const next = to(result, x.dtype);
  if (isRecorded(x) || (isGradEnabled() && next.requiresGrad)) {
    checkTraced(api, x);
    rewriteHistory(x, next);
  }
  moveIn(x, next);
  return x;
}

/** Checks that the tape can follow what is written through a view. */
function checkTraced(api: string, x: Tensor): void {
  const untraced = x.viewOf?.untraced ?? null;
  if (untraced === null) return;
  const several = untraced.reason === "one of several";
  const made =
    several && x.gradFn !== null
      ? `Output ${untraced.output} of ${x.gradFn.name} is a view and is being modified inplace.`
      : "A view was created in no_grad mode and is being modified inplace with grad mode enabled.";
  const why = several
    ? "This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one."
    : "Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).";
  throw new ToeplitzError(`${made} ${why}`, { code: "autograd", api, argument: "x", value: x });
}

/** Checks that x can hold such a result. */
function checkResult(api: string, x: Tensor, shape: Shape, dtype: DType): void {
  const refuse = (sentence: string, code: string, value: unknown) => {
    throw new ToeplitzError(sentence, { code, api, argument: "other", value });
  };
  if (!sameShape(shape, x.shape)) {
    refuse(`output with shape ${sizes(x.shape)} doesn't match the broadcast shape ${sizes(shape)}`, "shape", shape);
  }
  if (category(dtype) > category(x.dtype)) {
    const types = `result type ${titleOf(dtype)} can't be cast to the desired output type ${titleOf(x.dtype)}`;
    refuse(types, "dtype", dtype);
  }
}

/** Checks what x is to be computed with, before x is copied for the tape. */
function checkOther(api: string, x: Tensor, other: TensorOrScalar, floating = false): void {
  checkWritable(api, x);
  checkOperand(api, "other", other);
  checkOverlap(api, x, other);
  const dtype = resultType(x, other);
  const shape = other instanceof Tensor ? broadcastPair(api, x.shape, other.shape) : x.shape;
  checkResult(api, x, shape, floating ? floatingType(dtype) : dtype);
}

/** @internal Whether writing into x goes on the tape. */
export function isRecorded(x: Tensor): boolean {
  return isGradEnabled() && (x.requiresGrad || x.viewOf?.base.requiresGrad === true);
}

/**
 * @internal Overwrites x by a function of each of its elements in one go, as nothing has to be kept.
 *
 * @returns false where the tape needs x as it was, or x lies in pieces; then nothing has changed
 */
export function overwrite(api: string, op: UnaryName, x: Tensor): boolean {
  checkWritable(api, x);
  if (isRecorded(x) || !isFloating(x.dtype) || !x.isContiguous()) return false;
  launch(unary, { x, y: x }, { op, shape: x.shape, x: x.strides, dtype: x.dtype });
  return true;
}

/** x as it was, for the op to read and to save: a copy with x's place on the tape where something may be recorded. */
function beforeWriting(x: Tensor): Tensor {
  if (!isGradEnabled() || !x.requiresGrad) return isGradEnabled() ? withGrad(false, () => clone(x)) : x.detach();
  const old = withGrad(false, () => clone(x));
  old.record(x.gradFn, x.outputIndex);
  return old;
}

function rewriteHistory(x: Tensor, next: Tensor): void {
  const base = x.viewOf?.base;
  if (base === undefined) {
    x.record(next.gradFn, next.outputIndex);
    return;
  }
  const layout = stridedView(x, base);
  const rewritten = writeBack([base, next], layout);
  base.record(rewritten.gradFn, rewritten.outputIndex);
}

/** Elements only, through x's strides. */
function moveIn(x: Tensor, next: Tensor): void {
  const from = next.storage === x.storage ? copied(next, next.dtype) : next;
  launch(copy, { x: from, y: x }, { shape: x.shape, x: from.strides, y: x.strides, from: from.dtype, to: x.dtype });
}

Tensor.refreshView = (view, base) => {
  if (!base.requiresGrad) return;
  const fresh = withGrad(true, () => asStrided([base], stridedView(view, base)));
  view.record(fresh.gradFn, fresh.outputIndex);
};

/** x += alpha * other. @see https://pytorch.org/docs/stable/generated/torch.Tensor.add_.html */
export function add_(x: Tensor, other: TensorOrScalar, options: AlphaOptions = {}): Tensor {
  checkOptions("add_", options, ["alpha"]);
  checkOther("add_", x, other);
  return inPlace("add_", x, (old) => add(old, other, options));
}

/** x -= alpha * other. @see https://pytorch.org/docs/stable/generated/torch.Tensor.sub_.html */
export function sub_(x: Tensor, other: TensorOrScalar, options: AlphaOptions = {}): Tensor {
  checkOptions("sub_", options, ["alpha"]);
  checkOther("sub_", x, other);
  return inPlace("sub_", x, (old) => sub(old, other, options));
}

/** x *= other. @see https://pytorch.org/docs/stable/generated/torch.Tensor.mul_.html */
export function mul_(x: Tensor, other: TensorOrScalar): Tensor {
  checkOther("mul_", x, other);
  return inPlace("mul_", x, (old) => mul(old, other));
}

/** x /= other. @see https://pytorch.org/docs/stable/generated/torch.Tensor.div_.html */
export function div_(x: Tensor, other: TensorOrScalar, options: DivOptions = {}): Tensor {
  checkOptions("div_", options, ["roundingMode"]);
  checkOther("div_", x, other, (options.roundingMode ?? null) === null);
  return inPlace("div_", x, (old) => div(old, other, options));
}

/** Holds x between bounds. @see https://pytorch.org/docs/stable/generated/torch.Tensor.clamp_.html */
export function clamp_(x: Tensor, options: ClampOptions): Tensor {
  checkWritable("clamp_", x);
  for (const bound of [options?.min, options?.max]) checkOverlap("clamp_", x, bound);
  return inPlace("clamp_", x, (old) => clamp(old, options));
}

/** Sets negative elements to zero. @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu_.html */
export function relu_(x: Tensor): Tensor {
  return overwrite("relu_", "relu", x) ? x : inPlace("relu_", x, relu);
}

/** Writes `value` wherever the mask holds. @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill_.html */
export function maskedFill_(x: Tensor, mask: Tensor, value: TensorOrScalar): Tensor {
  return inPlace("maskedFill_", x, (old) => maskedFill(old, mask, value));
}

/**
 * Writes the elements of `source`, broadcast and converted to x's type; gradients flow to the source.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.copy_.html
 */
export function copy_(x: Tensor, source: TensorOrScalar): Tensor {
  checkTensor("copy_", "x", x);
  checkOperand("copy_", "source", source);
  checkWritable("copy_", x);
  checkOverlap("copy_", x, source);
  return replaced(x, source);
}

function replaced(x: Tensor, source: TensorOrScalar): Tensor {
  const from = source instanceof Tensor ? source : scalarTensor("copy_", "source", source, x.dtype);
  const shape = broadcastPair("copy_", x.shape, from.shape);
  checkResult("copy_", x, shape, x.dtype);
  return inPlace("copy_", x, (old) => copyOp([old, to(expand(from, shape), x.dtype)], undefined));
}

/** The second operand in the first one's place. */
const copyOp = defineOp<[Tensor, Tensor]>({
  name: "CopyBackwards",
  forward: ({ inputs: [, source], needs }) => (needs.some(Boolean) ? clone(source) : source),
  backward: ({ grads, needs }) => [needs[0] ? zerosLike(grads) : null, needs[1] ? grads : null],
});

/** Writes one value everywhere. @see https://pytorch.org/docs/stable/generated/torch.Tensor.fill_.html */
export function fill_(x: Tensor, value: TensorOrScalar): Tensor {
  checkOperand("fill_", "value", value);
  if (value instanceof Tensor) {
    checkWritable("fill_", x);
    // The number is read before anything is written, so it may be one of x's.
    if (value.ndim === 0) return replaced(x, value);
    throw new ToeplitzError(
      `fill_ only supports 0-dimension value tensor but got tensor with ${value.ndim} dimensions.`,
      { code: "shape", api: "fill_", argument: "value", value: value.shape },
    );
  }
  return filled(x, value, "fill_", "FillBackward2");
}

function filled(x: Tensor, value: Scalar, api: string, name: string): Tensor {
  checkWritable(api, x);
  checkRange(api, "value", value, x.dtype);
  const stored = storedValue(api, "value", value, x.dtype);
  if (isRecorded(x)) return inPlace(api, x, (old) => forgetting([old], name, () => fullLike(x, value)));
  launch(fill, { y: x }, { shape: x.shape, y: x.strides, value: stored });
  return x;
}

/** Writes zeros. @see https://pytorch.org/docs/stable/generated/torch.Tensor.zero_.html */
export function zero_(x: Tensor): Tensor {
  checkTensor("zero_", "x", x);
  return filled(x, 0, "zero_", "ZeroBackward0");
}
