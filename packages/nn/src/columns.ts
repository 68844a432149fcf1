// The modules of blocks as columns and back: Unfold and Fold.
import { fold, type PerAxis, type UnfoldOptions, unfold } from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { checkOptions } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { kept, sizeText } from "./module-arguments.ts";

const optionNames = ["dilation", "padding", "stride"];

abstract class Columns extends Module {
  readonly kernelSize: PerAxis;
  readonly dilation: PerAxis;
  readonly padding: PerAxis;
  readonly stride: PerAxis;

  constructor(api: string, kernelSize: PerAxis, options: UnfoldOptions) {
    super();
    checkOptions(api, options, optionNames);
    const { dilation = 1, padding = 0, stride = 1 } = options;
    this.kernelSize = kept(api, "kernelSize", kernelSize);
    this.dilation = kept(api, "dilation", dilation);
    this.padding = kept(api, "padding", padding);
    this.stride = kept(api, "stride", stride);
  }

  protected settings(): UnfoldOptions {
    const { dilation, padding, stride } = this;
    return { dilation, padding, stride };
  }

  override extraRepr(): string {
    return (
      `kernel_size=${sizeText(this.kernelSize)}, dilation=${sizeText(this.dilation)}, padding=${sizeText(this.padding)}, ` +
      `stride=${sizeText(this.stride)}`
    );
  }
}

/**
 * Every block that a kernel would see, as a column.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C * kh * kw, L]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 */
export class Unfold extends Columns {
  static override readonly name: string = "Unfold";

  constructor(kernelSize: PerAxis, options: UnfoldOptions = {}) {
    super("Unfold", kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    return unfold(input, this.kernelSize, this.settings());
  }
}

/**
 * Adds columns back to the places that {@link Unfold} takes them from.
 *
 * `input [N, C * kh * kw, L]` or `[C * kh * kw, L]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Fold.html
 */
export class Fold extends Columns {
  static override readonly name: string = "Fold";
  readonly outputSize: PerAxis;

  constructor(outputSize: PerAxis, kernelSize: PerAxis, options: UnfoldOptions = {}) {
    super("Fold", kernelSize, options);
    this.outputSize = kept("Fold", "outputSize", outputSize);
  }

  forward(input: Tensor): Tensor {
    return fold(input, this.outputSize, this.kernelSize, this.settings());
  }

  override extraRepr(): string {
    return `output_size=${sizeText(this.outputSize)}, ${super.extraRepr()}`;
  }
}
