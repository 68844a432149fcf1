// From a photograph's bytes to tensors and back, and the one convolution between: depthwise, the same kernel on each channel.

import type { PaddingMode } from "@toeplitz/widgets";
import { cat, clamp, conv2d, ones, pad, type Tensor, tensor, toTypedArray } from "toeplitz";
import type { Showing } from "../../state/image.ts";
import { sideOf } from "./image-kernels.ts";

/** Red, green, blue, alpha bytes, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** `[1, 3, H, W]` in 0 to 1. */
export function photoTensor({ width, height, bytes }: Pixels): Tensor {
  const rgba = tensor(new Uint8Array(bytes), { shape: [height, width, 4] });
  return rgba.index("...", "0:3").permute([2, 0, 1]).to("float32").div(255).unsqueeze(0).contiguous();
}

/**
 * The photograph with a border as wide as the kernel reaches, so that its convolution is as large as the photograph.
 * `[1, 3, H, W]` -> `[1, 3, H + side - 1, W + side - 1]`.
 *
 * @throws ToeplitzError where the border is wider than what it repeats.
 */
export function bordered(photo: Tensor, side: number, border: PaddingMode): Tensor {
  const reach = (side - 1) / 2;
  return pad(photo, [reach, reach, reach, reach], { mode: border === "zeros" ? "constant" : border });
}

/** The kernel on every channel by itself, at every pixel or, with a stride, at fewer of them; the border is there already. */
export function filtered(photo: Tensor, kernel: readonly number[], stride = 1): Tensor {
  return conv2d(photo, depthwise(kernel, sideOf(kernel), sideOf(kernel)), { groups: 3, stride });
}

/** The same numbers for each of the three channels. `[3, 1, height, width]` */
export function depthwise(values: readonly number[], height: number, width: number): Tensor {
  return tensor([...values], { dtype: "float32" })
    .reshape([1, 1, height, width])
    .expand([3, 1, height, width])
    .contiguous();
}

/** A result as bytes to draw. */
export function pixelsOf(result: Tensor, showing: Showing): Pixels {
  const [, , height, width] = result.shape as readonly [number, number, number, number];
  const lifted = showing === "signed" ? result.div(2).add(0.5) : result;
  const visible = clamp(lifted.squeeze(0), { min: 0, max: 1 });
  const rgba = cat([visible, ones([1, height, width])], { dim: 0 })
    .permute([1, 2, 0])
    .mul(255);
  // A clamped array rounds by itself.
  return { width, height, bytes: new Uint8ClampedArray(toTypedArray(rgba) as Float32Array) };
}
