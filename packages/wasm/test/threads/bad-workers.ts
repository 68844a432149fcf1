// Workers that go wrong: the script that this package carries, with a fault in it.
import { workerSource } from "../../src/threads/worker-source.ts";

/** The address of a script: these lines, and then the worker's own. */
export function scriptAfter(lines: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`${lines}\n${workerSource}`)}`);
}

/** A worker that does this at its kernel call with this number, in the midst of a job. */
export function workerThat(fault: string, call: number): URL {
  return scriptAfter(`
    const { Instance } = WebAssembly;
    let left = ${call};
    WebAssembly.Instance = function (module, imports) {
      const exports = {};
      for (const [name, kernel] of Object.entries(new Instance(module, imports).exports)) {
        exports[name] = (...args) => {
          left -= 1;
          if (left === 0) { ${fault}; }
          kernel(...args);
        };
      }
      return { exports };
    };`);
}

/** A worker that is held up for a moment, now and then, whenever it looks at what it shares with others. */
export function hesitantWorker(seed: number): URL {
  return scriptAfter(`
    let state = ${seed};
    const hesitate = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      if (state > 0x10000000) return;
      const end = performance.now() + (state % 64) / 1000;
      while (performance.now() < end);
    };
    for (const name of ["add", "sub", "load", "wait", "notify"]) {
      const original = Atomics[name];
      Atomics[name] = (...args) => {
        hesitate();
        const result = original(...args);
        hesitate();
        return result;
      };
    }`);
}
