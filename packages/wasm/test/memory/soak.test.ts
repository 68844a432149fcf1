// 100,000 kernel calls in one synchronous loop, nothing disposed of: the process's memory stays flat.
import { type Backend, setBackend, tensor } from "@toeplitz/tensor";
import { afterEach, describe, expect, test } from "vitest";
import type { BlockCache } from "../../src/memory/block-cache.ts";
import { makeCache } from "../../src/memory/make-cache.ts";
import { memoryBackend } from "./memory-backend.ts";
import { type SoakReport, soak } from "./soak.ts";

const MiB = 2 ** 20;
const elements = 256;

function activate(): Backend & { readonly memory: BlockCache } {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  const backend = memoryBackend(makeCache({ memory, base: 1024, cap: 8 * MiB }));
  setBackend(backend);
  return backend;
}

const filled = (length: number, value: number, requiresGrad = false) =>
  tensor(new Float32Array(length).fill(value), { requiresGrad });

/** Below what half of 100,000 results take (50 MiB), above the collector's own steps (its new space grows by 16 MiB at once). */
function isFlat({ growth }: SoakReport): boolean {
  return growth.rss < 36 * MiB && growth.arrayBuffers < 16 * MiB && growth.heapUsed < 32 * MiB;
}

afterEach(() => {
  setBackend(null);
});

describe("memory stays flat in a loop that forgets its results", { timeout: 60_000 }, () => {
  /** Runs a step that calls so many kernels until it has called 100,000. */
  const run = (step: () => void, calls: number) => {
    const { memory } = activate();
    const counted = memory.counters().evictions;
    const report = soak(step, { warmUp: 20_000 / calls, iterations: 100_000 / calls });
    expect(memory.counters().evictions - counted).toBeGreaterThan(90_000);
    expect(memory.counters().bytes).toBeLessThanOrEqual(memory.counters().cap);
    expect(memory.heap.memory.buffer.byteLength).toBeLessThanOrEqual(8 * MiB);
    expect(report, JSON.stringify(report.growth)).toSatisfy(isFlat);
  };

  test("of plain calls", () => {
    const [x, y] = [filled(elements, 1), filled(elements, 2)];
    run(() => void x.add(y), 1);
  });

  test("through views", () => {
    const [x, y] = [filled(elements, 1), filled(elements, 2)];
    run(
      () =>
        void x
          .view([16, 16])
          .T.add(y.view([16, 16]))
          .index("::2")
          .mul(y.view([16, 16]).index("1::2")),
      2,
    );
  });

  test("with gradients", () => {
    const weight = filled(elements, 1, true);
    const x = filled(elements, 2);
    run(() => {
      weight.grad = null;
      weight.mul(x).add(weight).sum().backward();
    }, 5);
    expect(weight.grad?.index("0:2").toArray()).toEqual([3, 3]);
  });
});

test("the measurement would notice: results that are kept are growth", () => {
  activate();
  const [x, y] = [filled(4 * elements, 1), filled(4 * elements, 2)];
  const kept: unknown[] = [];
  const report = soak(() => void kept.push(x.add(y)), { warmUp: 5000, iterations: 20_000 });
  expect(isFlat(report)).toBe(false);
  expect(kept.length).toBe(25_000);
});
