// Reading flat positions and adding into them: each is the other's derivative. Indexing and padding by copying stand on these.

import { defineOp, type Op } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { zeros } from "../creation/filled.ts";
import { allocate, type TypedArray } from "../dtype.ts";
import { argumentError } from "../errors.ts";
import { gather, scatter } from "../kernels/copy.ts";
import { numelOf, type Shape } from "../shape.ts";
import { Storage } from "../storage.ts";
import { empty, Tensor } from "../tensor.ts";
import { contiguous, copied } from "./convert.ts";

interface Positions {
  readonly name: string;
  /** Shape of what is read from. */
  readonly from: Shape;
  /** Shape of what is read. */
  readonly shape: Shape;
}

const gatherOp: Op<[Tensor, Tensor], Positions> = defineOp<[Tensor, Tensor], Positions>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs: [x, index], options: { shape }, save }) {
    save(index);
    const y = empty([...shape], x.dtype);
    launch(gather, { x: contiguous(x), index, y }, { length: numelOf(shape) });
    return y;
  },
  backward: ({ grads, saved, options }) => [scatterOp([grads, saved[0] as Tensor], options), null],
});

const scatterOp: Op<[Tensor, Tensor], Positions> = defineOp<[Tensor, Tensor], Positions>({
  name: "IndexPutBackward0",
  forward({ inputs: [x, index], options: { from, shape }, save }) {
    save(index);
    const y = empty([...from], x.dtype);
    launch(scatter, { x: contiguous(x), index, y }, { length: numelOf(shape), accumulate: true });
    return y;
  },
  backward: ({ grads, saved, options }) => [gatherOp([grads, saved[0] as Tensor], options), null],
});

/** @internal Flat positions of all elements that differ from zero. */
export function heldPositions(values: TypedArray): Int32Array {
  checkReachable(values.length, [values.length]);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number(values[i]) !== 0) count += 1;
  // Not a list that grows: hosts end a program whose lists have some hundred million entries.
  const found = allocate("int32", count);
  for (let i = 0, at = 0; at < count; i++) if (Number(values[i]) !== 0) found[at++] = i;
  return found;
}

/** Positions are int32, so that kernels look them up in half of the memory. */
function checkReachable(elements: number, shape: Shape): void {
  if (elements < 2 ** 31) return;
  throw argumentError("index", "x", "have less than 2^31 elements to be read or written at positions", shape, {
    code: "shape",
  });
}

/** Flat positions as the tensor that the kernels take. */
function positionsTensor(positions: Int32Array): Tensor {
  return new Tensor(new Storage("int32", positions.length, positions), [positions.length]);
}

/**
 * @internal Elements of x at flat positions (row-major, in range), in `shape`.
 *
 * @param name what the tape calls it
 */
export function takeFlat(x: Tensor, positions: Int32Array, shape: Shape, name = "IndexBackward0"): Tensor {
  checkReachable(x.numel(), x.shape);
  return gatherOp([x, positionsTensor(positions)], { name, from: x.shape, shape });
}

const putOp: Op<[Tensor, Tensor, Tensor], { accumulate: boolean; values: Shape }> = defineOp<
  [Tensor, Tensor, Tensor],
  { accumulate: boolean; values: Shape }
>({
  name: "IndexPutBackward0",
  forward({ inputs: [x, values, index], options: { accumulate }, save }) {
    save(index);
    const y = copied(x, x.dtype);
    launch(scatter, { x: contiguous(values), index, y }, { length: index.numel(), accumulate });
    return y;
  },
  backward({ grads, saved, options, needs }) {
    const index = saved[0] as Tensor;
    const from = grads.shape;
    const taken = needs[1] ? gatherOp([grads, index], { name: "IndexBackward0", from, shape: options.values }) : null;
    if (!needs[0] || options.accumulate) return [grads, taken, null];
    return [putOp([grads, zeros(options.values, { dtype: grads.dtype }), index], options), taken, null];
  },
});

/** @internal A copy of x with `values` written, or added, at flat positions. Where positions repeat, the last one written stays. */
export function putFlat(x: Tensor, values: Tensor, positions: Int32Array, accumulate: boolean): Tensor {
  checkReachable(x.numel(), x.shape);
  return putOp([x, values, positionsTensor(positions)], { accumulate, values: values.shape });
}

/**
 * @internal Flat positions in a row-major array of shape `from`, for a result of `shape` whose element i along an axis
 * comes from `source(i, axis)`.
 */
export function positionsByAxis(from: Shape, shape: Shape, source: (i: number, axis: number) => number): Int32Array {
  if (numelOf(shape) === 0) return new Int32Array(0);
  let positions = allocate("int32", 1);
  let step = 1;
  for (let axis = from.length - 1; axis >= 0; axis--) {
    const inner = positions;
    positions = allocate("int32", shape[axis]! * inner.length);
    for (let i = 0; i < shape[axis]!; i++) {
      const start = source(i, axis) * step;
      for (let j = 0; j < inner.length; j++) positions[i * inner.length + j] = start + inner[j]!;
    }
    step *= from[axis]!;
  }
  return positions;
}
