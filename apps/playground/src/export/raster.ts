// Pictures as PNG: a drawing, or pixels as they are.
import type { Drawing } from "./drawing.ts";

interface Raster {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** Draws it `scale` times as large. */
export async function painted({ svg, width, height }: Drawing, scale: number): Promise<OffscreenCanvas> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Twice as many pixels as on the page. */
export async function png(drawing: Drawing): Promise<Blob> {
  return (await painted(drawing, 2)).convertToBlob({ type: "image/png" });
}

export async function pngOf({ width, height, bytes }: Raster): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")!.putImageData(new ImageData(bytes, width, height), 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
