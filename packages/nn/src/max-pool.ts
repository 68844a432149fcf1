// The modules of maxima over windows: a call of the function with what the module remembers.
import { type MaxPoolOptions, maxPool1d, maxPool2d, maxPool3d, type PerAxis, type WithIndices } from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { checkOptions } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { kept, keptSwitch, sizeText } from "./module-arguments.ts";

/** Options of {@link MaxPool1d}, {@link MaxPool2d} and {@link MaxPool3d}; `returnIndices` makes their result a pair. */
export type MaxPoolModuleOptions<R extends boolean = boolean> = Omit<MaxPoolOptions, "returnIndices"> & {
  readonly returnIndices?: R;
};

/** What a module of maxima gives: maxima, or maxima and where they stand. */
export type Maxima<R extends boolean> = R extends true ? WithIndices : Tensor;

const optionNames = ["stride", "padding", "dilation", "returnIndices", "ceilMode"];

/** Maxima over windows. The arguments can be read back as properties, as they were given. */
abstract class MaxPoolNd<R extends boolean> extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
  readonly returnIndices: R;
  readonly ceilMode: boolean;

  constructor(api: string, kernelSize: PerAxis, options: MaxPoolModuleOptions<R>) {
    super();
    checkOptions(api, options, optionNames);
    this.kernelSize = kept(api, "kernelSize", kernelSize);
    this.stride = kept(api, "stride", options.stride ?? this.kernelSize);
    this.padding = kept(api, "padding", options.padding, 0);
    this.dilation = kept(api, "dilation", options.dilation, 1);
    this.returnIndices = keptSwitch(api, "returnIndices", options.returnIndices, false) as R;
    this.ceilMode = keptSwitch(api, "ceilMode", options.ceilMode, false);
  }

  override extraRepr(): string {
    return (
      `kernel_size=${sizeText(this.kernelSize)}, stride=${sizeText(this.stride)}, padding=${sizeText(this.padding)}, ` +
      `dilation=${sizeText(this.dilation)}, ceil_mode=${this.ceilMode ? "True" : "False"}`
    );
  }
}

function settings<R extends boolean>(module: MaxPoolNd<R>): MaxPoolOptions {
  const { stride, padding, dilation, ceilMode, returnIndices } = module;
  return { stride, padding, dilation, ceilMode, returnIndices };
}

/**
 * The largest element of each window along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, L']`, and with `returnIndices` a pair of that and of indices.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 */
export class MaxPool1d<R extends boolean = false> extends MaxPoolNd<R> {
  static override readonly name: string = "MaxPool1d";

  constructor(kernelSize: PerAxis, options: MaxPoolModuleOptions<R> = {}) {
    super("MaxPool1d", kernelSize, options);
  }

  override get passingForward(): unknown {
    return this.returnIndices ? null : MaxPool1d.prototype.forward;
  }

  forward(input: Tensor): Maxima<R> {
    return maxPool1d(input, this.kernelSize, settings(this)) as Maxima<R>;
  }
}

/**
 * The largest element of each window of a plane.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, H', W']`, and with `returnIndices` a pair of that and of indices.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d<R extends boolean = false> extends MaxPoolNd<R> {
  static override readonly name: string = "MaxPool2d";

  constructor(kernelSize: PerAxis, options: MaxPoolModuleOptions<R> = {}) {
    super("MaxPool2d", kernelSize, options);
  }

  override get passingForward(): unknown {
    return this.returnIndices ? null : MaxPool2d.prototype.forward;
  }

  forward(input: Tensor): Maxima<R> {
    return maxPool2d(input, this.kernelSize, settings(this)) as Maxima<R>;
  }
}

/**
 * The largest element of each window of a volume.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, D', H', W']`, and with `returnIndices` a pair of that and of indices.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html
 */
export class MaxPool3d<R extends boolean = false> extends MaxPoolNd<R> {
  static override readonly name: string = "MaxPool3d";

  constructor(kernelSize: PerAxis, options: MaxPoolModuleOptions<R> = {}) {
    super("MaxPool3d", kernelSize, options);
  }

  override get passingForward(): unknown {
    return this.returnIndices ? null : MaxPool3d.prototype.forward;
  }

  forward(input: Tensor): Maxima<R> {
    return maxPool3d(input, this.kernelSize, settings(this)) as Maxima<R>;
  }
}
