// What kernels' callers work with: memory, and a way to run jobs.
import type { Job } from "../kernels/job.ts";
import type { Placement } from "../memory/placement.ts";

/**
 * How far results may be from the portable kernels' (see the README for the bounds).
 *
 * * `default`: the fastest way whose published bound holds: fused multiply-adds, Winograd with tiles of 4 x 4;
 * * `high`: direct sums, or Winograd with tiles of 2 x 2, which is as exact;
 * * `deterministic`: the portable kernels' bits, on every engine and for every number of threads.
 */
export type Level = "default" | "high" | "deterministic";

/** What overrides work with. Ready once the backend has been asked whether it supports a call. */
export interface Engine {
  readonly memory: Placement;
  /** The memory as numbers; not to be kept, for the memory may grow. */
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** Address of 256 words for the results of a job's units. */
  readonly results: number;
  readonly level: Level;
  /** Whether products and sums are fused. */
  readonly fused: boolean;
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
