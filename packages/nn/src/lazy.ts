// Layers that learn the number of their inputs from the first one; then they are the ordinary layer.
import { convGeometry, type PerAxis, type SpatialRank } from "@toeplitz/conv";
import { empty, Generator, narrow, noGrad, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkTensor } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "./check-all-writable.ts";
import { Conv1d, Conv2d, Conv3d } from "./conv.ts";
import type { ConvModuleOptions, ConvNd, ConvTransposeModuleOptions } from "./conv-nd.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, type OutputSizeOptions } from "./conv-transpose.ts";
import { linear } from "./functional/linear.ts";
import type { DrawOptions } from "./init.ts";
import { Linear, type LinearModuleOptions } from "./linear.ts";
import type { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/**
 * Gives a layer its weight, draws first values, and makes it an ordinary one. An optimiser is made after that, not before: the
 * parameters are new.
 *
 * @param check refuses what the first call will be refused for, while the layer has learnt nothing yet
 */
function settle<
  M extends Module & { weight: Parameter; bias: Parameter | null; resetParameters(options: DrawOptions): void },
>(
  layer: M,
  shape: readonly number[],
  become: abstract new (...args: never[]) => M,
  options: { readonly generator?: DrawOptions["generator"] | undefined },
  check: (weight: Parameter) => void,
): void {
  const { dtype, requiresGrad } = layer.weight;
  const weight = new Parameter(empty(shape, { dtype }), { requiresGrad });
  check(weight);
  checkAllWritable(become.name, [layer.bias]);
  layer.weight = weight;
  Object.setPrototypeOf(layer, become.prototype as object);
  layer.resetParameters(options.generator === undefined ? {} : { generator: options.generator });
}

/** The number of channels of a first input, checked. */
function settleConv(
  layer: ConvNd,
  rank: SpatialRank,
  input: Tensor,
  become: abstract new (...args: never[]) => ConvNd,
  options: DrawOptions,
  paddingOf: () => readonly number[] = () => layer.outputPadding,
): void {
  const api = layer.constructor.name;
  checkTensor(api, "input", input);
  if (input.ndim !== rank + 1 && input.ndim !== rank + 2) {
    throw new ToeplitzError(
      `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to ${api}, but got input of size: ` +
        `torch.Size([${input.shape.join(", ")}])`,
      { code: "shape", api, argument: "input", value: input.shape },
    );
  }
  const inChannels = input.shape.at(-rank - 1) as number;
  const { groups, outChannels, kernelSize } = layer;
  if (inChannels % groups !== 0) {
    const sentence = "in_channels must be divisible by groups";
    throw new ToeplitzError(sentence, { code: "shape", api, argument: "input", value: input.shape });
  }
  const channels = layer.transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
  settle(layer, [...channels, ...kernelSize], become, options, (weight) => {
    const { transposed, bias, stride, padding, dilation, paddingMode } = layer;
    const shared = { stride, padding, dilation, groups };
    const settings = transposed ? { ...shared, outputPadding: paddingOf() } : { ...shared, paddingMode };
    const name = `conv${transposed ? "Transpose" : ""}${rank}d`;
    convGeometry({ api: name, rank, transposed, input, weight, bias, options: settings });
  });
  Reflect.set(layer, "inChannels", inChannels);
}

/** What the first call draws from. Before that, a constructor may draw from a generator that nobody else sees. */
const generatorOf = ({ generator }: DrawOptions): DrawOptions => (generator === undefined ? {} : { generator });

/** The options of a constructor that draws nothing that counts. */
function unseen<O extends DrawOptions>(options: O): O {
  const { generator = new Generator() } = { ...options };
  if (!(generator instanceof Generator) || Object(options) !== options) return options;
  return { ...options, generator: new Generator() };
}

/**
 * {@link Conv1d} that takes the number of its input channels from its first input.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, O, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyConv1d.html
 */
export class LazyConv1d extends Conv1d {
  static override readonly name: string = "LazyConv1d";
  readonly #draw: DrawOptions;

  constructor(outChannels: number, kernelSize: PerAxis, options: ConvModuleOptions = {}) {
    super(0, outChannels, kernelSize, unseen(options));
    this.#draw = generatorOf(options);
  }

  override forward(input: Tensor): Tensor {
    settleConv(this, 1, input, Conv1d, this.#draw);
    return super.forward(input);
  }
}

/**
 * {@link Conv2d} that takes the number of its input channels from its first input.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, O, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyConv2d.html
 */
export class LazyConv2d extends Conv2d {
  static override readonly name: string = "LazyConv2d";
  readonly #draw: DrawOptions;

  constructor(outChannels: number, kernelSize: PerAxis, options: ConvModuleOptions = {}) {
    super(0, outChannels, kernelSize, unseen(options));
    this.#draw = generatorOf(options);
  }

  override forward(input: Tensor): Tensor {
    settleConv(this, 2, input, Conv2d, this.#draw);
    return super.forward(input);
  }
}

/**
 * {@link Conv3d} that takes the number of its input channels from its first input.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, O, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyConv3d.html
 */
export class LazyConv3d extends Conv3d {
  static override readonly name: string = "LazyConv3d";
  readonly #draw: DrawOptions;

  constructor(outChannels: number, kernelSize: PerAxis, options: ConvModuleOptions = {}) {
    super(0, outChannels, kernelSize, unseen(options));
    this.#draw = generatorOf(options);
  }

  override forward(input: Tensor): Tensor {
    settleConv(this, 3, input, Conv3d, this.#draw);
    return super.forward(input);
  }
}

/**
 * {@link ConvTranspose1d} that takes the number of its input channels from its first input.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, O, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose1d.html
 */
export class LazyConvTranspose1d extends ConvTranspose1d {
  static override readonly name: string = "LazyConvTranspose1d";
  readonly #draw: DrawOptions;

  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeModuleOptions = {}) {
    super(0, outChannels, kernelSize, unseen(options));
    this.#draw = generatorOf(options);
  }

  override forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    const outputPadding = () => this.settings(input, options).outputPadding as readonly number[];
    settleConv(this, 1, input, ConvTranspose1d, this.#draw, outputPadding);
    return super.forward(input, options);
  }
}

/**
 * {@link ConvTranspose2d} that takes the number of its input channels from its first input.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, O, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose2d.html
 */
export class LazyConvTranspose2d extends ConvTranspose2d {
  static override readonly name: string = "LazyConvTranspose2d";
  readonly #draw: DrawOptions;

  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeModuleOptions = {}) {
    super(0, outChannels, kernelSize, unseen(options));
    this.#draw = generatorOf(options);
  }

  override forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    const outputPadding = () => this.settings(input, options).outputPadding as readonly number[];
    settleConv(this, 2, input, ConvTranspose2d, this.#draw, outputPadding);
    return super.forward(input, options);
  }
}

/**
 * {@link ConvTranspose3d} that takes the number of its input channels from its first input.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, O, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose3d.html
 */
export class LazyConvTranspose3d extends ConvTranspose3d {
  static override readonly name: string = "LazyConvTranspose3d";
  readonly #draw: DrawOptions;

  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeModuleOptions = {}) {
    super(0, outChannels, kernelSize, unseen(options));
    this.#draw = generatorOf(options);
  }

  override forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    const outputPadding = () => this.settings(input, options).outputPadding as readonly number[];
    settleConv(this, 3, input, ConvTranspose3d, this.#draw, outputPadding);
    return super.forward(input, options);
  }
}

/**
 * {@link Linear} that takes the number of its inputs from its first input.
 *
 * `input [..., C]` -> `[..., outFeatures]`.
 *
 * @throws ToeplitzError for an input without axes.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LazyLinear.html
 */
export class LazyLinear extends Linear {
  static override readonly name: string = "LazyLinear";
  readonly #draw: DrawOptions;

  constructor(outFeatures: number, options: LinearModuleOptions = {}) {
    super(0, outFeatures, options);
    // Nothing is drawn yet, and so nothing was checked.
    if (options.generator !== undefined && !(options.generator instanceof Generator))
      throw argumentError("LazyLinear", "generator", "be a Generator", options.generator);
    this.#draw = generatorOf(options);
  }

  /** Nothing before the first input is known. */
  override resetParameters(_options: DrawOptions = {}): void {}

  override forward(input: Tensor): Tensor {
    checkTensor("LazyLinear", "input", input);
    if (input.ndim === 0) throw argumentError("LazyLinear", "input", "have at least one axis", input);
    settle(this, [this.outFeatures, input.shape.at(-1) as number], Linear, this.#draw, (weight) => {
      // Of no rows, where there are rows.
      const few = input.ndim === 1 ? input : narrow(input, 0, 0, 0);
      noGrad(() => linear(few, weight, { bias: this.bias }));
    });
    return super.forward(input);
  }
}
