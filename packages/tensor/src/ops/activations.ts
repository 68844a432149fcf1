// Activation functions beyond those that torch has by name: of one tensor, element by element.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { isFloating, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, neg, sub } from "./arithmetic.ts";
import { applyBinary, defineBinary } from "./binary.ts";
import { where } from "./choose.ts";
import { gt, le, logicalAnd, lt } from "./compare.ts";
import { flatIn } from "./flat-derivative.ts";
import { exp, sigmoid, tanh } from "./pointwise.ts";
import { fillTensor, scalarTensor } from "./promotion.ts";
import { reshape } from "./shape-view.ts";
import { sliceAxis } from "./slice-and-pad.ts";
import { defineUnary, type UnaryFunction } from "./unary-op.ts";

/** @internal Refuses an argument in PyTorch's words. */
export function fail(api: string, sentence: string, argument: string, value: unknown): never {
  throw new ToeplitzError(sentence, { code: "argument", api, argument, value });
}

/** @internal Checks a floating tensor and options that are numbers, and gives their values. */
export function numbersOf<K extends string>(
  api: string,
  routine: string,
  x: Tensor,
  options: { readonly [N in K]?: number },
  defaults: Readonly<Record<K, number>>,
): Record<K, number> {
  checkTensor(api, "x", x);
  if (!isFloating(x.dtype)) fail(api, `"${routine}" not implemented for '${titleOf(x.dtype)}'`, "x", x.dtype);
  checkOptions(api, options, Object.keys(defaults));
  const values: Record<K, number> = { ...defaults };
  for (const name of Object.keys(defaults) as (keyof typeof defaults)[]) {
    const value = options[name] === undefined ? defaults[name] : options[name];
    if (typeof value !== "number") throw argumentError(api, name, "be a number", value);
    values[name] = value;
  }
  return values;
}

const floatsOnly =
  (api: string, routine: string, apply: UnaryFunction): UnaryFunction =>
  (x) => {
    numbersOf(api, routine, x, {}, {});
    return apply(x);
  };

/** A binary op whose second operand is one number. */
const withNumber = (op: ReturnType<typeof defineBinary>, api: string, x: Tensor, value: number) =>
  op(x, scalarTensor(api, "x", value, x.dtype), x.shape);

const leakyReluOp = defineBinary("LeakyReluBackward0", "leakyRelu", { a: "ab", b: "ab" }, ({ g, a, b, needs }) => [
  needs[0] ? flatIn(a, where(gt(a, 0), g, mul(g, b)), "LeakyReluBackwardBackward0") : null,
  needs[1] ? where(gt(a, 0), 0, mul(g, a)) : null,
]);

/**
 * x where it is positive, else x * `negativeSlope`. Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html
 */
export function leakyRelu(x: Tensor, options: { negativeSlope?: number } = {}): Tensor {
  const { negativeSlope } = numbersOf("leakyRelu", "leaky_relu_cpu", x, options, { negativeSlope: 0.01 });
  return withNumber(leakyReluOp, "leakyRelu", x, negativeSlope);
}

/**
 * x where it is positive, else x * `weight`, to which gradients flow. Keeps x's shape.
 *
 * @param weight one number, or one for each channel (axis 1)
 * @throws ToeplitzError with PyTorch's sentences for a weight of another type, rank or size.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  checkTensor("prelu", "x", x);
  checkTensor("prelu", "weight", weight);
  if (x.dtype !== weight.dtype) {
    fail("prelu", `Found dtype ${titleOf(weight.dtype)} but expected ${titleOf(x.dtype)}`, "weight", weight.dtype);
  }
  if (!isFloating(x.dtype)) fail("prelu", `"prelu_cpu" not implemented for '${titleOf(x.dtype)}'`, "x", x.dtype);
  if (weight.ndim > 1) {
    const sentence = `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got ndim = ${weight.ndim}`;
    fail("prelu", sentence, "weight", weight.shape);
  }
  const count = weight.numel();
  if (count === 1) return leakyReluOp(x, reshape(weight, []), x.shape);
  if (x.ndim === 0) fail("prelu", "Not allow zero-dim input tensor.", "x", x.shape);
  const channels = x.shape[1] ?? 1;
  if (count !== channels) {
    const sentence = `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${count} and channel size = ${channels}.`;
    fail("prelu", sentence, "weight", weight.shape);
  }
  const perChannel = x.shape.slice(1).map((_, i) => (i === 0 ? count : 1));
  return leakyReluOp(x, reshape(weight, perChannel), x.shape);
}

// What is not chosen has no exponential: a derivative that overflows would be nan times zero.
const eluOp = defineBinary("EluBackward0", "elu", { a: "a", b: "a" }, ({ g, a, b }) => [
  where(gt(a, 0), g, mul(g, mul(b, exp(where(gt(a, 0), 0, a))))),
  null,
]);

/**
 * x where it is positive, else `alpha` * (e^x - 1). Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html
 */
export function elu(x: Tensor, options: { alpha?: number } = {}): Tensor {
  return withNumber(eluOp, "elu", x, numbersOf("elu", "elu_cpu", x, options, { alpha: 1 }).alpha);
}

const softplusOp = defineBinary("SoftplusBackward0", "softplus", { a: "a", b: "a" }, ({ g, a, b }) => [
  where(gt(a, b), g, mul(g, sigmoid(a))),
  null,
]);

/**
 * log(1 + e^(`beta` x)) / `beta`, and x itself where `beta` x is above `threshold`. Keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html
 */
