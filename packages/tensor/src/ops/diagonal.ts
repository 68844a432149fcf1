// The diagonal of two axes, as a view.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { zeros } from "../creation/filled.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkAxis, contiguousStrides, numelOf, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { writeBack } from "./as-strided.ts";

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
