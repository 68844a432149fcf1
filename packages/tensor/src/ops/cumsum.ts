// Running sums along an axis.
import { defineOp, type Op } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import type { DType } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { cumsum as cumsumKernel, lineAlong } from "../kernels/along-axis.ts";
import { checkOptions } from "../options.ts";
import { checkAxis } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { contiguous, to } from "./convert.ts";
import { dtypeOption, summedType } from "./promotion.ts";

const cumsumOp: Op<[Tensor], { axis: number; reverse: boolean }> = defineOp<
  [Tensor],
  { axis: number; reverse: boolean }
>({
  name: "CumsumBackward0",
  forward({ inputs: [x], options: { axis, reverse } }) {
    const y = empty(x.shape, x.dtype);
    launch(cumsumKernel, { x: contiguous(x), y }, { reverse, ...lineAlong(x.shape, axis) });
    return y;
  },
  backward: ({ grads, options: { axis, reverse } }) => [cumsumOp([grads], { axis, reverse: !reverse })],
});

/**
 * The sum of all elements up to each one along an axis. Keeps x's shape; integers and booleans add up to int64.
 *
 * @throws ToeplitzError with PyTorch's sentence for an axis out of range, and for running sums as booleans.
 * @see https://pytorch.org/docs/stable/generated/torch.cumsum.html
 */
export function cumsum(x: Tensor, dim: number, options: { dtype?: DType } = {}): Tensor {
  checkTensor("cumsum", "x", x);
  checkOptions("cumsum", options, ["dtype"]);
  const axis = checkAxis("cumsum", dim, x.ndim);
  const dtype = dtypeOption("cumsum", options.dtype, summedType(x.dtype));
  // PyTorch copies what has nothing to add up before it looks at the type.
  if (dtype === "bool" && x.ndim > 0 && x.numel() > 0) {
    throw new ToeplitzError(`"cumsum_out_cpu" not implemented for 'Bool'`, {
      code: "dtype",
      api: "cumsum",
      argument: "dtype",
      value: dtype,
    });
  }
  return cumsumOp([to(x, dtype)], { axis, reverse: false });
}
