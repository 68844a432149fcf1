// The transposed convolution modules of one, two and three dimensions.
import {
  type ConvTransposeOptions,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type PerAxis,
  type SpatialRank,
} from "@toeplitz/conv";
import { outputPaddingFor } from "@toeplitz/conv/geometry";
import type { Tensor } from "@toeplitz/tensor";
import { checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { ConvNd, type ConvTransposeModuleOptions } from "./conv-nd.ts";

/** Options of a call of {@link ConvTranspose1d}, {@link ConvTranspose2d} and {@link ConvTranspose3d}. */
export interface OutputSizeOptions {
  /** Size to reach: one number per spatial axis, perhaps with channels and batch in front. Takes outputPadding's place. */
  readonly outputSize?: readonly number[];
}

/** Shared by the three ranks: padding is numbers, and a call may name the size to reach. */
abstract class ConvTransposeNd extends ConvNd {
  declare readonly padding: readonly number[];
  readonly #rank: SpatialRank;

  constructor(
    rank: SpatialRank,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeModuleOptions,
  ) {
    super(rank, true, inChannels, outChannels, kernelSize, options);
    this.#rank = rank;
  }

  protected settings(input: Tensor, options: OutputSizeOptions): ConvTransposeOptions {
    const { bias, stride, padding, dilation, groups, kernelSize } = this;
    const api = `ConvTranspose${this.#rank}d`;
    checkTensor(api, "input", input);
    checkOptions(api, options, ["outputSize"]);
    const { outputSize } = options;
    const outputPadding =
      outputSize === undefined
        ? this.outputPadding
        : outputPaddingFor({ api, rank: this.#rank, input, outputSize, kernelSize, stride, padding, dilation });
    return { bias, stride, padding, dilation, groups, outputPadding };
  }
}

/**
 * 1-D transposed convolution with a weight `[C, O/groups, k]` and a bias `[O]` of its own.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, O, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs and output sizes, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html
 */
export class ConvTranspose1d extends ConvTransposeNd {
  static override readonly name: string = "ConvTranspose1d";

  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvTransposeModuleOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  override get passingForward(): unknown {
    return ConvTranspose1d.prototype.forward;
  }

  forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    return convTranspose1d(input, this.weight, this.settings(input, options));
  }
}

/**
 * 2-D transposed convolution with a weight `[C, O/groups, kh, kw]` and a bias `[O]` of its own.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, O, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs and output sizes, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
export class ConvTranspose2d extends ConvTransposeNd {
  static override readonly name: string = "ConvTranspose2d";

  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvTransposeModuleOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  override get passingForward(): unknown {
    return ConvTranspose2d.prototype.forward;
  }

  forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    return convTranspose2d(input, this.weight, this.settings(input, options));
  }
}

/**
 * 3-D transposed convolution with a weight `[C, O/groups, kd, kh, kw]` and a bias `[O]` of its own.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, O, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs and output sizes, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html
 */
export class ConvTranspose3d extends ConvTransposeNd {
  static override readonly name: string = "ConvTranspose3d";

  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvTransposeModuleOptions = {}) {
    super(3, inChannels, outChannels, kernelSize, options);
  }

  override get passingForward(): unknown {
    return ConvTranspose3d.prototype.forward;
  }

  forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    return convTranspose3d(input, this.weight, this.settings(input, options));
  }
}
