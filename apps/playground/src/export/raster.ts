// Pictures as PNG: a drawing, or pixels as they are. What a browser refuses, it refuses in words.
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
    const size = [Math.round(width * scale), Math.round(height * scale)] as const;
    return drawnOn(...size, (context) => context.drawImage(image, 0, 0, ...size));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Twice as many pixels as on the page. */
export async function png(drawing: Drawing): Promise<Blob> {
  return encoded(await painted(drawing, 2));
}

export async function pngOf({ width, height, bytes }: Raster): Promise<Blob> {
  return encoded(drawnOn(width, height, (context) => context.putImageData(new ImageData(bytes, width, height), 0, 0)));
}

function drawnOn(
  width: number,
  height: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  // Above a size that each browser has for itself there is none.
  if (context === null) throw refusal(canvas);
  draw(context);
  return canvas;
}

async function encoded(canvas: OffscreenCanvas): Promise<Blob> {
  try {
    return await canvas.convertToBlob({ type: "image/png" });
  } catch {
    throw refusal(canvas);
  }
}

function refusal({ width, height }: OffscreenCanvas): Error {
  return new Error(`this browser has no room for a picture of ${width} by ${height} pixels`);
}
