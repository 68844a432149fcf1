// The same elements under another shape: views without a copy, and reshape, which copies where a view is impossible.
import { defineOp, type Op } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import {
  areWhole,
  checkAxis,
  checkAxisOfSome,
  checkShape,
  isContiguous,
  numelOf,
  type Shape,
  sizes,
  viewStrides,
} from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { contiguous } from "./convert.ts";

interface Restride {
  readonly name: string;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly from: Shape;
}

/** Same elements in the same order: the gradient goes back by reshaping. */
const shapeOp = defineOp<[Tensor], Restride>({
  letsGo: true,
  name: ({ name }) => name,
  forward: ({ inputs: [x], options }) => x.alias([...options.shape], options.strides),
  backward: ({ grads, options }) => [reshape(grads, options.from)],
});

const permuteOp: Op<[Tensor], { name: string; axes: readonly number[] }> = defineOp<
  [Tensor],
  { name: string; axes: readonly number[] }
>({
  letsGo: true,
  name: ({ name }) => name,
  forward: ({ inputs: [x], options: { axes } }) =>
    x.alias(
      axes.map((axis) => x.shape[axis]!),
      axes.map((axis) => x.strides[axis]!),
    ),
  backward({ grads, options: { name, axes } }) {
    const inverse = new Array<number>(axes.length);
    axes.forEach((axis, i) => void (inverse[axis] = i));
    return [permuteOp([grads], { name, axes: inverse })];
  },
});

/** Replaces a size of -1 by what the number of elements leaves for it. */
function inferShape(
  api: string,
  shape: readonly number[],
  numel: number,
  misfit = () => `shape '${sizes(shape)}' is invalid for input of size ${numel}`,
): number[] {
  if (!areWhole(shape)) {
    throw argumentError(api, "shape", "be a list of whole numbers", shape, { code: "shape" });
  }
  let known = 1;
  let unknown = -1;
  shape.forEach((size, axis) => {
    if (size >= 0) {
      known *= size;
      return;
    }
    if (size !== -1) throw shapeError(api, `invalid shape dimension ${size}`, shape);
    if (unknown >= 0) throw shapeError(api, "only one dimension can be inferred", shape);
    unknown = axis;
  });
  const out = [...shape];
  if (unknown >= 0) {
    if (known === 0 && numel === 0) {
      throw shapeError(
        api,
        `cannot reshape tensor of 0 elements into shape ${sizes(shape)} because the unspecified dimension size -1 can be any value and is ambiguous`,
        shape,
      );
    }
    if (known !== 0 && numel % known === 0) {
      out[unknown] = numel / known;
      return checkShape(api, out);
    }
  } else if (known === numel) return checkShape(api, out);
  throw shapeError(api, misfit(), shape, [[numel]]);
}

function shapeError(api: string, sentence: string, value: unknown, legal?: readonly Shape[]): ToeplitzError {
  return new ToeplitzError(sentence, { code: "shape", api, argument: "shape", value, legal });
}

/**
 * The same elements under another shape, without copying.
 *
 * @param shape sizes; one may be -1 and is worked out
 * @throws ToeplitzError if the sizes do not fit, or if the strides allow no such view.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
 */
export function view(x: Tensor, shape: Shape): Tensor {
  checkTensor("view", "x", x);
  const target = inferShape("view", shape, x.numel());
  const strides = viewStrides(x.shape, x.strides, target);
  if (strides === null) {
    throw shapeError(
      "view",
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
      shape,
    );
  }
  return shapeOp([x], { name: "ViewBackward0", shape: target, strides, from: x.shape });
}

/**
 * The same elements under another shape: a view where the strides allow one, else a copy.
 *
 * @param shape sizes; one may be -1 and is worked out
 * @see https://pytorch.org/docs/stable/generated/torch.reshape.html
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  checkTensor("reshape", "x", x);
  const target = inferShape("reshape", shape, x.numel());
  const strides = viewStrides(x.shape, x.strides, target);
  if (strides !== null) {
    const name = isContiguous(x.shape, x.strides) ? "ViewBackward0" : "ReshapeAliasBackward0";
    return shapeOp([x], { name, shape: target, strides, from: x.shape });
  }
  const copy = contiguous(x);
  return shapeOp([copy], {
    name: "UnsafeViewBackward0",
    shape: target,
    strides: viewStrides(copy.shape, copy.strides, target)!,
    from: copy.shape,
  });
}

/** x in the shape of another tensor. @see https://pytorch.org/docs/stable/generated/torch.Tensor.reshape_as.html */
export function reshapeAs(x: Tensor, other: Tensor): Tensor {
  checkTensor("reshapeAs", "other", other);
  return reshape(x, other.shape);
}

/** A view of x in the shape of another tensor. @see https://pytorch.org/docs/stable/generated/torch.Tensor.view_as.html */
export function viewAs(x: Tensor, other: Tensor): Tensor {
  checkTensor("viewAs", "other", other);
  return view(x, other.shape);
}

/**
 * Axes `startDim` to `endDim` joined into one.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.flatten.html
 */
export function flatten(x: Tensor, startDim = 0, endDim = -1): Tensor {
  checkTensor("flatten", "x", x);
  const start = checkAxis("flatten", startDim, x.ndim, "startDim");
  const end = checkAxis("flatten", endDim, x.ndim, "endDim");
  if (start > end) {
    throw new ToeplitzError("flatten() has invalid args: start_dim cannot come after end_dim", {
      code: "axis",
      api: "flatten",
      argument: "startDim",
      value: startDim,
    });
  }
  if (x.ndim === 0) return reshape(x, [1]);
  if (start === end) return x;
  const joined = numelOf(x.shape.slice(start, end + 1));
  return reshape(x, [...x.shape.slice(0, start), joined, ...x.shape.slice(end + 1)]);
}

