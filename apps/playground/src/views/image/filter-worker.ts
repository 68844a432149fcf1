// Convolves photographs away from the page, so that a slow one never holds up a finger.

import type { PaddingMode } from "@toeplitz/widgets";
import { status, type Tensor } from "toeplitz";
import type { Showing } from "../../state/image.ts";
import { sideOf } from "./image-kernels.ts";
import { bordered, filtered, type Pixels, photoTensor, pixelsOf } from "./photo-filter.ts";

export type FilterRequest =
  | { readonly kind: "photo"; readonly pixels: Pixels }
  | {
      readonly kind: "kernel";
      readonly kernel: readonly number[];
      readonly showing: Showing;
      readonly border: PaddingMode;
      /** Better soon than complete: pixels may be left out. */
      readonly draft: boolean;
    };

export interface FilterAnswer {
  readonly pixels: Pixels;
  /** The photograph's size. */
  readonly of: readonly [width: number, height: number];
  /** Every pixel, or every second or fourth one across and down. */
  readonly stride: number;
  /** Of the convolution alone. */
  readonly milliseconds: number;
  readonly backend: string;
}

/** What a draft may take, in milliseconds: a frame. */
const frame = 16;

let photo: Tensor | null = null;
let ready: { readonly photo: Tensor; readonly key: string; readonly tensor: Tensor } | null = null;
/** Milliseconds that one pixel of the latest result took, everything included. */
let perPixel = 0;

self.onmessage = ({ data }: MessageEvent<FilterRequest>) => {
  if (data.kind === "photo") {
    photo = photoTensor(data.pixels);
    return;
  }
  if (photo === null) return;
  const { kernel, border, showing, draft } = data;
  const [, , height, width] = photo.shape as readonly [number, number, number, number];
  const side = sideOf(kernel);
  const key = `${border} ${side}`;
  if (ready?.photo !== photo || ready.key !== key) ready = { photo, key, tensor: bordered(photo, side, border) };
  const whole = width * height * perPixel;
  const stride = !draft || whole <= frame ? 1 : whole <= 4 * frame ? 2 : 4;
  const start = performance.now();
  const result = filtered(ready.tensor, kernel, stride);
  const milliseconds = performance.now() - start;
  const pixels = pixelsOf(result, showing);
  perPixel = (performance.now() - start) / (pixels.width * pixels.height);
  const answer: FilterAnswer = { pixels, of: [width, height], stride, milliseconds, backend: status().backend };
  self.postMessage(answer, { transfer: [pixels.bytes.buffer] });
};
