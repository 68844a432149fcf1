// Which functions of WebAssembly modules are called: who has computed something, and by which method.

const jobs = new Set<string>();

/**
 * Hears of a call before it is made. Settings are the job's words in memory, from the one that its first argument points at on; `from`
 * and `to` are the units that the call does.
 */
export type JobListener = (name: string, settings: () => Int32Array, from: number, to: number) => void;

/** Notes from here on which functions of WebAssembly modules are called: those of backends that are made afterwards. */
export function watchJobs(listener?: JobListener): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    readonly #exports: WebAssembly.Exports;

    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      const memory = imports?.env?.memory as WebAssembly.Memory;
      this.#exports = Object.fromEntries(
        Object.entries(super.exports).map(([name, run]) => [
          name,
          (...args: unknown[]) => {
            jobs.add(name);
            const [settings, from, to] = args as number[];
            listener?.(name, () => new Int32Array(memory.buffer, settings), from!, to!);
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

/** What {@link watchJobs} has noted since this was asked last. */
export function jobsSince(): ReadonlySet<string> {
  const noted = new Set(jobs);
  jobs.clear();
  return noted;
}

/** Whether transforms of Winograd's method were among them. */
export const winogradSince = (): boolean => [...jobsSince()].some((job) => job.includes("winograd"));
