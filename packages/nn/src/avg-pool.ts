// The modules of averages over windows: a call of the function with what the module remembers.
import {
  type AvgPool1dOptions,
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type PerAxis,
} from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { kept, keptSwitch, sizeText } from "./module-arguments.ts";

const optionNames = ["stride", "padding", "ceilMode", "countIncludePad"];

/** Averages over windows. The arguments can be read back as properties, as they were given. */
abstract class AvgPoolNd extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(api: string, kernelSize: PerAxis, options: AvgPool1dOptions) {
    super();
    this.kernelSize = kept(api, "kernelSize", kernelSize);
    this.stride = kept(api, "stride", options.stride ?? this.kernelSize);
    this.padding = kept(api, "padding", options.padding, 0);
    this.ceilMode = keptSwitch(api, "ceilMode", options.ceilMode, false);
    this.countIncludePad = keptSwitch(api, "countIncludePad", options.countIncludePad, true);
  }

  override extraRepr(): string {
    return `kernel_size=${sizeText(this.kernelSize)}, stride=${sizeText(this.stride)}, padding=${sizeText(this.padding)}`;
  }
}

/** Averages that may be divided by something else than their count. */
abstract class DividedAvgPoolNd extends AvgPoolNd {
  /** What every sum is divided by, in place of the window's count, or null. */
  readonly divisorOverride: number | null;

  constructor(api: string, kernelSize: PerAxis, options: AvgPoolOptions) {
    checkOptions(api, options, [...optionNames, "divisorOverride"]);
    super(api, kernelSize, options);
    const { divisorOverride = null } = options;
    if (divisorOverride !== null && !Number.isInteger(divisorOverride)) {
      throw argumentError(api, "divisorOverride", "be a whole number or null", divisorOverride);
    }
    this.divisorOverride = divisorOverride;
  }
}

/**
 * The average of each window along one axis.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, C, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 */
export class AvgPool1d extends AvgPoolNd {
  static override readonly name: string = "AvgPool1d";

  constructor(kernelSize: PerAxis, options: AvgPool1dOptions = {}) {
    checkOptions("AvgPool1d", options, optionNames);
    // The only pooling that keeps, and prints, lists of one.
    const one = <T>(value: T): T | T[] => (typeof value === "number" ? [value] : value);
    const { stride, padding = 0 } = options;
    super("AvgPool1d", one(kernelSize) as PerAxis, {
      ...options,
      padding: one(padding) as PerAxis,
      ...(stride == null ? {} : { stride: one(stride) as PerAxis }),
    });
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad } = this;
    return avgPool1d(input, this.kernelSize, { stride, padding, ceilMode, countIncludePad });
  }
}

/**
 * The average of each window of a plane.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export class AvgPool2d extends DividedAvgPoolNd {
  static override readonly name: string = "AvgPool2d";

  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super("AvgPool2d", kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return avgPool2d(input, this.kernelSize, { stride, padding, ceilMode, countIncludePad, divisorOverride });
  }
}

/**
 * The average of each window of a volume.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, C, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html
 */
export class AvgPool3d extends DividedAvgPoolNd {
  static override readonly name: string = "AvgPool3d";

  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super("AvgPool3d", kernelSize, options);
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return avgPool3d(input, this.kernelSize, { stride, padding, ceilMode, countIncludePad, divisorOverride });
  }
}
