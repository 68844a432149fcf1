// PNG files as tensors of colours from 0 to 255, and back.
import { readFileSync, writeFileSync } from "node:fs";
import { decode, encode } from "fast-png";
import { type Tensor, tensor } from "toeplitz";

/** A file's colours `[1, 3, H, W]`. Greys become colours, and what is transparent loses that. */
export function readPicture(file: string | URL): Tensor {
  const { data, width, height, channels, depth, palette } = decode(readFileSync(file));
  if (depth !== 8 || palette !== undefined)
    throw new Error(`${file}: 8 bits for each channel are expected, and no palette`);
  const pixels = tensor(Float32Array.from(data), { shape: [height, width, channels] });
  const colours = pixels.index("...", channels < 3 ? ":1" : ":3").expand([height, width, 3]);
  return colours.permute([2, 0, 1]).unsqueeze(0);
}

/** Colours `[1, 3, H, W]`, rounded and held between 0 and 255, as bytes in the order of a file. */
export function pictureBytes(colours: Tensor): Uint8Array {
  const pixels = colours.squeeze(0).permute([1, 2, 0]).round().clamp({ min: 0, max: 255 });
  return Uint8Array.from(pixels.toTypedArray() as Float32Array);
}

/** Writes colours `[1, 3, H, W]`. */
export function writePicture(file: string, colours: Tensor): void {
  const [, , height, width] = colours.shape as [number, number, number, number];
  writeFileSync(file, encode({ data: pictureBytes(colours), width, height, channels: 3 }));
}