/**
 * One axis split into several.
 *
 * @param shape sizes of the new axes; one may be -1
 * @see https://pytorch.org/docs/stable/generated/torch.unflatten.html
 */
export function unflatten(x: Tensor, dim: number, shape: Shape): Tensor {
  checkTensor("unflatten", "x", x);
  const axis = checkAxisOfSome("unflatten", dim, x.ndim);
  const size = x.shape[axis]!;
  if (Array.isArray(shape) && shape.length === 0) {
    const sentence = "unflatten: sizes must be non-empty";
    throw new ToeplitzError(sentence, { code: "shape", api: "unflatten", argument: "shape", value: shape });
  }
  const misfit = () =>
    `unflatten: Provided sizes ${sizes(shape)} don't multiply up to the size of dim ${axis} (${size}) in the input tensor`;
  const split = inferShape("unflatten", shape, size, misfit);
  return view(x, [...x.shape.slice(0, axis), ...split, ...x.shape.slice(axis + 1)]);
}

/** x without its axes of size 1, or without `dim` if that has size 1. @see https://pytorch.org/docs/stable/generated/torch.squeeze.html */
export function squeeze(x: Tensor, dim?: number): Tensor {
  checkTensor("squeeze", "x", x);
  const axis = dim === undefined ? undefined : checkAxis("squeeze", dim, x.ndim);
  const keeps = (i: number) => x.shape[i] !== 1 || (axis !== undefined && i !== axis);
  return shapeOp([x], {
    name: axis === undefined ? "SqueezeBackward0" : "SqueezeBackward1",
    shape: x.shape.filter((_, i) => keeps(i)),
    strides: x.strides.filter((_, i) => keeps(i)),
    from: x.shape,
  });
}

/** @internal x without an axis of size 1, recorded under the name of what is done to x. */
export function withoutAxis(x: Tensor, axis: number, name: string): Tensor {
  const keeps = (_: number, i: number) => i !== axis;
  return shapeOp([x], { name, shape: x.shape.filter(keeps), strides: x.strides.filter(keeps), from: x.shape });
}

/** x with a new axis of size 1 at `dim`. @see https://pytorch.org/docs/stable/generated/torch.unsqueeze.html */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  checkTensor("unsqueeze", "x", x);
  const axis = checkAxis("unsqueeze", dim, x.ndim + 1);
  const step = axis < x.ndim ? x.shape[axis]! * x.strides[axis]! : 1;
  return shapeOp([x], {
    name: "UnsqueezeBackward0",
    shape: [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)],
    strides: [...x.strides.slice(0, axis), step, ...x.strides.slice(axis)],
    from: x.shape,
  });
}

/** Axes in another order. @see https://pytorch.org/docs/stable/generated/torch.permute.html */
export function permute(x: Tensor, dims: readonly number[]): Tensor {
  checkTensor("permute", "x", x);
  if (!Array.isArray(dims) || dims.length !== x.ndim) {
    throw new ToeplitzError(
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${x.ndim} is not equal to len(dims) = ${Array.isArray(dims) ? dims.length : 0}`,
      { code: "axis", api: "permute", argument: "dims", value: dims },
    );
  }
  const axes = dims.length === 0 ? [] : checkPermutation(dims, x.ndim);
  return permuteOp([x], { name: "PermuteBackward0", axes });
}

function checkPermutation(dims: readonly number[], rank: number): number[] {
  const axes = dims.map((dim) => checkAxis("permute", dim, rank));
  if (new Set(axes).size !== axes.length) {
    throw new ToeplitzError("permute(): duplicate dims are not allowed.", {
      code: "axis",
      api: "permute",
      argument: "dims",
      value: dims,
    });
  }
  return axes;
}

/** Two axes exchanged. @see https://pytorch.org/docs/stable/generated/torch.transpose.html */
export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  checkTensor("transpose", "x", x);
  const a = checkAxis("transpose", dim0, x.ndim, "dim0");
  const b = checkAxis("transpose", dim1, x.ndim, "dim1");
  if (x.ndim === 0) return permuteOp([x], { name: "TransposeBackward0", axes: [] });
  const axes = x.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis));
  return permuteOp([x], { name: "TransposeBackward0", axes });
}

/** A matrix transposed; vectors and scalars come back as they are. @see https://pytorch.org/docs/stable/generated/torch.t.html */
export function t(x: Tensor): Tensor {
  checkTensor("t", "x", x);
  if (x.ndim > 2) {
    throw new ToeplitzError(`t() expects a tensor with <= 2 dimensions, but self is ${x.ndim}D`, {
      code: "shape",
      api: "t",
      argument: "x",
      value: x.shape,
    });
  }
  return permuteOp([x], { name: "TBackward0", axes: x.ndim === 2 ? [1, 0] : x.ndim === 1 ? [0] : [] });
}

/** One axis moved to another place. @see https://pytorch.org/docs/stable/generated/torch.movedim.html */
export function movedim(x: Tensor, source: number, destination: number): Tensor {
  checkTensor("movedim", "x", x);
  const from = checkAxis("movedim", source, x.ndim, "source");
  const where = checkAxis("movedim", destination, x.ndim, "destination");
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== from);
  axes.splice(where, 0, ...(x.ndim === 0 ? [] : [from]));
  return permuteOp([x], { name: "PermuteBackward0", axes });
}
