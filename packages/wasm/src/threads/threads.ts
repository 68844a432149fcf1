// `threads(n)`: what users call to have kernels shared out.
import { activeBackend, argumentError, type Backend, checkOptions } from "@toeplitz/tensor/extend";

/** Settings of {@link threads}. */
export interface ThreadOptions {
  /**
   * Where the workers' script is, for pages whose Content-Security-Policy forbids workers of `blob:`. The script is the file
   * `@toeplitz/wasm/worker.js`; the page must serve it from its own origin.
   */
  readonly workerUrl?: string | URL;
}

/** What {@link threads} has achieved. */
export interface ThreadStatus {
  /** Threads that share the work from now on, the caller's included. */
  readonly threads: number;
  /** Why they are not as many as asked for; null if they are. */
  readonly reason: string | null;
  /** Most bytes of the shared memory: less than the backend's setting where the host refuses so much. Null without one. */
  readonly sharedMemory: number | null;
}

/** A backend that can share its work out. */
export interface ThreadedBackend extends Backend {
  /** As the function `threads`, for this backend. */
  threads(count: number, options?: ThreadOptions): Promise<ThreadStatus>;
}

const most = 64;

/**
 * Has the active backend share its work out to so many threads, the caller's included; 0 or 1 goes back to the caller alone.
 * Results stay the same, to the bit. Workers are started for it, which takes some ten milliseconds, and the backend's memory becomes
 * a shared one. They sleep while there is nothing to do, and a Node.js process exits although they live.
 *
 * At most two threads per processor are started. Where there is no shared memory (pages must be isolated by headers) or no worker,
 * everything goes on with one thread, and the result says why, as `status()` does.
 *
 * @throws ToeplitzError for a count that is no integer from 0 to 64.
 * @example (await threads(0)).threads // 1
 */
export async function threads(count: number, options: ThreadOptions = {}): Promise<ThreadStatus> {
  checkThreads(count, options);
  const backend = activeBackend() as Partial<ThreadedBackend> | null;
  if (typeof backend?.threads === "function") return backend.threads(count, options);
  const reason = `the active backend is ${backend?.name ?? "none"}, which has no threads`;
  return { threads: 1, reason: count > 1 ? reason : null, sharedMemory: null };
}

/** Refuses wrong arguments of {@link threads}. */
export function checkThreads(count: number, options: ThreadOptions): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= most)) {
    throw argumentError("threads", "count", `be an integer from 0 to ${most}`, count);
  }
  checkOptions("threads", options, ["workerUrl"]);
  const { workerUrl } = options;
  if (workerUrl !== undefined && typeof workerUrl !== "string" && !(workerUrl instanceof URL)) {
    throw argumentError("threads", "workerUrl", "be a string or a URL", workerUrl);
  }
}
