// What every way of computing a phase tells about itself.
import type { Job } from "../kernels/job.ts";
import type { Blocks } from "./blocks.ts";

/** The widest tile of the engine. */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
}

/** Addresses of one launch. */
export interface PhaseAddresses {
  readonly weight: number;
  readonly bias: number;
  readonly source: number;
  readonly out: number;
  readonly tables: number;
  readonly activation: number;
}

/** A phase that is ready to run: its job, and settings that lack the addresses only. */
export interface PhasePlan {
  readonly job: Job<string>;
  readonly blocks: Blocks;
  /** Terms of each sum. */
  readonly steps: number;
  /** Working memory per thread. */
  readonly scratchBytes: number;
  /** Estimate for one image on one thread, without staging. */
  readonly cycles: number;
  units(images: number, threads: number): number;
  /** The settings with their addresses; the same array each time. */
  place(addresses: PhaseAddresses): Int32Array;
}
