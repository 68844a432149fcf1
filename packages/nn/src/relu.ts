// The rectifier as a module.
import { relu, relu_, type Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";

/** Options of {@link ReLU}. */
export interface ReLUOptions {
  /** Whether the input itself is overwritten. Default false. */
  readonly inplace?: boolean;
}

/**
 * The larger one of 0 and each element; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends Module {
  static override readonly name: string = "ReLU";
  readonly inplace: boolean;

  constructor(options: ReLUOptions = {}) {
    super();
    checkOptions("ReLU", options, ["inplace"]);
    const { inplace = false } = options;
    if (typeof inplace !== "boolean") throw argumentError("ReLU", "inplace", "be a boolean", inplace);
    this.inplace = inplace;
  }

  override get passingForward(): unknown {
    return ReLU.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? relu_(input) : relu(input);
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}
