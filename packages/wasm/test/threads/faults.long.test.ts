// Workers that fail at random points, and programs that start and stop threads as nobody would: results stay right, nothing hangs or gathers.
import { conv2d } from "@toeplitz/conv";
import { manualSeed, randn, setBackend, status, type Tensor } from "@toeplitz/tensor";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { wasm } from "../../src/index.ts";
import { word } from "../../src/threads/control.ts";
import { collectGarbage } from "../memory/collect-garbage.ts";
import { randomNumbers } from "../memory/random-numbers.ts";
import { scriptAfter, workerThat } from "./bad-workers.ts";
import { catchWorkers, pretendProcessors } from "./node-workers.ts";
import { results } from "./results.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 30_000 });

let backend: ReturnType<typeof wasm>;

beforeEach(() => {
  backend = wasm();
  setBackend(backend);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await backend.threads(0);
  setBackend(null);
});

const bits = (x: Tensor) => {
  const { buffer, byteOffset, length } = x.toTypedArray();
  return new Int32Array(buffer, byteOffset, length);
};

describe("a worker fails inside of a kernel, at a random point", () => {
  /** Starts two threads, of which one fails in one of so many kernel calls, if it comes to that; then two that are sound. */
  async function survives(fault: string, points: number, seed: number): Promise<number> {
    const expected = results();
    const random = randomNumbers(seed);
    let failed = 0;
    for (let i = 0; i < points; i++) {
      const workerUrl = workerThat(fault, 1 + Math.floor(random() * 40));
      expect(await backend.threads(2, { workerUrl })).toMatchObject({ threads: 2, reason: null });
      expect(results()).toEqual(expected);
      if (status().threads === 1) failed += 1;
      await backend.threads(0);
    }
    expect(await backend.threads(2)).toMatchObject({ threads: 2, reason: null });
    expect(results()).toEqual(expected);
    return failed;
  }

  test("it throws", async () => {
    expect(await survives('throw new Error("fault")', 60, 1)).toBeGreaterThan(30);
  });

  test("it ends itself, or never comes back: the caller goes on after its wait", async () => {
    const begun = performance.now();
    const failed = (await survives("process.exit()", 5, 2)) + (await survives("for (;;);", 5, 3));
    expect(failed).toBeGreaterThan(4);
    expect(performance.now() - begun).toBeGreaterThan(failed * 1900);
  });

  test("it is ended from outside while the caller computes", async () => {
    const expected = results();
    const random = randomNumbers(4);
    const workers = catchWorkers();
    const [x, w] = [randn([1, 48, 40, 40]), randn([48, 48, 3, 3])];
    const y = bits(conv2d(x, w, { padding: 1 }));
    for (let i = 0; i < 30; i++) {
      await backend.threads(3);
      const calls = Math.floor(random() * 6);
      for (let call = 0; call < calls; call++) expect(bits(conv2d(x, w, { padding: 1 }))).toEqual(y);
      void workers.at(random() < 0.5 ? -1 : -2)!.worker.terminate();
      expect(results()).toEqual(expected);
      if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 30));
      expect(bits(conv2d(x, w, { padding: 1 }))).toEqual(y);
    }
  });
});

describe("a worker that never begins", () => {
  test.each([
    ["ends before it has answered", "process.exit(3);", "a worker has ended"],
    ["throws before it has answered", 'throw new Error("no worker");', "a worker failed: no worker"],
    [
      "loses its first message",
      'process.getBuiltinModule("node:worker_threads").parentPort.once("message", () => {}); globalThis.process = undefined; setInterval(() => {}, 1000);',
      "the workers did not start within 5 seconds",
    ],
  ])("%s: one thread goes on, and says why", async (_, lines, reason) => {
    const expected = results();
    const refused = await backend.threads(2, { workerUrl: scriptAfter(lines) });
    expect(refused).toEqual({ threads: 1, reason, sharedMemory: null });
    expect(results()).toEqual(expected);
    expect(await backend.threads(2)).toMatchObject({ threads: 2, reason: null });
    expect(results()).toEqual(expected);
  });
});

