// Reductions other than sum: means, products, extremes, spread, truth.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { type DType, isFloating, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { type ReduceName, reduce as reduceKernel } from "../kernels/reduce.ts";
import { checkOptions } from "../options.ts";
import { checkAxes, checkAxis, numelOf, type Shape } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { div, mul, sub } from "./arithmetic.ts";
import { where } from "./choose.ts";
import { eq, isnan, logicalAnd, logicalOr } from "./compare.ts";
import { to } from "./convert.ts";
import { expandTo, type ReduceOptions, reducedShape, type SumOptions, splitAxes, sum } from "./expand-and-sum.ts";
import { dtypeOption } from "./promotion.ts";
import { reshape } from "./shape-view.ts";

/** @internal Runs a reduction over axes; `out` is the result's type. */
export function reduced(
  op: ReduceName,
  x: Tensor,
  axes: readonly number[],
  keepdim: boolean,
  out: DType,
  more: { correction?: number; p?: number } = {},
): Tensor {
  const y = empty(reducedShape(x.shape, axes, keepdim), out);
  launch(reduceKernel, { x, y }, { op, dtype: x.dtype, correction: 0, ...more, ...splitAxes(x, axes) });
  return y;
}

/** @internal Repeats a reduced tensor over the axes that were reduced. */
export function spread(y: Tensor, axes: readonly number[], from: Shape): Tensor {
  return expandTo(reshape(y, reducedShape(from, axes, true)), from);
}

/**
 * Mean of all elements, or along axes, of a floating tensor.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers without a floating `dtype`.
 * @see https://pytorch.org/docs/stable/generated/torch.mean.html
 */
export function mean(x: Tensor, options: SumOptions = {}): Tensor {
  checkTensor("mean", "x", x);
  checkOptions("mean", options, ["dim", "keepdim", "dtype"]);
  const dtype = dtypeOption("mean", options.dtype, x.dtype);
  if (!isFloating(dtype)) {
    throw new ToeplitzError(
      `mean(): could not infer output dtype. ${options.dtype === undefined ? "Input" : "Optional"} dtype must be either a floating point or complex dtype. Got: ${titleOf(dtype)}`,
      { code: "dtype", api: "mean", argument: "x", value: dtype },
    );
  }
  const axes = checkAxes("mean", options.dim, x.ndim);
  const total = sum(x, { ...options, dtype });
  return meanOp([total], { count: axes.reduce((n, axis) => n * x.shape[axis]!, 1), all: options.dim === undefined });
}

const meanOp = defineOp<[Tensor], { count: number; all: boolean }>({
  name: ({ all }) => (all ? "MeanBackward0" : "MeanBackward1"),
  forward: ({ inputs: [total], options: { count } }) => div(total, count),
  backward: ({ grads, options: { count } }) => [div(grads, count)],
});

/** Options of {@link variance} and {@link std}. */
export interface VarianceOptions extends ReduceOptions {
  /** Divide by n - correction. @defaultValue 1 */
  correction?: number;
  /** `false` is `correction: 0`. */
  unbiased?: boolean;
}

interface Spread {
  readonly axes: readonly number[];
  readonly keepdim: boolean;
  readonly correction: number;
}

function centred(x: Tensor, axes: readonly number[]): Tensor {
  return sub(x, axes.length === 0 ? x : mean(x, { dim: axes, keepdim: true }));
}

function countOf(x: Tensor, axes: readonly number[]): number {
  return axes.reduce((n, axis) => n * x.shape[axis]!, 1);
}

const varOp = defineOp<[Tensor], Spread>({
  name: "VarBackward0",
  forward({ inputs: [x], options: { axes, keepdim, correction }, save }) {
    save(x);
    return reduced("var", x, axes, keepdim, x.dtype, { correction });
  },
  backward({ grads, saved, options: { axes, correction } }) {
    const x = saved[0] as Tensor;
    return [mul(mul(spread(grads, axes, x.shape), centred(x, axes)), 2 / (countOf(x, axes) - correction))];
  },
});

