// Choices that depend on a seed and a case's number alone, so that a case can be named by two numbers.
import { hash } from "../rows/fill.ts";

export interface Dice {
  /** A seed for the elements of this case's inputs; never 0, which would stand for "by the input's name". */
  readonly seed: number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of the list; what stands there twice comes twice as often. */
  pick<T>(list: readonly T[]): T;
  /** True in this share of the cases. */
  chance(share: number): boolean;
}

/** The choices of case number `index` of a seed. */
export function dice(seed: number, index: number): Dice {
  const own = hash(index, hash(seed, 0x64696365)) | 1;
  let drawn = 0;
  const next = () => hash(drawn++, own);
  const below = (n: number) => next() % n;
  return {
    seed: own >>> 0,
    whole: (least, most) => least + below(most - least + 1),
    pick: (list) => list[below(list.length)]!,
    chance: (share) => next() < share * 2 ** 32,
  };
}

/** One value per axis as a caller may write it: a number where all agree (mostly), else a list; nothing where it is the default. */
export function written(d: Dice, values: readonly number[], missing: number): number | readonly number[] | undefined {
  if (values.some((value) => value !== values[0]) || d.chance(0.2)) return values;
  return values[0] === missing && d.chance(0.8) ? undefined : values[0]!;
}

/** What no list of sizes may be: a number that is too small, one too small in its list, or a list of another length. */
export const wrongList = (d: Dice, length: number): number | readonly number[] =>
  d.pick<number | readonly number[]>([
    -1,
    0,
    new Array<number>(length).fill(1).with(d.whole(0, length - 1), d.whole(-1, 0)),
    new Array<number>(d.pick([0, 4])).fill(1),
    new Array<number>(length + 1).fill(d.whole(1, 2)),
  ]);
