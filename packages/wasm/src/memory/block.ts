// What the cache keeps: a storage's bytes, and what was computed from them. Neither knows the storage, so neither keeps it alive.
import type { BackendMemory } from "@toeplitz/tensor/extend";
import { Piece } from "./recency-list.ts";

/**
 * The bytes of one storage, as far as a backend has them.
 *
 * They are in memory (`address`), in `saved`, in both alike, or in neither: then the storage has them at home, and if not even
 * that, nobody has written any and they are zero.
 */
export class Block extends Piece {
  readonly memory: BackendMemory;
  /** The bytes in JavaScript, since they had to leave memory. Whoever still has the storage finds them, the cache does not. */
  saved: ArrayBuffer | null = null;
  /** Whether memory has the only copy of the bytes. */
  dirty = false;
  /** Whether the bytes in memory are more than garbage yet. */
  loaded = false;
  /** Whether room was short since the last use: coming back proves that the block was needed. */
  evicted = false;
  /** Whether something derived was given up since the last use. */
  derivedEvicted = false;
  /** First of what is cached of these bytes in another layout. */
  derived: DerivedBlock | null = null;
  /** Number in the finalization registry, or 0. */
  ticket = 0;

  constructor(memory: BackendMemory, bytes: number) {
    super(bytes);
    this.memory = memory;
  }
}

/** Bytes that were computed from a block's, such as weights packed for a kernel: given up without a copy. */
export class DerivedBlock extends Piece {
  readonly owner: Block;
  readonly layout: string;
  /** Version of the storage that they were computed from; -1 for none. */
  version = -1;
  /** The next one of the same owner. */
  next: DerivedBlock | null = null;

  constructor(owner: Block, layout: string, bytes: number) {
    super(bytes);
    this.owner = owner;
    this.layout = layout;
  }
}
