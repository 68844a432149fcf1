// Writes the frames of a GIF away from the page. Of a frame only what differs from the one before is written.
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { GifAnswer, GifRequest } from "./gif-messages.ts";

const encoder = GIFEncoder();
/** Of the last frame, a number for each pixel. */
let before: Uint32Array | null = null;

const post = (answer: GifAnswer, transfer: Transferable[] = []) => self.postMessage(answer, { transfer });

function write({ picture, delay }: GifRequest & { kind: "frame" }): void {
  const { width, height, bytes } = picture;
  const pixels = new Uint32Array(bytes.buffer);
  // The last colour stands for pixels that stay as they are
  const palette = quantize(bytes, 255);
  const transparentIndex = palette.length;
  const indexed = applyPalette(bytes, palette);
  const last = before;
  if (last !== null) {
    for (let i = 0; i < indexed.length; i++) if (pixels[i] === last[i]) indexed[i] = transparentIndex;
  }
  before = pixels;
  encoder.writeFrame(indexed, width, height, {
    palette: [...palette, [0, 0, 0]],
    delay,
    transparent: last !== null,
    transparentIndex,
    // Each frame stays, and the next is drawn over it
    dispose: 1,
  });
  post({ kind: "written" });
}

self.onmessage = ({ data }: MessageEvent<GifRequest>) => {
  if (data.kind === "frame") return write(data);
  encoder.finish();
  const bytes = encoder.bytes() as Uint8Array<ArrayBuffer>;
  post({ kind: "file", bytes }, [bytes.buffer]);
};