export function softplus(x: Tensor, options: { beta?: number; threshold?: number } = {}): Tensor {
  const { beta, threshold } = numbersOf("softplus", "softplus_cpu", x, options, { beta: 1, threshold: 20 });
  if (beta === 1) return withNumber(softplusOp, "softplus", x, threshold);
  return div(withNumber(softplusOp, "softplus", mul(x, beta), threshold), beta);
}

const between = (x: Tensor, from: number, to: number) => logicalAnd(gt(x, from), lt(x, to));

/** x * relu6(x + 3) / 6. @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html */
export const hardswish: UnaryFunction = floatsOnly(
  "hardswish",
  "hardswish_cpu",
  defineUnary("hardswish", "HardswishBackward0", "hardswish", "x", (g, x) =>
    where(lt(x, -3), 0, where(le(x, 3), mul(g, add(div(x, 3), 0.5)), g)),
  ),
);

/** relu6(x + 3) / 6. @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html */
export const hardsigmoid: UnaryFunction = floatsOnly(
  "hardsigmoid",
  "hardsigmoid_cpu",
  defineUnary("hardsigmoid", "HardsigmoidBackward0", "hardsigmoid", "x", (g, x) =>
    where(between(x, -3, 3), div(g, 6), 0),
  ),
);

/** log(sigmoid(x)). @see https://pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html */
export const logsigmoid: UnaryFunction = floatsOnly(
  "logsigmoid",
  "log_sigmoid_cpu",
  defineUnary("logsigmoid", "LogSigmoidBackward0", "logsigmoid", "x", (g, x) => mul(g, sigmoid(neg(x)))),
);

/** x * tanh(softplus(x)). @see https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html */
export const mish: UnaryFunction = floatsOnly(
  "mish",
  "mish_cpu",
  defineUnary("mish", "MishBackward0", "mish", "x", (g, x) => {
    const t = tanh(softplus(x));
    return mul(g, add(t, mul(mul(x, sigmoid(x)), sub(1, mul(t, t)))));
  }),
);

const flatHardtanh = (x: Tensor, least: number, most: number, g: Tensor) =>
  flatIn(x, where(between(x, least, most), g, 0), "HardtanhBackwardBackward0");

const hardtanhOp = defineOp<[Tensor], { minVal: number; maxVal: number }>({
  name: "HardtanhBackward0",
  forward: ({ inputs: [x], options, save }) => {
    save(x);
    return clipped(x, options.minVal, options.maxVal);
  },
  backward: ({ grads, saved, options: { minVal, maxVal } }) => [
    flatHardtanh(saved[0] as Tensor, minVal, maxVal, grads),
  ],
});

function clipped(x: Tensor, least: number, most: number): Tensor {
  const bound = (argument: string, value: number) => fillTensor("hardtanh", argument, value, x.dtype);
  const raised = applyBinary("maximum", x, bound("minVal", least), x.shape, x.dtype);
  return applyBinary("minimum", raised, bound("maxVal", most), x.shape, x.dtype);
}

/**
 * x held between `minVal` and `maxVal`; where it reaches one of them the gradient is 0. Keeps x's shape and type.
 *
 * @throws ToeplitzError with PyTorch's sentences for booleans, and for uint8 with a negative bound.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html
 */
export function hardtanh(x: Tensor, options: { minVal?: number; maxVal?: number } = {}): Tensor {
  checkTensor("hardtanh", "x", x);
  checkOptions("hardtanh", options, ["minVal", "maxVal"]);
  if (x.dtype === "bool") fail("hardtanh", "Bool inputs not supported for hardtanh", "x", x.dtype);
  const { minVal = -1, maxVal = 1 } = options;
  if (x.dtype === "uint8" && (minVal < 0 || maxVal < 0)) {
    fail("hardtanh", "cannot do hardtanh on an unsigned type with negative limits", "minVal", minVal);
  }
  return isFloating(x.dtype) ? hardtanhOp([x], { minVal, maxVal }) : clipped(x, minVal, maxVal);
}

const relu6OfFloats = defineUnary("relu6", "HardtanhBackward0", "relu6", "x", (g, x) => flatHardtanh(x, 0, 6, g));

/** x held between 0 and 6. @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html */
export function relu6(x: Tensor): Tensor {
  checkTensor("relu6", "x", x);
  return isFloating(x.dtype) ? relu6OfFloats(x) : hardtanh(x, { minVal: 0, maxVal: 6 });
}

/**
 * The first half of an axis times the sigmoid of the second: `[..., 2n, ...]` -> `[..., n, ...]`.
 *
 * @throws ToeplitzError with PyTorch's sentences for an odd axis, no axes, or integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html
 */
export function glu(x: Tensor, options: { dim?: number } = {}): Tensor {
  checkTensor("glu", "x", x);
  checkOptions("glu", options, ["dim"]);
  if (x.ndim === 0) fail("glu", "glu does not support scalars because halving size must be even", "x", x.shape);
  const axis = checkAxis("glu", options.dim === undefined ? -1 : options.dim, x.ndim);
  const size = x.shape[axis]!;
  if (size % 2 !== 0) {
    fail("glu", `Halving dimension must be even, but dimension ${axis} is size ${size}`, "x", x.shape);
  }
  numbersOf("glu", "glu_cpu", x, {}, {});
  const half = size / 2;
  return mul(sliceAxis(x, axis, 0, half), sigmoid(sliceAxis(x, axis, half, half)));
}
