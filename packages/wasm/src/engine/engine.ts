// Runs jobs: the one place that calls into WebAssembly.
import type { Job } from "../kernels/job.ts";
import type { Placement } from "../memory/placement.ts";

/** How much rounding may differ from the portable kernels: see the README. */
export type Level = "default" | "high" | "deterministic";

/** What overrides work with. */
export interface Engine {
  readonly memory: Placement;
  readonly level: Level;
  /** Rows and vectors of the widest tile that stays in this engine's registers. */
  readonly tile: { readonly rows: number; readonly vectors: number };
  /** Threads that share a job, the caller included: scratch is needed once for each. */
  readonly threads: number;
  /**
   * Does the units 0..units-1 of a job, by all threads. Placement must have been committed.
   *
   * @param settings the job's fields, in their order
   * @param scratch address of working memory, `scratchBytes` (a multiple of 64) for each thread
   */
  run(job: Job<string>, settings: Int32Array, units: number, scratch?: number, scratchBytes?: number): void;
}
