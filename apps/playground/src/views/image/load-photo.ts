// A file or an address of a photograph as pixels, at most a megapixel or so. Nothing leaves the page.
import type { Pixels } from "./photo-filter.ts";

/** Longest side, in pixels. */
const longest = 1024;

/** Decodes a photograph; larger ones are scaled down, keeping their shape, to fit `most` pixels a side. */
export async function loadPhoto(source: Blob, most = longest): Promise<Pixels> {
  const bitmap = await createImageBitmap(source);
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, bytes: context.getImageData(0, 0, width, height).data as Uint8ClampedArray<ArrayBuffer> };
}
