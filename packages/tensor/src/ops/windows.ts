// Every window of an axis as a view: Tensor.unfold of PyTorch (the function of that name is another, in @toeplitz/conv).

import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { zeros } from "../creation/filled.ts";
import { allocate } from "../dtype.ts";
import { show, ToeplitzError } from "../errors.ts";
import { checkAxis, numelOf, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { putFlat } from "./gather.ts";

interface Windows {
  readonly axis: number;
  readonly size: number;
  readonly step: number;
  readonly from: Shape;
}

const windowsOp = defineOp<[Tensor], Windows>({
  name: "UnfoldBackward0",
  forward({ inputs: [x], options: { axis, size, step } }) {
    if (x.ndim === 0) return x.alias([size], [1]);
    const count = Math.floor((x.shape[axis]! - size) / step) + 1;
    return x.alias(
      [...x.shape.map((n, i) => (i === axis ? count : n)), size],
      [...x.strides.map((stride, i) => (i === axis ? stride * step : stride)), x.strides[axis]!],
    );
  },
  backward({ grads, options }) {
    return [putFlat(zeros(options.from, { dtype: grads.dtype }), grads, windowPositions(grads.shape, options), true)];
  },
});

/** Flat positions in the array that the windows were taken from. */
function windowPositions(shape: Shape, { axis, step, from }: Windows): Int32Array {
  const strides = from.map((_, i) => numelOf(from.slice(i + 1)));
  const positions = allocate("int32", numelOf(shape));
  for (let flat = 0; flat < positions.length; flat++) {
    let rest = flat;
    let at = 0;
    for (let i = shape.length - 1; i >= 0; i--) {
      const index = rest % shape[i]!;
      rest = Math.floor(rest / shape[i]!);
      at += index * (i === shape.length - 1 ? (strides[axis] ?? 0) : i === axis ? strides[i]! * step : strides[i]!);
    }
    positions[flat] = at;
  }
  return positions;
}

/**
 * All windows of `size` elements along an axis, `step` apart, on a new last axis; a view.
 *
 * `x [..., n, ...]` -> `[..., (n - size) / step + 1, ..., size]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for a size beyond the axis or a step below 1.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
 */
export function windows(x: Tensor, dim: number, size: number, step: number): Tensor {
  checkTensor("unfold", "x", x);
  const axis = checkAxis("unfold", dim, x.ndim);
  const longest = x.ndim === 0 ? 1 : x.shape[axis]!;
  const fail = (sentence: string, argument: string, value: number) => {
    throw new ToeplitzError(sentence, { code: "value", api: "unfold", argument, value });
  };
  if (!Number.isInteger(size) || size < 0) fail(`size is ${show(size)} but must be >= 0`, "size", size);
  if (size > longest) {
    fail(`maximum size for tensor at dimension ${axis} is ${longest} but size is ${size}`, "size", size);
  }
  if (!Number.isInteger(step) || step <= 0) fail(`step is ${show(step)} but must be > 0`, "step", step);
  return windowsOp([x], { axis, size, step, from: x.shape });
}
