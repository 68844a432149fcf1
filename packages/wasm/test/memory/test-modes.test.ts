// Hostile memory: each mode finds the fault that it is for, and the library has none of them.
import { setBackend } from "@toeplitz/tensor";
import { type Operand, Storage, servedBy } from "@toeplitz/tensor/extend";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BlockCache } from "../../src/memory/block-cache.ts";
import { makeCache } from "../../src/memory/make-cache.ts";
import { allocations, setTestModes, type TestModes } from "../../src/memory/test-modes.ts";
import { memoryBackend } from "./memory-backend.ts";
import { program } from "./program.ts";

const page = 65536;
const memoryOf = () => new WebAssembly.Memory({ initial: 2, maximum: 64 });
const cacheOf = (modes: TestModes | null, pages = 64, memory = memoryOf()) => {
  setTestModes(modes);
  return makeCache({ memory, base: 1024, cap: pages * page });
};

const filled = (length: number, value: number): Operand => ({
  storage: new Storage("float32", length, new Float32Array(length).fill(value)),
  offset: 0,
});

/** Addresses of some operands, all to be overwritten. */
function place(cache: BlockCache, ...operands: Operand[]): number[] {
  cache.placement.start();
  const slots = operands.map((operand) => cache.placement.all(operand));
  expect(cache.placement.commit()).toBe(true);
  return slots.map((slot) => cache.placement.address(slot));
}

let expected: unknown[];

beforeAll(() => {
  expected = program();
});

afterEach(() => {
  setBackend(null);
  setTestModes(null);
});

describe("the program has the same numbers", () => {
  const run = (cache: BlockCache) => {
    setBackend(memoryBackend(cache));
    const numbers = program();
    setBackend(null);
    expect(cache.counters()).toMatchObject({ blocks: 0, bytes: 0, derived: 0 });
    return numbers;
  };

  test("in memory", () => {
    const cache = cacheOf(null);
    expect(run(cache)).toEqual(expected);
    expect(servedBy().get("conv_narrow")?.get("memory")).toBeGreaterThan(0);
    expect(cache.counters().copiesIn).toBeGreaterThan(5);
  });

  test("in memory that holds next to nothing", () => {
    const cache = cacheOf(null, 2, new WebAssembly.Memory({ initial: 1, maximum: 1 }));
    for (let i = 0; i < 30; i++) cache.adopt(new Storage("float32", 2000), new Float32Array(2000));
    expect(run(cache)).toEqual(expected);
    expect(cache.counters().evictions).toBeGreaterThan(20);
  });

  test("in shared memory", () => {
    const cache = cacheOf(null, 64, new WebAssembly.Memory({ initial: 2, maximum: 64, shared: true }));
    expect(run(cache)).toEqual(expected);
  });

  test("when views are detached at every step, guards stand everywhere and what is fresh is poison", () => {
    expect(run(cacheOf({ growZero: true, poison: true }))).toEqual(expected);
  });

  test("when one buffer ends where memory ends", () => {
    for (let pageEnd = 0; pageEnd < 4; pageEnd++) expect(run(cacheOf({ pageEnd, poison: true }))).toEqual(expected);
  });

  test("when any one allocation fails, and when all fail from there on", () => {
    run(cacheOf({}));
    const count = allocations();
    expect(count).toBeGreaterThan(50);
    for (let i = 0; i < count; i += 3) {
      expect(run(cacheOf({ failAt: i, poison: true }))).toEqual(expected);
      expect(run(cacheOf({ failFrom: i, poison: true }))).toEqual(expected);
    }
  });
});

