// Things in the order of their last use, linked through themselves: taking one out or moving it to the front allocates nothing.

/** A piece of the heap that may be given up when room is short. */
export class Piece {
  /** Where it is in memory, or 0 while it is not. */
  address = 0;
  readonly bytes: number;
  /** The request that used it last; no request gives up what it uses itself. */
  lastUse = 0;
  /** @internal Neighbours in the list. */
  newer: Piece | null = null;
  /** @internal */
  older: Piece | null = null;

  constructor(bytes: number) {
    this.bytes = bytes;
  }
}

/** Pieces from the one that was used last to the one that was used least recently. */
export class RecencyList<P extends Piece> {
  #newest: P | null = null;
  #oldest: P | null = null;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get oldest(): P | null {
    return this.#oldest;
  }

  add(piece: P): void {
    this.#length += 1;
    this.#link(piece);
  }

  remove(piece: P): void {
    this.#length -= 1;
    this.#unlink(piece);
  }

  /** Makes a piece of the list the newest. */
  touch(piece: P): void {
    if (piece === this.#newest) return;
    this.#unlink(piece);
    this.#link(piece);
  }

  #link(piece: P): void {
    piece.older = this.#newest;
    piece.newer = null;
    if (this.#newest === null) this.#oldest = piece;
    else this.#newest.newer = piece;
    this.#newest = piece;
  }

  #unlink(piece: P): void {
    const { older, newer } = piece;
    if (older === null) this.#oldest = newer as P | null;
    else older.newer = newer;
    if (newer === null) this.#newest = older as P | null;
    else newer.older = older;
    piece.older = null;
    piece.newer = null;
  }
}
