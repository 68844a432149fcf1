// The losses as modules: a call of the function with what the module remembers.
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { type CrossEntropyOptions, crossEntropy, type NLLLossOptions, nllLoss } from "./functional/cross-entropy.ts";
import {
  type BinaryCrossEntropyOptions,
  type BinaryCrossEntropyWithLogitsOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type HuberOptions,
  huberLoss,
  type KLDivOptions,
  klDiv,
  l1Loss,
  mseLoss,
  type SmoothL1Options,
  smoothL1Loss,
} from "./functional/losses.ts";
import { checkReduction, type LossOptions } from "./functional/reduction.ts";
import { Module } from "./module.ts";

/** A loss with its options. Weights among them are buffers, under PyTorch's names, which are keys of state dicts. */
abstract class Loss<O extends { readonly reduction?: string }> extends Module {
  readonly #options: O;

  constructor(api: string, options: O, names: readonly string[] = [], words?: readonly string[]) {
    super();
    checkOptions(api, options, ["reduction", ...names]);
    checkReduction(api, options.reduction, words);
    const { weight, posWeight, ...rest } = options as O & { weight?: Tensor | null; posWeight?: Tensor | null };
    for (const [name, buffer] of Object.entries({ weight, posWeight })) {
      if (!names.includes(name)) continue;
      if ((buffer ?? null) !== null) checkTensor(api, name, buffer as Tensor);
      this.registerBuffer(bufferNames[name as keyof typeof bufferNames], buffer ?? null);
    }
    for (const [name, value] of Object.entries(rest)) {
      const legal =
        name === "reduction" || value === undefined || typeof value === (name === "logTarget" ? "boolean" : "number");
      if (!legal) throw argumentError(api, name, name === "logTarget" ? "be a boolean" : "be a number", value);
    }
    this.#options = rest as object as O;
  }

  get reduction(): string {
    return this.#options.reduction ?? "mean";
  }

  /** What the function gets. */
  protected settings(): O {
    const buffers = Object.entries(bufferNames)
      .map(([name, key]): [string, unknown] => [name, Reflect.get(this, key)])
      .filter(([, buffer]) => buffer !== undefined);
    return { ...this.#options, ...Object.fromEntries(buffers) };
  }
}

const bufferNames = { weight: "weight", posWeight: "pos_weight" };

/**
 * Squares of differences; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export class MSELoss extends Loss<LossOptions> {
  static override readonly name: string = "MSELoss";

  constructor(options: LossOptions = {}) {
    super("MSELoss", options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.settings());
  }
}

/**
 * Sizes of differences; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 */
export class L1Loss extends Loss<LossOptions> {
  static override readonly name: string = "L1Loss";

  constructor(options: LossOptions = {}) {
    super("L1Loss", options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this.settings());
  }
}

/**
 * Squares of small differences, sizes of large ones; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html
 */
export class SmoothL1Loss extends Loss<SmoothL1Options> {
  static override readonly name: string = "SmoothL1Loss";

  constructor(options: SmoothL1Options = {}) {
    super("SmoothL1Loss", options, ["beta"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, this.settings());
  }
}

/**
 * Squares of small differences, sizes of large ones, without a jump of the slope; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
 */
export class HuberLoss extends Loss<HuberOptions> {
  static override readonly name: string = "HuberLoss";

  constructor(options: HuberOptions = {}) {
    super("HuberLoss", options, ["delta"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this.settings());
  }
}

/**
 * Minus the logarithm of the probability that the target is given; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 */
export class BCELoss extends Loss<BinaryCrossEntropyOptions> {
  static override readonly name: string = "BCELoss";

  constructor(options: BinaryCrossEntropyOptions = {}) {
    super("BCELoss", options, ["weight"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy(input, target, this.settings());
  }
}

/**
 * {@link BCELoss} of the sigmoids of the input; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export class BCEWithLogitsLoss extends Loss<BinaryCrossEntropyWithLogitsOptions> {
  static override readonly name: string = "BCEWithLogitsLoss";

  constructor(options: BinaryCrossEntropyWithLogitsOptions = {}) {
    super("BCEWithLogitsLoss", options, ["weight", "posWeight"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropyWithLogits(input, target, this.settings());
  }
}

/**
 * The divergence of a target from probabilities, of which the input is the logarithms; the mean of all, unless the options say otherwise.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html
 */
export class KLDivLoss extends Loss<KLDivOptions> {
  static override readonly name: string = "KLDivLoss";

  constructor(options: KLDivOptions = {}) {
    super("KLDivLoss", options, ["logTarget"], ["none", "mean", "sum", "batchmean"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, this.settings());
  }
}

/**
 * Minus the input at each target class; the mean of all, unless the options say otherwise.
 *
 * `input [N, C, ...]`, `target [N, ...]`, int64 -> one number, or the target's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export class NLLLoss extends Loss<NLLLossOptions> {
  static override readonly name: string = "NLLLoss";

  constructor(options: NLLLossOptions = {}) {
    super("NLLLoss", options, ["weight", "ignoreIndex"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, this.settings());
  }
}

/**
 * {@link NLLLoss} of the logarithm of the softmax; the mean of all, unless the options say otherwise.
 *
 * `input [N, C, ...]`, `target [N, ...]`, int64, or probabilities `[N, C, ...]` -> one number, or `[N, ...]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that do not exist, and later for tensors that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export class CrossEntropyLoss extends Loss<CrossEntropyOptions> {
  static override readonly name: string = "CrossEntropyLoss";

  constructor(options: CrossEntropyOptions = {}) {
    super("CrossEntropyLoss", options, ["weight", "ignoreIndex", "labelSmoothing"]);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return crossEntropy(input, target, this.settings());
  }
}
