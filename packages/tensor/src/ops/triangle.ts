// Matrices with zeros on one side of a diagonal.
import { checkTensor } from "../check-tensor.ts";
import { fromData } from "../creation/from-data.ts";
import { allocate, filled } from "../dtype.ts";
import { argumentError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { maskedFill } from "./choose.ts";

function triangle(api: "tril" | "triu", x: Tensor, options: { diagonal?: number }): Tensor {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["diagonal"]);
  const { diagonal: shift = 0 } = options;
  if (!Number.isInteger(shift)) throw argumentError(api, "diagonal", "be a whole number", shift);
  if (x.ndim < 2) checkAxis(api, -2, x.ndim);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const outside = filled(allocate("uint8", rows * columns), (i) => {
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
