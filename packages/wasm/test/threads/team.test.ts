// The team alone, with jobs made for it: who does which unit, and what happens to those who do not come back.
import { afterEach, describe, expect, test, vi } from "vitest";
import { i32 } from "../../src/assembler/expression.ts";
import { ModuleBuilder } from "../../src/assembler/module-builder.ts";
import { forSharedMemory } from "../../src/assembler/shared-memory.ts";
import { defineJob, emitJob } from "../../src/kernels/job.ts";
import { type JobFunction, Team, WorkerLost } from "../../src/threads/team.ts";

vi.setConfig({ testTimeout: 30_000 });

const settingsAt = 1024;
const outAt = 4096;
const scratchAt = 65536;

/** Writes to each unit's word whose scratch memory it was done with, after some work. */
const sign = defineJob("sign", ["out", "rounds"]);
/** Returns from a thread only while the first word of its scratch memory is 0. */
const hang = defineJob("hang", []);
/** Traps in a thread if the first word of its scratch memory is not 0. */
const trap = defineJob("trap", []);

function jobs(): Uint8Array<ArrayBuffer> {
  const m = new ModuleBuilder();
  emitJob(m, sign, ({ f, p, unit, scratch }) => {
    const left = f.local("i32", p.rounds);
    f.while(
      () => left,
      () => {
        f.bump(left, -1);
        f.storeI32(scratch, left);
      },
    );
    f.storeI32(i32.add(p.out, i32.shl(unit, i32.const(2))), scratch);
  });
  emitJob(m, hang, ({ f, scratch }) => {
    f.while(
      () => i32.load(scratch),
      () => {},
    );
  });
  emitJob(m, trap, ({ f, scratch }) => {
    f.if(i32.load(scratch), () => f.storeI32(i32.const(-4), i32.const(0)));
  });
  return m.encode();
}

let team: Team | null = null;

async function started(threads: number) {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true });
  const module = new WebAssembly.Module(forSharedMemory(jobs()));
  const functions = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<string, JobFunction>;
  const made = await Team.start(threads, { memory, module, jobs: Object.keys(functions) }, false, null);
  if (typeof made === "string") throw new Error(made);
  team = made;
  const words = new Int32Array(memory.buffer);
  const run = ({ name }: { name: string }, units: number) =>
    made.run(name, functions[name] as JobFunction, settingsAt, units, scratchAt, 64);
  return { team: made, words, run };
}

/** Runs jobs of more and more units until one says that it will do, for on a busy machine one thread may be done before another wakes. */
function untilTaken(attempt: (units: number) => boolean | void): void {
  const end = performance.now() + 8000;
  for (let units = 2; performance.now() < end; units = units < 1500 ? units + 1 : 2)
    if (attempt(units) === true) return;
}

afterEach(() => {
  team?.stop();
  team = null;
});

test("one byte makes a module one for shared memory", () => {
  expect(forSharedMemory(jobs())).not.toEqual(jobs());
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  const link = (bytes: Uint8Array<ArrayBuffer>) => () =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  expect(link(jobs())).toThrow(WebAssembly.LinkError);
  expect(link(forSharedMemory(jobs()))).not.toThrow();
});

describe("a team", () => {
  test.each([2, 3, 5])("of %i does every unit once, each thread with its own scratch memory", async (threads) => {
    const { words, run } = await started(threads);
    words.set([outAt, 3000], settingsAt / 4);
    const signatures = new Set<number>();
    untilTaken((units) => {
      words.fill(0, outAt / 4, outAt / 4 + 2000);
      run(sign, units);
      const signed = words.subarray(outAt / 4, outAt / 4 + 2000);
      for (const signature of signed.subarray(0, units)) signatures.add(signature);
      expect(signed.subarray(0, units)).not.toContain(0);
      expect(signed.subarray(units).every((word) => word === 0)).toBe(true);
      return units > 500 && signatures.size > 1;
    });
    expect(signatures).toContain(scratchAt);
    for (const signature of signatures)
      expect((signature - scratchAt) / 64).toBeOneOf([0, 1, 2, 3, 4].slice(0, threads));
  });

  test("takes units of every job in a long row of small ones", async () => {
    const { words, run } = await started(3);
    for (let i = 0; i < 20_000; i++) {
      const [units, rounds] = [2 + (i % 7), (i % 40) * 20];
      words.set([outAt, rounds], settingsAt / 4);
      words.fill(0, outAt / 4, outAt / 4 + 10);
      run(sign, units);
      const done = words.subarray(outAt / 4, outAt / 4 + 10).indexOf(0);
      if (done !== units) expect.fail(`${done} of ${units} units`);
    }
  });

  test("gives a worker up that does not come out of a job", async () => {
    const { words, run } = await started(2);
    words[scratchAt / 4 + 16] = 1;
    const begun = performance.now();
    expect(() => untilTaken((units) => run(hang, units))).toThrow(WorkerLost);
    expect(performance.now() - begun).toBeGreaterThan(1900);
  });

  test("gives its memory up when a kernel fails in a worker", async () => {
    const { words, run } = await started(2);
    words[scratchAt / 4 + 16] = 1;
    expect(() => untilTaken((units) => run(trap, units))).toThrow(WorkerLost);
  });

  test("lets a kernel's own error out", async () => {
    const { words, run } = await started(2);
    words[scratchAt / 4] = 1;
    expect(() => untilTaken((units) => run(trap, units))).toThrow(WebAssembly.RuntimeError);
  });
});
