// Draws of one input: everything about it follows from its number.
import { mutated } from "../mutate.ts";

/** A whole number from 0 on, below the limit. */
export type Random = (limit: number) => number;

/** A file that a kind of change has made. */
export type Make = (random: Random) => Uint8Array<ArrayBuffer>;

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

/** Some small sizes of axes. */
export function drawShape(random: Random): number[] {
  return Array.from({ length: random(4) }, () => 1 + random(3));
}

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Bytes that are right for every element type: zeros and ones. */
export function drawData(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random(2));
}

/** Numbers as text, at the ends of all widths and beyond; some are none. */
export const wildNumbers = [
  ...["0", "1", "-1", "7", "255", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296"],
  ...["9007199254740991", "9007199254740992", "9223372036854775807", "18446744073709551614", "1e3", "1.5", "-0", "00"],
  ...["99999999999999999999999999999999999999999999", "NaN", "true", "null", '"1"', "[]", "{}", ""],
] as const;

/** Numbers for fields of four bytes. */
export const wildWords = [0, 1, 2, 3, 8, 16, 255, 4096, 65535, 2 ** 20, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1] as const;

/** Names that mean something elsewhere. */
export const wildNames = [
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "__proto__.polluted", "../w", "/w", "w\\..\\w", "w/"],
  ...["", "\u0000", "\u202ew", "\ud83d\ude00", "n\u0303", "w".repeat(5000), "__metadata__", "<img src=x>"],
] as const;

/** What can happen to a file of every format. */
export function changesOfBytes(right: Make, recorded: readonly Uint8Array[]): Readonly<Record<string, Make>> {
  return {
    right,
    truncated: (random) => {
      const file = right(random);
      return file.slice(0, random(file.length));
    },
    extended: (random) => {
      const file = right(random);
      const longer = new Uint8Array(file.length + 1 + random(40));
      longer.set(file, random(4) === 0 ? longer.length - file.length : 0);
      return longer;
    },
    "endianness swapped": (random) => {
      const file = right(random);
      const width = pick(random, [2, 4, 8]);
      const at = random(3) === 0 ? 0 : random(Math.max(1, file.length - width));
      file.subarray(at, at + width).reverse();
      return file;
    },
    bytes: (random) => mutated(right(random), random),
    "bytes of recorded files": (random) => mutated(pick(random, recorded), random),
  };
}
