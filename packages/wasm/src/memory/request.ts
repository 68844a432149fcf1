// The one request of a cache, reused for every kernel call: slots in arrays, so that asking allocates nothing.
import type { Operand, Storage } from "@toeplitz/tensor/extend";
import { Block, type DerivedBlock } from "./block.ts";
import type { BlockCache } from "./block-cache.ts";
import type { Placement } from "./placement.ts";

const reads = 0;
const overwrites = 1;
const changes = 2;
const works = 3;
const derives = 4;
const nothing = 5;

/** {@link Placement} over a {@link BlockCache}. */
export class Request implements Placement {
  readonly #cache: BlockCache;
  /** Distinguishes this request from all before: pieces that bear it are pinned. */
  #number = 0;
  #count = 0;
  #hasDerived = false;
  /** Bytes of everything in the request, and of what is not in memory yet. */
  #total = 0;
  #missing = 0;
  #missingBlocks = 0;

  // A column per property of a slot. Storages and blocks are dropped as soon as the request is granted or declined.
  readonly #use: number[] = [];
  readonly #storage: (Storage | null)[] = [];
  readonly #offset: number[] = [];
  readonly #bytes: number[] = [];
  readonly #layout: string[] = [];
  readonly #block: (Block | null)[] = [];
  readonly #derived: (DerivedBlock | null)[] = [];
  readonly #address: number[] = [];
  readonly #fresh: boolean[] = [];
  /** Versions of the storages that derived slots are computed from. */
  readonly #version: number[] = [];
  /** Whether this request has allocated what is at the slot's address. */
  readonly #placed: boolean[] = [];
  /** Scratch memory in use. */
  readonly #scratch: number[] = [];

  constructor(cache: BlockCache) {
    this.#cache = cache;
  }

  start(): void {
    for (let i = 0; i < this.#count; i++) this.#storage[i] = null;
    this.#count = 0;
    this.#hasDerived = false;
    while (this.#scratch.length > 0) this.#cache.heap.free(this.#scratch.pop() as number);
    this.#number = this.#cache.nextRequest();
  }

  read(operand: Operand): number {
    return this.#slot(reads, operand.storage, operand.offset);
  }

  readOptional(operand: Operand | null): number {
    return operand === null ? this.#slot(nothing, null, 0) : this.#slot(reads, operand.storage, operand.offset);
  }

  all(operand: Operand): number {
    return this.#slot(operand.offset === 0 ? overwrites : changes, operand.storage, operand.offset);
  }

  part(operand: Operand): number {
    return this.#slot(changes, operand.storage, operand.offset);
  }

  scratch(bytes: number): number {
    const slot = this.#slot(works, null, 0);
    this.#bytes[slot] = bytes;
    return slot;
  }

  derived(storage: Storage, layout: string, bytes: number): number {
    const slot = this.#slot(derives, storage, 0);
    this.#layout[slot] = layout;
    this.#bytes[slot] = bytes;
    this.#hasDerived = true;
    return slot;
  }

  address(slot: number): number {
    return this.#address[slot] as number;
  }

  isFresh(slot: number): boolean {
    return this.#fresh[slot] as boolean;
  }

  computed(slot: number): void {
    const derived = this.#derived[slot] as DerivedBlock | null;
    if (derived !== null) derived.version = this.#version[slot] as number;
  }

  commit(): boolean {
    this.#resolve();
    const granted = this.#missing === 0 || this.#place() || this.#placeInEmptyMemory();
    if (granted) this.#grant();
    for (let i = 0; i < this.#count; i++) {
      this.#storage[i] = null;
      this.#block[i] = null;
      // Derived blocks stay until the next request: who fills one says so afterwards.
      if (!granted) this.#derived[i] = null;
    }
    return granted;
  }

  #slot(use: number, storage: Storage | null, offset: number): number {
    // Reading what was disposed of throws, and so does asking for it.
    if (storage?.disposed === true) storage.read();
    const slot = this.#count++;
    this.#use[slot] = use;
    this.#storage[slot] = storage;
    this.#offset[slot] = offset;
    this.#block[slot] = null;
    this.#derived[slot] = null;
    this.#address[slot] = 0;
    this.#fresh[slot] = false;
    this.#placed[slot] = false;
    return slot;
  }

  /** Finds what is in memory already and pins it; adds up what is not. */
  #resolve(): void {
    const cache = this.#cache;
    this.#total = this.#missing = this.#missingBlocks = 0;
    for (let i = 0; i < this.#count; i++) {
      const use = this.#use[i] as number;
      if (use === nothing) continue;
      if (use === works) {
        this.#add(this.#bytes[i] as number, true);
        continue;
      }
      const storage = this.#storage[i] as Storage;
      const block =
        cache.blockOf(storage) ?? this.#blockOfEarlierSlot(i, storage) ?? new Block(cache, storage.byteLength);
      this.#block[i] = block;
      // From another backend's memory the bytes come home now, before anything is allocated here.
      if (use !== overwrites && storage.block !== null && storage.block.memory !== cache) storage.read();
      if (use === derives) {
        const derived = cache.findDerived(block, this.#layout[i] as string, this.#bytes[i] as number);
        this.#derived[i] = derived;
        this.#fresh[i] = false;
        this.#add(this.#bytes[i] as number, derived === null);
        if (derived === null) continue;
        derived.lastUse = this.#number;
        cache.derivedBlocks.touch(derived);
        this.#fresh[i] = derived.version === storage.version;
        this.#address[i] = derived.address;
      } else if (block.lastUse !== this.#number) {
        block.lastUse = this.#number;
        this.#add(block.bytes, block.address === 0);
        if (block.address === 0) this.#missingBlocks += 1;
        else cache.blocks.touch(block);
      }
    }
  }

  #add(bytes: number, missing: boolean): void {
    const footprint = this.#cache.heap.footprint(bytes);
    this.#total += footprint;
    if (missing) this.#missing += footprint;
  }

