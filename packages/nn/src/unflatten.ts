// One axis split into several, as a module.
import { type Tensor, unflatten } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { tupleText } from "./module-text.ts";

/**
 * Splits an axis: `input [N, C * H * W]` -> `[N, C, H, W]`. One of the sizes may be -1.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
export class Unflatten extends Module {
  static override readonly name: string = "Unflatten";
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    if (!Number.isInteger(dim)) throw argumentError("Unflatten", "dim", "be a whole number", dim);
    if (!Array.isArray(unflattenedSize) || !unflattenedSize.every(Number.isInteger)) {
      throw argumentError("Unflatten", "unflattenedSize", "be a list of whole numbers", unflattenedSize);
    }
    this.dim = dim;
    this.unflattenedSize = Object.freeze([...(unflattenedSize as number[])]);
  }

  forward(input: Tensor): Tensor {
    return unflatten(input, this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${tupleText(this.unflattenedSize)}`;
  }
}
