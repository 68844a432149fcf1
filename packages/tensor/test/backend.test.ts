// The switch, seen from a backend: a toy one whose memory is an arena of its own.
import { afterEach, expect, test } from "vitest";
import { type BackendMemory, override, resetServed, type Storage, servedBy, type TypedArray } from "../src/extend.ts";
import { add, type Backend, ones, setBackend, status, tensor, zeros } from "../src/index.ts";
import { binary } from "../src/kernels/index.ts";

/** Keeps float32 blocks in an array that JavaScript code of the library never sees. */
class ArenaMemory implements BackendMemory {
  readonly blocks = new Map<Storage, Float32Array>();
  copies = 0;

  adopt(storage: Storage, data: TypedArray): boolean {
    if (!(data instanceof Float32Array)) return false;
    this.copies += 1;
    this.blocks.set(storage, data.slice());
    storage.block = { memory: this };
    return true;
  }

  copyOut(storage: Storage, byteOffset: number, byteLength: number): ArrayBuffer {
    this.copies += 1;
    return this.#block(storage).buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  }

  copyInto(storage: Storage, byteOffset: number, into: Uint8Array): void {
    this.copies += 1;
    into.set(new Uint8Array(this.#block(storage).buffer, byteOffset, into.length));
  }

  fetch(storage: Storage): ArrayBuffer {
    this.copies += 1;
    return this.#block(storage).slice().buffer as ArrayBuffer;
  }

  forget(storage: Storage): void {
    this.blocks.delete(storage);
  }

  flush(): void {
    for (const storage of [...this.blocks.keys()]) {
      storage.read();
      this.blocks.delete(storage);
      storage.block = null;
    }
  }

  /** The block of an operand, copied in if it is not resident. */
  resident(storage: Storage): Float32Array {
    if (!this.blocks.has(storage)) {
      this.copies += 1;
      this.blocks.set(storage, (storage.read() as Float32Array).slice());
      storage.block = { memory: this };
    }
    return this.#block(storage);
  }

  allocate(storage: Storage): Float32Array {
    const block = new Float32Array(storage.length);
    this.blocks.set(storage, block);
    storage.writtenIn({ memory: this });
    return block;
  }

  #block(storage: Storage): Float32Array {
    const block = this.blocks.get(storage);
    if (block === undefined) throw new Error("no such block");
    return block;
  }
}

function toyBackend(): Backend & { memory: ArenaMemory } {
  const memory = new ArenaMemory();
  const adds = override(binary, {
    supports: (_operands, { op, dtype, shape, a, b }) =>
      op === "add" && dtype === "float32" && shape.length === 1 && a[0] === 1 && b[0] === 1,
    run({ a, b, y }) {
      const [left, right] = [memory.resident(a.storage), memory.resident(b.storage)];
      const out = memory.allocate(y.storage);
      for (let i = 0; i < out.length; i++) out[i] = left[a.offset + i]! + right[b.offset + i]!;
      return true;
    },
  });
  return { name: "toy", overrides: [adds], memory, status: () => ({ blocks: memory.blocks.size }) };
}

afterEach(() => {
  setBackend(null);
  resetServed();
});

test("results stay resident: a chain copies its first operands in and its last result out", () => {
  const toy = toyBackend();
  setBackend(toy);
  const x = tensor([1, 2, 3]);
  let y = add(x, x);
  for (let i = 0; i < 10; i++) y = add(y, x);
  expect(toy.memory.copies).toBe(1);
  expect(y.toArray()).toEqual([12, 24, 36]);
  expect(toy.memory.copies).toBe(2);
});

test("a round trip is two copies, and nothing stays in JavaScript", () => {
  const toy = toyBackend();
  setBackend(toy);
  const data = Float32Array.of(1, 2, 3, 4);
  const x = tensor(data);
  data.fill(0);
  expect(toy.memory.copies).toBe(1);
  expect(x.storage.isHome).toBe(false);
  const y = add(x, x);
  expect(toy.memory.copies).toBe(1);
  expect(y.toTypedArray()).toEqual(Float32Array.of(2, 4, 6, 8));
  expect(toy.memory.copies).toBe(2);
  // A view, one element, nested lists: copied straight out as well, and never home.
  expect(y.index("1:3").toArray()).toEqual([4, 6]);
  expect(y.index(3).item()).toBe(8);
  const before = toy.memory.copies;
  expect(y.index("1:3").toTypedArray({ into: new Float32Array(2) })).toEqual(Float32Array.of(4, 6));
  expect(toy.memory.copies).toBe(before + 1);
  expect([x.storage.isHome, y.storage.isHome]).toEqual([false, false]);
  expect(x.storage.version).toBe(0);
});

test("what readers get is their own", () => {
  setBackend(toyBackend());
  for (const x of [tensor(Float32Array.of(1, 2)), tensor([1, 2]), zeros([2]).add(tensor([1, 2]))]) {
    const read = x.toTypedArray();
    read.fill(9 as never);
    expect(x.toArray()).toEqual([1, 2]);
  }
});

test("data that the memory does not take, or that is converted, is copied in JavaScript", () => {
  const toy = toyBackend();
  setBackend(toy);
  const whole = Int32Array.of(1, 2);
  const fraction = Float32Array.of(1.5, 2.5);
  const [kept, converted, adopted] = [tensor(whole), tensor(fraction, { dtype: "float64" }), tensor(fraction)];
  whole.fill(0);
  fraction.fill(0);
  expect([kept.toArray(), converted.toArray(), adopted.toArray()]).toEqual([
    [1, 2],
    [1.5, 2.5],
    [1.5, 2.5],
  ]);
  expect(toy.memory.blocks.size).toBe(1);
});

test("what the backend does not support runs portably, and the counters say who served", () => {
  setBackend(toyBackend());
  resetServed();
  add(ones([2]), ones([2]));
  add(ones([2, 2]), ones([2, 2]).T);
  expect(Object.fromEntries(servedBy().get("binary") ?? [])).toEqual({ toy: 1, portable: 1 });
});

test("writing from JavaScript makes the block worthless", () => {
  const toy = toyBackend();
  setBackend(toy);
  const x = tensor([1, 2]);
  const y = add(x, x);
  y.mul_(10); // portable, in place
  expect(add(y, x).toArray()).toEqual([21, 42]);
});

test("switching off brings everything home", () => {
  setBackend(toyBackend());
  const y = add(ones([3]), ones([3]));
  setBackend(null);
  expect(status()).toEqual({ backend: "portable" });
  expect(y.toArray()).toEqual([2, 2, 2]);
});

test("status says what is active and what the backend adds", () => {
  setBackend(toyBackend());
  expect(status()).toEqual({ backend: "toy", blocks: 0 });
  expect(() => setBackend({} as never)).toThrow("backend must be a backend or null");
});

test("a backend that declines hands over to the portable routine", () => {
  setBackend({ name: "declines", overrides: [override(binary, { run: () => false })] });
  resetServed();
  expect(add(ones([2]), ones([2])).toArray()).toEqual([2, 2]);
  expect(Object.fromEntries(servedBy().get("binary") ?? [])).toEqual({ portable: 1 });
});

test("disposal gives the block back, and reading afterwards is refused", () => {
  const toy = toyBackend();
  setBackend(toy);
  const y = add(ones([3]), ones([3]));
  const before = toy.memory.blocks.size;
  y.dispose();
  expect(toy.memory.blocks.size).toBe(before - 1);
  expect(() => y.toArray()).toThrow("was disposed of");
  {
    using scoped = zeros([2]);
    expect(scoped.numel()).toBe(2);
  }
});
