// Runs the same convolution in every way there is, and takes the time of those that come to the same numbers.

import type { PaddingMode } from "@toeplitz/widgets";
import { setBackend, type Tensor } from "toeplitz";
import type { Pixels } from "./photo-filter.ts";
import { type Ready, type Way, waysOf } from "./ways.ts";

export interface CompareRequest {
  readonly pixels: Pixels;
  readonly kernel: readonly number[];
  readonly border: PaddingMode;
}

export interface Measured {
  readonly name: string;
  /** What was convolved, where that is less than the photograph. */
  readonly on: string | undefined;
  /** Median of several runs, or why there is none. */
  readonly milliseconds: number | string;
  /** Numbers that came out. */
  readonly numbers: number;
  /** From what the first way computed, at most. */
  readonly difference: number;
}

export type CompareAnswer =
  /** What is measured now, after so many of all. */
  | { readonly kind: "now"; readonly name: string; readonly done: number; readonly all: number }
  | { readonly kind: "row"; readonly row: Measured }
  | { readonly kind: "end" };

/** Milliseconds of measuring per row, and runs. */
const [patience, mostRuns] = [250, 15];

const post = (answer: CompareAnswer) => self.postMessage(answer);

self.onmessage = async ({ data: { pixels, kernel, border } }: MessageEvent<CompareRequest>) => {
  const ways = waysOf(pixels, kernel, border);
  // Sums are rounded in another order by every way
  const agreed = 1e-5 * (1 + kernel.reduce((sum, value) => sum + Math.abs(value), 0));
  let first: Tensor | null = null;
  for (const [done, way] of ways.entries()) {
    post({ kind: "now", name: way.name, done, all: ways.length });
    const [row, result] = await measured(way, first, agreed);
    first ??= result;
    post({ kind: "row", row });
  }
  setBackend(null);
  post({ kind: "end" });
};

async function measured(
  { name, on, prepare }: Way,
  first: Tensor | null,
  agreed: number,
): Promise<readonly [Measured, Tensor | null]> {
  const without = (reason: string): readonly [Measured, null] => [
    { name, on, milliseconds: reason, numbers: 0, difference: 0 },
    null,
  ];
  let release: Ready["release"];
  try {
    const ready = await prepare();
    if (typeof ready === "string") return without(ready);
    release = ready.release;
    const result = ready.convolve();
    const difference = first === null ? 0 : Number(result.sub(ready.part(first)).abs().max().item());
    // Not a number, too, is no agreement
    if (!(difference <= agreed)) return without(`differs from the first by ${difference}, so it was not timed`);
    const times: number[] = [];
    const end = performance.now() + patience;
    while (times.length < mostRuns && (times.length < 2 || performance.now() < end)) {
      const start = performance.now();
      ready.convolve();
      times.push(performance.now() - start);
    }
    const milliseconds = times.sort((a, b) => a - b)[times.length >> 1]!;
    return [{ name: ready.name ?? name, on, milliseconds, numbers: result.numel(), difference }, result];
  } catch (error) {
    return without(error instanceof Error ? error.message : String(error));
  } finally {
    await release?.();
  }
}
