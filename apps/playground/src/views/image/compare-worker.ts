// Runs the same convolution in every way there is, and takes the time of each.

import type { PaddingMode } from "@toeplitz/widgets";
import { conv2d, eye, kernelMatrix, setBackend, type Tensor, wasm } from "toeplitz";
import { sideOf } from "./image-kernels.ts";
import { bordered, depthwise, filtered, type Pixels, photoTensor } from "./photo-filter.ts";
import { splitOf } from "./separable.ts";

export interface CompareRequest {
  readonly pixels: Pixels;
  readonly kernel: readonly number[];
  readonly border: PaddingMode;
}

export interface Measured {
  readonly name: string;
  /** Median of several runs, or why there is none. */
  readonly milliseconds: number | string;
  /** Numbers that came out. */
  readonly numbers: number;
  /** From what the portable code computed, at most. */
  readonly difference: number;
}

/** A row as soon as it is measured, and null after the last one. */
export type CompareAnswer = Measured | null;

/** Milliseconds of measuring per row, and runs. */
const [patience, mostRuns] = [250, 15];
/** Side of the piece that the kernel matrix is applied to. */
const piece = 48;

self.onmessage = async ({ data: { pixels, kernel, border } }: MessageEvent<CompareRequest>) => {
  const side = sideOf(kernel);
  let expected: Tensor | null = null;
  const measure = (name: string, convolve: () => Tensor, to: Tensor | null = expected): Tensor => {
    const result = convolve();
    const times: number[] = [];
    const end = performance.now() + patience;
    while (times.length < mostRuns && (times.length < 2 || performance.now() < end)) {
      const start = performance.now();
      convolve();
      times.push(performance.now() - start);
    }
    const milliseconds = times.sort((a, b) => a - b)[times.length >> 1]!;
    const difference = to === null ? 0 : result.sub(to).abs().max().item();
    post({ name, milliseconds, numbers: result.numel(), difference: Number(difference) });
    return result;
  };
  /** The photograph anew, in the active backend's memory. */
  const photo = () => bordered(photoTensor(pixels), side, border);

  setBackend(null);
  let input = photo();
  expected = measure("portable", () => filtered(input, kernel));
  for (const level of ["deterministic", "default", "high"] as const) {
    setBackend(wasm({ level }));
    input = photo();
    measure(`accelerated, ${level}`, () => filtered(input, kernel));
  }

  const shared = wasm();
  setBackend(shared);
  const { threads, reason } = await shared.threads(Math.min(8, navigator.hardwareConcurrency));
  if (threads > 1) {
    input = photo();
    measure(`accelerated, ${threads} threads`, () => filtered(input, kernel));
  } else {
    post({ name: "accelerated, threads", milliseconds: reason ?? "one processor", numbers: 0, difference: 0 });
  }
  await shared.threads(0);

  setBackend(wasm());
  input = photo();
  const split = splitOf(kernel);
  if (split !== null) {
    const [column, row] = [depthwise(split.column, side, 1), depthwise(split.row, 1, side)];
    measure("a column, then a row", () => conv2d(conv2d(input, column, { groups: 3 }), row, { groups: 3 }));
  }
  const full = depthwise(kernel, side, side).mul(eye(3).reshape([3, 3, 1, 1]));
  measure("all channels to all", () => conv2d(input, full));

  const crop = photoTensor(pixels).index(":", "0:1", `0:${piece}`, `0:${piece}`).contiguous();
  const weight = depthwise(kernel, side, side).index("0:1").contiguous();
  const sized = crop.shape.slice(2);
  const options = { padding: "same", paddingMode: border } as const;
  const K = kernelMatrix(weight, sized, options);
  const x = crop.flatten();
  measure(
    `K x, on ${sized[1]} × ${sized[0]} of one channel`,
    () => K.matmul(x),
    conv2d(crop, weight, options).flatten(),
  );
  post(null);
};

function post(answer: CompareAnswer): void {
  self.postMessage(answer);
}
