// The modules of dropout: they drop while the model is trained, and only then.
import { dropout, dropout1d, dropout2d, dropout3d, type Tensor } from "@toeplitz/tensor";
import { checkOptions, checkProbability } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { keptSwitch } from "./module-arguments.ts";
import { numberText } from "./module-text.ts";

/** Options of {@link Dropout} and its kin. */
export interface DropoutModuleOptions {
  /** Probability of a zero. Default 0.5. */
  readonly p?: number;
  /** Whether the input itself is overwritten. Default false. */
  readonly inplace?: boolean;
}

/** A probability, and where zeros are written. */
abstract class DropoutNd extends Module {
  readonly p: number;
  readonly inplace: boolean;

  constructor(api: string, options: DropoutModuleOptions) {
    super();
    checkOptions(api, options, ["p", "inplace"]);
    const { p = 0.5 } = options;
    checkProbability(api, p);
    this.p = p;
    this.inplace = keptSwitch(api, "inplace", options.inplace, false);
  }

  override extraRepr(): string {
    return `p=${numberText(this.p)}, inplace=${this.inplace ? "True" : "False"}`;
  }
}

/**
 * Sets elements to zero, each with probability p, and divides the others by 1 - p.
 *
 * Any shape -> the same shape; in evaluation, the input itself.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export class Dropout extends DropoutNd {
  static override readonly name: string = "Dropout";

  constructor(options: DropoutModuleOptions = {}) {
    super("Dropout", options);
  }

  forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout(input, { p, training, inplace });
  }
}

/**
 * Sets whole channels to zero, each with probability p, and divides the others by 1 - p.
 *
 * `input [N, C, L]` or `[C, L]` -> the same shape; in evaluation, the same elements.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html
 */
export class Dropout1d extends DropoutNd {
  static override readonly name: string = "Dropout1d";

  constructor(options: DropoutModuleOptions = {}) {
    super("Dropout1d", options);
  }

  forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout1d(input, { p, training, inplace });
  }
}

/**
 * Sets whole channels to zero, each with probability p, and divides the others by 1 - p.
 *
 * `input [N, C, H, W]` or `[N, C, L]` -> the same shape; in evaluation, the input itself.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
 */
export class Dropout2d extends DropoutNd {
  static override readonly name: string = "Dropout2d";

  constructor(options: DropoutModuleOptions = {}) {
    super("Dropout2d", options);
  }

  forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout2d(input, { p, training, inplace });
  }
}

/**
 * Sets whole channels to zero, each with probability p, and divides the others by 1 - p.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> the same shape; in evaluation, the same elements.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html
 */
export class Dropout3d extends DropoutNd {
  static override readonly name: string = "Dropout3d";

  constructor(options: DropoutModuleOptions = {}) {
    super("Dropout3d", options);
  }

  forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout3d(input, { p, training, inplace });
  }
}
