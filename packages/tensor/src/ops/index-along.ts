// Reading and writing along one axis at positions that a tensor holds: gather, scatter, indexSelect.
import { checkTensor } from "../check-tensor.ts";
import { ToeplitzError } from "../errors.ts";
import { checkAxis, contiguousStrides, type Shape, sizes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { expand } from "./expand-and-sum.ts";
import { positionsByAxis, putFlat, takeFlat } from "./gather.ts";
import { inPlace } from "./in-place.ts";
import { fillTensor, type Scalar } from "./promotion.ts";
import { reshape } from "./shape-view.ts";
import { sliceAxis } from "./slice-and-pad.ts";

type Fail = (sentence: string, argument: string, value: unknown) => never;

function failing(api: string): Fail {
  return (sentence, argument, value) => {
    throw new ToeplitzError(sentence, { code: argument === "index" ? "index" : "shape", api, argument, value });
  };
}

/** What has no axes counts as one element along one axis. */
const withAxis = (shape: Shape): Shape => (shape.length === 0 ? [1] : shape);

/** Flat positions in a row-major array of shape `from`: each element's own, but along the axis that which `index` holds. */
function positionsAlong(from: Shape, axis: number, index: Tensor, fail: Fail): Int32Array {
  const shape = withAxis(index.shape);
  const positions = positionsByAxis(from, shape, (i, other) => (other === axis ? 0 : i));
  const step = contiguousStrides(from)[axis]!;
  const size = from[axis]!;
  (index.toTypedArray() as BigInt64Array).forEach((value, i) => {
    const at = Number(value);
    if (at < 0 || at >= size) {
      fail(`index ${at} is out of bounds for dimension ${axis} with size ${size}`, "index", at);
    }
    positions[i]! += at * step;
  });
  return positions;
}

const exceeds = (index: Shape, shape: Shape, but = -1) => index.some((size, i) => i !== but && size > shape[i]!);

/**
 * Elements of x along an axis, where `index` says: `y[i][j] = x[index[i][j]][j]` for `dim` 0. The result has the shape of `index`.
 *
 * @param index int64, with as many axes as x, none larger than x's but along `dim`
 * @throws ToeplitzError with PyTorch's sentences for an index of another type or rank, too large, or out of bounds.
 * @see https://pytorch.org/docs/stable/generated/torch.gather.html
 */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  checkTensor("gather", "x", x);
  checkTensor("gather", "index", index);
  const fail = failing("gather");
  const axis = checkAxis("gather", dim, x.ndim);
  if (index.dtype !== "int64") fail("gather(): Expected dtype int64 for index", "index", index.dtype);
  const [from, shape] = [withAxis(x.shape), withAxis(index.shape)];
  if (index.numel() > 0 && from.length !== shape.length) {
    fail("Index tensor must have the same number of dimensions as input tensor", "index", index.shape);
  }
  const wrong = shape.findIndex((size, i) => i !== axis && size > from[i]!);
  if (wrong >= 0 && index.numel() > 0) {
    fail(
      `Size does not match at dimension ${wrong} expected index ${sizes(index.shape)} to be smaller than self ${sizes(x.shape)} apart from dimension ${axis}`,
      "index",
      index.shape,
    );
  }
  const positions = index.numel() === 0 ? new Int32Array(0) : positionsAlong(from, axis, index, fail);
  return takeFlat(x, positions, index.shape, "GatherBackward0");
}

