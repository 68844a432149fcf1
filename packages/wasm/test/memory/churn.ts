// Random pieces of memory, taken and given back for as long as one likes, against a model that knows only who has which bytes.
import { Heap } from "../../src/memory/heap.ts";
import { randomNumbers } from "./random-numbers.ts";

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

/** What {@link churn} has seen: all in bytes. */
export interface Churned {
  /** Most that was in use at a time, and the end of the last piece that ever was. */
  readonly peak: number;
  readonly furthest: number;
  /** What is said to be in use after everything was given back, the pieces that are free then, and what they should be. */
  readonly used: number;
  readonly free: { readonly chunks: number; readonly largest: number };
  readonly whole: number;
}

const base = 1000;
const mostLive = 400 * 2 ** 20;

/**
 * Takes and gives back pieces of 1 byte to 16 MiB, more of them in use and fewer by turns, and in the end gives back all.
 *
 * @throws Error for a piece that is not aligned, lies outside of the memory, or overlaps another.
 */
export function churn(steps: number, seed: number): Churned {
  const heap = new Heap({ memory: new WebAssembly.Memory({ initial: 1, maximum: 65536 }), base, cap: 2 ** 32 });
  const random = randomNumbers(seed);
  const model = new Model();
  let [peak, furthest] = [0, 0];
  for (let step = 0; step < steps; step++) {
    const growing = random() < (step % 20_000 < 10_000 ? 0.6 : 0.4) && model.live < mostLive;
    if (!growing && model.pieces.length > 0) {
      heap.free(model.take(random()));
      continue;
    }
    const bytes = Math.ceil(2 ** (random() * 24));
    const address = heap.alloc(bytes);
    if (address % 64 !== 0 || address < base || address + bytes > heap.memory.buffer.byteLength) {
      throw new Error(`${bytes} bytes at ${address}`);
    }
    model.add({ address, bytes });
    peak = Math.max(peak, model.live);
    furthest = Math.max(furthest, address + bytes);
  }
  while (model.pieces.length > 0) heap.free(model.take(random()));
  const whole = heap.memory.buffer.byteLength - Math.ceil(base / 64) * 64;
  return { peak, furthest, used: heap.used, free: heap.fragmentation(), whole };
}
