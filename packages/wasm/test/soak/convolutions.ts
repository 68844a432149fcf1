// Convolutions in one synchronous loop, nothing awaited and nothing disposed of: does the process's memory stay flat?
import { conv2d } from "@toeplitz/conv";
import { manualSeed, randn, setBackend, status, type Tensor } from "@toeplitz/tensor";
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import { wasm } from "../../src/index.ts";
import { collectGarbage } from "../memory/collect-garbage.ts";
import { type Sample, type SoakReport, soak } from "../memory/soak.ts";

const MiB = 2 ** 20;

export type Way = "plain" | "through views" | "with gradients" | "shapes of every size";

/** What a way makes of an input and a weight, and how many convolution kernels that takes. */
const steps: Readonly<Record<Way, readonly [kernels: number, step: (x: Tensor, w: Tensor, i: number) => unknown]>> = {
  plain: [1, (x, w) => conv2d(x, w, { padding: 1 })],
  "through views": [
    1,
    (x, w) =>
      conv2d(x.index(":", ":", "1:", ":").transpose(2, 3), w.view([8, 8, 3, 3]), { padding: 1 })
        .index(0, "::2")
        .add(1),
  ],
  "with gradients": [
    3,
    (x, w) => {
      w.grad = null;
      const input = x.detach().requiresGrad_();
      conv2d(input, w, { padding: 1 }).sum().backward();
      return input.grad;
    },
  ],
  // Every size has a plan of its own: those must not pile up either.
  "shapes of every size": [
    1,
    (x, w, i) => conv2d(x.index(":", ":", `:${3 + (i % 14)}`, `:${3 + (((i / 14) | 0) % 14)}`), w, { padding: i % 3 }),
  ],
};

/** What a soak has seen, and what the accelerator did in it. */
export interface ConvolutionSoak {
  readonly report: SoakReport;
  /** After collecting all garbage, in the midst of the loop: at each quarter of it, and at its end. */
  readonly live: readonly Pick<Sample, "arrayBuffers" | "heapUsed">[];
  /** Share of the convolution kernels that the accelerator served. */
  readonly accelerated: number;
  readonly evictions: number;
  /** Bytes in use at the end. */
  readonly bytes: number;
}

/** Calls convolutions of 8 x 16 x 16 with 8 kernels of 3 x 3, so many times; `then` gets each result. */
export function soakConvolutions(
  way: Way,
  kernels: number,
  then: (result: unknown, i: number) => void = () => {},
): ConvolutionSoak {
  setBackend(wasm());
  manualSeed(1);
  const x = randn([1, 8, 16, 16]);
  const w = randn([8, 8, 3, 3], { requiresGrad: way === "with gradients" });
  const [each, step] = steps[way];
  const iterations = Math.round(kernels / each);
  resetServed();
  const warmUp = Math.round(iterations / 2);
  const live: Pick<Sample, "arrayBuffers" | "heapUsed">[] = [];
  let done = -warmUp;
  const report = soak(
    (i) => {
      then(step(x, w, i), i);
      done += 1;
      if (done <= 0 || done % (iterations / 4) >= 1) return;
      // Twice: dead array buffers are freed in the background, which the second time waits for.
      collectGarbage();
      collectGarbage();
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      live.push({ arrayBuffers, heapUsed });
    },
    { warmUp, iterations },
  );
  let [all, accelerated] = [0, 0];
  for (const kernel of ["conv_narrow", "conv_wide", "conv_weight"]) {
    for (const [backend, count] of servedBy().get(kernel) ?? []) {
      all += count;
      if (backend === "wasm") accelerated += count;
    }
  }
  const { evictions, bytes } = status().memory as { evictions: number; bytes: number };
  setBackend(null);
  return { report, live, accelerated: accelerated / all, evictions, bytes };
}

/** Whether nothing gathers: in 100,000 calls, a result in two hundred that is kept takes more. What V8 has once taken from the system it keeps for its next peak. */
export function isFlat({ report, live }: ConvolutionSoak): boolean {
  const [first, last] = [live[0]!, live.at(-1)!];
  const rise = Math.max(last.arrayBuffers - first.arrayBuffers, last.heapUsed - first.heapUsed);
  return rise < 3 * MiB && report.growth.rss < 96 * MiB;
}