/** Checks a scatter, and gives the function that makes x's new elements. */
function prepareScatter(
  api: "scatter" | "scatterAdd",
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | Scalar,
): (old: Tensor) => Tensor {
  checkTensor(api, "x", x);
  checkTensor(api, "index", index);
  const fail = failing(api);
  const add = api === "scatterAdd";
  const axis = checkAxis(api, dim, x.ndim);
  if (index.dtype !== "int64") fail("scatter(): Expected dtype int64 for index", "index", index.dtype);
  const [from, shape] = [withAxis(x.shape), withAxis(index.shape)];
  const tensor = source instanceof Tensor ? source : undefined;
  if (add) checkTensor(api, "source", source);
  if (tensor !== undefined && tensor.dtype !== x.dtype) {
    fail("scatter(): Expected self.dtype to be equal to src.dtype", "source", tensor.dtype);
  }
  const given = tensor && withAxis(tensor.shape);
  if (index.numel() > 0) {
    if (from.length !== shape.length) {
      fail("Index tensor must have the same number of dimensions as self tensor", "index", index.shape);
    }
    if (given !== undefined && given.length !== shape.length) {
      fail("Index tensor must have the same number of dimensions as src tensor", "index", index.shape);
    }
    if (exceeds(shape, from, axis) || (given !== undefined && exceeds(shape, given))) {
      const src = given === undefined ? "" : ` and to be smaller size than src ${sizes((tensor as Tensor).shape)}`;
      fail(
        `Expected index ${sizes(index.shape)} to be smaller than self ${sizes(x.shape)} apart from dimension ${axis}${src}`,
        "index",
        index.shape,
      );
    }
  }
  const values =
    tensor === undefined
      ? expand(fillTensor(api, "source", source as Scalar, x.dtype), shape)
      : shape.reduce(
          (part, size, i) => (part.shape[i] === size ? part : sliceAxis(part, i, 0, size)),
          reshape(tensor, given as Shape),
        );
  const positions = index.numel() === 0 ? new Int32Array(0) : positionsAlong(from, axis, index, fail);
  if (!add || x.dtype !== "bool") return (old) => putFlat(old, values, positions, add);
  // The sum of booleans is whether one of them holds; a byte would forget that after 256.
  return (old) => to(putFlat(to(old, "int32"), to(values, "int32"), positions, true), "bool");
}

/**
 * A copy of x with elements of `source` written along an axis, where `index` says: `y[index[i][j]][j] = source[i][j]` for `dim` 0.
 *
 * @param index int64, with as many axes as x, none larger than x's (but along `dim`) or the source's
 * @param source a tensor of x's type, or one number
 * @throws ToeplitzError with PyTorch's sentences for an index of another type or rank, too large, or out of bounds.
 * @see https://pytorch.org/docs/stable/generated/torch.scatter.html
 */
export function scatter(x: Tensor, dim: number, index: Tensor, source: Tensor | Scalar): Tensor {
  return prepareScatter("scatter", x, dim, index, source)(x);
}

/**
 * A copy of x with elements of `source` added along an axis, where `index` says; positions may repeat.
 *
 * @throws ToeplitzError as {@link scatter} does.
 * @see https://pytorch.org/docs/stable/generated/torch.scatter_add.html
 */
export function scatterAdd(x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return prepareScatter("scatterAdd", x, dim, index, source)(x);
}

/** {@link scatter} into x itself. @see https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html */
export function scatter_(x: Tensor, dim: number, index: Tensor, source: Tensor | Scalar): Tensor {
  return inPlace("scatter_", x, prepareScatter("scatter", x, dim, index, source));
}

/** {@link scatterAdd} into x itself. @see https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_add_.html */
export function scatterAdd_(x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return inPlace("scatterAdd_", x, prepareScatter("scatterAdd", x, dim, index, source));
}

/**
 * The listed positions of an axis, in the order of `index`. A copy; the axis gets the size of `index`.
 *
 * @param index int64 or int32, with one axis or none
 * @throws ToeplitzError with PyTorch's sentences for an index of another type or rank, or out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.index_select.html
 */
export function indexSelect(x: Tensor, dim: number, index: Tensor): Tensor {
  checkTensor("indexSelect", "x", x);
  checkTensor("indexSelect", "index", index);
  const fail = failing("indexSelect");
  const axis = checkAxis("indexSelect", dim, x.ndim);
  if (index.ndim > 1) fail("index_select(): Index is supposed to be a vector", "index", index.shape);
  if (index.dtype !== "int64" && index.dtype !== "int32") {
    fail("index_select(): Expected dtype int32 or int64 for index", "index", index.dtype);
  }
  const list = Array.from(index.toTypedArray() as ArrayLike<number | bigint>, Number);
  const from = withAxis(x.shape);
  for (const at of list) {
    if (at < 0 || at >= from[axis]!) fail("index out of range in self", "index", at);
  }
  const shape = from.map((size, i) => (i === axis ? list.length : size));
  const positions = positionsByAxis(from, shape, (i, other) => (other === axis ? list[i]! : i));
  return takeFlat(x, positions, x.ndim === 0 && list.length > 0 ? [] : shape, "IndexSelectBackward0");
}

/** @internal Elements of x in the order of positions that have been found along an axis. */
export function takeAlong(x: Tensor, axis: number, index: Tensor, name: string): Tensor {
  return takeFlat(x, positionsAlong(withAxis(x.shape), axis, index, failing(name)), index.shape, name);
}