  #blockOfEarlierSlot(slot: number, storage: Storage): Block | null {
    for (let i = 0; i < slot; i++) if (this.#storage[i] === storage) return this.#block[i] as Block | null;
    return null;
  }

  /** Allocates what is missing and copies in what is read; or gives all of it back and returns false. */
  #place(): boolean {
    const cache = this.#cache;
    if (this.#total > cache.heap.capacity) return false;
    cache.makeRoom(this.#missing, this.#missingBlocks);
    for (let i = 0; i < this.#count; i++) if (!this.#allocate(i)) return this.#giveBack();
    // Every copy before any book: one storage may be overwritten by one slot and read by another.
    for (let i = 0; i < this.#count; i++) {
      const block = this.#block[i] as Block | null;
      if ((this.#use[i] === reads || this.#use[i] === changes) && !(block as Block).loaded) {
        cache.copyIn(this.#storage[i] as Storage, block as Block);
      }
    }
    for (let i = 0; i < this.#count; i++) if (this.#placed[i]) this.#book(i);
    return true;
  }

  /** Pieces that cannot move may leave no hole that is large enough. Rare, so simple: everything leaves, and the request goes first. */
  #placeInEmptyMemory(): boolean {
    const cache = this.#cache;
    if (this.#total > cache.heap.capacity) return false;
    this.#number = cache.nextRequest();
    let left = 0;
    while (cache.evictOldest()) left += 1;
    if (left === 0 || cache.heap.used > 0) return false;
    this.#resolve();
    return this.#place();
  }

  #allocate(slot: number): boolean {
    const use = this.#use[slot] as number;
    const block = this.#block[slot] as Block | null;
    const isDerived = use === derives;
    if (use === nothing || (isDerived ? this.#derived[slot] !== null : block !== null && block.address !== 0))
      return true;
    const bytes = isDerived || use === works ? (this.#bytes[slot] as number) : (block as Block).bytes;
    const address = this.#cache.allocate(bytes);
    if (address === 0) return false;
    this.#placed[slot] = true;
    this.#address[slot] = address;
    if (block !== null && !isDerived) {
      block.address = address;
      block.loaded = false;
    }
    return true;
  }

  #giveBack(): false {
    for (let i = 0; i < this.#count; i++) {
      if (!this.#placed[i]) continue;
      this.#placed[i] = false;
      this.#cache.heap.free(this.#address[i] as number);
      if (this.#use[i] !== works && this.#use[i] !== derives) (this.#block[i] as Block).address = 0;
    }
    return false;
  }

  /** Enters what was allocated for a slot into the books. */
  #book(slot: number): void {
    const cache = this.#cache;
    const use = this.#use[slot] as number;
    const address = this.#address[slot] as number;
    if (use === works) {
      this.#scratch.push(address);
      return;
    }
    const storage = this.#storage[slot] as Storage;
    const block = this.#block[slot] as Block;
    cache.attach(storage, block);
    if (use !== derives) {
      cache.addBlock(storage, block);
      return;
    }
    const derived = cache.addDerived(storage, block, this.#layout[slot] as string, this.#bytes[slot] as number);
    this.#derived[slot] = derived;
    if (derived === null) {
      // What is too large to be kept is working memory.
      this.#scratch.push(address);
      return;
    }
    derived.address = address;
    derived.lastUse = this.#number;
  }

  /** Everything is in memory: addresses, versions, and who has the good bytes from here on. */
  #grant(): void {
    // Derived bytes are computed from what stands there before an output is written, be it the same storage.
    if (this.#hasDerived) {
      for (let i = 0; i < this.#count; i++) {
        const derived = this.#derived[i] as DerivedBlock | null;
        if (derived === null) continue;
        this.#version[i] = (this.#storage[i] as Storage).version;
        if (!this.#fresh[i]) derived.version = -1;
      }
    }
    for (let i = 0; i < this.#count; i++) {
      const use = this.#use[i] as number;
      if (use > changes) continue;
      const block = this.#block[i] as Block;
      const storage = this.#storage[i] as Storage;
      const offset = this.#offset[i] as number;
      this.#address[i] = block.address + (offset === 0 ? 0 : (offset * block.bytes) / storage.length);
      if (use === reads) continue;
      block.dirty = true;
      block.loaded = true;
      block.saved = null;
      // The version alone does not do: an op sets its result's version back to 0.
      for (let derived = block.derived; derived !== null; derived = derived.next) derived.version = -1;
      storage.writtenIn(block);
    }
    // What is derived from a storage that this very request writes is stale as soon as it is computed.
    if (!this.#hasDerived) return;
    for (let i = 0; i < this.#count; i++) {
      if (this.#use[i] === derives && (this.#storage[i] as Storage).version !== this.#version[i]) this.#version[i] = -1;
    }
  }
}
