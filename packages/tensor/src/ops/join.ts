// Joining tensors along an axis, and cutting one up.
import { defineOp } from "../autograd/define-op.ts";
import { isGradEnabled } from "../autograd/mode.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { copy } from "../kernels/copy.ts";
import { checkOptions } from "../options.ts";
import { areWhole, checkAxis, checkAxisOfSome, checkShape, type Shape, sameShape, sizes } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { positionsByAxis, takeFlat } from "./gather.ts";
import { resultType } from "./promotion.ts";
import { unsqueeze } from "./shape-view.ts";
import { selectAxis, sliceAxis } from "./slice-and-pad.ts";

interface Joined {
  readonly name: string;
  readonly axis: number;
  readonly shape: Shape;
  readonly lengths: readonly number[];
  /** Which inputs are empty vectors, that join anything and add nothing. */
  readonly skipped: readonly boolean[];
}

const catOp = defineOp<readonly Tensor[], Joined>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs, options: { axis, shape, lengths } }) {
    const y = empty([...shape], (inputs[0] as Tensor).dtype);
    let offset = 0;
    inputs.forEach((x, i) => {
      if (x.numel() === 0) return;
      launch(
        copy,
        { x, y: { storage: y.storage, offset } },
        { shape: x.shape, x: x.strides, y: y.strides, from: x.dtype, to: x.dtype },
      );
      offset += lengths[i]! * y.strides[axis]!;
    });
    return y;
  },
  backward({ grads, options: { axis, lengths, skipped }, needs }) {
    let start = 0;
    return lengths.map((length, i) => {
      start += length;
      if (!needs[i]) return null;
      return skipped[i] ? empty([0], grads.dtype) : sliceAxis(grads, axis, start - length, length);
    });
  },
});

function checkTensors(api: string, tensors: readonly Tensor[]): void {
  if (!Array.isArray(tensors)) throw argumentError(api, "tensors", "be a list of tensors", tensors);
  if (tensors.length === 0) {
    const sentence =
      api === "stack" ? "stack expects a non-empty TensorList" : `torch.${api}(): expected a non-empty list of Tensors`;
    throw new ToeplitzError(sentence, { code: "argument", api, argument: "tensors", value: tensors });
  }
  tensors.forEach((x, i) => void checkTensor(api, `tensors[${i}]`, x));
}

/**
 * Tensors joined along an existing axis; all other sizes must agree. Types promote.
 *
 * @throws ToeplitzError with PyTorch's "Sizes of tensors must match" sentence.
 * @see https://pytorch.org/docs/stable/generated/torch.cat.html
 */
export function cat(tensors: readonly Tensor[], options: { dim?: number } = {}): Tensor {
  checkTensors("cat", tensors);
  checkOptions("cat", options, ["dim"]);
  const { dim = 0 } = options;
  // Empty vectors of any rank are skipped, as PyTorch has always done.
  const isLegacyEmpty = (x: Tensor) => x.ndim === 1 && x.shape[0] === 0;
  const shaped = tensors.filter((x) => !isLegacyEmpty(x));
  const parts = shaped.length === 0 ? [tensors[0] as Tensor] : shaped;
  const first = parts[0] as Tensor;
  tensors.forEach((x, i) => {
    if (x.ndim === 0) {
      throw new ToeplitzError(`zero-dimensional tensor (at position ${i}) cannot be concatenated`, {
        code: "shape",
        api: "cat",
        argument: `tensors[${i}]`,
        value: x,
      });
    }
  });
  const axis = checkAxis("cat", dim, first.ndim);
  for (const x of parts) {
    if (x.ndim !== first.ndim) {
      throw new ToeplitzError(`Tensors must have same number of dimensions: got ${first.ndim} and ${x.ndim}`, {
        code: "shape",
        api: "cat",
        argument: "tensors",
        value: x.shape,
      });
    }
    x.shape.forEach((size, i) => {
      if (i === axis || size === first.shape[i]) return;
      throw new ToeplitzError(
        `Sizes of tensors must match except in dimension ${axis}. Expected size ${first.shape[i]} but got size ${size} for tensor number ${tensors.indexOf(x)} in the list.`,
        {
          code: "shape",
          api: "cat",
          argument: `tensors[${tensors.indexOf(x)}]`,
          value: x.shape,
          legal: [first.shape.with(axis, x.shape[axis]!)],
        },
      );
    });
  }
  const dtype = resultType(...tensors);
  const skipped = tensors.map((x) => !parts.includes(x));
  const lengths = tensors.map((x, i) => (skipped[i] ? 0 : x.shape[axis]!));
  const total = lengths.reduce((a, b) => a + b, 0);
  const joined = first.shape.map((size, i) => (i === axis ? total : size));
  const shape = checkShape("cat", joined, "tensors");
  return catOp(
    tensors.map((x) => to(x, dtype)),
    { name: "CatBackward0", axis, shape, lengths, skipped },
  );
}

