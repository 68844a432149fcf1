// Threads in Node.js: the same bits for every number of them, and one thread with a reason where there cannot be more.
import { execFile } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import workerThreads from "node:worker_threads";
import { conv2d } from "@toeplitz/conv";
import { add, mul, ones, setBackend, status, sum } from "@toeplitz/tensor";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { forSharedMemory } from "../../src/assembler/shared-memory.ts";
import { createBackend, type Level, type ThreadedBackend, threads, wasm } from "../../src/index.ts";
import { kernelBytes } from "../../src/kernels/bytes.ts";
import { word } from "../../src/threads/control.ts";
import { catchWorkers, pretendProcessors } from "./node-workers.ts";
import { results } from "./results.ts";

// On a machine with other work, all of this takes a multiple of its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let backend: ThreadedBackend;

function use(made: ThreadedBackend): void {
  backend = made;
  setBackend(made);
}

beforeEach(() => use(wasm()));

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await backend.threads(0);
  setBackend(null);
});

describe("threads", () => {
  test.each<Level>(["default", "deterministic"])("give the bits of one thread at level %s", async (level) => {
    use(wasm({ level }));
    pretendProcessors(4);
    const workers = catchWorkers();
    const expected = results();
    for (const count of [2, 3, 4, 8, 0]) {
      expect(await threads(count)).toMatchObject({ threads: Math.max(1, count), reason: null });
      expect(results()).toEqual(expected);
    }
    expect(workers).toHaveLength(1 + 2 + 3 + 7);
    // Two changes of the generation for every job that was shared out.
    for (const { control } of workers) expect(control[word.generation]).toBeGreaterThan(20);
  });

  test("keep what was computed before them", async () => {
    const x = mul(ones([1000]), 3);
    const y = mul(x, 2);
    await threads(2);
    expect(sum(add(x, y)).item()).toBe(9000);
    await threads(0);
    expect(sum(add(x, y)).item()).toBe(9000);
  });

  test("give arrays that are not of shared memory", async () => {
    await threads(2);
    const y = conv2d(ones([1, 4, 9, 9]), ones([4, 4, 3, 3]));
    expect(y.toTypedArray().buffer).toBeInstanceOf(ArrayBuffer);
    expect(y.narrow(1, 1, 2).toTypedArray().buffer).toBeInstanceOf(ArrayBuffer);
    expect(y.toTypedArray({ into: new Float32Array(y.numel()) })).toEqual(y.toTypedArray());
  });

  test("start and stop as often as one likes, also at the same time", async () => {
    const expected = results();
    const workers = catchWorkers();
    for (let i = 0; i < 2; i++) {
      expect(await Promise.all([threads(2), threads(3), threads(0), threads(2)])).toMatchObject(
        [2, 3, 1, 2].map((count) => ({ threads: count })),
      );
      expect(results()).toEqual(expected);
    }
    await threads(0);
    await vi.waitFor(() => {
      for (const { worker } of workers) expect(worker.threadId).toBe(-1);
    });
  });

  test("sleep while there is nothing to do", async () => {
    await threads(3);
    results();
    await setTimeout(20);
    const before = process.cpuUsage();
    await setTimeout(300);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(100);
  });

  test("do not keep the process", async () => {
    const program = fileURLToPath(new URL("exits.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@toeplitz/source", "--no-warnings", program],
      { timeout: 30_000 },
    );
    expect(stdout).toBe("2 1 32 30 30\n");
  });

  test("go back to one by 0 and by 1", async () => {
    for (const count of [0, 1]) {
      await threads(2);
      expect(status()).toMatchObject({ threads: 2, sharedMemory: 2 ** 30 });
      expect(await threads(count)).toEqual({ threads: 1, reason: null, sharedMemory: null });
      expect(status()).toMatchObject({ threads: 1 });
      expect(status()).not.toHaveProperty("sharedMemory");
    }
  });

  test("respect the memory's setting", async () => {
    use(wasm({ memory: 2 ** 24 }));
    expect(await threads(2)).toEqual({ threads: 2, reason: null, sharedMemory: 2 ** 24 });
  });

  test("are at most two per processor", async () => {
    pretendProcessors(1);
    const reason = "this machine runs 1 threads at a time, and twice as many is the most";
    expect(await threads(64)).toMatchObject({ threads: 2, reason });
    expect(status()).toMatchObject({ threads: 2, whyNotMoreThreads: reason });
  });
});

describe("a count that is none", () => {
  test.each([-1, 1.5, Number.NaN, 65, 1e6, "4", null, undefined])("%j is refused", async (count) => {
    const wrong = threads(count as number);
    await expect(wrong).rejects.toThrow(/^threads: count must be an integer from 0 to 64, got /);
    await expect(backend.threads(count as number)).rejects.toThrow(/count must be an integer/);
  });

  test("so are options that do not exist", async () => {
    await expect(threads(2, { worker: "x" } as object)).rejects.toThrow(/unexpected option 'worker'/);
    await expect(threads(2, { workerUrl: 5 } as object)).rejects.toThrow(/workerUrl must be a string or a URL, got 5/);
  });
});

