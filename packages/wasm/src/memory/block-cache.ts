// The bounded write-back cache: which tensors' bytes are in WebAssembly memory, and who leaves when room is short.
import type { BackendMemory, Storage } from "@toeplitz/tensor/extend";
import { Block, DerivedBlock } from "./block.ts";
import { copyOfBytes, zeroBytes } from "./byte-copies.ts";
import { Heap } from "./heap.ts";
import type { Placement } from "./placement.ts";
import { type Piece, RecencyList } from "./recency-list.ts";
import { Request } from "./request.ts";

/** Most bytes of memory that a backend takes, unless it is told otherwise. */
export const defaultCap = 2 ** 30;

/** Bytes in use before anything has to leave, at first. */
const firstAllowance = 32 * 2 ** 20;
/** Blocks before any has to leave, at first: each costs some hundred bytes of JavaScript's heap, however small it is. */
const firstBlocks = 256;
/** Room for so many results of a request's size is allowed without further proof. */
const generations = 4;
/** Most derived blocks; in bytes they may be half of what the memory can hold. */
const mostDerived = 1024;
/** To register costs more than to compute a block smaller than this; such wait until they are the oldest. */
const fewestRegistered = 4096;

/** What {@link BlockCache.counters} tells. */
export interface CacheCounters {
  /** Storages with bytes in memory. */
  readonly blocks: number;
  /** Bytes of memory in use. */
  readonly bytes: number;
  /** Bytes of memory that may be in use at most. */
  readonly cap: number;
  /** Bytes that the memory has been grown to. */
  readonly grown: number;
  /** Blocks that had to leave. */
  readonly evictions: number;
  /** Storages copied into memory. */
  readonly copiesIn: number;
  /** Copies of storages, or of parts, out of memory. */
  readonly copiesOut: number;
  /** Cached results of a computation on a storage, such as packed weights. */
  readonly derived: number;
}

/**
 * Keeps the bytes of storages in a heap, least recently used ones leaving for those that a kernel needs.
 *
 * A storage points at its block, the cache at the blocks in memory, and nothing here at a storage: a tensor that is forgotten is
 * garbage at once. In a loop without a pause nothing can tell that it is; then its block gets old and leaves: its bytes go into the
 * block, the cache drops the block, and if nobody has the storage any more, the collector takes both.
 *
 * How much stays is learnt. The allowance begins small, so that a loop which forgets its results runs through little memory again
 * and again, warm and flat; it rises by the size of every block that left and had to come back, up to what the heap can hold. So it
 * settles where the tensors in use fit.
 */
export class BlockCache implements BackendMemory {
  #heap: Heap;
  /** How kernels get addresses. */
  readonly placement: Placement;
  /** @internal Blocks in memory. */
  readonly blocks = new RecencyList<Block>();
  /** @internal */
  readonly derivedBlocks = new RecencyList<DerivedBlock>();
  #derivedBytes = 0;
  #request = 0;
  #allowance: number;
  #allowedBlocks = firstBlocks;
  #evictions = 0;
  #copiesIn = 0;
  #copiesOut = 0;
  readonly #registry: FinalizationRegistry<number> | null;
  readonly #registered = new Map<number, Block>();
  #tickets = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.placement = new Request(this);
    this.#allowance = Math.min(heap.capacity, firstAllowance);
    this.#registry =
      typeof FinalizationRegistry === "function" ? new FinalizationRegistry((ticket) => this.#collected(ticket)) : null;
  }

  get heap(): Heap {
    return this.#heap;
  }

  fetch(storage: Storage): ArrayBuffer {
    const block = this.blockOf(storage);
    if (block === null) return zeroBytes(storage.byteLength);
    const bytes = block.saved ?? this.#bytesOf(block);
    // The storage keeps what it gets, if there was room for it: the copy in memory is one of two from here on.
    block.dirty = false;
    block.saved = null;
    return bytes;
  }