test("more threads than processors: ten thousand small convolutions, each with its bits", async () => {
  pretendProcessors(4);
  manualSeed(5);
  const operands = Array.from(
    { length: 10 },
    (_, i) => [randn([1, 4 + i, 9 + i, 11]), randn([6, 4 + i, 3, 3])] as const,
  );
  const expected = operands.map(([x, w]) => bits(conv2d(x, w)));
  const workers = catchWorkers();
  expect(await backend.threads(8)).toMatchObject({ threads: 8, reason: null });
  for (let i = 0; i < 10_000; i++) {
    const [x, w] = operands[i % 10]!;
    const y = bits(conv2d(x, w));
    if (!y.every((value, at) => value === expected[i % 10]![at])) expect.fail(`convolution ${i}`);
  }
  expect(workers).toHaveLength(7);
  for (const { control } of workers) expect(control[word.failed]).toBe(0);
});

test("64, 320 and 64 channels in turn: the memory grows under its workers, and every result has the bits of a fresh one", async () => {
  const convolutions = (channels: number) => {
    manualSeed(channels);
    return bits(conv2d(randn([1, channels, 28, 28]), randn([channels, channels, 3, 3]), { padding: 1 }));
  };
  const expected = new Map([64, 320].map((channels) => [channels, convolutions(channels)]));
  pretendProcessors(4);
  for (const threads of [2, 4, 8]) {
    await backend.threads(0);
    await backend.threads(threads);
    for (const channels of [64, 320, 64, 320, 64, 64, 320]) {
      expect(convolutions(channels)).toEqual(expected.get(channels));
    }
  }
});

test("calls, changes of the number of threads that nobody waits for, and switched backends in any order", async () => {
  pretendProcessors(4);
  const random = randomNumbers(6);
  manualSeed(6);
  const operands = Array.from({ length: 6 }, (_, i) => [randn([1, 8, 16 + i, 20]), randn([8, 8, 3, 3])] as const);
  const compute = ([x, w]: (typeof operands)[number]) => conv2d(x, w, { padding: 1 });
  const expected = operands.map((pair) => bits(compute(pair)));
  const kept: (readonly [result: Tensor, which: number])[] = [];
  const pending: Promise<unknown>[] = [];
  for (let i = 0; i < 600; i++) {
    const which = Math.floor(random() * 6);
    const result = compute(operands[which]!);
    const fate = random();
    if (fate < 0.3) kept.push([result, which]);
    else if (fate < 0.5) result.dispose();
    const dice = random();
    if (dice < 0.08) pending.push(backend.threads(Math.floor(random() * 5)));
    else if (dice < 0.12) {
      setBackend(null);
      setBackend(backend);
    } else if (dice < 0.2) await new Promise((resolve) => setTimeout(resolve, random() * 10));
    else if (dice < 0.24 && kept.length > 0) {
      const [y, of] = kept.splice(Math.floor(random() * kept.length), 1)[0]!;
      expect(bits(y)).toEqual(expected[of]);
    }
  }
  await Promise.all(pending);
  expect(pending.length).toBeGreaterThan(30);
  for (const [y, of] of kept) expect(bits(y)).toEqual(expected[of]);
});

test("300 times threads and none: no worker and no memory is left behind", async () => {
  manualSeed(7);
  const [x, w] = [randn([1, 8, 16, 16]), randn([8, 8, 3, 3])];
  const expected = bits(conv2d(x, w));
  const measured: NodeJS.MemoryUsage[] = [];
  for (let i = 1; i <= 300; i++) {
    expect(await backend.threads(2)).toMatchObject({ threads: 2, reason: null });
    expect(bits(conv2d(x, w))).toEqual(expected);
    await backend.threads(0);
    if (i % 50 !== 0) continue;
    // Until workers that were told to stop have done so. One that lives has some MiB.
    await new Promise((resolve) => setTimeout(resolve, 300));
    collectGarbage();
    collectGarbage();
    measured.push(process.memoryUsage());
  }
  const [first, last] = [measured[1]!, measured.at(-1)!];
  const message = JSON.stringify(measured);
  expect(last.heapUsed - first.heapUsed, message).toBeLessThan(2 ** 20);
  expect(last.arrayBuffers - first.arrayBuffers, message).toBeLessThan(2 ** 16);
  expect(last.rss - first.rss, message).toBeLessThan(64 * 2 ** 20);
});
