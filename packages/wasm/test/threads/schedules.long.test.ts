// Ten thousand schedules: every thread is held up at random wherever it looks at what it shares, and still each unit is done once.
import { afterEach, expect, test, vi } from "vitest";
import { i32 } from "../../src/assembler/expression.ts";
import { ModuleBuilder } from "../../src/assembler/module-builder.ts";
import { forSharedMemory } from "../../src/assembler/shared-memory.ts";
import { defineJob, emitJob } from "../../src/kernels/job.ts";
import { type JobFunction, Team } from "../../src/threads/team.ts";
import { randomNumbers } from "../memory/random-numbers.ts";
import { hesitantWorker } from "./bad-workers.ts";

const settingsAt = 1024;
const doneAt = 4096;
const scratchAt = 65536;

/** Counts for every unit how often it was done, and for every thread whether it did any. */
const count = defineJob("count", ["done"]);

function module(): WebAssembly.Module {
  const m = new ModuleBuilder();
  emitJob(m, count, ({ f, p, unit, scratch }) => {
    const at = f.local("i32", i32.add(p.done, i32.shl(unit, i32.const(2))));
    f.storeI32(at, i32.add(i32.load(at), i32.const(1)));
    f.storeI32(scratch, i32.const(1));
  });
  return new WebAssembly.Module(forSharedMemory(m.encode()));
}

afterEach(() => vi.restoreAllMocks());

/** Has the caller hesitate, too. */
function hesitate(seed: number): void {
  const random = randomNumbers(seed);
  const { add, load, store } = Atomics;
  const wait = () => {
    if (random() > 0.06) return;
    const end = performance.now() + random() / 20;
    while (performance.now() < end);
  };
  const around =
    <A extends unknown[], R>(original: (...args: A) => R) =>
    (...args: A) => {
      wait();
      const result = original(...args);
      wait();
      return result;
    };
  vi.spyOn(Atomics, "add").mockImplementation(around(add) as typeof add);
  vi.spyOn(Atomics, "load").mockImplementation(around(load) as typeof load);
  vi.spyOn(Atomics, "store").mockImplementation(around(store) as typeof store);
}

test.each([2, 3, 5])("of %i threads", { timeout: 240_000 }, async (threads) => {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true });
  const compiled = module();
  const functions = new WebAssembly.Instance(compiled, { env: { memory } }).exports as Record<string, JobFunction>;
  const members = { memory, module: compiled, jobs: Object.keys(functions) };
  const team = await Team.start(threads, members, false, hesitantWorker(threads));
  if (typeof team === "string") throw new Error(team);
  try {
    const words = new Int32Array(memory.buffer);
    const random = randomNumbers(threads);
    const took = new Set<number>();
    words.set([doneAt], settingsAt / 4);
    hesitate(threads);
    for (let schedule = 0; schedule < 3400; schedule++) {
      // Numbers of units that were not seen before are always shared out.
      const units = 2 + (schedule % 3000);
      const done = words.subarray(doneAt / 4, doneAt / 4 + units + 8).fill(0);
      words.fill(0, scratchAt / 4, scratchAt / 4 + 16 * threads);
      team.run(count.name, functions[count.name] as JobFunction, settingsAt, units, scratchAt, 64);
      for (let i = 0; i < units; i++) if (done[i] !== 1) expect.fail(`unit ${i} was done ${done[i]} times`);
      if (done.subarray(units).some((times) => times !== 0)) expect.fail("a unit that there is not was done");
      for (let thread = 0; thread < threads; thread++) if (words[scratchAt / 4 + 16 * thread] === 1) took.add(thread);
      if (random() < 0.02) await new Promise((resolve) => setTimeout(resolve));
    }
    expect(took.size).toBe(threads);
  } finally {
    team.stop();
  }
});
