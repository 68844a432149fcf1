// Gradients on their way through the tape that nobody else can have: their memory is given back as soon as they have been used.
import { type Storage, storagesMade } from "../storage.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Counts, for elements that an operation has made for a gradient, in how many gradients they still wait.
 *
 * A collector cannot know before the whole walk is over that a gradient is garbage; and gradients are as large as activations.
 */
export class Custody {
  readonly #waiting = new Map<Storage, number>();

  /** Takes charge of what was made since `before` storages were, and returned as a gradient. */
  take(gradient: Tensor, before: number): void {
    const { storage } = gradient;
    if (storage.serial > before && !this.#waiting.has(storage)) this.#waiting.set(storage, 0);
  }

  /** A gradient waits somewhere. */
  hold(gradient: Tensor): void {
    const count = this.#waiting.get(gradient.storage);
    if (count !== undefined) this.#waiting.set(gradient.storage, count + 1);
  }

  /** A gradient that waited has been used. */
  use(gradient: Tensor): void {
    const count = this.#waiting.get(gradient.storage);
    if (count === undefined) return;
    this.#waiting.set(gradient.storage, count - 1);
    this.discard(gradient);
  }

  /** Gives the memory of a gradient back that waits nowhere. */
  discard({ storage }: Tensor): void {
    if (this.#waiting.get(storage) !== 0) return;
    this.#waiting.delete(storage);
    storage.dispose();
  }

  /** Somebody else has seen the gradient, and may have kept it. */
  leave(gradient: Tensor): void {
    this.#waiting.delete(gradient.storage);
  }

  /** Whether nobody but one who waits has the gradient's elements. */
  isAlone(gradient: Tensor): boolean {
    return this.#waiting.get(gradient.storage) === 1;
  }

  /** What {@link take} is told before an operation runs. */
  static get now(): number {
    return storagesMade();
  }
}
