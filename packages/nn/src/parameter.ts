// A tensor that a module owns and an optimiser changes.
import { isFloating, Tensor, ToeplitzError } from "@toeplitz/tensor";
import { checkOptions, checkTensor } from "@toeplitz/tensor/extend";

/** Options of {@link Parameter}. */
export interface ParameterOptions {
  /** Whether backward computes a gradient for it. Default true. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor that becomes part of a module by being one of its properties.
 *
 * It has the elements of `data`, not a copy, and no history. Shape as `data`.
 *
 * @throws ToeplitzError if it requires a gradient and its numbers are not floating.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
 */
export class Parameter extends Tensor {
  static override readonly name: string = "Parameter";
  /** Exists in types only: without it, any tensor would pass for a parameter. */
  declare protected readonly kind: "parameter";

  constructor(data: Tensor, options: ParameterOptions = {}) {
    checkTensor("Parameter", "data", data);
    checkOptions("Parameter", options, ["requiresGrad"]);
    const { requiresGrad = true } = options;
    if (requiresGrad && !isFloating(data.dtype)) {
      throw new ToeplitzError("Only Tensors of floating point and complex dtype can require gradients", {
        code: "autograd",
        api: "Parameter",
        argument: "data",
        value: data.dtype,
        rule: "be floating, or not require a gradient",
      });
    }
    super(data.storage, data.shape, data.strides, data.offset);
    this.requiresGrad = requiresGrad;
  }

  /** The text of `print(parameter)` in PyTorch. */
  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}
