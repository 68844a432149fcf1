// The Mersenne Twister with PyTorch's seeding, bit for bit.
import { allocate } from "../dtype.ts";

const size = 624;
const shift = 397;

/** Counts after a seeding: PyTorch's `left` reaches 0 with the first draw, which then refills the words. */
const freshLeft = 1;

/**
 * MT19937 as PyTorch's CPU generator runs it: one word of state per draw, refilled by 624 at a time.
 * Mirrors `at::mt19937`; the fields have its names, so that a saved state can be exchanged with PyTorch.
 */
export class Mt19937 {
  /** The 624 words, as signed 32-bit numbers. */
  readonly words = allocate("int32", size);
  /** Draws until the next refill, counting the one that refills. */
  left = freshLeft;
  /** Index of the word that the next draw tempers. */
  next = 0;

  /** Starts with the low 32 bits of `seed`. */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts over with the low 32 bits of `seed`. */
  seed(seed: number): void {
    const words = this.words;
    let word = seed | 0;
    words[0] = word;
    for (let j = 1; j < size; j++) {
      word = (Math.imul(word ^ (word >>> 30), 1812433253) + j) | 0;
      words[j] = word;
    }
    this.left = freshLeft;
    this.next = 0;
  }

  /** The next 32 random bits, as a number from 0 to 2^32 - 1. */
  draw(): number {
    if (--this.left === 0) this.#refill();
    let y = this.words[this.next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #refill(): void {
    const words = this.words;
    let i = 0;
    for (; i < size - shift; i++) words[i] = words[i + shift]! ^ twist(words[i]!, words[i + 1]!);
    for (; i < size - 1; i++) words[i] = words[i + shift - size]! ^ twist(words[i]!, words[i + 1]!);
    words[i] = words[shift - 1]! ^ twist(words[i]!, words[0]!);
    this.left = size;
    this.next = 0;
  }
}

/** The top bit of one word joined to the rest of the next, shifted, and folded with the matrix if it was odd. */
function twist(high: number, low: number): number {
  const mixed = (high & 0x80000000) | (low & 0x7fffffff);
  return (mixed >>> 1) ^ (-(low & 1) & 0x9908b0df);
}
