// What a host tells of the golden rows.
import type { ThreadStatus } from "@toeplitz/wasm";

/** Drawn cases are so many times those of one host: no host is worth them all. */
export const corpusParts = 4;

export interface HostRun {
  /** Listed rows that were checked, be their answers recorded or hashed. */
  readonly rows: number;
  readonly drawn: number;
  readonly failed: number;
  /** The first of those that failed. */
  readonly problems: readonly string[];
  /** Calls of the two directions of convolution that the accelerator served while the listed rows ran. */
  readonly accelerated: number;
  readonly status: Readonly<Record<string, unknown>>;
  /** What came of asking for two threads. */
  readonly shared: ThreadStatus;
}
