// Positions of elements that differ from zero, and the elements at such positions.
import { checkTensor } from "../check-tensor.ts";
import { fromData } from "../creation/from-data.ts";
import { allocate, filled } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { broadcastPair, contiguousStrides } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { expandTo } from "./expand-and-sum.ts";
import { heldPositions, takeFlat } from "./gather.ts";

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
  const found = heldPositions(x.toTypedArray());
  const asTuple = options.asTuple ?? false;
  const shape = asTuple && x.ndim === 0 ? [1] : x.shape;
  const strides = contiguousStrides(shape);
  const along = (at: number, axis: number) => BigInt(Math.floor(at / strides[axis]!) % shape[axis]!);
  if (asTuple)
    return shape.map((_, axis) => fromData(filled(allocate("int64", found.length), (i) => along(found[i]!, axis))));
  const axes = shape.length;
  const rows = filled(allocate("int64", found.length * axes), (i) => along(found[Math.floor(i / axes)]!, i % axes));
  return fromData(rows, "int64", [found.length, shape.length]);
}

/**
 * The elements of x where a mask holds, in row-major order: a vector. Both broadcast.
 *
 * @param mask booleans (or uint8)
 * @throws ToeplitzError with PyTorch's sentences for a mask of another type, or shapes that do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.masked_select.html
 */
export function maskedSelect(x: Tensor, mask: Tensor): Tensor {
  checkTensor("maskedSelect", "x", x);
  checkTensor("maskedSelect", "mask", mask);
  if (mask.dtype !== "bool" && mask.dtype !== "uint8") {
    throw new ToeplitzError("masked_select: expected BoolTensor or ByteTensor for mask", {
      code: "dtype",
      api: "maskedSelect",
      argument: "mask",
      value: mask.dtype,
    });
  }
  const shape = broadcastPair("maskedSelect", mask.shape, x.shape);
  const places = heldPositions(expandTo(mask, shape).toTypedArray());
  return takeFlat(expandTo(x, shape), places, [places.length], "MaskedSelectBackward0");
}
