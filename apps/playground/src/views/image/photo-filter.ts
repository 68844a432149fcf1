// From a photograph's bytes to tensors and back, and the one convolution between: depthwise, the same kernel on each channel.
import { cat, clamp, conv2d, ones, type Tensor, tensor, toTypedArray } from "toeplitz";
import { type Showing, sideOf } from "./image-kernels.ts";

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

/** The kernel on every channel by itself; the border repeats the photograph's edge. `[1, 3, H, W]` -> the same. */
export function filtered(photo: Tensor, kernel: readonly number[]): Tensor {
  const side = sideOf(kernel);
  const weight = tensor([...kernel], { dtype: "float32" })
    .reshape([1, 1, side, side])
    .expand([3, 1, side, side]);
  return conv2d(photo, weight.contiguous(), { groups: 3, padding: "same", paddingMode: "replicate" });
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
