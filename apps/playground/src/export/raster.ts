// Pictures as PNG: a drawing, or pixels as they are. What a browser refuses, it refuses in words.
import { contextOf, imageOf, noRoom, pngBlob, type UnseenCanvas, unseenCanvas } from "../canvas.ts";
import type { Drawing } from "./drawing.ts";

export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** The pixels of a drawing, as many as it has on the page. */
export async function pixelsOf(drawing: Drawing): Promise<Raster> {
  const { canvas, context } = await painted(drawing, 1);
  const { width, height } = canvas;
  return { width, height, bytes: context.getImageData(0, 0, width, height).data };
}

/** Twice as many pixels as on the page. */
export async function png(drawing: Drawing): Promise<Blob> {
  return encoded((await painted(drawing, 2)).canvas);
}

export async function pngOf({ width, height, bytes }: Raster): Promise<Blob> {
  const { canvas, context } = blank(width, height);
  context.putImageData(new ImageData(bytes, width, height), 0, 0);
  return encoded(canvas);
}

async function painted({ svg, width, height }: Drawing, scale: number) {
  const image = await imageOf(new Blob([svg], { type: "image/svg+xml" }));
  const paper = blank(Math.round(width * scale), Math.round(height * scale));
  paper.context.drawImage(image, 0, 0, paper.canvas.width, paper.canvas.height);
  return paper;
}

function blank(width: number, height: number) {
  const canvas = unseenCanvas(width, height);
  return { canvas, context: contextOf(canvas) };
}

async function encoded(canvas: UnseenCanvas): Promise<Blob> {
  try {
    return await pngBlob(canvas);
  } catch {
    throw noRoom(canvas);
  }
}
