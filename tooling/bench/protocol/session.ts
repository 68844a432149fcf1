// Answers what the parent asks of a contestant: the part that runs in the contestant's process or page.
import { type Fingerprint, fingerprint } from "../agreement.ts";
import type { Contestant, Mode, Run, Work } from "../contestants/contestant.ts";
import type { Layer } from "../layer.ts";
import { type Patience, sample, warmUp } from "./timing.ts";

/** Prepared: the modes that there are; or why there is none. */
export type Prepared = { readonly modes: readonly Mode[] } | { readonly cannot: string };

/** What can be asked. Everything that crosses over is JSON. */
export interface Session<T = Layer> {
  versions(): Readonly<Record<string, string>>;
  prepare(task: T): Promise<Prepared>;
  /** Runs once in a mode and describes the result. */
  compute(mode: Mode): Promise<Fingerprint>;
  warmUp(mode: Mode, patience: Patience): Promise<{ ms: number; calls: number }>;
  sample(mode: Mode, calls: number, samples: number): Promise<number[]>;
  remarks(): readonly string[];
  release(): Promise<void>;
}

export function sessionOf<T>(contestant: Contestant<T>): Session<T> {
  let work: Work | null = null;
  const runOf = (mode: Mode): Run => {
    const run = work?.runs[mode];
    if (run === undefined) throw new Error(`nothing is prepared for ${mode}`);
    return run;
  };
  return {
    versions: () => contestant.versions,
    async prepare(task) {
      try {
        const prepared = await contestant.prepare(task);
        if (typeof prepared === "string") return { cannot: prepared };
        work = prepared;
        return { modes: Object.keys(prepared.runs) as Mode[] };
      } catch (error) {
        return { cannot: String(error) };
      }
    },
    async compute(mode) {
      await runOf(mode)();
      return fingerprint(await work!.result(mode));
    },
    warmUp: (mode, patience) => warmUp(runOf(mode), patience),
    sample: (mode, calls, samples) => sample(runOf(mode), calls, samples),
    remarks: () => work?.remarks?.() ?? [],
    async release() {
      await work?.release();
      work = null;
      (globalThis as { gc?: () => void }).gc?.();
    },
  };
}
