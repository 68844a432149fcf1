// Workers of Node.js and of pages behind one face, and what else threads want to know of the host.
import { workerSource } from "./worker-source.ts";

/** A worker that has been started, if perhaps not yet successfully. */
export interface HostWorker {
  post(message: unknown): void;
  /** Lets the process exit although the worker lives. Pages need no such thing. */
  unref(): void;
  stop(): void;
}

/** Who is told what becomes of a worker. */
export interface WorkerEvents {
  message(): void;
  /** It could not start, has thrown or has ended. */
  failed(reason: string): void;
}

interface NodeWorker {
  on(event: string, listener: (value: unknown) => void): void;
  postMessage(message: unknown): void;
  unref(): void;
  terminate(): unknown;
}

interface NodeWorkers {
  readonly Worker: new (source: string | URL, options: Readonly<Record<string, unknown>>) => NodeWorker;
}

interface Process {
  readonly type?: string;
  getBuiltinModule?(name: string): unknown;
}

function nodeModule<M>(name: string): M | undefined {
  const host = (globalThis as { process?: Process }).process;
  // Electron's renderers are pages in spite of their process.
  return host?.type === "renderer" ? undefined : (host?.getBuiltinModule?.(name) as M | undefined);
}

/** Why this host cannot share memory with workers; null if it can. */
export function refusalOfHost(): string | null {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  if (typeof SharedArrayBuffer === "undefined" || crossOriginIsolated === false) {
    return (
      "there is no shared memory here. A page must be isolated: served with Cross-Origin-Opener-Policy: same-origin and " +
      "Cross-Origin-Embedder-Policy: require-corp"
    );
  }
  if (nodeModule("node:worker_threads") === undefined && typeof Worker !== "function")
    return "there are no workers here";
  return null;
}

/** How many threads the host runs at a time. */
export function hostParallelism(): number {
  const os = nodeModule<{ availableParallelism?(): number }>("node:os");
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return os?.availableParallelism?.() ?? navigator?.hardwareConcurrency ?? 2;
}

/** Whether this thread may sleep in `Atomics.wait`: the main thread of a page may not. */
export function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a worker, of the given script or of a copy that this package carries.
 *
 * @throws whatever the host throws when it refuses
 */
export function startWorker(script: string | URL | null, events: WorkerEvents): HostWorker {
  const node = nodeModule<NodeWorkers>("node:worker_threads");
  return node === undefined ? startInPage(script, events) : startInNode(node, script, events);
}

function startInNode({ Worker }: NodeWorkers, script: string | URL | null, events: WorkerEvents): HostWorker {
  // Without the loaders and flags of this process: the script needs none of them.
  const options = { execArgv: [], name: "toeplitz" };
  const worker = script === null ? new Worker(workerSource, { ...options, eval: true }) : new Worker(script, options);
  worker.on("message", () => events.message());
  worker.on("error", (error) => events.failed(`a worker failed: ${textOf(error)}`));
  worker.on("exit", () => events.failed("a worker has ended"));
  return {
    post: (message) => worker.postMessage(message),
    unref: () => worker.unref(),
    stop: () => void worker.terminate(),
  };
}

function startInPage(script: string | URL | null, events: WorkerEvents): HostWorker {
  const url = script ?? URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  const release = () => {
    if (script === null) URL.revokeObjectURL(url as string);
  };
  try {
    const worker = new Worker(script === null ? vouchedFor(url as string) : url, { name: "toeplitz" });
    worker.onmessage = () => {
      release();
      events.message();
    };
    worker.onerror = (event) => {
      release();
      event.preventDefault();
      const hint =
        script === null
          ? "; the Content-Security-Policy must allow worker-src blob: (and trusted-types toeplitz, where it asks for them), or take the option workerUrl"
          : "";
      events.failed(`a worker failed: ${event.message ?? "its script did not load"}${hint}`);
    };
    return { post: (message) => worker.postMessage(message), unref: () => {}, stop: () => worker.terminate() };
  } catch (error) {
    release();
    throw error;
  }
}

interface ScriptAddresses {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptAddresses): ScriptAddresses;
}

let policy: ScriptAddresses | null | undefined;

/** The address of this package's own script, for a page that starts workers from Trusted Types alone and allows the policy `toeplitz`. */
function vouchedFor(url: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  try {
    // A name can be taken once only.
    policy ??= trustedTypes?.createPolicy("toeplitz", { createScriptURL: (own) => own }) ?? null;
  } catch {
    policy = null; // the page does not allow the name; the worker says what follows from that
  }
  return policy?.createScriptURL(url) ?? url;
}

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
