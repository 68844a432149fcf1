// Does anything gather? The same work again and again, and between stretches of it all that lives is counted.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { setBackend } from "@toeplitz/tensor";
import type { BackendMemory } from "@toeplitz/tensor/extend";
import { wasm } from "@toeplitz/wasm";

/** Work to be repeated. */
export interface Work {
  readonly name: string;
  /** Iterations after which caches that are emptied when they are full are as full as before. */
  readonly round: number;
  /** Gets ready for it; what it returns is called with the numbers of the iterations, and awaited if it gives a promise. */
  begin(): Promise<(i: number) => unknown>;
}

/** What lives after a stretch, all garbage collected. */
export interface Living {
  readonly heap: number;
  readonly arrayBuffers: number;
  /** Bytes of the process. */
  readonly rss: number;
  /** Bytes of WebAssembly memory that were ever taken from the system: they are never given back. */
  readonly taken: number;
  /** Derived blocks, and objects that wait to be finalised, while it worked. */
  readonly derived: number;
  readonly registered: number;
  /** Blocks, and such objects, after the backend was switched off. */
  readonly blocksLeft: number;
  readonly registeredLeft: number;
  /** Workers, timers, streams: whatever keeps a process. */
  readonly resources: number;
}

/** What {@link load} has seen. */
export interface LoadReport {
  readonly iterations: number;
  readonly stretch: number;
  readonly living: readonly Living[];
}

/** How often what lives is counted, at equal distances. */
const measured = 8;
/** Derived blocks that the accelerator says are the most. */
const mostDerived = 1024;

/** Does the work so often or a little more, and half as often before the first count. */
export async function load({ begin, round }: Work, iterations: number): Promise<LoadReport> {
  const registry = countingRegistry();
  try {
    const backend = wasm();
    setBackend(backend);
    const step = await begin();
    const stretch = Math.ceil(iterations / measured / round) * round;
    const living: Living[] = [];
    let i = 0;
    for (let stretches = -measured / 2; stretches <= measured; stretches++) {
      if (stretches >= 0) living.push(await counted(backend, registry));
      if (stretches === measured) break;
      for (let n = 0; n < stretch; n++) {
        const result = step(i++);
        if (result instanceof Promise) await result;
      }
    }
    return { iterations: stretch * measured, stretch, living };
  } finally {
    setBackend(null);
    registry.restore();
  }
}

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

async function counted(backend: ReturnType<typeof wasm>, registry: { readonly live: number }): Promise<Living> {
  const { heap, counters } = memoryOf(backend);
  const { derived } = counters();
  const registered = registry.live;
  setBackend(null);
  // Dead array buffers are freed in the background, and finalisers run between tasks.
  for (let i = 0; i < 4; i++) {
    collectGarbage();
    await nextTask();
  }
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const { blocks } = counters();
  setBackend(backend);
  return {
    heap: heapUsed,
    arrayBuffers,
    rss,
    taken: heap.memory.buffer.byteLength,
    derived,
    registered,
    blocksLeft: blocks,
    registeredLeft: registry.live,
    resources: process.getActiveResourcesInfo().filter((kind) => kind !== "Timeout").length,
  };
}

/** What the accelerator's memory tells, and the memory itself, which no package exports. */
function memoryOf({ memory }: ReturnType<typeof wasm>) {
  const cache = memory as BackendMemory & {
    readonly heap: { readonly memory: WebAssembly.Memory };
    counters(): { readonly blocks: number; readonly derived: number };
  };
  return { heap: cache.heap, counters: () => cache.counters() };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** Has every new registry counted until it is restored. */
function countingRegistry(): { readonly live: number; restore(): void } {
  const Original = globalThis.FinalizationRegistry;
  let live = 0;
  globalThis.FinalizationRegistry = class<T> extends Original<T> {
    constructor(callback: (held: T) => void) {
      super((held) => {
        live -= 1;
        callback(held);
      });
    }

    override register(...args: Parameters<FinalizationRegistry<T>["register"]>): void {
      live += 1;
      super.register(...args);
    }

    override unregister(token: WeakKey): boolean {
      const found = super.unregister(token);
      if (found) live -= 1;
      return found;
    }
  };
  return {
    get live() {
      return live;
    },
    restore() {
      globalThis.FinalizationRegistry = Original;
    },
  };
}

/** The straight line that fits best: bytes for an iteration, and the standard error of that. */
function slope({ living, stretch }: LoadReport, quantity: keyof Living): { bytes: number; error: number } {
  const n = living.length;
  const middle = (n - 1) / 2;
  const mean = living.reduce((sum, each) => sum + each[quantity], 0) / n;
  const run = living.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const perStretch = living.reduce((sum, each, i) => sum + (i - middle) * (each[quantity] - mean), 0) / run;
  const rest = living.reduce((sum, each, i) => sum + (each[quantity] - mean - perStretch * (i - middle)) ** 2, 0);
  return { bytes: perStretch / stretch, error: Math.sqrt(rest / (n - 2) / run) / stretch };
}

/** What gathers, in words; none if nothing does. */
export function gathering(report: LoadReport): string[] {
  const { living, iterations } = report;
  const [first, last] = [living[0]!, living.at(-1)!];
  const found: string[] = [];
  for (const quantity of ["heap", "arrayBuffers"] as const) {
    const { bytes, error } = slope(report, quantity);
    // Beside what gathers, the heap takes on what V8 learns of the program, for some ten thousand calls.
    if (bytes * iterations > 2 ** 19)
      found.push(`${quantity}: ${bytes.toFixed(1)} ± ${error.toFixed(1)} bytes for each iteration`);
  }
  // What V8 takes from the system to move its heap about, once, it keeps.
  if (last.rss - first.rss > 96 * 2 ** 20) found.push(`the process: ${last.rss - first.rss} bytes`);
  if (last.taken !== first.taken) found.push(`WebAssembly memory: from ${first.taken} to ${last.taken} bytes`);
  if (living.some(({ blocksLeft }) => blocksLeft > 0)) found.push("blocks are left when the backend is switched off");
  if (living.some(({ derived }) => derived > mostDerived)) found.push("derived blocks beyond their number");
  if (living.some(({ resources }) => resources !== first.resources)) found.push("resources that keep the process");
  if (living.some(({ registeredLeft }) => registeredLeft > 0)) found.push("objects are left that wait to be finalised");
  return found;
}

/** One line of figures. */
export function figures(name: string, report: LoadReport): string {
  const { living, iterations } = report;
  const last = living.at(-1)!;
  const line = (quantity: "heap" | "arrayBuffers") => {
    const { bytes, error } = slope(report, quantity);
    return `${bytes.toFixed(3)} ± ${error.toFixed(3)}`;
  };
  const most = (quantity: "derived" | "registered") => Math.max(...living.map((each) => each[quantity]));
  const found = gathering(report);
  return (
    `${found.length === 0 ? "flat" : "NOT FLAT"}: ${name}, ${iterations} times; for each ${line("heap")} bytes of heap and ` +
    `${line("arrayBuffers")} of array buffers; the process ${((last.rss - living[0]!.rss) / 2 ** 20).toFixed(1)} MiB, ` +
    `WebAssembly memory ${(last.taken / 2 ** 20).toFixed(1)} MiB throughout, ` +
    `at most ${most("derived")} derived blocks and ${most("registered")} objects to be finalised, none of them afterwards` +
    found.map((each) => `\n  ${each}`).join("")
  );
}
