// Axes joined into one, as a module.
import { flatten, type Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";

/** Options of {@link Flatten}. */
export interface FlattenOptions {
  /** First axis to join. Default 1, which leaves the batch alone. */
  readonly startDim?: number;
  /** Last axis to join. Default -1. */
  readonly endDim?: number;
}

/**
 * Joins axes: `input [N, C, H, W]` -> `[N, C * H * W]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input lacks the axes.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten extends Module {
  static override readonly name: string = "Flatten";
  readonly startDim: number;
  readonly endDim: number;

  constructor(options: FlattenOptions = {}) {
    super();
    checkOptions("Flatten", options, ["startDim", "endDim"]);
    const { startDim = 1, endDim = -1 } = options;
    for (const [name, dim] of Object.entries({ startDim, endDim })) {
      if (!Number.isInteger(dim)) throw argumentError("Flatten", name, "be a whole number", dim);
    }
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override get passingForward(): unknown {
    return Flatten.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return flatten(input, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}