/**
 * Tensors of one shape joined along a new axis.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.stack.html
 */
export function stack(tensors: readonly Tensor[], options: { dim?: number } = {}): Tensor {
  checkTensors("stack", tensors);
  checkOptions("stack", options, ["dim"]);
  const { dim = 0 } = options;
  const first = tensors[0] as Tensor;
  tensors.forEach((x, i) => {
    if (sameShape(x.shape, first.shape)) return;
    throw new ToeplitzError(
      `stack expects each tensor to be equal size, but got ${sizes(first.shape)} at entry 0 and ${sizes(x.shape)} at entry ${i}`,
      {
        code: "shape",
        api: "stack",
        argument: `tensors[${i}]`,
        value: x.shape,
        legal: [first.shape],
      },
    );
  });
  const axis = checkAxis("stack", dim, first.ndim + 1);
  const dtype = resultType(...tensors);
  const stacked = [...first.shape.slice(0, axis), tensors.length, ...first.shape.slice(axis)];
  const shape = checkShape("stack", stacked, "tensors");
  return catOp(
    tensors.map((x) => unsqueeze(to(x, dtype), axis)),
    { name: "StackBackward0", axis, shape, lengths: tensors.map(() => 1), skipped: [] },
  );
}

/**
 * Views of pieces of `size` along an axis (the last may be shorter), or of the listed sizes.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(x: Tensor, size: number | readonly number[], options: { dim?: number } = {}): Tensor[] {
  checkTensor("split", "x", x);
  checkOptions("split", options, ["dim"]);
  const { dim = 0 } = options;
  if (x.ndim === 0)
    throw new ToeplitzError("split expects at least a 1-dimensional tensor", {
      code: "shape",
      api: "split",
      argument: "x",
    });
  const axis = checkAxis("split", dim, x.ndim);
  const total = x.shape[axis]!;
  if (typeof size !== "number" && !areWhole(size)) {
    throw argumentError("split", "size", "be a whole number or a list of whole numbers", size);
  }
  const lengths = typeof size === "number" ? evenLengths(total, size) : [...size];
  if (lengths.some((n) => !Number.isInteger(n) || n < 0) || lengths.reduce((a, b) => a + b, 0) !== total) {
    throw new ToeplitzError(
      `split_with_sizes expects split_sizes to sum exactly to ${total} (input tensor's size at dimension ${axis}), but got split_sizes=${sizes(lengths)}`,
      { code: "value", api: "split", argument: "size", value: size },
    );
  }
  let start = 0;
  const name = typeof size === "number" ? "SplitBackward0" : "SplitWithSizesBackward0";
  return lengths.map((length, i) => {
    start += length;
    return oneOfSeveral(sliceAxis(x, axis, start - length, length, 1, name), i);
  });
}

/** PyTorch's functions that give several views do not let these be written to. */
function oneOfSeveral(view: Tensor, output: number): Tensor {
  if (isGradEnabled() && view.viewOf !== null) view.viewOf.untraced = { reason: "one of several", output };
  return view;
}

