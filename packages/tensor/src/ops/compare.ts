// Comparisons and logic: results are booleans, and nothing is recorded.
import { checkTensor } from "../check-tensor.ts";
import type { DType } from "../dtype.ts";
import type { BinaryName, UnaryName } from "../kernels/scalar-functions.ts";
import type { Tensor } from "../tensor.ts";
import { applyBinary, prepare } from "./binary.ts";
import type { TensorOrScalar } from "./promotion.ts";
import { applyUnary } from "./unary-op.ts";

type Comparison = (x: TensorOrScalar, other: TensorOrScalar) => Tensor;

function comparison(op: BinaryName): Comparison {
  return (x, other) => {
    const { a, b, shape } = prepare(op, x, other);
    return applyBinary(op, a.detach(), b.detach(), shape, "bool");
  };
}

function test(op: UnaryName, out: DType = "bool"): (x: Tensor) => Tensor {
  return (x) => {
    checkTensor(op, "x", x);
    return applyUnary(op, x, out);
  };
}

/** x == other, element by element. @see https://pytorch.org/docs/stable/generated/torch.eq.html */
export const eq: Comparison = comparison("eq");
/** x != other. @see https://pytorch.org/docs/stable/generated/torch.ne.html */
export const ne: Comparison = comparison("ne");
/** x < other. @see https://pytorch.org/docs/stable/generated/torch.lt.html */
export const lt: Comparison = comparison("lt");
/** x <= other. @see https://pytorch.org/docs/stable/generated/torch.le.html */
export const le: Comparison = comparison("le");
/** x > other. @see https://pytorch.org/docs/stable/generated/torch.gt.html */
export const gt: Comparison = comparison("gt");
/** x >= other. @see https://pytorch.org/docs/stable/generated/torch.ge.html */
export const ge: Comparison = comparison("ge");
/** Both differ from zero. @see https://pytorch.org/docs/stable/generated/torch.logical_and.html */
export const logicalAnd: Comparison = comparison("logicalAnd");
/** One of them differs from zero. @see https://pytorch.org/docs/stable/generated/torch.logical_or.html */
export const logicalOr: Comparison = comparison("logicalOr");
/** Exactly one of them differs from zero. @see https://pytorch.org/docs/stable/generated/torch.logical_xor.html */
export const logicalXor: Comparison = comparison("logicalXor");
/** x is zero. @see https://pytorch.org/docs/stable/generated/torch.logical_not.html */
export const logicalNot: (x: Tensor) => Tensor = test("logicalNot");
/** x is not a number. @see https://pytorch.org/docs/stable/generated/torch.isnan.html */
export const isnan: (x: Tensor) => Tensor = test("isnan");
/** x is infinite. @see https://pytorch.org/docs/stable/generated/torch.isinf.html */
export const isinf: (x: Tensor) => Tensor = test("isinf");
/** x is neither infinite nor nan. @see https://pytorch.org/docs/stable/generated/torch.isfinite.html */
export const isfinite: (x: Tensor) => Tensor = test("isfinite");
