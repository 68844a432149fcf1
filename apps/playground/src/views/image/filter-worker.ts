// Convolves photographs away from the page, so that a slow one never holds up a finger.
import { status, type Tensor } from "toeplitz";
import type { Showing } from "./image-kernels.ts";
import { filtered, type Pixels, photoTensor, pixelsOf } from "./photo-filter.ts";

export type FilterRequest =
  | { readonly kind: "photo"; readonly pixels: Pixels }
  | { readonly kind: "kernel"; readonly kernel: readonly number[]; readonly showing: Showing };

export interface FilterAnswer {
  readonly pixels: Pixels;
  /** Of the convolution alone. */
  readonly milliseconds: number;
  readonly backend: string;
}

let photo: Tensor | null = null;

self.onmessage = ({ data }: MessageEvent<FilterRequest>) => {
  if (data.kind === "photo") {
    photo = photoTensor(data.pixels);
    return;
  }
  if (photo === null) return;
  const start = performance.now();
  const result = filtered(photo, data.kernel);
  const milliseconds = performance.now() - start;
  const pixels = pixelsOf(result, data.showing);
  const answer: FilterAnswer = { pixels, milliseconds, backend: status().backend };
  self.postMessage(answer, { transfer: [pixels.bytes.buffer] });
};
