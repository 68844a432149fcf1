// Positions of elements that differ from zero.
import { checkTensor } from "../check-tensor.ts";
import { fromData } from "../creation/from-data.ts";
import { checkOptions } from "../options.ts";
import { contiguousStrides } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/**
 * The positions of all elements that differ from zero, in row-major order: int64 `[count, x.ndim]`, or, with `asTuple`, one vector per
 * axis, which `index` takes.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nonzero.html
 */
export function nonzero(x: Tensor, options?: { asTuple?: false }): Tensor;
export function nonzero(x: Tensor, options: { asTuple: true }): Tensor[];
export function nonzero(x: Tensor, options: { asTuple?: boolean } = {}): Tensor | Tensor[] {
  checkTensor("nonzero", "x", x);
  checkOptions("nonzero", options, ["asTuple"]);
  const found: number[] = [];
  (x.toTypedArray() as Float64Array).forEach((value, i) => void (Number(value) !== 0 && found.push(i)));
  const asTuple = options.asTuple ?? false;
  const shape = asTuple && x.ndim === 0 ? [1] : x.shape;
  const strides = contiguousStrides(shape);
  const along = (at: number, axis: number) => BigInt(Math.floor(at / strides[axis]!) % shape[axis]!);
  if (asTuple) return shape.map((_, axis) => fromData(BigInt64Array.from(found, (at) => along(at, axis))));
  const rows = BigInt64Array.from(found.flatMap((at) => shape.map((_, axis) => along(at, axis))));
  return fromData(rows, "int64", [found.length, shape.length]);
}
