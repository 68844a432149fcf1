// Functions of each element as modules.
import {
  clone,
  elu,
  gelu,
  glu,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logsigmoid,
  mish,
  relu6,
  sigmoid,
  silu,
  softplus,
  type Tensor,
  tanh,
} from "@toeplitz/tensor";
import { argumentError, checkOptions, overwrite } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { keptNumber, keptSwitch } from "./module-arguments.ts";
import { floatText } from "./module-text.ts";

/** Options of activations that can overwrite their input. */
export interface InplaceOptions {
  /** Whether the input itself is overwritten. Default false. */
  readonly inplace?: boolean;
}

/** An activation that can overwrite its input. */
abstract class InplaceActivation extends Module {
  readonly inplace: boolean;
  readonly #function: (input: Tensor) => Tensor;
  /** The kernel of functions without settings. */
  readonly #kernel: Parameters<typeof overwrite>[1] | null;

  constructor(
    api: string,
    fn: (input: Tensor) => Tensor,
    options: InplaceOptions,
    { names = [], kernel = null }: { names?: readonly string[]; kernel?: Parameters<typeof overwrite>[1] | null },
  ) {
    super();
    checkOptions(api, options, [...names, "inplace"]);
    this.inplace = keptSwitch(api, "inplace", options.inplace, false);
    this.#function = fn;
    this.#kernel = kernel;
  }