describe("a kernel that is wrong is found out:", () => {
  test("one that keeps a view over a request", () => {
    const cache = cacheOf({ growZero: true });
    const stale = cache.heap.f32;
    place(cache, filled(4, 1));
    expect(stale.length).toBe(0);
    const taken = cache.heap.f32;
    cache.placement.start();
    expect(taken.length).toBe(0);
    expect(cache.heap.f32.length).toBe((2 * page) / 4);
  });

  test("one that writes beside its output, after or before it, at the next request and when it is freed", () => {
    for (const aside of [-1, 10, 25]) {
      const cache = cacheOf({ poison: true });
      const y = filled(10, 1);
      const [address] = place(cache, y) as [number];
      cache.heap.f32[address / 4 + aside] = 0;
      expect(() => cache.placement.start()).toThrow(/byte \d+ was written, beside the 40 bytes/);
      expect(() => y.storage.dispose()).toThrow(/byte \d+ was written/);
    }
  });

  test("one that reads what nobody has written, or what is freed: it gets poison", () => {
    const cache = cacheOf({ poison: true });
    const y = filled(4, 1);
    const [address] = place(cache, y) as [number];
    const bits = () => [...cache.heap.i32.subarray(address / 4, address / 4 + 4)].map((word) => word >>> 0);
    expect(bits()).toEqual([0xb3307c7f, 0x7fbf8234, 0xb3307c7f, 0x7fbf8234]);
    cache.heap.f32.fill(1, address / 4, address / 4 + 4);
    expect(bits()[0]).toBe(0x3f800000);
    y.storage.dispose();
    expect(bits()[0]).toBe(0xb3307c7f);
  });

  test("one that reads on: every slot in its turn ends where memory ends", () => {
    for (let pageEnd = 0; pageEnd < 3; pageEnd++) {
      const cache = cacheOf({ pageEnd });
      const operands = [filled(1000, 1), filled(7, 2), filled(2, 3)];
      // Twice: the second request finds nothing in memory either.
      for (let round = 0; round < 2; round++) {
        const addresses = place(cache, ...operands);
        const end = cache.heap.memory.buffer.byteLength;
        addresses.forEach((address, i) => {
          const bytes = (operands[i] as Operand).storage.byteLength;
          expect(address % 16).toBe(0);
          if (i === pageEnd) expect(end - address - bytes).toBe(-bytes & 15);
          else expect(end - address - bytes).toBeGreaterThan(page);
        });
        const last = addresses[pageEnd] as number;
        const { length } = (operands[pageEnd] as Operand).storage;
        expect(() => new Float32Array(cache.heap.u8.buffer, last, length + 4)).toThrow(RangeError);
      }
    }
  });

  test("one that frees twice", () => {
    const cache = cacheOf({});
    const address = cache.heap.alloc(10);
    cache.heap.free(address);
    expect(() => cache.heap.free(address)).toThrow("not in use");
  });
});

test("allocations fail where they are told to", () => {
  const cache = cacheOf({ failAt: 1 });
  expect([1, 2, 3].map(() => cache.heap.alloc(8) === 0)).toEqual([false, true, false]);
  setTestModes({ failFrom: 1 });
  expect([1, 2, 3].map(() => cache.heap.alloc(8) === 0)).toEqual([false, true, true]);
  expect(allocations()).toBe(3);
});

test("a request that fails half way leaves no trace of its first half", () => {
  const cache = cacheOf({});
  const [x, y] = [filled(100, 1), filled(100, 2)];
  place(cache, x);
  const before = x.storage.copy(0, 100);
  cache.flush();
  setTestModes({ failFrom: 1 });
  cache.placement.start();
  cache.placement.read(x);
  cache.placement.all(y);
  expect(cache.placement.commit()).toBe(false);
  expect(cache.counters()).toMatchObject({ blocks: 0, bytes: 0 });
  setTestModes({});
  // Something else lies where the first half was.
  place(cache, filled(100, 3));
  cache.placement.start();
  const slot = cache.placement.read(x);
  expect(cache.placement.commit()).toBe(true);
  const at = cache.placement.address(slot) / 4;
  expect(cache.heap.f32.slice(at, at + 100)).toEqual(before);
  expect(cache.counters().blocks).toBe(2);
});
