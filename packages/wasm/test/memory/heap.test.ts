// The allocator: where pieces lie, how memory grows, and what is refused. churn.long.test.ts takes a million pieces.
import { describe, expect, test } from "vitest";
import { Heap } from "../../src/memory/heap.ts";
import { churn } from "./churn.ts";

const page = 65536;

function heapOf(pages: number, { base = 1000, initial = 1, maximum = 65536, shared = false } = {}) {
  const memory = new WebAssembly.Memory({ initial, maximum, shared });
  return new Heap({ memory, base, cap: pages * page });
}

describe("random sizes from 1 byte to 16 MiB", () => {
  test("never overlap, are aligned, waste less than half of the peak, and leave one free piece behind", () => {
    const { peak, furthest, used, free, whole } = churn(100_000, 1);
    expect(peak).toBeGreaterThan(200 * 2 ** 20);
    expect(furthest).toBeLessThan(1.5 * peak);
    expect([used, free]).toEqual([0, { chunks: 1, largest: whole }]);
  });

  test("are found again wherever they fit: what two halves free takes both", () => {
    const heap = heapOf(16);
    const all = heap.capacity;
    const half = heap.alloc(all / 2);
    const other = heap.alloc(all / 2);
    expect(heap.alloc(1)).toBe(0);
    heap.free(half);
    heap.free(other);
    expect(heap.alloc(all)).toBe(half);
  });
});

test("what was freed last is given out first, before larger holes", () => {
  const heap = heapOf(256);
  const roomy = heap.alloc(20 * page);
  const pieces = Array.from({ length: 64 }, () => heap.alloc(5000));
  heap.free(roomy);
  heap.free(pieces[10]!);
  heap.free(pieces[20]!);
  expect(heap.alloc(5000)).toBe(pieces[20]);
  expect(heap.alloc(5000)).toBe(pieces[10]);
});

test("the only hole that fits is found behind many that are a little too small", () => {
  const heap = heapOf(1);
  // 76 to 79 units are one class.
  const large = heap.alloc(79 * 64);
  const small: number[] = [];
  for (let i = 0; i < 10; i++) {
    heap.alloc(64);
    small.push(heap.alloc(76 * 64));
  }
  while (heap.alloc(64) !== 0);
  heap.free(large);
  for (const address of small) heap.free(address);
  expect(heap.alloc(78 * 64)).toBe(large);
});

describe("growth", () => {
  test("goes in steps of half, up to the cap, and views follow", () => {
    const heap = heapOf(64);
    const sizes = new Set<number>();
    for (let i = 0; i < 63; i++) {
      const address = heap.alloc(page - 1024);
      expect(address).not.toBe(0);
      heap.i32[address / 4] = i;
      expect(heap.u8[address]).toBe(i);
      expect(heap.u8.length).toBe(heap.memory.buffer.byteLength);
      sizes.add(heap.u8.length / page);
    }
    expect([...sizes]).toEqual([1, 2, 3, 5, 8, 12, 18, 27, 41, 62, 64]);
    expect(heap.alloc(2 * page)).toBe(0);
  });

  test("ends where the memory's own maximum ends, and the rest is used up", () => {
    const heap = heapOf(100, { maximum: 5 });
    const address = heap.alloc(4 * page);
    expect(address).not.toBe(0);
    expect(heap.alloc(4 * page)).toBe(0);
    expect(heap.capacity).toBeLessThan(9 * page);
    expect(heap.alloc(page / 2)).not.toBe(0);
    expect(heap.memory.buffer.byteLength).toBe(5 * page);
  });

  test("of shared memory makes views longer", () => {
    const heap = heapOf(8, { maximum: 8, shared: true });
    const before = heap.u8.length;
    const address = heap.alloc(3 * page);
    expect(heap.u8.length).toBeGreaterThan(before);
    heap.u8[address + 3 * page - 1] = 7;
    const copy = heap.copyOut(address + 3 * page - 1, 1);
    expect(copy).toBeInstanceOf(ArrayBuffer);
    expect([...new Uint8Array(copy)]).toEqual([7]);
  });

  test("by others is noticed: views that were detached are made anew", () => {
    const heap = heapOf(8);
    const stale = heap.f32;
    heap.memory.grow(0);
    expect(stale.length).toBe(0);
    expect(heap.f32.length).toBe(page / 4);
  });

  test("reaches addresses above 2^31", () => {
    const heap = heapOf(50_000);
    const below = heap.alloc(2 ** 31);
    const above = heap.alloc(1000);
    expect(below).toBeGreaterThan(0);
    expect(above).toBeGreaterThan(2 ** 31);
    heap.f32[above / 4] = 1.5;
    expect([...new Float32Array(heap.copyOut(above, 4))]).toEqual([1.5]);
    heap.free(above);
    heap.free(below);
    expect(heap.fragmentation().chunks).toBe(1);
  });
});

test("only what is in use can be freed", () => {
  const heap = heapOf(8);
  const address = heap.alloc(200);
  expect(() => heap.free(address + 64)).toThrow("address must be in use");
  expect(() => heap.free(address + 1)).toThrow("address must be in use");
  heap.free(address);
  expect(() => heap.free(address)).toThrow("address must be in use");
});

test("address 0 is never given out, nor anything below the base", () => {
  expect(heapOf(4, { base: 0 }).alloc(0)).toBe(64);
  // The base may lie beyond what the memory has so far.
  expect(heapOf(4, { base: 2 * page }).alloc(8)).toBe(2 * page);
});
