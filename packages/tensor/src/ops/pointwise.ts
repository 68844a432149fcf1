// Functions of one tensor, element by element.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { zerosLike } from "../creation/filled.ts";
import { isFloating, titleOf } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { Tensor } from "../tensor.ts";
import { add, div, mul, neg, square, sub } from "./arithmetic.ts";
import { applyBinary, defineBinary, prepare } from "./binary.ts";
import { where } from "./choose.ts";
import { eq, ge, gt, logicalAnd, logicalOr } from "./compare.ts";
import { flatIn } from "./flat-derivative.ts";
import { checkRange, type TensorOrScalar } from "./promotion.ts";
import { defineUnary, type UnaryFunction } from "./unary-op.ts";

/** PyTorch's sentence where a kernel knows no booleans. */
function notForBool(kernel: string): string {
  return `"${kernel}" not implemented for 'Bool'`;
}

/** |x|. Its derivative at 0 is 0. @see https://pytorch.org/docs/stable/generated/torch.abs.html */
export const abs: UnaryFunction = defineUnary(
  "abs",
  "AbsBackward0",
  "abs",
  "x",
  (g, x) => mul(g, sign(x)),
  false,
  notForBool("abs_cpu"),
);
/** -1, 0 or 1. @see https://pytorch.org/docs/stable/generated/torch.sign.html */
export const sign: UnaryFunction = defineUnary("sign", "SignBackward0", "sign", "none", zerosLike, false);
/** e to the x. @see https://pytorch.org/docs/stable/generated/torch.exp.html */
export const exp: UnaryFunction = defineUnary("exp", "ExpBackward0", "exp", "y", (g, y) => mul(g, y));
/** e to the x, less 1. @see https://pytorch.org/docs/stable/generated/torch.expm1.html */
export const expm1: UnaryFunction = defineUnary("expm1", "Expm1Backward0", "expm1", "y", (g, y) => mul(g, add(y, 1)));
/** Natural logarithm. @see https://pytorch.org/docs/stable/generated/torch.log.html */
export const log: UnaryFunction = defineUnary("log", "LogBackward0", "log", "x", (g, x) => div(g, x));
/** Natural logarithm of 1 + x. @see https://pytorch.org/docs/stable/generated/torch.log1p.html */
export const log1p: UnaryFunction = defineUnary("log1p", "Log1PBackward0", "log1p", "x", (g, x) => div(g, add(x, 1)));
/** Logarithm to base 2. @see https://pytorch.org/docs/stable/generated/torch.log2.html */
export const log2: UnaryFunction = defineUnary("log2", "Log2Backward0", "log2", "x", (g, x) =>
  div(g, mul(x, Math.LN2)),
);
/** Logarithm to base 10. @see https://pytorch.org/docs/stable/generated/torch.log10.html */
export const log10: UnaryFunction = defineUnary("log10", "Log10Backward0", "log10", "x", (g, x) =>
  div(g, mul(x, Math.LN10)),
);
/** Square root. @see https://pytorch.org/docs/stable/generated/torch.sqrt.html */
export const sqrt: UnaryFunction = defineUnary("sqrt", "SqrtBackward0", "sqrt", "y", (g, y) => div(g, mul(y, 2)));
/** 1 / square root. @see https://pytorch.org/docs/stable/generated/torch.rsqrt.html */
export const rsqrt: UnaryFunction = defineUnary("rsqrt", "RsqrtBackward0", "rsqrt", "y", (g, y) =>
  mul(mul(g, -0.5), mul(y, mul(y, y))),
);
/** Sine, of radians. @see https://pytorch.org/docs/stable/generated/torch.sin.html */
export const sin: UnaryFunction = defineUnary("sin", "SinBackward0", "sin", "x", (g, x) => mul(g, cos(x)));
/** Cosine, of radians. @see https://pytorch.org/docs/stable/generated/torch.cos.html */
export const cos: UnaryFunction = defineUnary("cos", "CosBackward0", "cos", "x", (g, x) => mul(g, neg(sin(x))));
/** Tangent, of radians. @see https://pytorch.org/docs/stable/generated/torch.tan.html */
export const tan: UnaryFunction = defineUnary("tan", "TanBackward0", "tan", "y", (g, y) => mul(g, add(mul(y, y), 1)));
/** Hyperbolic sine. @see https://pytorch.org/docs/stable/generated/torch.sinh.html */
export const sinh: UnaryFunction = defineUnary("sinh", "SinhBackward0", "sinh", "x", (g, x) => mul(g, cosh(x)));
/** Hyperbolic cosine. @see https://pytorch.org/docs/stable/generated/torch.cosh.html */
export const cosh: UnaryFunction = defineUnary("cosh", "CoshBackward0", "cosh", "x", (g, x) => mul(g, sinh(x)));
/** Hyperbolic tangent. @see https://pytorch.org/docs/stable/generated/torch.tanh.html */
export const tanh: UnaryFunction = defineUnary("tanh", "TanhBackward0", "tanh", "y", (g, y) =>
  mul(g, sub(1, mul(y, y))),
);
/** 1 / (1 + e^-x). @see https://pytorch.org/docs/stable/generated/torch.sigmoid.html */
export const sigmoid: UnaryFunction = defineUnary("sigmoid", "SigmoidBackward0", "sigmoid", "y", (g, y) =>
  mul(g, mul(sub(1, y), y)),
);
/** max(x, 0); keeps nan. @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html */
export const relu: UnaryFunction = defineUnary(
  "relu",
  "ReluBackward0",
  "relu",
  "y",
  (g, y) => flatIn(y, where(gt(y, 0), g, 0), "ThresholdBackwardBackward0"),
  false,
  "Boolean inputs not supported for relu",
);
/** x * sigmoid(x). @see https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html */
export function silu(x: Tensor): Tensor {
  refuseWhole("silu", "silu_cpu", x);
  return siluOfFloats(x);
}

