// Functions of each element as modules: those without options.
import { sigmoid, type Tensor, tanh } from "@toeplitz/tensor";
import { Module } from "./module.ts";

/**
 * 1 / (1 + e^-x); shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export class Sigmoid extends Module {
  static override readonly name: string = "Sigmoid";

  forward(input: Tensor): Tensor {
    return sigmoid(input);
  }
}

/**
 * The hyperbolic tangent; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export class Tanh extends Module {
  static override readonly name: string = "Tanh";

  forward(input: Tensor): Tensor {
    return tanh(input);
  }
}
