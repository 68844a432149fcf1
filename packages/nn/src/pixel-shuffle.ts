// The modules that lay channels out as pixels, and pixels as channels.
import type { Tensor } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import { pixelShuffle, pixelUnshuffle } from "./functional/pixel-shuffle.ts";
import { Module } from "./module.ts";

function whole(api: string, argument: string, value: number): number {
  if (!Number.isInteger(value)) throw argumentError(api, argument, "be a whole number", value);
  return value;
}

/**
 * Blocks of pixels from as many channels: `input [..., C * r * r, H, W]` -> `[..., C, H * r, W * r]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
 */
export class PixelShuffle extends Module {
  static override readonly name: string = "PixelShuffle";
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.upscaleFactor = whole("PixelShuffle", "upscaleFactor", upscaleFactor);
  }

  forward(input: Tensor): Tensor {
    return pixelShuffle(input, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/**
 * Each block of pixels as channels: `input [..., C, H * r, W * r]` -> `[..., C * r * r, H, W]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html
 */
export class PixelUnshuffle extends Module {
  static override readonly name: string = "PixelUnshuffle";
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.downscaleFactor = whole("PixelUnshuffle", "downscaleFactor", downscaleFactor);
  }

  forward(input: Tensor): Tensor {
    return pixelUnshuffle(input, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}
