// How a kernel gets addresses: one request that names all its operands and is granted or declined as a whole.
import type { Operand, Storage } from "@toeplitz/tensor/extend";

/**
 * One request for addresses at a time: `start`, a slot for everything that the kernel touches, `commit`, then `address`.
 *
 * ```ts
 * placement.start();
 * const x = placement.read(operands.x);
 * const y = placement.all(operands.y);
 * if (!placement.commit()) return false; // the portable kernel runs
 * exports.relu(placement.address(x), placement.address(y), n);
 * return true;
 * ```
 *
 * What was placed stays where it is until the next `start()`. Views of the memory (`heap.f32`) must be fetched after `commit`, which
 * may have grown it. A storage may have several slots, as when a kernel works in place; all of them have one address then, but for
 * their offsets.
 */
export interface Placement {
  /** Forgets the previous request: what it pinned may move again, its scratch memory is free. */
  start(): void;
  /** The bytes must be in memory and current. Returns the number of the slot, as do all below. */
  read(operand: Operand): number;
  /** As {@link read}, or address 0 for null. */
  readOptional(operand: Operand | null): number;
  /** An output of which every element is overwritten: nothing is copied in. With an offset it is treated as a part. */
  all(operand: Operand): number;
  /** An output whose other elements survive. */
  part(operand: Operand): number;
  /** Working memory, full of garbage, until the next `start()`; 64-byte aligned. */
  scratch(bytes: number): number;
  /**
   * Bytes computed from a storage, kept while room and the bounds of the cache allow. `layout` names how they are computed, to the
   * last parameter; they depend on nothing but that and the storage's elements. See {@link isFresh}.
   */
  derived(storage: Storage, layout: string, bytes: number): number;
  /**
   * Brings everything into memory, others giving way, and marks the outputs as written: their storages' elements are in memory
   * from here on. False if that does not fit; then no storage has changed.
   */
  commit(): boolean;
  /** Byte address of a slot's operand, its offset included. */
  address(slot: number): number;
  /** Whether a derived slot holds the bytes of the storage's current version already. */
  isFresh(slot: number): boolean;
  /** Says that a derived slot that was not fresh holds its bytes now. Until then nobody takes it for fresh. */
  computed(slot: number): void;
}
