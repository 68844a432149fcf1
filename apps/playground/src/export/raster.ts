// A drawing as pixels: a PNG, or the frames of a GIF.
import type { Drawing } from "./drawing.ts";

/** Draws it `scale` times as large. */
async function painted({ svg, width, height }: Drawing, scale: number): Promise<OffscreenCanvas> {
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

/** Frames one after another, for ever. All are as large as the first. */
export class Gif {
  readonly #encoder: import("gifenc").Encoder;
  readonly #gifenc: typeof import("gifenc");
  #size: { readonly width: number; readonly height: number } | null = null;

  private constructor(gifenc: typeof import("gifenc")) {
    this.#gifenc = gifenc;
    this.#encoder = gifenc.GIFEncoder();
  }

  /** Loads the encoder. */
  static async start(): Promise<Gif> {
    return new Gif(await import("gifenc"));
  }

  async add(drawing: Drawing, delay: number): Promise<void> {
    const { width, height } = (this.#size ??= drawing);
    const canvas = await painted({ ...drawing, width, height }, 1);
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const palette = this.#gifenc.quantize(data, 256);
    const indexed = this.#gifenc.applyPalette(data, palette);
    this.#encoder.writeFrame(indexed, canvas.width, canvas.height, { palette, delay });
  }

  finish(): Blob {
    this.#encoder.finish();
    return new Blob([this.#encoder.bytes() as Uint8Array<ArrayBuffer>], { type: "image/gif" });
  }
}
