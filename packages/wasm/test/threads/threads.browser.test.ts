// Threads in a real page, whose main thread may not wait for others.
import { conv2d } from "@toeplitz/conv";
import { ones, setBackend, status, sum } from "@toeplitz/tensor";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { threads, wasm } from "../../src/index.ts";
import { workerSource } from "../../src/threads/worker-source.ts";
import { results } from "./results.ts";

beforeEach(() => setBackend(wasm()));

afterEach(async () => {
  vi.restoreAllMocks();
  await threads(0);
  setBackend(null);
});

test("the page is isolated, and may not sleep", () => {
  expect(crossOriginIsolated).toBe(true);
  expect(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)).toThrow(TypeError);
});

test("every number of threads gives the same bits", async () => {
  const expected = results();
  for (const count of [2, 3, 0, 2]) {
    expect(await threads(count)).toMatchObject({ threads: Math.max(1, count), reason: null });
    for (let i = 0; i < 3; i++) expect(results()).toEqual(expected);
  }
  expect(conv2d(ones([1, 4, 9, 9]), ones([4, 4, 3, 3])).toTypedArray().buffer).toBeInstanceOf(ArrayBuffer);
});

test("the script may come from a place of the page's own", async () => {
  const expected = results();
  const workerUrl = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  expect(await threads(2, { workerUrl })).toMatchObject({ threads: 2, reason: null });
  expect(results()).toEqual(expected);
  URL.revokeObjectURL(workerUrl);
});

test("a script that is not there, and a page that forbids workers, leave one thread", async () => {
  expect(await threads(2, { workerUrl: "/nothing-here.js" })).toMatchObject({ threads: 1, reason: expect.any(String) });
  vi.spyOn(globalThis, "Worker").mockImplementation(
    class {
      constructor() {
        throw new DOMException("worker-src", "SecurityError");
      }
    } as never,
  );
  expect(await threads(2)).toMatchObject({ threads: 1, reason: "the host refuses workers: worker-src" });
  expect(status()).toMatchObject({ backend: "wasm", threads: 1 });
  expect(sum(conv2d(ones([1, 8, 9, 9]), ones([8, 8, 3, 3]))).item()).toBe(8 * 49 * 72);
});
