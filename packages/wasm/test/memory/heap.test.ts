// The allocator against a model that knows only who has which bytes.
import { describe, expect, test } from "vitest";
import { Heap } from "../../src/memory/heap.ts";
import { randomNumbers } from "./random-numbers.ts";

const page = 65536;

function heapOf(pages: number, { base = 1000, initial = 1, maximum = 65536, shared = false } = {}) {
  const memory = new WebAssembly.Memory({ initial, maximum, shared });
  return new Heap({ memory, base, cap: pages * page });
}

interface Piece {
  readonly address: number;
  readonly bytes: number;
}

/** Pieces in use, in the order of their addresses. */
class Model {
  readonly pieces: Piece[] = [];
  live = 0;

  add(piece: Piece): void {
    let [low, high] = [0, this.pieces.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pieces[middle]!.address < piece.address) low = middle + 1;
      else high = middle;
    }
    const [before, after] = [this.pieces[low - 1], this.pieces[low]];
    const overlaps =
      (before !== undefined && before.address + before.bytes > piece.address) ||
      (after !== undefined && piece.address + piece.bytes > after.address);
    if (overlaps) throw new Error(`${JSON.stringify(piece)} overlaps a neighbour`);
    this.pieces.splice(low, 0, piece);
    this.live += piece.bytes;
  }

  /** Takes one out; `random` in [0, 1) chooses. */
  take(random: number): number {
    const [piece] = this.pieces.splice(Math.floor(random * this.pieces.length), 1);
    this.live -= piece!.bytes;
    return piece!.address;
  }
}

describe("random sizes from 1 byte to 16 MiB", () => {
  test("never overlap, are aligned, waste less than half of the peak, and leave one free piece behind", () => {
    const heap = heapOf(65536);
    const random = randomNumbers(1);
    const model = new Model();
    let [peak, furthest] = [0, 0];
    for (let step = 0; step < 100_000; step++) {
      const growing = random() < (step % 20_000 < 10_000 ? 0.6 : 0.4) && model.live < 400 * 2 ** 20;
      if (!growing && model.pieces.length > 0) {
        heap.free(model.take(random()));
        continue;
      }
      const bytes = Math.ceil(2 ** (random() * 24));
      const address = heap.alloc(bytes);
      if (address % 64 !== 0 || address < 1000 || address + bytes > heap.memory.buffer.byteLength) {
        throw new Error(`${bytes} bytes at ${address}`);
      }
      model.add({ address, bytes });
      peak = Math.max(peak, model.live);
      furthest = Math.max(furthest, address + bytes);
    }
    expect(peak).toBeGreaterThan(200 * 2 ** 20);
    expect(furthest).toBeLessThan(1.5 * peak);
    while (model.pieces.length > 0) heap.free(model.take(random()));
    expect(heap.used).toBe(0);
    expect(heap.fragmentation()).toEqual({ chunks: 1, largest: heap.memory.buffer.byteLength - 1024 });
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
