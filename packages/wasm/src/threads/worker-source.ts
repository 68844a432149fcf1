// What a worker runs. It is text, so that no bundler has to find a file and no page or host has to serve one.
import { word } from "./control.ts";

/** What a worker gets first. It answers "ready" and from then on listens to shared memory only. */
export interface WorkerStart {
  readonly control: Int32Array;
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  /** Names of the jobs, in the order of their numbers. */
  readonly jobs: readonly string[];
  /** Which part of a job's scratch memory is this worker's; 0 is the caller's. */
  readonly number: number;
  /** Milliseconds that it looks for the next job before it sleeps. */
  readonly spin: number;
}

/**
 * In Node.js the port is the parent's, in a page the worker's own scope.
 *
 * A worker enters a job before it looks whether the job is still open, and the caller closes a job before it looks whether somebody
 * is inside; so nobody takes units of a job that is over. In the same way nobody falls asleep while a job is being opened.
 */
export const workerSource = `"use strict";
const port = globalThis.process?.getBuiltinModule?.("node:worker_threads")?.parentPort ?? globalThis;
port.onmessage = ({ data: { control, memory, module, jobs, number, spin } }) => {
  const functions = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const table = jobs.map((name) => functions[name]);
  const idle = (generation) => {
    if (spin > 0) {
      const end = performance.now() + spin;
      do {
        for (let i = 0; i < 64; i++) if (Atomics.load(control, ${word.generation}) !== generation) return;
      } while (performance.now() < end);
    }
    Atomics.add(control, ${word.sleeping}, 1);
    Atomics.wait(control, ${word.generation}, generation);
    Atomics.sub(control, ${word.sleeping}, 1);
  };
  const work = () => {
    const run = table[control[${word.job}]];
    const units = control[${word.units}];
    const chunk = control[${word.chunk}];
    const settings = control[${word.settings}];
    const scratch = control[${word.scratch}] + number * control[${word.scratchBytes}];
    for (;;) {
      const from = Atomics.add(control, ${word.next}, chunk);
      if (from >= units) return;
      run(settings, from, Math.min(from + chunk, units), scratch);
    }
  };
  port.postMessage("ready");
  let done = 0;
  for (;;) {
    const generation = Atomics.load(control, ${word.generation});
    if (generation === done || generation % 2 === 0) {
      idle(generation);
      continue;
    }
    Atomics.add(control, ${word.active}, 1);
    if (Atomics.load(control, ${word.generation}) === generation) {
      try {
        work();
      } catch {
        Atomics.store(control, ${word.failed}, 1);
      }
    }
    done = generation;
    if (Atomics.sub(control, ${word.active}, 1) === 1 && Atomics.load(control, ${word.callerWaits}) === 1) {
      Atomics.notify(control, ${word.active});
    }
  }
};
`;