const stdOp = defineOp<[Tensor], Spread>({
  name: "StdBackward0",
  forward({ inputs: [x], options: { axes, keepdim, correction }, save }) {
    const y = reduced("std", x, axes, keepdim, x.dtype, { correction });
    save(x);
    save(y);
    return y;
  },
  backward({ grads, saved, options: { axes, correction } }) {
    const [x, y] = saved as [Tensor, Tensor];
    const slope = where(eq(y, 0), 0, div(grads, mul(y, 2)));
    return [mul(mul(spread(slope, axes, x.shape), centred(x, axes)), 2 / (countOf(x, axes) - correction))];
  },
});

function spreadOptions(api: string, x: Tensor, options: VarianceOptions): Spread {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["dim", "keepdim", "correction", "unbiased"]);
  if (!isFloating(x.dtype)) {
    throw new ToeplitzError(`std and var only support floating point and complex dtypes`, {
      code: "dtype",
      api,
      argument: "x",
      value: x.dtype,
    });
  }
  const correction = options.correction ?? (options.unbiased === false ? 0 : 1);
  if (typeof correction !== "number" || !Number.isFinite(correction))
    throw argumentError(api, "correction", "be a number", correction);
  return { axes: checkAxes(api, options.dim, x.ndim), keepdim: options.keepdim ?? false, correction };
}

/** Variance of all elements, or along axes (`var` is a reserved word; the method is `x.var()`). @see https://pytorch.org/docs/stable/generated/torch.var.html */
export function variance(x: Tensor, options: VarianceOptions = {}): Tensor {
  return varOp([x], spreadOptions("var", x, options));
}

/** Standard deviation of all elements, or along axes. @see https://pytorch.org/docs/stable/generated/torch.std.html */
export function std(x: Tensor, options: VarianceOptions = {}): Tensor {
  return stdOp([x], spreadOptions("std", x, options));
}

interface Along {
  readonly axes: readonly number[];
  readonly keepdim: boolean;
  readonly op: "max" | "min";
}

/** The extreme of everything: elements that tie share the gradient. */
const extremeAllOp = defineOp<[Tensor], Along>({
  name: ({ op }) => (op === "max" ? "MaxBackward1" : "MinBackward1"),
  forward({ inputs: [x], options: { op, axes, keepdim }, save }) {
    const y = reduced(op, x, axes, keepdim, x.dtype);
    save(x);
    save(y);
    return y;
  },
  backward({ grads, saved, options: { axes } }) {
    const [x, y] = saved as [Tensor, Tensor];
    const extreme = spread(y, axes, x.shape);
    const mask = logicalOr(eq(x, extreme), logicalAnd(isnan(x), isnan(extreme)));
    const share = div(grads, sum(to(mask, x.dtype), { dim: axes }));
    return [where(mask, spread(share, axes, x.shape), 0)];
  },
});

/** The extreme along one axis: the gradient goes to the position that was found. */
const extremeOp = defineOp<[Tensor], Along & { readonly from: Shape }, readonly Tensor[]>({
  name: ({ op }) => (op === "max" ? "MaxBackward0" : "MinBackward0"),
  forward({ inputs: [x], options: { op, axes, keepdim }, save }) {
    const values = reduced(op, x, axes, keepdim, x.dtype);
    const indices = reduced(op === "max" ? "argmax" : "argmin", x, axes, keepdim, "int64");
    save(indices);
    return [values, indices];
  },
  backward({ grads, saved, options: { axes, from } }) {
    const indices = saved[0] as Tensor;
    const gradient = grads[0] as Tensor;
    const axis = axes[0];
    if (axis === undefined) return [reshape(gradient, from)];
    const places = reshape(
      counted(from[axis]!),
      from.map((size, i) => (i === axis ? size : 1)),
    );
    return [where(eq(places, spread(indices, axes, from)), spread(gradient, axes, from), 0)];
  },
});

function counted(size: number): Tensor {
  const y = empty([size], "int64");
  const array = y.storage.write("all");
  for (let i = 0; i < array.length; i++) array[i] = BigInt(i);
  return y;
}

/** Options of {@link max} and {@link min} along an axis. */
export interface ExtremeOptions {
  dim: number;
  keepdim?: boolean;
}

/** What {@link max} and {@link min} give along an axis, and what ordering it gives. */
export interface Extreme {
  readonly values: Tensor;
  /** Positions along the axis, int64; the first of equals comes first. */
  readonly indices: Tensor;
}

