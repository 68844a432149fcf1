// Elements moved about as a whole: repeated, rolled round, cut to a triangle, read along a diagonal.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { zeros } from "../creation/filled.ts";
import { fromData } from "../creation/from-data.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { areWhole, checkAxis, checkAxisOfSome, checkShape, contiguousStrides, numelOf, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { writeBack } from "./as-strided.ts";
import { maskedFill } from "./choose.ts";
import { clone } from "./convert.ts";
import { expandTo } from "./expand-and-sum.ts";
import { positionsByAxis, takeFlat } from "./gather.ts";
import { reshape } from "./shape-view.ts";

/**
 * x again and again along each axis; a copy.
 *
 * @param counts how often, per axis; new axes lead
 * @throws ToeplitzError with PyTorch's sentence for fewer counts than axes, or a negative one.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.repeat.html
 */
export function repeat(x: Tensor, counts: readonly number[]): Tensor {
  checkTensor("repeat", "x", x);
  if (!areWhole(counts)) throw argumentError("repeat", "counts", "be a list of whole numbers", counts);
  const lead = counts.length - x.ndim;
  if (lead < 0) {
    throw new ToeplitzError(
      "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
      { code: "shape", api: "repeat", argument: "counts", value: counts },
    );
  }
  const from = counts.map((_, i) => (i < lead ? 1 : x.shape[i - lead]!));
  const shape = checkShape(
    "repeat",
    from.map((size, i) => size * counts[i]!),
    "counts",
  );
  const apart = reshape(
    x,
    from.flatMap((size) => [1, size]),
  );
  const whole = expandTo(
    apart,
    from.flatMap((size, i) => [counts[i]!, size]),
  );
  return reshape(clone(whole), shape);
}

/**
 * x with every element moved on along axes, those beyond the end coming in at the start; a copy.
 *
 * @param shifts how far, per axis of `dims`; without `dims` x is rolled as one row
 * @throws ToeplitzError with PyTorch's sentences for lists that do not align, or an axis out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(
  x: Tensor,
  shifts: number | readonly number[],
  options: { dims?: number | readonly number[] } = {},
): Tensor {
  checkTensor("roll", "x", x);
  checkOptions("roll", options, ["dims"]);
  const steps = typeof shifts === "number" ? [shifts] : shifts;
  const dims = options.dims === undefined ? [] : typeof options.dims === "number" ? [options.dims] : options.dims;
  if (!areWhole(steps)) throw argumentError("roll", "shifts", "be a whole number or a list of whole numbers", shifts);
  if (!areWhole(dims)) throw argumentError("roll", "dims", "be a whole number or a list of whole numbers", dims);
  if (steps.length === 0) {
    throw new ToeplitzError("`shifts` required", { code: "argument", api: "roll", argument: "shifts", value: shifts });
  }
  const flat = dims.length === 0;
  if (flat ? steps.length !== 1 : steps.length !== dims.length) {
    throw new ToeplitzError(`shifts and dimensions must align. shifts: ${steps.length}, dims:${dims.length}`, {
      code: "argument",
      api: "roll",
      argument: "dims",
      value: dims,
    });
  }
  const shape = flat ? [x.numel()] : x.shape;
  const by = shape.map(() => 0);
  if (flat) by[0] = steps[0]!;
  else dims.forEach((dim, i) => void (by[checkAxisOfSome("roll", dim, x.ndim)]! += steps[i]!));
  const source = (i: number, axis: number) => (((i - by[axis]!) % shape[axis]!) + shape[axis]!) % shape[axis]!;
  return takeFlat(x, positionsByAxis(shape, shape, source), x.shape, "RollBackward0");
}

function triangle(api: "tril" | "triu", x: Tensor, options: { diagonal?: number }): Tensor {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["diagonal"]);
  const { diagonal: shift = 0 } = options;
  if (!Number.isInteger(shift)) throw argumentError(api, "diagonal", "be a whole number", shift);
  if (x.ndim < 2) checkAxis(api, -2, x.ndim);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const outside = Uint8Array.from({ length: rows * columns }, (_, i) => {
    const distance = (i % columns) - Math.floor(i / columns) - shift;
    return (api === "tril" ? distance > 0 : distance < 0) ? 1 : 0;
  });
  return maskedFill(x, fromData(outside, "bool", [rows, columns]), 0);
}

/**
 * The matrices of the last two axes with zeros above a diagonal; a copy of x's shape.
 *
 * @param options `diagonal`: how far above the main one the last kept diagonal lies
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes.
 * @see https://pytorch.org/docs/stable/generated/torch.tril.html
 */
