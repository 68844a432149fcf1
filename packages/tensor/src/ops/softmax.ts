// Softmax along an axis, its logarithm, and the logarithm of a sum of exponentials.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { type DType, isFloating, titleOf } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { lineAlong, softmax as softmaxKernel } from "../kernels/along-axis.ts";
import { checkOptions } from "../options.ts";
import { checkAxes, checkAxis } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { mul, sub } from "./arithmetic.ts";
import { contiguous, to } from "./convert.ts";
import { sum } from "./expand-and-sum.ts";
import { exp } from "./pointwise.ts";
import { dtypeOption, floatingType } from "./promotion.ts";
import { reduced, spread } from "./reduce.ts";

/** Options of {@link softmax} and {@link logSoftmax}. */
export interface SoftmaxOptions {
  /** Convert to this type first. */
  dtype?: DType;
}

const softmaxOp = defineOp<[Tensor], { dim: number; log: boolean }>({
  letsGo: true,
  name: ({ log }) => (log ? "LogSoftmaxBackward0" : "SoftmaxBackward0"),
  forward({ inputs: [x], options: { dim, log }, save }) {
    const y = empty(x.shape, x.dtype);
    launch(softmaxKernel, { x: contiguous(x), y }, { log, ...lineAlong(x.shape, dim) });
    save(y);
    return y;
  },
  backward({ grads, saved, options: { dim, log } }) {
    const y = saved[0] as Tensor;
    const total = (g: Tensor) => sum(g, { dim, keepdim: true });
    if (log) return [sub(grads, mul(exp(y), total(grads)))];
    const weighted = mul(grads, y);
    return [sub(weighted, mul(y, total(weighted)))];
  },
});

function normalized(api: string, log: boolean, x: Tensor, dim: number, options: SoftmaxOptions): Tensor {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["dtype"]);
  const dtype = dtypeOption(api, options.dtype, x.dtype);
  const axis = checkAxis(api, dim, x.ndim);
  if (!isFloating(dtype)) {
    const routine = `${log ? "log_" : ""}softmax${axis >= x.ndim - 1 ? "_lastdim" : ""}_kernel_impl`;
    throw new ToeplitzError(`"${routine}" not implemented for '${titleOf(dtype)}'`, {
      code: "dtype",
      api,
      argument: "x",
      value: dtype,
    });
  }
  return softmaxOp([to(x, dtype)], { dim: axis, log });
}

/**
 * exp(x), divided by its sum along an axis. Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for an axis out of range, or integers without a floating `dtype`.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 */
export function softmax(x: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return normalized("softmax", false, x, dim, options);
}

/**
 * The logarithm of {@link softmax}, computed without leaving the numbers.
 *
 * @throws ToeplitzError as {@link softmax} does.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
 */
export function logSoftmax(x: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return normalized("logSoftmax", true, x, dim, options);
}

const logsumexpOp = defineOp<[Tensor], { axes: readonly number[]; keepdim: boolean }>({
  name: "LogsumexpBackward0",
  forward({ inputs: [x], options: { axes, keepdim }, save }) {
    const y = reduced("logsumexp", x, axes, keepdim, x.dtype);
    save(x);
    save(y);
    return y;
  },
  backward({ grads, saved, options: { axes } }) {
    const [x, y] = saved as [Tensor, Tensor];
    return [mul(spread(grads, axes, x.shape), exp(sub(x, spread(y, axes, x.shape))))];
  },
});

/**
 * log of the sum of exp(x) along an axis or several, computed without leaving the numbers. Integers become float32.
 *
 * @throws ToeplitzError with PyTorch's sentences for an axis out of range or twice.
 * @see https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 */
export function logsumexp(x: Tensor, dim: number | readonly number[], options: { keepdim?: boolean } = {}): Tensor {
  checkTensor("logsumexp", "x", x);
  checkOptions("logsumexp", options, ["keepdim"]);
  const axes = checkAxes("logsumexp", dim, x.ndim);
  return logsumexpOp([to(x, floatingType(x.dtype))], { axes, keepdim: options.keepdim ?? false });
}
