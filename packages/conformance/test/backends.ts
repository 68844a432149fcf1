// What the suites run on: the portable kernels, or the accelerator at one of its levels, watched.
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import type { Level } from "@toeplitz/wasm";
import { library } from "./library.ts";

export type Ground = "portable" | Level;

export const levels: readonly Level[] = ["default", "high", "deterministic"];

/** Makes everything from here on run on this, in fresh memory. */
export function runOn(ground: Ground): void {
  library.setBackend(ground === "portable" ? null : library.wasm({ level: ground }));
}

/** How often a kernel was served by whom since {@link resetServed}, by kernel. */
export function served(kernel: string): { readonly wasm: number; readonly portable: number } {
  const counts = servedBy().get(kernel);
  return { wasm: counts?.get("wasm") ?? 0, portable: counts?.get("portable") ?? 0 };
}

export { resetServed };

const jobs = new Set<string>();

/** Notes from here on which functions of WebAssembly modules are called: those of backends that are made afterwards. */
export function watchJobs(): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    readonly #exports: WebAssembly.Exports;

    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      this.#exports = Object.fromEntries(
        Object.entries(super.exports).map(([name, run]) => [
          name,
          (...args: unknown[]) => {
            jobs.add(name);
            return (run as (...args: unknown[]) => unknown)(...args);
          },
        ]),
      ) as WebAssembly.Exports;
    }

    override get exports(): WebAssembly.Exports {
      return this.#exports;
    }
  };
}

/** What {@link watchJobs} has noted since it was asked last. */
export function jobsSince(): ReadonlySet<string> {
  const noted = new Set(jobs);
  jobs.clear();
  return noted;
}
