// Activation functions that are compositions of other ops: thresholds, shrinking, and kin of the exponential unit.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { argumentError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { elu, fail, numbersOf } from "./activations.ts";
import { add, div, mul, neg, sub } from "./arithmetic.ts";
import { clampMax, maskedFill, where } from "./choose.ts";
import { ge, gt, le, logicalAnd, lt } from "./compare.ts";
import { flatIn } from "./flat-derivative.ts";
import { abs, expm1, relu, tanh } from "./pointwise.ts";
import type { Scalar } from "./promotion.ts";
import { type SoftmaxOptions, softmax } from "./softmax.ts";

/** The constants with which units keep mean 0 and variance 1. */
const selfNormalizing = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

/**
 * {@link elu} with a slope and a scale that keep mean 0 and variance 1. Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html
 */
export function selu(x: Tensor): Tensor {
  numbersOf("selu", "elu_cpu", x, {}, {});
  return mul(elu(x, { alpha: selfNormalizing.alpha }), selfNormalizing.scale);
}

/**
 * x where it is positive, else `alpha` * (e^(x / `alpha`) - 1). Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for integers, or alpha 0.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html
 */
export function celu(x: Tensor, options: { alpha?: number } = {}): Tensor {
  const { alpha } = numbersOf("celu", "elu_cpu", x, options, { alpha: 1 });
  if (alpha === 0) fail("celu", "ZeroDivisionError: alpha cannot be 0 for CELU", "alpha", alpha);
  return add(relu(x), mul(expm1(div(clampMax(x, 0), alpha)), alpha));
}

/**
 * `value` where x is not above `limit`. Keeps x's shape and type.
 *
 * @throws ToeplitzError with PyTorch's sentence for booleans.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html
 */
export function threshold(x: Tensor, limit: number, value: Scalar): Tensor {
  checkTensor("threshold", "x", x);
  if (typeof limit !== "number") throw argumentError("threshold", "limit", "be a number", limit);
  if (x.dtype === "bool") fail("threshold", `"threshold_cpu" not implemented for 'Bool'`, "x", x.dtype);
  return maskedFill(x, le(x, limit), value);
}

/**
 * 0 where x is between -`lambd` and `lambd`. Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html
 */
export function hardshrink(x: Tensor, options: { lambd?: number } = {}): Tensor {
  const { lambd } = numbersOf("hardshrink", "hardshrink_cpu", x, options, { lambd: 0.5 });
  return maskedFill(x, logicalAnd(ge(x, -lambd), le(x, lambd)), 0);
}

/**
 * x moved towards 0 by `lambd`, and no further than 0. Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for integers, or a negative lambd.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html
 */
export function softshrink(x: Tensor, options: { lambd?: number } = {}): Tensor {
  const { lambd } = numbersOf("softshrink", "softshrink_cpu", x, options, { lambd: 0.5 });
  if (lambd < 0) {
    fail("softshrink", `lambda must be greater or equal to 0, but found to be ${lambd}.`, "lambd", lambd);
  }
  return softshrinkOp([x], { lambd });
}

const softshrinkOp = defineOp<[Tensor], { lambd: number }>({
  name: "SoftshrinkBackward0",
  forward({ inputs: [x], options: { lambd }, save }) {
    save(x);
    return where(gt(x, lambd), sub(x, lambd), where(lt(x, -lambd), add(x, lambd), 0));
  },
  backward({ grads, saved, options: { lambd } }) {
    const x = saved[0] as Tensor;
    const within = logicalAnd(ge(x, -lambd), le(x, lambd));
    return [flatIn(x, where(within, 0, grads), "SoftshrinkBackwardBackward0")];
  },
});

/** x - tanh(x). @see https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html */
export function tanhshrink(x: Tensor): Tensor {
  checkTensor("tanhshrink", "x", x);
  return sub(x, tanh(x));
}

/** x / (1 + |x|). @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html */
export function softsign(x: Tensor): Tensor {
  checkTensor("softsign", "x", x);
  return div(x, add(abs(x), 1));
}

/**
 * {@link softmax} of -x along an axis.
 *
 * @throws ToeplitzError as softmax does.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html
 */
export function softmin(x: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return softmax(neg(x), dim, options);
}