export function tril(x: Tensor, options: { diagonal?: number } = {}): Tensor {
  return triangle("tril", x, options);
}

/**
 * The matrices of the last two axes with zeros below a diagonal; a copy of x's shape.
 *
 * @param options `diagonal`: how far above the main one the first kept diagonal lies
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes.
 * @see https://pytorch.org/docs/stable/generated/torch.triu.html
 */
export function triu(x: Tensor, options: { diagonal?: number } = {}): Tensor {
  return triangle("triu", x, options);
}

interface Diagonal {
  /** The two axes, and how far along them the diagonal begins. */
  readonly axes: readonly [number, number];
  readonly start: readonly [number, number];
  readonly length: number;
  readonly from: Shape;
}

/** Shape, strides and first position of the diagonal in an array that lies with these strides. */
function diagonalIn(strides: readonly number[], { axes: [a, b], start, length, from }: Diagonal) {
  const rest = from.map((_, axis) => axis).filter((axis) => axis !== a && axis !== b);
  return {
    shape: [...rest.map((axis) => from[axis]!), length],
    strides: [...rest.map((axis) => strides[axis]!), strides[a]! + strides[b]!],
    offset: length === 0 ? 0 : start[0] * strides[a]! + start[1] * strides[b]!,
  };
}

const diagonalOp = defineOp<[Tensor], Diagonal>({
  name: "DiagonalBackward0",
  forward({ inputs: [x], options }) {
    const { shape, strides, offset } = diagonalIn(x.strides, options);
    return x.alias(shape, strides, x.offset + offset);
  },
  backward({ grads, options }) {
    const { from } = options;
    const strides = contiguousStrides(from);
    const base = { shape: from, strides, offset: 0, length: numelOf(from) };
    return [writeBack([zeros(from, { dtype: grads.dtype }), grads], { ...diagonalIn(strides, options), base })];
  },
});

/** Options of {@link diagonal}. */
export interface DiagonalOptions {
  /** How far above the main diagonal. @defaultValue 0 */
  offset?: number;
  /** @defaultValue 0 */
  dim1?: number;
  /** @defaultValue 1 */
  dim2?: number;
}

/**
 * The diagonal of two axes, as the last axis of a view; the two axes go.
 *
 * @throws ToeplitzError with PyTorch's sentences for an axis out of range, or the same axis twice.
 * @see https://pytorch.org/docs/stable/generated/torch.diagonal.html
 */
export function diagonal(x: Tensor, options: DiagonalOptions = {}): Tensor {
  checkTensor("diagonal", "x", x);
  checkOptions("diagonal", options, ["offset", "dim1", "dim2"]);
  const { offset = 0, dim1 = 0, dim2 = 1 } = options;
  if (!Number.isInteger(offset)) throw argumentError("diagonal", "offset", "be a whole number", offset);
  const a = checkAxis("diagonal", dim1, x.ndim, "dim1");
  const b = checkAxis("diagonal", dim2, x.ndim, "dim2");
  if (a === b) {
    throw new ToeplitzError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`, {
      code: "axis",
      api: "diagonal",
      argument: "dim2",
      value: dim2,
    });
  }
  const start = [Math.max(0, -offset), Math.max(0, offset)] as const;
  const length = Math.max(0, Math.min(x.shape[a]! - start[0], x.shape[b]! - start[1]));
  return diagonalOp([x], { axes: [a, b], start, length, from: x.shape });
}
