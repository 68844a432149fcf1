// Normalisation of layers and groups as modules: what needs no statistics of earlier inputs.
import { type DType, ones, type Tensor, ToeplitzError, zeros } from "@toeplitz/tensor";
import { argumentError, checkOptions, dtypeOption } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "./check-all-writable.ts";
import { groupNorm, layerNorm } from "./functional/normalize.ts";
import { ones_, zeros_ } from "./init.ts";
import { Module } from "./module.ts";
import { kept, keptNumber, keptSwitch } from "./module-arguments.ts";
import { floatText, switchText, tupleText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

/** Weight and bias of a normalisation: ones and zeros at first, or nothing. */
export abstract class Affine extends Module {
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(api: string, shape: readonly number[], affine: boolean, eps: unknown, own: DType | undefined) {
    super();
    const dtype = dtypeOption(api, own, "float32");
    this.eps = keptNumber(api, "eps", eps, 1e-5);
    this.weight = affine ? new Parameter(ones(shape, { dtype })) : null;
    this.bias = affine ? new Parameter(zeros(shape, { dtype })) : null;
  }

  /** Sets weight to ones and bias to zeros. */
  resetParameters(): void {
    checkAllWritable("resetParameters", [this.weight, this.bias]);
    if (this.weight !== null) ones_(this.weight);
    if (this.bias !== null) zeros_(this.bias);
  }
}

/** Options of {@link LayerNorm}. */
export interface LayerNormOptions {
  /** Is added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Whether there are a weight and a bias. Default true. */
  readonly elementwiseAffine?: boolean;
  /** Element type of weight and bias. Default float32. */
  readonly dtype?: DType;
}

/**
 * The input less its mean, divided by its deviation, over its last axes; then times weight, plus bias.
 *
 * `input [..., *normalizedShape]`, weight and bias of `normalizedShape`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
export class LayerNorm extends Affine {
  static override readonly name: string = "LayerNorm";
  readonly normalizedShape: readonly number[];

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    checkOptions("LayerNorm", options, ["eps", "elementwiseAffine", "dtype"]);
    const given = kept("LayerNorm", "normalizedShape", normalizedShape);
    const shape = typeof given === "number" ? [given] : given;
    const affine = keptSwitch("LayerNorm", "elementwiseAffine", options.elementwiseAffine, true);
    super("LayerNorm", shape, affine, options.eps, options.dtype);
    this.normalizedShape = shape;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(input, this.normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    const affine = switchText(this.weight !== null);
    return `${tupleText(this.normalizedShape)}, eps=${floatText(this.eps)}, elementwise_affine=${affine}`;
  }
}

/** Options of {@link GroupNorm}. */
export interface GroupNormOptions {
  /** Is added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Whether there are a weight and a bias. Default true. */
  readonly affine?: boolean;
  /** Element type of weight and bias. Default float32. */
  readonly dtype?: DType;
}

/**
 * Each group of channels less its mean, divided by its deviation; then times weight, plus bias, by channel.
 *
 * `input [N, C, ...]`, weight and bias `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence for groups that do not divide, and later for inputs that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 */
export class GroupNorm extends Affine {
  static override readonly name: string = "GroupNorm";
  readonly numGroups: number;
  readonly numChannels: number;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    checkOptions("GroupNorm", options, ["eps", "affine", "dtype"]);
    for (const [name, count] of Object.entries({ numGroups, numChannels })) {
      if (!Number.isInteger(count)) throw argumentError("GroupNorm", name, "be a whole number", count);
    }
    if (numChannels % numGroups !== 0) {
      throw new ToeplitzError("num_channels must be divisible by num_groups", {
        code: "argument",
        api: "GroupNorm",
        argument: "numChannels",
        value: numChannels,
        rule: `be a multiple of ${numGroups}`,
      });
    }
    const affine = keptSwitch("GroupNorm", "affine", options.affine, true);
    super("GroupNorm", [numChannels], affine, options.eps, options.dtype);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return groupNorm(input, this.numGroups, { weight, bias, eps });
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, weight } = this;
    return `${numGroups}, ${numChannels}, eps=${floatText(eps)}, affine=${switchText(weight !== null)}`;
  }
}