const siluOfFloats = defineUnary("silu", "SiluBackward0", "silu", "x", (g, x) => {
  const s = sigmoid(x);
  return mul(g, mul(s, add(mul(x, sub(1, s)), 1)));
});

function refuseWhole(api: string, kernel: string, x: Tensor): void {
  checkTensor(api, "x", x);
  if (isFloating(x.dtype)) return;
  const sentence = `"${kernel}" not implemented for '${titleOf(x.dtype)}'`;
  throw new ToeplitzError(sentence, { code: "dtype", api, argument: "x", value: x.dtype });
}

/** The error function. @see https://pytorch.org/docs/stable/generated/torch.erf.html */
export const erf: UnaryFunction = defineUnary("erf", "ErfBackward0", "erf", "x", (g, x) =>
  mul(mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)), g),
);
/** The largest whole number not above x. @see https://pytorch.org/docs/stable/generated/torch.floor.html */
export const floor: UnaryFunction = defineUnary(
  "floor",
  "FloorBackward0",
  "floor",
  "none",
  zerosLike,
  false,
  notForBool("floor_vml_cpu"),
);
/** The smallest whole number not below x. @see https://pytorch.org/docs/stable/generated/torch.ceil.html */
export const ceil: UnaryFunction = defineUnary(
  "ceil",
  "CeilBackward0",
  "ceil",
  "none",
  zerosLike,
  false,
  notForBool("ceil_vml_cpu"),
);
/** The nearest whole number, ties to even. @see https://pytorch.org/docs/stable/generated/torch.round.html */
export const round: UnaryFunction = defineUnary(
  "round",
  "RoundBackward0",
  "round",
  "none",
  zerosLike,
  false,
  notForBool("round_vml_cpu"),
);
/** x without its fraction. @see https://pytorch.org/docs/stable/generated/torch.trunc.html */
export const trunc: UnaryFunction = defineUnary(
  "trunc",
  "TruncBackward0",
  "trunc",
  "none",
  zerosLike,
  false,
  notForBool("trunc_vml_cpu"),
);