function refuseEmpty(api: string, x: Tensor, axes: readonly number[], all: boolean): void {
  if (countOf(x, axes) !== 0) return;
  const sentence = all
    ? `${api}(): Expected reduction dim to be specified for input.numel() == 0.${api.startsWith("arg") ? "" : " Specify the reduction dim with the 'dim' argument."}`
    : `${api}(): Expected reduction dim ${axes[0]} to have non-zero size.`;
  if (!all && numelOf(reducedShape(x.shape, axes, false)) === 0 && x.shape[axes[0]!] !== 0) return;
  throw new ToeplitzError(sentence, { code: "shape", api, argument: "x", value: x.shape });
}

function extreme(op: "max" | "min", x: Tensor, options: { dim?: number; keepdim?: boolean }): Tensor | Extreme {
  checkTensor(op, "x", x);
  checkOptions(op, options, ["dim", "keepdim"]);
  const keepdim = options.keepdim ?? false;
  if (options.dim === undefined) {
    const axes = checkAxes(op, undefined, x.ndim);
    refuseEmpty(op, x, axes, true);
    return extremeAllOp([x], { op, axes, keepdim: false });
  }
  const axis = checkAxis(op, options.dim, x.ndim);
  const axes = x.ndim === 0 ? [] : [axis];
  refuseEmpty(op, x, axes, false);
  const [values, indices] = extremeOp([x], { op, axes, keepdim, from: x.shape }) as [Tensor, Tensor];
  return { values, indices };
}

/**
 * The largest element, or the largest along `dim` with its position. Nan is larger than everything.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.max.html
 */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, options: ExtremeOptions): Extreme;
export function max(x: Tensor, options: Partial<ExtremeOptions> = {}): Tensor | Extreme {
  return extreme("max", x, options);
}

/**
 * The smallest element, or the smallest along `dim` with its position. Nan is smaller than everything.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.min.html
 */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, options: ExtremeOptions): Extreme;
export function min(x: Tensor, options: Partial<ExtremeOptions> = {}): Tensor | Extreme {
  return extreme("min", x, options);
}

function argExtreme(op: "argmax" | "argmin", x: Tensor, options: { dim?: number; keepdim?: boolean }): Tensor {
  checkTensor(op, "x", x);
  checkOptions(op, options, ["dim", "keepdim"]);
  if (x.dtype === "bool") {
    throw new ToeplitzError(`"${op}_cpu" not implemented for 'Bool'`, {
      code: "dtype",
      api: op,
      argument: "x",
      value: x.dtype,
    });
  }
  const all = options.dim === undefined;
  const axes = all ? checkAxes(op, undefined, x.ndim) : x.ndim === 0 ? [] : [checkAxis(op, options.dim, x.ndim)];
  if (!all) checkAxis(op, options.dim, x.ndim);
  refuseEmpty(op, x, axes, all);
  return reduced(op, x, axes, options.keepdim ?? false, "int64");
}

/** Position of the largest element, flat or along `dim`, int64; the first of equals. @see https://pytorch.org/docs/stable/generated/torch.argmax.html */
export function argmax(x: Tensor, options: { dim?: number; keepdim?: boolean } = {}): Tensor {
  return argExtreme("argmax", x, options);
}

/** Position of the smallest element, flat or along `dim`, int64; the first of equals. @see https://pytorch.org/docs/stable/generated/torch.argmin.html */
export function argmin(x: Tensor, options: { dim?: number; keepdim?: boolean } = {}): Tensor {
  return argExtreme("argmin", x, options);
}

function truth(op: "all" | "any", x: Tensor, options: ReduceOptions): Tensor {
  checkTensor(op, "x", x);
  checkOptions(op, options, ["dim", "keepdim"]);
  const axes = checkAxes(op, options.dim, x.ndim);
  return reduced(op, x, axes, options.keepdim ?? false, x.dtype === "uint8" ? "uint8" : "bool");
}

/** Whether every element differs from zero. @see https://pytorch.org/docs/stable/generated/torch.all.html */
export function all(x: Tensor, options: ReduceOptions = {}): Tensor {
  return truth("all", x, options);
}

/** Whether some element differs from zero. @see https://pytorch.org/docs/stable/generated/torch.any.html */
export function any(x: Tensor, options: ReduceOptions = {}): Tensor {
  return truth("any", x, options);
}
