// Bytes with a place: the only file, besides a backend's memory, that knows where a tensor's elements are.
import { allocate, arrayOver, bytesPerElement, copyRun, type DType, type TypedArray } from "./dtype.ts";
import { ToeplitzError } from "./errors.ts";

/** Where a backend keeps elements outside of JavaScript's heap. */
export interface BackendMemory {
  /** A copy of the storage's bytes, which the storage keeps; its block stays valid. */
  fetch(storage: Storage): ArrayBuffer;
  /** A copy of some of the bytes for somebody else: nothing changes place. Without it, readers fetch. */
  copyOut?(storage: Storage, byteOffset: number, byteLength: number): ArrayBuffer;
  /** As `copyOut`, into an array that somebody has: as many bytes as it has room for. */
  copyInto?(storage: Storage, byteOffset: number, into: Uint8Array): void;
  /** Copies the data into a block and makes it the new storage's only bytes, or returns false: then JavaScript keeps a copy. */
  adopt?(storage: Storage, data: TypedArray): boolean;
  /** The JavaScript bytes are about to change, or the storage is gone: its block is worthless. */
  forget(storage: Storage): void;
  /** Bring every block home: the backend is being switched off. */
  flush(): void;
}

let made = 0;

/** How many storages there have been. */
export function storagesMade(): number {
  return made;
}

/**
 * A run of elements that any number of tensors view.
 *
 * The elements are in JavaScript (`home`), in a block of a backend's memory, or in both with equal content. Whoever writes makes
 * its own copy the only good one.
 */
export class Storage {
  readonly dtype: DType;
  readonly length: number;
  /** Storages are numbered as they are made. */
  readonly serial: number = ++made;
  /** Counts writes; every view shares it, and autograd compares it with what it saved. */
  version = 0;
  /** Set and read by the memory of a backend alone: where its copy is. */
  block: { readonly memory: BackendMemory } | null = null;
  #home: TypedArray | null = null;
  #disposed = false;

  /** Elements are zero until written; nothing is allocated before someone asks for them. */
  constructor(dtype: DType, length: number, home: TypedArray | null = null) {
    this.dtype = dtype;
    this.length = length;
    this.#home = home;
  }

  get byteLength(): number {
    return this.length * bytesPerElement(this.dtype);
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Whether JavaScript holds the current elements. */
  get isHome(): boolean {
    return this.#home !== null;
  }

  /** The elements in JavaScript, fetched home if need be. Valid until the next kernel runs; never keep it, never write to it. */
  read(): TypedArray {
    this.#alive();
    if (this.#home === null) {
      this.#home =
        this.block === null
          ? allocate(this.dtype, this.length)
          : arrayOver(this.dtype, this.block.memory.fetch(this), 0, this.length);
    }
    return this.#home;
  }

  /**
   * A copy of a run of elements, in a new array or in `into`, which has their kind and their number. They stay where they are: a
   * block's are copied straight out of it.
   */
  copy(start: number, length: number, into?: TypedArray): TypedArray {
    this.#alive();
    const size = bytesPerElement(this.dtype);
    const memory = this.#home === null ? this.block?.memory : undefined;
    if (into === undefined) {
      if (memory?.copyOut === undefined) return copyRun(this.read(), start, length);
      return arrayOver(this.dtype, memory.copyOut(this, start * size, length * size), 0, length);
    }
    if (memory?.copyInto === undefined) into.set(this.read().subarray(start, start + length) as never);
    else memory.copyInto(this, start * size, new Uint8Array(into.buffer, into.byteOffset, into.byteLength));
    return into;
  }

  /** One element, which stays where it is. */
  at(index: number): number | bigint {
    return (this.#home === null ? this.copy(index, 1)[0] : this.#home[index]) as number | bigint;
  }

  /**
   * The elements in JavaScript, to be changed: `all` promises to overwrite every one (so what stands there may be garbage),
   * `part` keeps the rest. From here on the JavaScript bytes are the only good ones.
   */
  write(how: "all" | "part"): TypedArray {
    this.#alive();
    if (how === "part") this.read();
    else this.#home ??= allocate(this.dtype, this.length);
    this.#dropBlock();
    this.version += 1;
    return this.#home as TypedArray;
  }

  /** Called by a backend whose kernel has written the elements: `block` holds the only good bytes now. */
  writtenIn(block: { readonly memory: BackendMemory }): void {
    this.#alive();
    this.block = block;
    this.#home = null;
    this.version += 1;
  }

  /** Gives the memory back at once. Never needed; makes hot loops lighter. Reading afterwards throws. */
  dispose(): void {
    this.#dropBlock();
    this.#home = null;
    this.#disposed = true;
  }

  #dropBlock(): void {
    if (this.block === null) return;
    this.block.memory.forget(this);
    this.block = null;
  }

  #alive(): void {
    if (!this.#disposed) return;
    throw new ToeplitzError("this tensor was disposed of and has no elements any more", {
      code: "disposed",
      api: "Tensor",
      argument: "x",
    });
  }
}