const gelus = {
  none: defineUnary("gelu", "GeluBackward0", "gelu", "x", (g, x) => {
    const cdf = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
    const pdf = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return mul(g, add(cdf, mul(x, pdf)));
  }),
  tanh: defineUnary("gelu", "GeluBackward0", "geluTanh", "x", (g, x) => {
    const scale = Math.sqrt(2 / Math.PI);
    const inner = tanh(mul(add(x, mul(mul(square(x), x), 0.044715)), scale));
    const slope = mul(sub(1, square(inner)), mul(add(mul(square(x), 3 * 0.044715), 1), scale));
    return mul(g, mul(add(add(inner, 1), mul(x, slope)), 0.5));
  }),
};

/**
 * x * P(X <= x) for a normal X, or its approximation by tanh.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html
 */
export function gelu(x: Tensor, options: { approximate?: "none" | "tanh" } = {}): Tensor {
  checkOptions("gelu", options, ["approximate"]);
  const { approximate = "none" } = options;
  if (typeof approximate !== "string" || !Object.hasOwn(gelus, approximate)) {
    throw new ToeplitzError("approximate argument must be either none or tanh.", {
      code: "option",
      api: "gelu",
      argument: "approximate",
      value: approximate,
      legal: ["none", "tanh"],
    });
  }
  refuseWhole("gelu", "GeluKernelImpl", x);
  return gelus[approximate](x);
}

const powOp = defineBinary("PowBackward1", "pow", { a: "ab", b: "ab", y: "ab" }, ({ g, a, b, y, needs }) => {
  const base = needs[0] ? where(eq(b, 0), 0, mul(g, mul(b, pow(a, sub(b, 1))))) : null;
  const quiet = () => logicalOr(logicalAnd(eq(a, 0), ge(b, 0)), logicalAnd(eq(b, 0), ge(a, 0)));
  return [base, needs[1] ? mul(g, where(quiet(), 0, mul(y, log(a)))) : null];
});

const powNumber = defineOp<[Tensor], { readonly exponent: number; readonly b: Tensor }>({
  name: "PowBackward0",
  forward({ inputs: [x], options: { b }, save }) {
    save(x);
    return applyBinary("pow", x, b, x.shape, x.dtype);
  },
  backward({ grads, saved: [x], options: { exponent } }) {
    return [exponent === 0 ? zerosLike(x!) : mul(grads, mul(exponent, pow(x!, exponent - 1)))];
  },
});

/**
 * x to the power of `exponent`, broadcast.
 *
 * @throws ToeplitzError with PyTorch's sentence for a negative whole exponent of integers, one that their type has no room for, and booleans.
 * @see https://pytorch.org/docs/stable/generated/torch.pow.html
 */
export function pow(x: TensorOrScalar, exponent: TensorOrScalar): Tensor {
  const { a, b, shape, dtype } = prepare("pow", x, exponent);
  if (typeof exponent === "number" && exponent < 0 && !isFloating(dtype)) {
    throw new ToeplitzError("Integers to negative integer powers are not allowed.", {
      code: "value",
      api: "pow",
      argument: "exponent",
      value: exponent,
    });
  }
  if (dtype === "bool") {
    const sentence = `"pow" not implemented for 'Bool'`;
    throw new ToeplitzError(sentence, { code: "dtype", api: "pow", argument: "x", value: dtype });
  }
  // Whole exponents become numbers of x's type, but whole bases wrap.
  if (!isFloating(dtype)) {
    if (!(exponent instanceof Tensor)) checkRange("pow", "exponent", exponent, dtype);
    return applyBinary("pow", a, b, shape, dtype);
  }
  if (!(exponent instanceof Tensor)) return powNumber([a], { exponent: Number(exponent), b });
  return powOp(a, b, shape, x instanceof Tensor ? "PowBackward1" : "PowBackward2");
}
