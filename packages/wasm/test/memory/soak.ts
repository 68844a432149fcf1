// Does memory stay flat? One synchronous loop, in which no finalizer and no timer runs, sampled from inside.
import { collectGarbage } from "./collect-garbage.ts";

/** What is measured, in bytes. */
export interface Sample {
  readonly rss: number;
  readonly arrayBuffers: number;
  readonly heapUsed: number;
}

/** How long to run. */
export interface SoakOptions {
  readonly iterations: number;
  /** Iterations before the first sample. */
  readonly warmUp: number;
  readonly samples?: number;
}

/** What a soak has seen: every sample, and by how much the highest of the last half exceeds the highest of the first. */
export interface SoakReport {
  readonly samples: readonly Sample[];
  readonly growth: Sample;
}

/**
 * Calls `step` in a loop without a pause and reports on the process's memory.
 *
 * Nothing is collected by force but what was there before. So array buffers go up and down: V8 lets up to 64 MiB of dead ones gather,
 * in any program. It is the highest points that must not rise.
 */
export function soak(step: (iteration: number) => void, { iterations, warmUp, samples = 40 }: SoakOptions): SoakReport {
  for (let i = 0; i < warmUp; i++) step(i);
  collectGarbage();
  const taken: Sample[] = [];
  const every = Math.floor(iterations / samples);
  for (let i = 0; i < iterations; i++) {
    step(i);
    if (i % every === 0) {
      const { rss, arrayBuffers, heapUsed } = process.memoryUsage();
      taken.push({ rss, arrayBuffers, heapUsed });
    }
  }
  const half = Math.floor(taken.length / 2);
  const growthOf = (quantity: keyof Sample) => {
    const highest = (list: readonly Sample[]) => Math.max(...list.map((sample) => sample[quantity]));
    return highest(taken.slice(half)) - highest(taken.slice(0, half));
  };
  return {
    samples: taken,
    growth: { rss: growthOf("rss"), arrayBuffers: growthOf("arrayBuffers"), heapUsed: growthOf("heapUsed") },
  };
}
