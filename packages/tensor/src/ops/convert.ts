// Copies: clone, contiguous, change of element type.
import { defineOp, type Op } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { checkDType, type DType, isFloating } from "../dtype.ts";
import { copy as copyKernel } from "../kernels/copy.ts";
import { checkOptions } from "../options.ts";
import { empty, type Tensor } from "../tensor.ts";

/** @internal A contiguous copy as `dtype`, not recorded. */
export function copied(x: Tensor, dtype: DType): Tensor {
  const y = empty(x.shape, dtype);
  launch(copyKernel, { x, y }, { shape: x.shape, x: x.strides, y: y.strides, from: x.dtype, to: dtype });
  return y;
}

const cloneOp = defineOp<[Tensor]>({
  name: "CloneBackward0",
  forward: ({ inputs: [x] }) => copied(x, x.dtype),
  backward: ({ grads }) => [grads],
});

const castOp: Op<[Tensor], { from: DType; to: DType }> = defineOp<[Tensor], { from: DType; to: DType }>({
  name: "ToCopyBackward0",
  forward: ({ inputs: [x], options }) => copied(x, options.to),
  backward: ({ grads, options }) => [castOp([grads], { from: options.to, to: options.from })],
});

/**
 * A contiguous copy with storage of its own, through which gradients flow.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.clone.html
 */
export function clone(x: Tensor): Tensor {
  checkTensor("clone", "x", x);
  return cloneOp([x], undefined);
}

/**
 * x itself if its elements lie in row-major order without gaps, else a copy whose do.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.contiguous.html
 */
export function contiguous(x: Tensor): Tensor {
  checkTensor("contiguous", "x", x);
  return x.isContiguous() ? x : cloneOp([x], undefined);
}

/**
 * x as another element type; x itself if it has that type already. Conversion is C's: towards zero, wrapping.
 *
 * @param options `copy: true` copies in any case
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.to.html
 */
export function to(x: Tensor, dtype: DType, options: { copy?: boolean } = {}): Tensor {
  checkTensor("to", "x", x);
  checkDType("to", dtype);
  checkOptions("to", options, ["copy"]);
  if (x.dtype === dtype) return options.copy === true ? cloneOp([x], undefined) : x;
  // Only a floating result of a floating tensor has a gradient.
  return isFloating(dtype) && isFloating(x.dtype) ? castOp([x], { from: x.dtype, to: dtype }) : copied(x, dtype);
}