  override get passingForward(): unknown {
    return InplaceActivation.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    if (!this.inplace) return this.#function(input);
    if (this.#kernel !== null && overwrite(this.constructor.name, this.#kernel, input)) return input;
    // What is computed from the input is differentiated at the input as it was.
    return input.copy_(this.#function(clone(input)));
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

/**
 * 1 / (1 + e^-x); shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export class Sigmoid extends Module {
  static override readonly name: string = "Sigmoid";

  override get passingForward(): unknown {
    return Sigmoid.prototype.forward;
  }

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

  override get passingForward(): unknown {
    return Tanh.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return tanh(input);
  }
}

/**
 * The logarithm of 1 / (1 + e^-x); shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
 */
export class LogSigmoid extends Module {
  static override readonly name: string = "LogSigmoid";

  forward(input: Tensor): Tensor {
    return logsigmoid(input);
  }
}

/**
 * x held between 0 and 6; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export class ReLU6 extends InplaceActivation {
  static override readonly name: string = "ReLU6";

  constructor(options: InplaceOptions = {}) {
    super("ReLU6", relu6, options, { kernel: "relu6" });
  }
}

/**
 * x / (1 + e^-x); shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
export class SiLU extends InplaceActivation {
  static override readonly name: string = "SiLU";

  constructor(options: InplaceOptions = {}) {
    super("SiLU", silu, options, { kernel: "silu" });
  }
}

/**
 * x times the hyperbolic tangent of softplus(x); shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
export class Mish extends InplaceActivation {
  static override readonly name: string = "Mish";

  constructor(options: InplaceOptions = {}) {
    super("Mish", mish, options, { kernel: "mish" });
  }
}

/**
 * x times relu6(x + 3) / 6; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
export class Hardswish extends InplaceActivation {
  static override readonly name: string = "Hardswish";

  constructor(options: InplaceOptions = {}) {
    super("Hardswish", hardswish, options, { kernel: "hardswish" });
  }
}

/**
 * relu6(x + 3) / 6; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 */
export class Hardsigmoid extends InplaceActivation {
  static override readonly name: string = "Hardsigmoid";

  constructor(options: InplaceOptions = {}) {
    super("Hardsigmoid", hardsigmoid, options, { kernel: "hardsigmoid" });
  }
}

/** Options of {@link LeakyReLU}. */
export interface LeakyReLUOptions extends InplaceOptions {
  /** Slope below zero. Default 0.01. */
  readonly negativeSlope?: number;
}

/**
 * x, or `negativeSlope` times x below zero; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
export class LeakyReLU extends InplaceActivation {
  static override readonly name: string = "LeakyReLU";
  readonly negativeSlope: number;

  constructor(options: LeakyReLUOptions = {}) {
    super("LeakyReLU", (input) => leakyRelu(input, { negativeSlope: this.negativeSlope }), options, {
      names: ["negativeSlope"],
    });
    this.negativeSlope = keptNumber("LeakyReLU", "negativeSlope", options.negativeSlope, 0.01);
  }

  override extraRepr(): string {
    return `negative_slope=${floatText(this.negativeSlope)}${this.inplace ? ", inplace=True" : ""}`;
  }
}

/** Options of {@link ELU}. */
export interface ELUOptions extends InplaceOptions {
  /** What values far below zero come near, negative. Default 1. */
  readonly alpha?: number;
}

/**
 * x, or `alpha` times (e^x - 1) below zero; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export class ELU extends InplaceActivation {
  static override readonly name: string = "ELU";
  readonly alpha: number;

  constructor(options: ELUOptions = {}) {
    super("ELU", (input) => elu(input, { alpha: this.alpha }), options, { names: ["alpha"] });
    this.alpha = keptNumber("ELU", "alpha", options.alpha, 1);
  }

  override extraRepr(): string {
    return `alpha=${floatText(this.alpha)}${this.inplace ? ", inplace=True" : ""}`;
  }
}

/** Options of {@link Hardtanh}. */
export interface HardtanhOptions extends InplaceOptions {
  /** Lower bound. Default -1. */
  readonly minVal?: number;
  /** Upper bound. Default 1. */
  readonly maxVal?: number;
}

/**
 * x held between two bounds; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 */
export class Hardtanh extends InplaceActivation {
  static override readonly name: string = "Hardtanh";
  readonly minVal: number;
  readonly maxVal: number;

  constructor(options: HardtanhOptions = {}) {
    super("Hardtanh", (input) => hardtanh(input, { minVal: this.minVal, maxVal: this.maxVal }), options, {
      names: ["minVal", "maxVal"],
    });
    this.minVal = keptNumber("Hardtanh", "minVal", options.minVal, -1);
    this.maxVal = keptNumber("Hardtanh", "maxVal", options.maxVal, 1);
    if (!(this.maxVal > this.minVal)) {
      throw argumentError("Hardtanh", "maxVal", `be larger than minVal, ${this.minVal}`, this.maxVal);
    }
  }

  override extraRepr(): string {
    return `min_val=${floatText(this.minVal)}, max_val=${floatText(this.maxVal)}${this.inplace ? ", inplace=True" : ""}`;
  }
}

/** Options of {@link Softplus}. */
export interface SoftplusOptions {
  /** Sharpness of the bend. Default 1. */
  readonly beta?: number;
  /** Where `beta x` is larger, x is returned. Default 20. */
  readonly threshold?: number;
}

/**
 * log(1 + e^(beta x)) / beta, and x where that is the same; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export class Softplus extends Module {
  static override readonly name: string = "Softplus";
  readonly beta: number;
  readonly threshold: number;

  constructor(options: SoftplusOptions = {}) {
    super();
    checkOptions("Softplus", options, ["beta", "threshold"]);
    this.beta = keptNumber("Softplus", "beta", options.beta, 1);
    this.threshold = keptNumber("Softplus", "threshold", options.threshold, 20);
  }

  forward(input: Tensor): Tensor {
    return softplus(input, { beta: this.beta, threshold: this.threshold });
  }

  override extraRepr(): string {
    return `beta=${this.beta}, threshold=${this.threshold}`;
  }
}

/** Options of {@link GLU}. */
export interface GLUOptions {
  /** The axis that is halved. Default -1. */
  readonly dim?: number;
}

/**
 * The first half of an axis, times the sigmoid of the second: the axis becomes half as long.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
 */
export class GLU extends Module {
  static override readonly name: string = "GLU";
  readonly dim: number;

  constructor(options: GLUOptions = {}) {
    super();
    checkOptions("GLU", options, ["dim"]);
    this.dim = keptNumber("GLU", "dim", options.dim, -1);
  }

  forward(input: Tensor): Tensor {
    return glu(input, { dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/** Options of {@link GELU}. */
export interface GELUOptions {
  /** `'tanh'` for the approximation. Default `'none'`. */
  readonly approximate?: "none" | "tanh";
}

/**
 * x times the probability of a smaller normal number; shape as the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
export class GELU extends Module {
  static override readonly name: string = "GELU";
  readonly approximate: "none" | "tanh";

  constructor(options: GELUOptions = {}) {
    super();
    checkOptions("GELU", options, ["approximate"]);
    const { approximate = "none" } = options;
    if (approximate !== "none" && approximate !== "tanh") {
      throw argumentError("GELU", "approximate", "be none or tanh", approximate, { legal: ["none", "tanh"] });
    }
    this.approximate = approximate;
  }

  override get passingForward(): unknown {
    return GELU.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return gelu(input, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}
