// The operators as methods: one list, one type made from it, one installer.
import { backward } from "./autograd/backward.ts";
import { bernoulli_, normal_, random_, uniform_ } from "./creation/random-fill.ts";
import { add, div, floorDivide, fmod, mul, neg, reciprocal, remainder, square, sub } from "./ops/arithmetic.ts";
import { clamp, clampMax, clampMin, maskedFill, maximum, minimum, where } from "./ops/choose.ts";
import { allclose, equal } from "./ops/close.ts";
import {
  eq,
  ge,
  gt,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  lt,
  ne,
} from "./ops/compare.ts";
import { clone, contiguous, to } from "./ops/convert.ts";
import { cumsum } from "./ops/cumsum.ts";
import { diagonal } from "./ops/diagonal.ts";
import { broadcastTo, expand, expandAs, sum } from "./ops/expand-and-sum.ts";
import { add_, clamp_, copy_, div_, fill_, maskedFill_, mul_, relu_, sub_, zero_ } from "./ops/in-place.ts";
import { gather, indexSelect, scatter, scatter_, scatterAdd, scatterAdd_ } from "./ops/index-along.ts";
import { index, indexPut, indexPut_ } from "./ops/index-op.ts";
import { chunk, flip, split, unbind } from "./ops/join.ts";
import { bmm, matmul, mm } from "./ops/matmul.ts";
import { maskedSelect, nonzero } from "./ops/nonzero.ts";
import { norm } from "./ops/norm.ts";
import {
  abs,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  log2,
  log10,
  pow,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
} from "./ops/pointwise.ts";
import { prod } from "./ops/product.ts";
import { all, any, argmax, argmin, max, mean, min, std, variance } from "./ops/reduce.ts";
import { repeat, roll } from "./ops/repeat.ts";
import {
  flatten,
  movedim,
  permute,
  reshape,
  reshapeAs,
  squeeze,
  t,
  transpose,
  unflatten,
  unsqueeze,
  view,
  viewAs,
} from "./ops/shape-view.ts";
import { narrow, select } from "./ops/slice-and-pad.ts";
import { logSoftmax, logsumexp, softmax } from "./ops/softmax.ts";
import { argsort, sort, topk } from "./ops/sort.ts";
import { tril, triu } from "./ops/triangle.ts";
import { windows } from "./ops/windows.ts";
import { item, read, toArray, toTypedArray } from "./reading.ts";
import { Tensor } from "./tensor.ts";
import { toString } from "./to-string.ts";

/**
 * Functions whose first argument becomes `this`. A method has its function's name, but for two:
 * `var` is a reserved word, and the function `unfold` is another, as in PyTorch.
 */
const methods = {
  abs,
  add,
  add_,
  all,
  allclose,
  any,
  argmax,
  argmin,
  argsort,
  backward,
  bernoulli_,
  bmm,
  broadcastTo,
  ceil,
  chunk,
  clamp,
  clampMax,
  clampMin,
  clamp_,
  clone,
  contiguous,
  copy_,
  cos,
  cosh,
  cumsum,
  diagonal,
  div,
  div_,
  eq,
  equal,
  erf,
  exp,
  expand,
  expandAs,
  expm1,
  fill_,
  flatten,
  flip,
  floor,
  floorDivide,
  fmod,
  gather,
  ge,
  gt,
  index,
  indexPut,
  indexPut_,
  indexSelect,
  isfinite,
  isinf,
  isnan,
  item,
  le,
  log,
  log10,
  log1p,
  log2,
  logSoftmax,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  logsumexp,
  lt,
  maskedFill,
  maskedFill_,
  maskedSelect,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mm,
  movedim,
  mul,
  mul_,
  narrow,
  ne,
  neg,
  nonzero,
  norm,
  normal_,
  permute,
  pow,
  prod,
  random_,
  read,
  reciprocal,
  relu,
  relu_,
  remainder,
  repeat,
  reshape,
  reshapeAs,
  roll,
  round,
  rsqrt,
  scatter,
  scatterAdd,
  scatterAdd_,
  scatter_,
  select,
  sigmoid,
  sign,
  sin,
  sinh,
  softmax,
  sort,
  split,
  sqrt,
  square,
  squeeze,
  std,
  sub,
  sub_,
  sum,
  t,
  tan,
  tanh,
  to,
  toArray,
  toString,
  toTypedArray,
  topk,
  transpose,
  tril,
  triu,
  trunc,
  unbind,
  unflatten,
  unfold: windows,
  uniform_,
  unsqueeze,
  var: variance,
  view,
  viewAs,
  zero_,
};

type Method<F> = F extends { (x: Tensor): infer A; (x: Tensor, ...rest: infer R): infer B }
  ? { (): A; (...rest: R): B }
  : F extends (x: Tensor, ...rest: infer R) => infer B
    ? (...rest: R) => B
    : never;

/** Every function of the library whose first argument is a tensor, as a method of that tensor. */
export type TensorMethods = {
  // Every object has toString already, as a method that a subclass may override, which it could not override as a property.
  [K in Exclude<keyof typeof methods, "toString">]: Method<(typeof methods)[K]>;
} & {
  /** Elements from `self` where the condition holds, from `other` elsewhere. */
  where(condition: Tensor, other: Parameters<typeof where>[2]): Tensor;
  /** The matrix transposed; any other tensor with all axes reversed, as PyTorch's `T`. */
  readonly T: Tensor;
  /** The positions along the first axis, one after the other, as views. */
  [Symbol.iterator](): Iterator<Tensor>;
};

/** Puts the operators on the prototype. */
export function installMethods(): void {
  const define = (name: string, value: (this: Tensor, ...rest: never[]) => unknown) =>
    Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
  for (const [name, fn] of Object.entries(methods) as [string, (...args: unknown[]) => unknown][]) {
    define(name, function (this: Tensor, ...rest: unknown[]) {
      return fn(this, ...rest);
    });
  }
  define("where", function (this: Tensor, condition: Tensor, other: never) {
    return where(condition, this, other);
  });
  Object.defineProperty(Tensor.prototype, Symbol.iterator, {
    value: function (this: Tensor) {
      // PyTorch refuses to iterate over a number; here whoever compares objects would stumble over that.
      return (this.ndim === 0 ? [] : unbind(this)).values();
    },
    configurable: true,
  });
  // console.log(x) in Node and its kin prints what PyTorch prints.
  Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value: function (this: Tensor) {
      return this.toString();
    },
    configurable: true,
  });
  Object.defineProperty(Tensor.prototype, "T", {
    get(this: Tensor) {
      return permute(
        this,
        this.shape.map((_, axis) => this.ndim - 1 - axis),
      );
    },
    configurable: true,
  });
}
