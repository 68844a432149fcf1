// The words that threads agree by: a small shared array beside the kernels' memory, where no kernel can harm it.

/** Where each word stands. What different threads write at the same time is two cache lines apart. */
export const word = {
  /** Counts up when a job is opened (odd) and when it is closed (even). */
  generation: 0,
  /** First unit that nobody has taken yet. */
  next: 32,
  /** Workers inside of the open job. */
  active: 64,
  /** Whether the caller sleeps until `active` is 0. */
  callerWaits: 65,
  /** Whether a worker's kernel has thrown. */
  failed: 66,
  /** Workers that sleep, or are about to, until `generation` changes. */
  sleeping: 96,
  // The open job.
  job: 128,
  units: 129,
  /** Units that are taken at a time. */
  chunk: 130,
  settings: 131,
  scratch: 132,
  scratchBytes: 133,
} as const;

const words = 160;

/** A fresh array of these words. */
export function newControl(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * words));
}
