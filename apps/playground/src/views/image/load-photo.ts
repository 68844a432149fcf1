// A file or an address of a photograph as pixels, at most a megapixel or so. Nothing leaves the page.
import { contextOf, pictureOf, unseenCanvas } from "../../canvas.ts";
import type { Pixels } from "./photo-filter.ts";

/** Longest side, in pixels. */
const longest = 1024;

/** Decodes a photograph; larger ones are scaled down, keeping their shape, to fit `most` pixels a side. */
export async function loadPhoto(source: Blob, most = longest): Promise<Pixels> {
  const picture = await pictureOf(source);
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = contextOf(unseenCanvas(width, height));
  context.drawImage(picture, 0, 0, width, height);
  if ("close" in picture) picture.close();
  return { width, height, bytes: context.getImageData(0, 0, width, height).data as Uint8ClampedArray<ArrayBuffer> };
}
