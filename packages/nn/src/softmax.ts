// Softmax and its logarithm as modules, and the rectifier that learns its slope.
import { type DType, full, logSoftmax, prelu, softmax, type Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { keptNumber } from "./module-arguments.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Softmax} and {@link LogSoftmax}. */
export interface SoftmaxModuleOptions {
  /** The axis along which results add up to 1; left out or null, the one that PyTorch guesses: 0 of one or three axes, otherwise 1. */
  readonly dim?: number | null;
}

abstract class AlongAxis extends Module {
  readonly dim: number | null;

  constructor(api: string, options: SoftmaxModuleOptions) {
    super();
    checkOptions(api, options, ["dim"]);
    const { dim = null } = options;
    if (dim !== null && !Number.isInteger(dim)) throw argumentError(api, "dim", "be a whole number or null", dim);
    this.dim = dim;
  }

  protected axisOf(input: Tensor): number {
    checkTensor(this.constructor.name, "input", input);
    const { ndim } = input;
    return this.dim ?? (ndim === 0 || ndim === 1 || ndim === 3 ? 0 : 1);
  }

  override extraRepr(): string {
    return `dim=${this.dim ?? "None"}`;
  }
}

/**
 * e^x, divided by its sum along an axis; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input lacks the axis.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export class Softmax extends AlongAxis {
  static override readonly name: string = "Softmax";

  constructor(options: SoftmaxModuleOptions = {}) {
    super("Softmax", options);
  }

  forward(input: Tensor): Tensor {
    return softmax(input, this.axisOf(input));
  }
}

/**
 * The logarithm of {@link Softmax}, without its loss of digits; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input lacks the axis.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export class LogSoftmax extends AlongAxis {
  static override readonly name: string = "LogSoftmax";

  constructor(options: SoftmaxModuleOptions = {}) {
    super("LogSoftmax", options);
  }

  forward(input: Tensor): Tensor {
    return logSoftmax(input, this.axisOf(input));
  }
}

/** Options of {@link PReLU}. */
export interface PReLUOptions {
  /** One slope for all channels, or one for each. Default 1. */
  readonly numParameters?: number;
  /** First value of the slopes. Default 0.25. */
  readonly init?: number;
  /** Element type of the slopes. Default float32. */
  readonly dtype?: DType;
}

/**
 * x, or a slope times x below zero; the slope is learned. Shape as the input, `[N, C, ...]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when channels and slopes do not meet.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
export class PReLU extends Module {
  static override readonly name: string = "PReLU";
  /** `[numParameters]` */
  weight: Parameter;

  constructor(options: PReLUOptions = {}) {
    super();
    checkOptions("PReLU", options, ["numParameters", "init", "dtype"]);
    const count = keptNumber("PReLU", "numParameters", options.numParameters, 1);
    const init = keptNumber("PReLU", "init", options.init, 0.25);
    this.weight = new Parameter(full([count], init, options.dtype === undefined ? {} : { dtype: options.dtype }));
  }

  get numParameters(): number {
    return this.weight.shape[0] as number;
  }

  forward(input: Tensor): Tensor {
    return prelu(input, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}
