// The module that does nothing.
import type { Tensor } from "@toeplitz/tensor";
import { Module } from "./module.ts";

/**
 * Returns its input: a place where something else may stand.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export class Identity extends Module {
  static override readonly name: string = "Identity";

  override get passingForward(): unknown {
    return Identity.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return input;
  }
}
