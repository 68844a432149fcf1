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
    (x, w, i) =>
      conv2d(x.index(":", ":", `:${1 + (i & 15)}`, `:${1 + ((i >> 4) & 15)}`), w, {
        padding: 1 + ((i >> 8) & 1),
        stride: 1 + ((i >> 9) & 1),
      }),
  ],
};

/**
 * Every way begins anew after so many iterations. Memory may be compared only between points with the same number of iterations
 * since: there are twice as many shapes as calls whose plans are remembered, all of which are forgotten at once when they are too many, so that
 * the heap goes up and down by some MiB in each round.
 */
const round = 1024;

/** How often what lives is measured, at equal distances. */
const measured = 8;

/** What a soak has seen, and what the accelerator did in it. */
export interface ConvolutionSoak {
  readonly report: SoakReport;
  /** Convolution kernels between two measurements of what lives. */
  readonly stretch: number;
  /** After collecting all garbage, in the midst of the loop. */
  readonly live: readonly Pick<Sample, "arrayBuffers" | "heapUsed">[];
  /** Share of the convolution kernels that the accelerator served. */
  readonly accelerated: number;
  readonly evictions: number;
  /** Bytes in use at the end. */
  readonly bytes: number;
}

/** Calls convolutions of 8 x 16 x 16 with 8 kernels of 3 x 3, so many times or a few more, and half as often before; `then` gets each result. */
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
  const stretch = Math.ceil(kernels / each / measured / round) * round;
  const iterations = stretch * measured;
  const warmUp = iterations / 2;
  resetServed();
  const live: Pick<Sample, "arrayBuffers" | "heapUsed">[] = [];
  let done = -warmUp;
  const report = soak(
    (i) => {
      then(step(x, w, i), i);
      done += 1;
      if (done <= 0 || done % stretch !== 0) return;
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
  return { report, stretch: stretch * each, live, accelerated: accelerated / all, evictions, bytes };
}

/** Bytes by which what lives has risen from the first measurement to the last, by the straight line that fits all of them best. */
export function risen({ live }: ConvolutionSoak, quantity: "arrayBuffers" | "heapUsed"): number {
  const middle = (live.length - 1) / 2;
  let [rise, run] = [0, 0];
  for (const [i, sample] of live.entries()) {
    rise += (i - middle) * sample[quantity];
    run += (i - middle) ** 2;
  }
  return (rise / run) * (live.length - 1);
}

/** Whether nothing gathers: of 20,000 calls, 26 bytes each would be too much; of five million, one byte of ten calls. What V8 has once taken from the system it keeps for its next peak. */
export function isFlat(soaked: ConvolutionSoak): boolean {
  const rise = Math.max(risen(soaked, "arrayBuffers"), risen(soaked, "heapUsed"));
  return rise < MiB / 2 && soaked.report.growth.rss < 96 * MiB;
}
