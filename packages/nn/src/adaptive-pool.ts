// The modules of pooling to a wanted size: a call of the function with what the module remembers.
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  type OutputSize,
  type PerAxis,
} from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { checkOptions } from "@toeplitz/tensor/extend";
import type { Maxima } from "./max-pool.ts";
import { Module } from "./module.ts";
import { keptSize, keptSwitch, sizeText } from "./module-arguments.ts";

/** Options of {@link AdaptiveMaxPool1d}, {@link AdaptiveMaxPool2d} and {@link AdaptiveMaxPool3d}. */
export interface AdaptiveMaxPoolModuleOptions<R extends boolean = boolean> {
  /** Whether the result is a pair of maxima and where they stand. Default false. */
  readonly returnIndices?: R;
}

/** Pooling to a size, which can be read back as it was given. */
abstract class AdaptivePoolNd<S extends OutputSize> extends Module {
  readonly outputSize: S;

  constructor(api: string, outputSize: S) {
    super();
    this.outputSize = keptSize(api, outputSize) as S;
  }

  override extraRepr(): string {
    return `output_size=${sizeText(this.outputSize)}`;
  }
}

/** Maxima, with where they stand if wanted. */
abstract class AdaptiveMaxPoolNd<S extends OutputSize, R extends boolean> extends AdaptivePoolNd<S> {
  readonly returnIndices: R;

  constructor(api: string, outputSize: S, options: AdaptiveMaxPoolModuleOptions<R>) {
    checkOptions(api, options, ["returnIndices"]);
    super(api, outputSize);
    this.returnIndices = keptSwitch(api, "returnIndices", options.returnIndices, false) as R;
  }
}

/**
 * Averages of as many windows as `outputSize` says, along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html
 */
export class AdaptiveAvgPool1d extends AdaptivePoolNd<PerAxis> {
  static override readonly name: string = "AdaptiveAvgPool1d";

  constructor(outputSize: PerAxis) {
    super("AdaptiveAvgPool1d", outputSize);
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool1d(input, this.outputSize);
  }
}

/**
 * Averages of as many windows of a plane as `outputSize` says.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends AdaptivePoolNd<OutputSize> {
  static override readonly name: string = "AdaptiveAvgPool2d";

  constructor(outputSize: OutputSize) {
    super("AdaptiveAvgPool2d", outputSize);
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d(input, this.outputSize);
  }
}

/**
 * Averages of as many windows of a volume as `outputSize` says.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html
 */
export class AdaptiveAvgPool3d extends AdaptivePoolNd<OutputSize> {
  static override readonly name: string = "AdaptiveAvgPool3d";

  constructor(outputSize: OutputSize) {
    super("AdaptiveAvgPool3d", outputSize);
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool3d(input, this.outputSize);
  }
}

/**
 * Maxima of as many windows as `outputSize` says, along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, outputSize]`, and with `returnIndices` a pair of that and of indices.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 */
export class AdaptiveMaxPool1d<R extends boolean = false> extends AdaptiveMaxPoolNd<PerAxis, R> {
  static override readonly name: string = "AdaptiveMaxPool1d";

  constructor(outputSize: PerAxis, options: AdaptiveMaxPoolModuleOptions<R> = {}) {
    super("AdaptiveMaxPool1d", outputSize, options);
  }

  forward(input: Tensor): Maxima<R> {
    return adaptiveMaxPool1d(input, this.outputSize, { returnIndices: this.returnIndices as boolean }) as Maxima<R>;
  }
}

/**
 * Maxima of as many windows of a plane as `outputSize` says.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, ...outputSize]`, and with `returnIndices` a pair of that and of indices.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 */
export class AdaptiveMaxPool2d<R extends boolean = false> extends AdaptiveMaxPoolNd<OutputSize, R> {
  static override readonly name: string = "AdaptiveMaxPool2d";

  constructor(outputSize: OutputSize, options: AdaptiveMaxPoolModuleOptions<R> = {}) {
    super("AdaptiveMaxPool2d", outputSize, options);
  }

  forward(input: Tensor): Maxima<R> {
    return adaptiveMaxPool2d(input, this.outputSize, { returnIndices: this.returnIndices as boolean }) as Maxima<R>;
  }
}

/**
 * Maxima of as many windows of a volume as `outputSize` says.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, ...outputSize]`, and with `returnIndices` a pair of that and of indices.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html
 */
export class AdaptiveMaxPool3d<R extends boolean = false> extends AdaptiveMaxPoolNd<OutputSize, R> {
  static override readonly name: string = "AdaptiveMaxPool3d";

  constructor(outputSize: OutputSize, options: AdaptiveMaxPoolModuleOptions<R> = {}) {
    super("AdaptiveMaxPool3d", outputSize, options);
  }

  forward(input: Tensor): Maxima<R> {
    return adaptiveMaxPool3d(input, this.outputSize, { returnIndices: this.returnIndices as boolean }) as Maxima<R>;
  }
}
