// Memory that does whatever memory may do to those who use it wrongly: only for tests, see test-modes.ts.
import type { Storage } from "@toeplitz/tensor/extend";
import type { Block } from "./block.ts";
import { BlockCache } from "./block-cache.ts";
import { Heap, type HeapOptions } from "./heap.ts";
import { failsNow, testModes } from "./test-modes.ts";

/** XNNPACK's pattern: a NaN as float64, and in turns a negative number and a NaN as float32. Its bytes, the lowest first. */
const pattern = 0x7fbf8234b3307c7fn;
const patternBytes = [0x7f, 0x7c, 0x30, 0xb3, 0x34, 0x82, 0xbf, 0x7f];

/** Bytes on either side of a buffer that nobody may write. */
const guard = 64;

/** @internal A {@link Heap} with the {@link testModes}. */
export class TestHeap extends Heap {
  /** Size of every buffer in use, by address. */
  readonly #buffers = new Map<number, number>();
  readonly #guard: number;
  /** Where the upper part of memory begins, in which one buffer at a time lies at the very end; infinite without that mode. */
  readonly #upper: number;
  /** Allocations since the last request began. */
  #turn = 0;

  constructor(options: HeapOptions) {
    const { memory, cap } = options;
    const modes = testModes();
    let upper = Number.POSITIVE_INFINITY;
    if (modes?.pageEnd !== undefined) {
      const { byteLength } = memory.buffer;
      memory.grow(Math.max(0, Math.floor((cap - byteLength) / 65536)));
      upper = Math.floor(memory.buffer.byteLength / 2);
    }
    super({ ...options, cap: Math.min(cap, upper) });
    this.#upper = upper;
    this.#guard = modes?.poison === true ? guard : 0;
  }

  override footprint(bytes: number): number {
    return super.footprint(bytes + 2 * this.#guard);
  }

  override alloc(bytes: number): number {
    this.shake();
    if (failsNow()) return 0;
    const address = this.#turn++ === testModes()?.pageEnd ? this.#allocAtEnd(bytes) : this.#allocBetweenGuards(bytes);
    if (address !== 0) this.#buffers.set(address, bytes);
    return address;
  }

  override free(address: number): void {
    this.shake();
    const bytes = this.#buffers.get(address);
    if (bytes === undefined) throw new Error(`${address} is freed, but not in use`);
    this.#check(address, bytes);
    this.#buffers.delete(address);
    this.#poison(address, bytes);
    if (address < this.#upper) super.free(address - this.#guard);
  }

  override copyOut(address: number, bytes: number): ArrayBuffer {
    this.shake();
    return super.copyOut(address, bytes);
  }

  override copyInto(address: number, into: Uint8Array): void {
    this.shake();
    super.copyInto(address, into);
  }

  /** Detaches the views of unshared memory, if that is switched on. */
  shake(): void {
    if (testModes()?.growZero === true) this.memory.grow(0);
  }

  /** A request begins. Throws if somebody wrote beside a buffer. */
  begin(): void {
    this.shake();
    this.#turn = 0;
    for (const [address, bytes] of this.#buffers) this.#check(address, bytes);
  }

  #allocBetweenGuards(bytes: number): number {
    const start = super.alloc(bytes + 2 * this.#guard);
    if (start === 0) return 0;
    const address = start + this.#guard;
    this.#poison(address, bytes);
    return address;
  }

  #allocAtEnd(bytes: number): number {
    const address = this.memory.buffer.byteLength - Math.max(16, Math.ceil(bytes / 16) * 16);
    for (const other of this.#buffers.keys()) if (other >= this.#upper) return this.#allocBetweenGuards(bytes);
    if (address - this.#guard < this.#upper) return this.#allocBetweenGuards(bytes);
    this.#poison(address, bytes);
    return address;
  }

  /** First byte before the buffer, and last one after it, that are nobody else's. */
  #limits(address: number, bytes: number): [number, number] {
    const start = address - this.#guard;
    return [start, address >= this.#upper ? this.memory.buffer.byteLength : start + this.footprint(bytes)];
  }

  #poison(address: number, bytes: number): void {
    if (this.#guard === 0) return;
    const [start, end] = this.#limits(address, bytes);
    new BigUint64Array(this.memory.buffer, start, (end - start) / 8).fill(pattern);
  }

  #check(address: number, bytes: number): void {
    if (this.#guard === 0) return;
    const [start, end] = this.#limits(address, bytes);
    const all = this.u8;
    for (let at = start; at < end; at++) {
      if (at === address) at += bytes;
      if (at < end && all[at] !== patternBytes[at % 8]) {
        throw new Error(`byte ${at} was written, beside the ${bytes} bytes at ${address}`);
      }
    }
  }
}

/** @internal A {@link BlockCache} over a {@link TestHeap}. */
export class TestCache extends BlockCache {
  readonly #heap: TestHeap;

  constructor(options: HeapOptions) {
    const heap = new TestHeap(options);
    super(heap);
    this.#heap = heap;
  }

  override blockOf(storage: Storage): Block | null {
    this.#heap.shake();
    return super.blockOf(storage);
  }

  override nextRequest(): number {
    if (testModes()?.pageEnd !== undefined) this.evictAll();
    this.#heap.begin();
    return super.nextRequest();
  }
}