describe("one thread goes on", () => {
  const alone = async (reason: RegExp) => {
    expect(await threads(2)).toEqual({ threads: 1, reason: expect.stringMatching(reason), sharedMemory: null });
    expect(status()).toMatchObject({ backend: "wasm", threads: 1, whyNotMoreThreads: expect.stringMatching(reason) });
    expect(sum(conv2d(ones([1, 8, 9, 9]), ones([8, 8, 3, 3]))).item()).toBe(8 * 49 * 72);
  };

  test("without shared memory", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    await alone(/no shared memory here. A page must be isolated/);
  });

  test("in a page that is not isolated", async () => {
    vi.stubGlobal("crossOriginIsolated", false);
    await alone(/Cross-Origin-Opener-Policy: same-origin/);
  });

  test("without workers", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    await alone(/no workers here/);
  });

  test("when the host refuses workers", async () => {
    vi.spyOn(workerThreads, "Worker").mockImplementation(
      class {
        constructor() {
          throw new Error("not here");
        }
      } as never,
    );
    await alone(/the host refuses workers: not here/);
  });

  test("when the workers' script does not load", async () => {
    expect(await threads(2, { workerUrl: new URL("nothing.js", import.meta.url) })).toMatchObject({
      threads: 1,
      reason: expect.stringMatching(/a worker failed: Cannot find module/),
    });
  });

  test("when the host refuses shared memory", async () => {
    const { Memory } = WebAssembly;
    vi.spyOn(WebAssembly, "Memory").mockImplementation(
      class extends Memory {
        constructor(descriptor: WebAssembly.MemoryDescriptor) {
          if (descriptor.shared === true) throw new RangeError("out of address space");
          super(descriptor);
        }
      } as never,
    );
    await alone(/the host refuses shared memory: out of address space/);
  });

  test("with modules that are for unshared memory only", async () => {
    use(createBackend(new WebAssembly.Module(kernelBytes())));
    await alone(/createBackend was given no modules for shared memory/);
  });

  test("with another backend", async () => {
    setBackend({ name: "other", overrides: [] });
    expect(await threads(2)).toMatchObject({ threads: 1, reason: "the active backend is other, which has no threads" });
    setBackend(null);
    expect(await threads(2)).toMatchObject({ threads: 1, reason: "the active backend is none, which has no threads" });
    expect(await threads(0)).toMatchObject({ threads: 1, reason: null });
  });
});

test("less shared memory is taken where the host refuses much", async () => {
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, "Memory").mockImplementation(
    class extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        if (descriptor.shared === true && descriptor.maximum! > 2 ** 13) throw new RangeError("too much");
        super(descriptor);
      }
    } as never,
  );
  expect(await threads(2)).toEqual({ threads: 2, reason: null, sharedMemory: 2 ** 29 });
  expect(status()).toMatchObject({ memory: { cap: 2 ** 29 - 4096 } });
});

test("modules for shared memory can be given", async () => {
  const module = (bytes: Uint8Array<ArrayBuffer>) => new WebAssembly.Module(bytes);
  const plain = kernelBytes();
  use(createBackend(module(plain), { shared: { plain: module(forSharedMemory(plain)) } }));
  const expected = results();
  expect(await threads(2)).toMatchObject({ threads: 2, reason: null });
  expect(results()).toEqual(expected);
});

describe("a worker that is lost", () => {
  test("while it sleeps is not missed", async () => {
    const expected = results();
    const workers = catchWorkers();
    await threads(3);
    results();
    await workers[0]!.worker.terminate();
    expect(results()).toEqual(expected);
    expect(status()).toMatchObject({ threads: 2, whyNotMoreThreads: "a worker has ended" });
    await workers[1]!.worker.terminate();
    expect(results()).toEqual(expected);
    expect(status()).toMatchObject({ threads: 1 });
    expect(await threads(2)).toMatchObject({ threads: 2, reason: null });
    expect(results()).toEqual(expected);
  });

  test("inside of a job costs the wait, and the call is made again", async () => {
    const expected = results();
    const workers = catchWorkers();
    await threads(2);
    // As if it had entered the next job and never come out.
    Atomics.add(workers[0]!.control, word.active, 1);
    const begun = performance.now();
    expect(results()).toEqual(expected);
    expect(performance.now() - begun).toBeGreaterThan(1900);
    expect(status()).toMatchObject({
      threads: 1,
      whyNotMoreThreads: "a worker did not finish its part of a kernel within 2 seconds",
    });
    expect(await threads(2)).toMatchObject({ threads: 2, reason: null });
    expect(results()).toEqual(expected);
  });

  test("at any time leaves the results right", async () => {
    const expected = results();
    const workers = catchWorkers();
    for (let i = 0; i < 6; i++) {
      await threads(2);
      // It dies while the caller, who does not wait for that, computes.
      void workers.at(-1)!.worker.terminate();
      expect(results()).toEqual(expected);
    }
  });
});
