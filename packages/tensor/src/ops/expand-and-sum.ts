// Repeating along axes and adding along axes: each is the other's derivative, so they live together.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { type DType, typeText } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { reduce } from "../kernels/reduce.ts";
import { checkOptions } from "../options.ts";
import { areWhole, broadcastStrides, checkAxes, checkShape, type Shape, sameShape, sizes } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { dtypeOption, summedType } from "./promotion.ts";
import { reshape } from "./shape-view.ts";

/** Options of reductions over axes. */
export interface ReduceOptions {
  /** Axis or axes to reduce; all when left out. */
  dim?: number | readonly number[];
  /** Keep reduced axes with size 1. */
  keepdim?: boolean;
}

/** Options of {@link sum}. */
export interface SumOptions extends ReduceOptions {
  /** Convert to this type first. */
  dtype?: DType;
}

/** @internal Splits x's axes into kept and reduced, as the reduce kernel wants them. */
export function splitAxes(x: Tensor, axes: readonly number[]) {
  const all = x.shape.map((_, axis) => axis);
  const kept = all.filter((axis) => !axes.includes(axis));
  const reduced = all.filter((axis) => axes.includes(axis));
  return {
    kept: kept.map((axis) => x.shape[axis]!),
    keptStrides: kept.map((axis) => x.strides[axis]!),
    reduced: reduced.map((axis) => x.shape[axis]!),
    reducedStrides: reduced.map((axis) => x.strides[axis]!),
  };
}

/** @internal The shape with `axes` at size 1, or without them. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdim: boolean): number[] {
  return keepdim
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}

const expandOp = defineOp<[Tensor], { from: Shape; shape: Shape }>({
  letsGo: true,
  name: "ExpandBackward0",
  forward: ({ inputs: [x], options: { shape } }) => x.alias([...shape], broadcastStrides(x.shape, x.strides, shape)),
  backward: ({ grads, options: { from } }) => [sumTo(grads, from)],
});

interface SumParams {
  readonly axes: readonly number[];
  readonly keepdim: boolean;
  readonly from: Shape;
  readonly all: boolean;
}

const sumOp = defineOp<[Tensor], SumParams>({
  letsGo: true,
  name: ({ all }) => (all ? "SumBackward0" : "SumBackward1"),
  forward({ inputs: [x], options: { axes, keepdim } }) {
    const y = empty(reducedShape(x.shape, axes, keepdim), x.dtype);
    // A sum of booleans is a boolean: or.
    const op = x.dtype === "bool" ? "any" : "sum";
    launch(reduce, { x, y }, { op, dtype: x.dtype, correction: 0, ...splitAxes(x, axes) });
    return y;
  },
  backward: ({ grads, options: { axes, from } }) => [expandTo(reshape(grads, reducedShape(from, axes, true)), from)],
});

/** @internal x repeated to `shape`, which it must broadcast to. */
export function expandTo(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : expandOp([x], { from: x.shape, shape });
}

/** @internal x added up to `shape`: undoes broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.ndim - shape.length;
  const axes = x.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (shape[axis - lead] === 1 && x.shape[axis] !== 1));
  return reshape(sumOp([x], { axes, keepdim: true, from: x.shape, all: false }), shape);
}

/**
 * x repeated along axes of size 1, without copying.
 *
 * @param shape target sizes; -1 keeps a size, new axes lead
 * @throws ToeplitzError with PyTorch's sentence where a size is neither 1 nor the target's.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html
 */
export function expand(x: Tensor, shape: Shape): Tensor {
  checkTensor("expand", "x", x);
  if (!areWhole(shape)) {
    throw argumentError("expand", "shape", "be a list of whole numbers", shape, { code: "shape" });
  }
  const lead = shape.length - x.ndim;
  if (lead < 0) {
    throw new ToeplitzError(
      `expand(${typeText(x.dtype)}{${sizes(x.shape)}}, size=${sizes(shape)}): the number of sizes provided (${shape.length}) must be greater or equal to the number of dimensions in the tensor (${x.ndim})`,
      { code: "shape", api: "expand", argument: "shape", value: shape },
    );
  }
  const target = [...shape];
  const refuse = (size: number, what: string) => {
    const sentence = `The expanded size of the tensor (${size}) ${what}`;
    throw new ToeplitzError(sentence, { code: "shape", api: "expand", argument: "shape", value: shape });
  };
  // From the last axis to the first: PyTorch names the last that does not fit.
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const own = axis < lead ? 1 : x.shape[axis - lead]!;
    const size = shape[axis]!;
    if (size === -1 && axis >= lead) target[axis] = own;
    else if (own !== 1 && own !== size) {
      refuse(
        size,
        `must match the existing size (${own}) at non-singleton dimension ${axis}.  Target sizes: ${sizes(shape)}.  Tensor sizes: ${sizes(x.shape)}`,
      );
    } else if (size < 0) refuse(size, `isn't allowed in a leading, non-existing dimension ${axis}`);
  }
  return expandOp([x], { from: x.shape, shape: checkShape("expand", target) });
}

/** x expanded to the shape of another tensor. @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand_as.html */
export function expandAs(x: Tensor, other: Tensor): Tensor {
  checkTensor("expandAs", "other", other);
  return expand(x, other.shape);
}

/** x repeated to `shape` by the rules of broadcasting. @see https://pytorch.org/docs/stable/generated/torch.broadcast_to.html */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  return expand(x, shape);
}

/**
 * Sum of all elements, or along axes. Integers and booleans add up to int64.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.sum.html
 */
export function sum(x: Tensor, options: SumOptions = {}): Tensor {
  checkTensor("sum", "x", x);
  checkOptions("sum", options, ["dim", "keepdim", "dtype"]);
  const axes = checkAxes("sum", options.dim, x.ndim);
  const from = to(x, dtypeOption("sum", options.dtype, summedType(x.dtype)));
  return sumOp([from], { axes, keepdim: options.keepdim ?? false, from: x.shape, all: options.dim === undefined });
}