  #bytesOf({ address, bytes }: Block): ArrayBuffer {
    if (address === 0) return zeroBytes(bytes);
    this.#copiesOut += 1;
    return this.heap.copyOut(address, bytes);
  }

  copyOut(storage: Storage, byteOffset: number, byteLength: number): ArrayBuffer {
    const block = this.blockOf(storage);
    if (block?.saved) return copyOfBytes(block.saved, byteOffset, byteLength);
    if (block === null || block.address === 0) return zeroBytes(byteLength);
    this.#copiesOut += 1;
    return this.heap.copyOut(block.address + byteOffset, byteLength);
  }

  copyInto(storage: Storage, byteOffset: number, into: Uint8Array): void {
    const block = this.blockOf(storage);
    if (block?.saved) {
      into.set(new Uint8Array(block.saved, byteOffset, into.length));
    } else if (block === null || block.address === 0) {
      into.fill(0);
    } else {
      this.#copiesOut += 1;
      this.heap.copyInto(block.address + byteOffset, into);
    }
  }

  adopt(storage: Storage, data: ArrayBufferView): boolean {
    if (!(data instanceof Float32Array)) return false;
    const footprint = this.heap.footprint(data.byteLength);
    if (footprint > this.heap.capacity) return false;
    // No kernel runs now, so nothing is pinned.
    this.placement.start();
    this.makeRoom(footprint, 1);
    const address = this.allocate(data.byteLength);
    if (address === 0) return false;
    this.heap.f32.set(data, address / 4);
    this.#copiesIn += 1;
    const block = new Block(this, data.byteLength);
    block.address = address;
    block.loaded = true;
    block.dirty = true;
    block.lastUse = this.#request;
    storage.block = block;
    this.addBlock(storage, block);
    return true;
  }

  forget(storage: Storage): void {
    const block = this.blockOf(storage);
    if (block !== null) this.#release(block);
  }

  /** Empties memory: every block's bytes leave for JavaScript, everything else is dropped. */
  flush(): void {
    this.placement.start();
    this.evictAll();
  }

  /** Empties memory and lets go of it for good. What has left can be read on, and keeps this cache, but not its memory. */
  close(): void {
    this.flush();
    this.#heap = new Heap({ memory: new WebAssembly.Memory({ initial: 0, maximum: 0 }), base: 0, cap: 0 });
  }

  /** What is where, and how often it had to move. */
  counters(): CacheCounters {
    return {
      blocks: this.blocks.length,
      bytes: this.heap.used,
      cap: this.heap.capacity,
      grown: this.heap.memory.buffer.byteLength,
      evictions: this.#evictions,
      copiesIn: this.#copiesIn,
      copiesOut: this.#copiesOut,
      derived: this.derivedBlocks.length,
    };
  }

  /** @internal The storage's block here, in memory or not; null if it has none or is another memory's. */
  blockOf(storage: Storage): Block | null {
    const { block } = storage;
    return block !== null && block.memory === this ? (block as Block) : null;
  }

  /** @internal Begins a request: what the one before has pinned is free to leave. */
  nextRequest(): number {
    return ++this.#request;
  }

  /** @internal Lets old pieces leave until this much more is allowed. Whether it fits is another question. */
  makeRoom(bytes: number, blocks: number): void {
    this.#allow(generations * bytes - this.#allowance, 0);
    while (this.heap.used + bytes > this.#allowance || this.blocks.length + blocks > this.#allowedBlocks) {
      if (!this.evictOldest()) return;
    }
  }

  /** @internal An address, others leaving for it; 0 if nobody is left who could. */
  allocate(bytes: number): number {
    for (;;) {
      const address = this.heap.alloc(bytes);
      if (address !== 0 || !this.evictOldest()) return address;
    }
  }

  /** @internal Lets everything leave. */
  evictAll(): void {
    for (let piece = this.derivedBlocks.oldest; piece !== null; piece = this.derivedBlocks.oldest) this.#drop(piece);
    for (let block = this.blocks.oldest; block !== null; block = this.blocks.oldest) {
      this.#save(block);
      this.#leave(block);
    }
  }

  /** @internal Fills a block that has an address with the bytes of its storage. */
  copyIn(storage: Storage, block: Block): void {
    const { heap } = this;
    const { address, bytes } = block;
    if (block.saved !== null) heap.u8.set(new Uint8Array(block.saved), address);
    else if (storage.isHome) {
      const home = storage.read();
      if (home instanceof Float32Array) heap.f32.set(home, address / 4);
      else heap.u8.set(new Uint8Array(home.buffer, home.byteOffset, home.byteLength), address);
    } else {
      heap.u8.fill(0, address, address + bytes);
    }
    block.loaded = true;
    block.dirty = false;
    this.#copiesIn += 1;
    if (block.evicted) this.#allow(bytes, 1);
    block.evicted = false;
  }

  /** @internal Makes this the block of the storage, whatever it had before. */
  attach(storage: Storage, block: Block): void {
    if (storage.block === block) return;
    storage.block?.memory.forget(storage);
    storage.block = block;
  }

  /** @internal Lists a block that has got an address. */
  addBlock(storage: Storage, block: Block): void {
    this.blocks.add(block);
    if (block.bytes >= fewestRegistered) this.#register(storage, block);
  }

  /** @internal */
  findDerived(owner: Block, layout: string, bytes: number): DerivedBlock | null {
    for (let piece = owner.derived; piece !== null; piece = piece.next) {
      if (piece.layout === layout && piece.bytes === bytes) return piece;
    }
    return null;
  }

  /** @internal A new derived block without an address yet, or null if the bounds forbid it. */
  addDerived(storage: Storage, owner: Block, layout: string, bytes: number): DerivedBlock | null {
    const most = this.heap.capacity / 2;
    while (this.#derivedBytes + bytes > most || this.derivedBlocks.length >= mostDerived) {
      const { oldest } = this.derivedBlocks;
      if (oldest === null || oldest.lastUse === this.#request) return null;
      this.#drop(oldest);
    }
    const piece = new DerivedBlock(owner, layout, bytes);
    piece.next = owner.derived;
    owner.derived = piece;
    this.#derivedBytes += bytes;
    this.derivedBlocks.add(piece);
    this.#register(storage, owner);
    if (owner.derivedEvicted) this.#allow(bytes, 0);
    owner.derivedEvicted = false;
    return piece;
  }

  #allow(bytes: number, blocks: number): void {
    if (bytes > 0) this.#allowance = Math.min(this.heap.capacity, this.#allowance + bytes);
    this.#allowedBlocks += blocks;
  }

  /** @internal Lets the piece that was used least recently leave, unless the current request has pinned even that. */
  evictOldest(): boolean {
    const block = this.blocks.oldest;
    const derived = this.derivedBlocks.oldest;
    const derivedIsOlder = derived !== null && (block === null || derived.lastUse <= block.lastUse);
    const piece: Piece | null = derivedIsOlder ? derived : block;
    if (piece === null || piece.lastUse === this.#request) return false;
    if (derivedIsOlder) {
      this.#drop(derived);
      derived.owner.derivedEvicted = true;
    } else {
      try {
        this.#save(block as Block);
      } catch {
        return false; // JavaScript has no room for its bytes either.
      }
      this.#leave(block as Block);
      (block as Block).evicted = true;
    }
    this.#evictions += 1;
    return true;
  }

  /** Makes sure that JavaScript has the bytes. */
  #save(block: Block): void {
    if (!block.dirty) return;
    block.saved = this.heap.copyOut(block.address, block.bytes);
    block.dirty = false;
    this.#copiesOut += 1;
  }

  #leave(block: Block): void {
    this.#removeBlock(block);
    if (block.derived === null) this.#unregister(block);
  }

  #removeBlock(block: Block): void {
    this.heap.free(block.address);
    block.address = 0;
    block.loaded = false;
    this.blocks.remove(block);
  }

  /** Gives a derived block up. */
  #drop(piece: DerivedBlock): void {
    const { owner } = piece;
    this.#removeDerived(piece);
    if (owner.derived === piece) owner.derived = piece.next;
    else {
      let before = owner.derived as DerivedBlock;
      while (before.next !== piece) before = before.next as DerivedBlock;
      before.next = piece.next;
    }
    if (owner.derived === null && owner.address === 0) this.#unregister(owner);
  }

  #removeDerived(piece: DerivedBlock): void {
    this.heap.free(piece.address);
    this.derivedBlocks.remove(piece);
    this.#derivedBytes -= piece.bytes;
  }

  /** Everything of a storage that is gone, or whose elements are better elsewhere now. */
  #release(block: Block): void {
    if (block.address !== 0) this.#removeBlock(block);
    for (let piece = block.derived; piece !== null; piece = piece.next) this.#removeDerived(piece);
    block.derived = null;
    block.saved = null;
    block.dirty = false;
    this.#unregister(block);
  }

  /** Has the block freed, between tasks, when its storage is garbage. */
  #register(storage: Storage, block: Block): void {
    if (this.#registry === null || block.ticket !== 0) return;
    block.ticket = ++this.#tickets;
    this.#registered.set(block.ticket, block);
    this.#registry.register(storage, block.ticket, block);
  }

  #unregister(block: Block): void {
    if (block.ticket === 0) return;
    this.#registered.delete(block.ticket);
    this.#registry?.unregister(block);
    block.ticket = 0;
  }

  #collected(ticket: number): void {
    const block = this.#registered.get(ticket);
    if (block !== undefined) this.#release(block);
  }
}
