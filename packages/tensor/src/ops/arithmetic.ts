// Arithmetic on two operands, with PyTorch's promotion and broadcasting.

import { checkTensor } from "../check-tensor.ts";
import { zerosLike } from "../creation/filled.ts";
import { type DType, isFloating } from "../dtype.ts";
import { argumentError, showWord, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { Tensor } from "../tensor.ts";
import { applyBinary, defineBinary, prepare } from "./binary.ts";
import { contiguous, to } from "./convert.ts";
import { checkOperand, floatingType, resultType, type TensorOrScalar } from "./promotion.ts";
import { applyUnary, defineUnary } from "./unary-op.ts";

const addOp = defineBinary("AddBackward0", "add", {}, ({ g }) => [g, g]);
const subOp = defineBinary("SubBackward0", "sub", {}, ({ g, needs }) => [g, needs[1] ? neg(g) : null]);
const mulOp = defineBinary("MulBackward0", "mul", { a: "b", b: "a" }, ({ g, a, b, needs }) => [
  needs[0] ? mul(g, b) : null,
  needs[1] ? mul(g, a) : null,
]);
const divOp = defineBinary("DivBackward0", "div", { a: "b", b: "ab" }, ({ g, a, b, needs }) => [
  needs[0] ? div(g, b) : null,
  needs[1] ? mul(neg(g), div(div(a, b), b)) : null,
]);
const floorDivideOp = defineBinary("DivBackward1", "floorDivide", {}, ({ g }) => [zerosLike(g), zerosLike(g)]);
const truncDivideOp = defineBinary("DivBackward1", "truncDivide", {}, ({ g }) => [zerosLike(g), zerosLike(g)]);
const remainderOp = defineBinary("RemainderBackward1", "remainder", { a: "b", b: "b" }, ({ g, a, b, needs }) => [
  g,
  needs[1] ? neg(mul(g, floorDivideOp(a, b, g.shape))) : null,
]);
const fmodOp = defineBinary("FmodBackward1", "fmod", { a: "b", b: "b" }, ({ g, a, b, needs }) => [
  g,
  needs[1] ? neg(mul(g, truncDivideOp(a, b, g.shape))) : null,
]);

/** The negative of every element. @see https://pytorch.org/docs/stable/generated/torch.neg.html */
export function neg(x: Tensor): Tensor {
  checkTensor("neg", "x", x);
  if (x.dtype === "bool") {
    throw new ToeplitzError(
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
      { code: "dtype", api: "neg", argument: "x", value: x.dtype },
    );
  }
  return negOp(x);
}

const negOp = defineUnary("neg", "NegBackward0", "neg", "none", (g) => neg(g), false);

/** Options of {@link add} and {@link sub}. */
export interface AlphaOptions {
  /** Multiplies `other` first. */
  alpha?: number;
}

function withAlpha(api: string, x: TensorOrScalar, other: TensorOrScalar, options: AlphaOptions): TensorOrScalar {
  checkOptions(api, options, ["alpha"]);
  const { alpha = 1 } = options;
  if (typeof alpha !== "number") throw argumentError(api, "alpha", "be a number", alpha);
  if (alpha === 1) return other;
  checkOperand(api, "x", x);
  checkOperand(api, "other", other);
  const dtype = resultType(x, other);
  if (!Number.isInteger(alpha) && !isFloating(dtype)) {
    throw new ToeplitzError("For integral input tensors, argument alpha must not be a floating point number.", {
      code: "dtype",
      api,
      argument: "alpha",
      value: alpha,
    });
  }
  if (dtype === "bool") return other instanceof Tensor ? mul(other, alpha !== 0) : alpha !== 0 && other;
  return other instanceof Tensor ? mul(to(other, dtype), alpha) : Number(other) * alpha;
}

/**
 * x + alpha * other, broadcast. On booleans: or.
 *
 * @throws ToeplitzError with PyTorch's sentence where the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.add.html
 */
export function add(x: TensorOrScalar, other: TensorOrScalar, options: AlphaOptions = {}): Tensor {
  const { a, b, shape, dtype } = prepare("add", x, withAlpha("add", x, other, options));
  return dtype === "bool" ? applyBinary("logicalOr", a, b, shape, dtype) : addOp(a, b, shape);
}

/**
 * x - alpha * other, broadcast. Booleans are refused.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export function sub(x: TensorOrScalar, other: TensorOrScalar, options: AlphaOptions = {}): Tensor {
  refuseBooleans(x, other);
  const { a, b, shape } = prepare("sub", x, withAlpha("sub", x, other, options));
  // Python's `1 - x` is rsub.
  return subOp(a, b, shape, x instanceof Tensor ? undefined : "RsubBackward1");
}

function refuseBooleans(x: TensorOrScalar, other: TensorOrScalar): void {
  const isBool = (v: TensorOrScalar) => (v instanceof Tensor ? v.dtype === "bool" : typeof v === "boolean");
  if (!isBool(x) && !isBool(other)) return;
  const sentence =
    isBool(x) && isBool(other)
      ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead."
      : "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.";
  const argument = isBool(x) ? "x" : "other";
  throw new ToeplitzError(sentence, { code: "dtype", api: "sub", argument, value: "bool", rule: "have numbers" });
}

/** x * other, broadcast. On booleans: and. @see https://pytorch.org/docs/stable/generated/torch.mul.html */
export function mul(x: TensorOrScalar, other: TensorOrScalar): Tensor {
  const { a, b, shape, dtype } = prepare("mul", x, other);
  return dtype === "bool" ? applyBinary("logicalAnd", a, b, shape, dtype) : mulOp(a, b, shape);
}

/** Options of {@link div}. */
export interface DivOptions {
  /** Round the quotient towards zero or down; integers then stay integers. */
  roundingMode?: "trunc" | "floor" | null;
}

/**
 * x / other, broadcast. Integers give float32 unless `roundingMode` is given.
 *
 * @throws ToeplitzError "ZeroDivisionError" for a rounded integer division by zero.
 * @see https://pytorch.org/docs/stable/generated/torch.div.html
 */
export function div(x: TensorOrScalar, other: TensorOrScalar, options: DivOptions = {}): Tensor {
  checkOptions("div", options, ["roundingMode"]);
  const mode = options.roundingMode ?? null;
  if (mode === null) {
    const { a, b, shape } = prepare("div", x, other, floatingType);
    // Python's `2 / x`, whose derivative reads the reciprocal and not x.
    return x instanceof Tensor ? divOp(a, b, shape) : mul(reciprocal(b), a);
  }
  if (mode !== "trunc" && mode !== "floor") {
    throw new ToeplitzError(
      `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${showWord(mode)}'`,
      {
        code: "option",
        api: "div",
        argument: "roundingMode",
        value: mode,
        legal: [null, "trunc", "floor"],
      },
    );
  }
  const { a, b, shape, dtype } = prepare("div", x, other);
  refuseTruths("div", `div_${mode}`, dtype);
  refuseZeros("div", b, dtype);
  return (mode === "floor" ? floorDivideOp : truncDivideOp)(a, b, shape);
}

/** x / other rounded down. @see https://pytorch.org/docs/stable/generated/torch.floor_divide.html */
export function floorDivide(x: TensorOrScalar, other: TensorOrScalar): Tensor {
  return div(x, other, { roundingMode: "floor" });
}

/** Python's modulo: the result has the sign of `other`. @see https://pytorch.org/docs/stable/generated/torch.remainder.html */
export function remainder(x: TensorOrScalar, other: TensorOrScalar): Tensor {
  const { a, b, shape, dtype } = prepare("remainder", x, other);
  refuseTruths("remainder", "remainder", dtype);
  refuseZeros("remainder", b, dtype);
  return remainderOp(a, b, shape, other instanceof Tensor ? undefined : "RemainderBackward0");
}

/** C's modulo: the result has the sign of x. @see https://pytorch.org/docs/stable/generated/torch.fmod.html */
export function fmod(x: TensorOrScalar, other: TensorOrScalar): Tensor {
  const { a, b, shape, dtype } = prepare("fmod", x, other);
  refuseTruths("fmod", "fmod", dtype);
  refuseZeros("fmod", b, dtype);
  return fmodOp(a, b, shape, other instanceof Tensor ? undefined : "FmodBackward0");
}

function refuseTruths(api: string, routine: string, dtype: DType): void {
  if (dtype !== "bool") return;
  const sentence = `"${routine}_cpu" not implemented for 'Bool'`;
  throw new ToeplitzError(sentence, { code: "dtype", api, argument: "x", value: dtype });
}

function refuseZeros(api: string, divisor: Tensor, dtype: DType): void {
  if (isFloating(dtype) || divisor.numel() === 0) return;
  const flat = contiguous(divisor);
  const values = flat.storage.read();
  for (let i = flat.offset; i < flat.offset + flat.numel(); i++) {
    if (Number(values[i]) === 0)
      throw new ToeplitzError("ZeroDivisionError", {
        code: "value",
        api,
        argument: "other",
        value: 0,
        rule: "not be zero",
      });
  }
}

/** The square of every element. @see https://pytorch.org/docs/stable/generated/torch.square.html */
export function square(x: Tensor): Tensor {
  checkTensor("square", "x", x);
  if (isFloating(x.dtype)) return squareOp(x);
  const whole = x.dtype === "bool" ? to(x, "int64") : x;
  return applyUnary("square", whole, whole.dtype);
}

const squareOp = defineUnary("square", "PowBackward0", "square", "x", (g, x) => mul(g, mul(x, 2)), false);

/** 1 / x. @see https://pytorch.org/docs/stable/generated/torch.reciprocal.html */
export const reciprocal = defineUnary("reciprocal", "ReciprocalBackward0", "reciprocal", "y", (g, y) =>
  mul(neg(g), mul(y, y)),
);

/** other - x, the operands exchanged. @see https://pytorch.org/docs/stable/generated/torch.rsub.html */
export function rsub(x: Tensor, other: TensorOrScalar): Tensor {
  checkTensor("rsub", "x", x);
  refuseBooleans(x, other);
  const { a, b, shape } = prepare("rsub", other, x);
  return subOp(a, b, shape, other instanceof Tensor ? "RsubBackward0" : "RsubBackward1");
}
