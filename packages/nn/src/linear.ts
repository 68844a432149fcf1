// Layers that connect everything with everything: Linear and Bilinear.
import { type DType, empty, type Generator, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "./check-all-writable.ts";
import { bilinear, linear } from "./functional/linear.ts";
import { type DrawOptions, kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { keptSwitch } from "./module-arguments.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Linear} and {@link Bilinear}. */
export interface LinearModuleOptions {
  /** Whether each output has a number that is added. Default true. */
  readonly bias?: boolean;
  /** Element type of weight and bias. Default float32. */
  readonly dtype?: DType;
  /** Where the first values are drawn from; the default generator, which `manualSeed` seeds, when left out. */
  readonly generator?: Generator;
}

const optionNames = ["bias", "dtype", "generator"];

/** A weight and perhaps a bias, without values yet. */
abstract class Connected extends Module {
  weight: Parameter;
  /** `[out]`, or null. */
  bias: Parameter | null;

  constructor(api: string, shape: Readonly<Record<string, number>>, options: LinearModuleOptions) {
    super();
    checkOptions(api, options, optionNames);
    for (const [name, size] of Object.entries(shape)) {
      if (!Number.isInteger(size)) throw argumentError(api, name, "be a whole number", size);
    }
    const sizes = Object.values(shape);
    for (const [argument, size] of Object.entries(shape)) {
      if (size >= 0) continue;
      throw new ToeplitzError(`Trying to create tensor with negative dimension ${size}: [${sizes.join(", ")}]`, {
        code: "shape",
        api,
        argument,
        value: size,
        rule: "not be negative",
        legal: [0],
      });
    }
    const { dtype = "float32" } = options;
    const hasBias = keptSwitch(api, "bias", options.bias, true);
    this.weight = new Parameter(empty(sizes, { dtype }));
    this.bias = hasBias ? new Parameter(empty([shape.outFeatures as number], { dtype })) : null;
  }

  get outFeatures(): number {
    return this.weight.shape[0] as number;
  }
}

/**
 * `input @ weight.T + bias` with a weight `[out, in]` and a bias `[out]` of its own.
 *
 * `input [..., inFeatures]` -> `[..., outFeatures]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for inputs that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export class Linear extends Connected {
  static override readonly name: string = "Linear";

  constructor(inFeatures: number, outFeatures: number, options: LinearModuleOptions = {}) {
    super("Linear", { outFeatures, inFeatures }, options);
    this.resetParameters(options.generator === undefined ? {} : { generator: options.generator });
  }

  get inFeatures(): number {
    return this.weight.shape[1] as number;
  }

  /** Draws weight and bias anew, uniformly within 1 over the root of the number of inputs. */
  resetParameters(options: DrawOptions = {}): void {
    checkOptions("resetParameters", options, ["generator"]);
    checkAllWritable("resetParameters", [this.weight, this.bias]);
    // Read once, before anything is drawn.
    const draw = { ...options };
    kaimingUniform_(this.weight, { ...draw, a: Math.sqrt(5) });
    if (this.bias === null) return;
    const bound = this.inFeatures > 0 ? 1 / Math.sqrt(this.inFeatures) : 0;
    uniform_(this.bias, -bound, bound, draw);
  }

  override get passingForward(): unknown {
    return Linear.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return linear(input, this.weight, { bias: this.bias });
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${this.bias === null ? "False" : "True"}`;
  }
}

/**
 * `y[n, o] = x1[n] @ weight[o] @ x2[n] + bias[o]` with a weight `[out, in1, in2]` and a bias `[out]` of its own.
 *
 * `input1 [..., in1Features]`, `input2 [..., in2Features]` -> `[..., outFeatures]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for inputs that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
 */
export class Bilinear extends Connected {
  static override readonly name: string = "Bilinear";

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: LinearModuleOptions = {}) {
    super("Bilinear", { outFeatures, in1Features, in2Features }, options);
    this.resetParameters(options.generator === undefined ? {} : { generator: options.generator });
  }

  get in1Features(): number {
    return this.weight.shape[1] as number;
  }

  get in2Features(): number {
    return this.weight.shape[2] as number;
  }

  /** Draws weight and bias anew, uniformly within 1 over the root of `in1Features`. */
  resetParameters(options: DrawOptions = {}): void {
    checkOptions("resetParameters", options, ["generator"]);
    checkAllWritable("resetParameters", [this.weight, this.bias]);
    // Read once, before anything is drawn.
    const draw = { ...options };
    const bound = 1 / Math.sqrt(this.in1Features);
    uniform_(this.weight, -bound, bound, draw);
    if (this.bias !== null) uniform_(this.bias, -bound, bound, draw);
  }

  forward(input1: Tensor, input2: Tensor): Tensor {
    return bilinear(input1, input2, this.weight, { bias: this.bias });
  }

  override extraRepr(): string {
    return (
      `in1_features=${this.in1Features}, in2_features=${this.in2Features}, out_features=${this.outFeatures}, ` +
      `bias=${this.bias === null ? "False" : "True"}`
    );
  }
}
