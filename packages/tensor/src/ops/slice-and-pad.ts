// Cutting a range out of axes and putting it back among zeros: each is the other's derivative.
import { defineOp, type Op } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { copy, fill } from "../kernels/copy.ts";
import { checkAxis, type Shape } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { withoutAxis } from "./shape-view.ts";

/** A range along every axis of a shape. */
interface Range {
  readonly name: string;
  readonly from: Shape;
  readonly start: readonly number[];
  readonly step: readonly number[];
  readonly length: readonly number[];
}

const sliceOp: Op<[Tensor], Range> = defineOp<[Tensor], Range>({
  name: ({ name }) => name,
  forward: ({ inputs: [x], options: { start, step, length } }) =>
    x.alias(
      [...length],
      x.strides.map((stride, axis) => stride * step[axis]!),
      // An empty view may start behind the last element; it has none, so the place does not matter.
      length.includes(0) ? x.offset : x.strides.reduce((at, stride, axis) => at + stride * start[axis]!, x.offset),
    ),
  backward: ({ grads, options }) => [embedOp([grads], { ...options, value: 0 })],
});

/** The range filled with x, and `value` around it. */
const embedOp: Op<[Tensor], Range & { value: number | bigint }> = defineOp<
  [Tensor],
  Range & { value: number | bigint }
>({
  name: "ConstantPadNdBackward0",
  forward({ inputs: [x], options: { from, start, step, value } }) {
    const y = empty([...from], x.dtype);
    if (y.numel() !== x.numel() && (value !== 0 || Object.is(value, -0)))
      launch(fill, { y }, { shape: y.shape, y: y.strides, value });
    if (x.numel() === 0) return y;
    const offset = y.strides.reduce((at, stride, axis) => at + stride * start[axis]!, 0);
    const strides = y.strides.map((stride, axis) => stride * step[axis]!);
    launch(
      copy,
      { x, y: { storage: y.storage, offset } },
      { shape: x.shape, x: x.strides, y: strides, from: x.dtype, to: x.dtype },
    );
    return y;
  },
  backward: ({ grads, options }) => [sliceOp([grads], { ...options, name: "SliceBackward0" })],
});

/** @internal Elements `start`, `start + step`, … along one axis; arguments are in range already. */
export function sliceAxis(
  x: Tensor,
  axis: number,
  start: number,
  length: number,
  step = 1,
  name = "SliceBackward0",
): Tensor {
  return sliceOp([x], {
    name,
    from: x.shape,
    start: x.shape.map((_, i) => (i === axis ? start : 0)),
    step: x.shape.map((_, i) => (i === axis ? step : 1)),
    length: x.shape.map((size, i) => (i === axis ? length : size)),
  });
}

/**
 * `length` elements along an axis, from `start` on, without copying.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.narrow.html
 */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  checkTensor("narrow", "x", x);
  if (x.ndim === 0)
    throw new ToeplitzError("narrow() cannot be applied to a 0-dim tensor.", {
      code: "shape",
      api: "narrow",
      argument: "x",
      value: x,
    });
  const axis = checkAxis("narrow", dim, x.ndim);
  const size = x.shape[axis]!;
  for (const [argument, value] of [
    ["start", start],
    ["length", length],
  ] as const) {
    if (!Number.isInteger(value)) throw argumentError("narrow", argument, "be a whole number", value);
  }
  if (length < 0) {
    throw new ToeplitzError("narrow(): length must be non-negative.", {
      code: "value",
      api: "narrow",
      argument: "length",
      value: length,
    });
  }
  if (start < -size || start > size) {
    throw new ToeplitzError(
      `Dimension out of range (expected to be in range of [${-size}, ${size}], but got ${start})`,
      {
        code: "value",
        api: "narrow",
        argument: "start",
        value: start,
      },
    );
  }
  const first = start < 0 ? start + size : start;
  if (first + length > size) {
    throw new ToeplitzError(`start (${first}) + length (${length}) exceeds dimension size (${size}).`, {
      code: "value",
      api: "narrow",
      argument: "length",
      value: length,
    });
  }
  return sliceAxis(x, axis, first, length);
}

/** The elements at one position of an axis, without that axis and without copying. @see https://pytorch.org/docs/stable/generated/torch.select.html */
export function select(x: Tensor, dim: number, index: number): Tensor {
  checkTensor("select", "x", x);
  if (x.ndim === 0)
    throw new ToeplitzError("select() cannot be applied to a 0-dim tensor.", {
      code: "shape",
      api: "select",
      argument: "x",
      value: x,
    });
  const axis = checkAxis("select", dim, x.ndim);
  const size = x.shape[axis]!;
  if (!Number.isInteger(index)) throw argumentError("select", "index", "be a whole number", index);
  if (index < -size || index >= size) {
    throw new ToeplitzError(
      `select(): index ${index} out of range for tensor of size [${x.shape.join(", ")}] at dimension ${axis}`,
      {
        code: "index",
        api: "select",
        argument: "index",
        value: index,
        rule: `be in [${-size}, ${size - 1}]`,
        ...(size > 0 && { legal: [index < 0 ? -size : size - 1] }),
      },
    );
  }
  return selectAxis(x, axis, index < 0 ? index + size : index);
}

/** @internal One position of an axis, in range already. */
export function selectAxis(x: Tensor, axis: number, index: number, name = "SelectBackward0"): Tensor {
  return withoutAxis(sliceAxis(x, axis, index, 1, 1, name), axis, name);
}

/**
 * @internal x between `before` and `after` more elements of `value` along every axis; negative amounts cut away.
 * The sizes have been checked.
 */
export function constantPad(
  x: Tensor,
  before: readonly number[],
  after: readonly number[],
  value: number | bigint,
): Tensor {
  const cut = x.shape.map((size, axis) => size + Math.min(0, before[axis]!) + Math.min(0, after[axis]!));
  const crops = cut.some((size, axis) => size !== x.shape[axis]);
  const ones = x.shape.map(() => 1);
  const inner = crops
    ? sliceOp([x], {
        name: "SliceBackward0",
        from: x.shape,
        start: before.map((n) => Math.max(0, -n)),
        step: ones,
        length: cut,
      })
    : x;
  const start = before.map((n) => Math.max(0, n));
  const from = cut.map((size, axis) => size + start[axis]! + Math.max(0, after[axis]!));
  return embedOp([inner], { name: "SliceBackward0", from, start, step: ones, length: cut, value });
}