/** Most tensors that one call gives: each of them costs some hundred bytes, without any elements. */
const mostPieces = 2 ** 20;

function checkPieces(api: string, argument: string, pieces: number, value: unknown): void {
  if (pieces <= mostPieces) return;
  throw argumentError(api, argument, `leave at most ${mostPieces} tensors`, value);
}

function evenLengths(total: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 0 || (size === 0 && total !== 0)) {
    const sentence =
      size === 0
        ? `split_size can only be 0 if dimension size is 0, but got dimension size of ${total}`
        : `split expects split_size be non-negative, but got split_size=${size}`;
    throw new ToeplitzError(sentence, { code: "value", api: "split", argument: "size", value: size });
  }
  const count = Math.max(1, size === 0 ? 1 : Math.ceil(total / size));
  checkPieces("split", "size", count, size);
  return Array.from({ length: count }, (_, i) => Math.min(size, total - i * size));
}

/** Views of at most `chunks` pieces of equal size along an axis. @see https://pytorch.org/docs/stable/generated/torch.chunk.html */
export function chunk(x: Tensor, chunks: number, options: { dim?: number } = {}): Tensor[] {
  checkTensor("chunk", "x", x);
  checkOptions("chunk", options, ["dim"]);
  const { dim = 0 } = options;
  if (x.ndim === 0)
    throw new ToeplitzError("chunk expects at least a 1-dimensional tensor", {
      code: "shape",
      api: "chunk",
      argument: "x",
    });
  if (!Number.isInteger(chunks)) throw argumentError("chunk", "chunks", "be a whole number", chunks);
  if (chunks <= 0) {
    throw new ToeplitzError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`, {
      code: "value",
      api: "chunk",
      argument: "chunks",
      value: chunks,
    });
  }
  const total = x.shape[checkAxis("chunk", dim, x.ndim)]!;
  checkPieces("chunk", "chunks", Math.min(chunks, total === 0 ? chunks : total), chunks);
  const size = Math.ceil(total / chunks);
  return size === 0
    ? split(
        x,
        Array.from({ length: chunks }, () => 0),
        options,
      )
    : split(x, size, options);
}

/** Views of every position along an axis, without that axis. @see https://pytorch.org/docs/stable/generated/torch.unbind.html */
export function unbind(x: Tensor, options: { dim?: number } = {}): Tensor[] {
  checkTensor("unbind", "x", x);
  checkOptions("unbind", options, ["dim"]);
  const { dim = 0 } = options;
  const axis = checkAxisOfSome("unbind", dim, x.ndim);
  checkPieces("unbind", "x", x.shape[axis]!, x.shape);
  return Array.from({ length: x.shape[axis]! }, (_, i) => oneOfSeveral(selectAxis(x, axis, i, "UnbindBackward0"), i));
}

/** A copy of x with the order along axes reversed. @see https://pytorch.org/docs/stable/generated/torch.flip.html */
export function flip(x: Tensor, dims: number | readonly number[]): Tensor {
  checkTensor("flip", "x", x);
  const listed = typeof dims === "number" ? [dims] : dims;
  if (!areWhole(listed)) {
    throw argumentError("flip", "dims", "be a whole number or a list of whole numbers", dims, { code: "axis" });
  }
  const axes = listed.map((dim) => checkAxis("flip", dim, x.ndim));
  if (new Set(axes).size !== axes.length) {
    throw new ToeplitzError(`dim ${axes[0]} appears multiple times in the list of dims`, {
      code: "axis",
      api: "flip",
      argument: "dims",
      value: dims,
    });
  }
  const positions = positionsByAxis(x.shape, x.shape, (i, axis) => (axes.includes(axis) ? x.shape[axis]! - 1 - i : i));
  return takeFlat(x, positions, x.shape, "FlipBackward0");
}
