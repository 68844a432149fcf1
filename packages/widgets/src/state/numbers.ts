// The elements of input and weight while their shapes change: what was there stays, what is new is made up, always the same.
import { data, elements } from "@toeplitz/conformance/rows";
import { type Numbers, unravel } from "@toeplitz/figures";

export const inputSeed = 7;
export const weightSeed = 11;
export const upstreamSeed = 13;
export const biasSeed = 17;

/** Made-up elements: small multiples of 1/4, whose sums of products are exact. */
export function freshNumbers(shape: readonly number[], seed: number): Numbers {
  return { shape, values: elements(data(shape, { seed })) };
}

/** Numbers of another shape: the elements at the same place are kept. */
export function reshaped(old: Numbers, shape: readonly number[], seed: number): Numbers {
  if (shape.join() === old.shape.join()) return old;
  const fresh = freshNumbers(shape, seed);
  if (shape.length !== old.shape.length) return fresh;
  const values = fresh.values.map((value, index) => {
    const place = unravel(index, shape);
    if (place.some((at, axis) => at >= old.shape[axis]!)) return value;
    return old.values[place.reduce((flat, at, axis) => flat * old.shape[axis]! + at, 0)]!;
  });
  return { shape, values };
}

/** Numbers with some elements set to one value. */
export function withElements(numbers: Numbers, indices: readonly number[], value: number): Numbers {
  const values = [...numbers.values];
  for (const index of indices) if (index < values.length) values[index] = value;
  return { shape: numbers.shape, values };
}

/** Whether these are the made-up elements, which a link need not spell out. */
export function isFresh({ shape, values }: Numbers, seed: number): boolean {
  const fresh = freshNumbers(shape, seed).values;
  return values.every((value, i) => value === fresh[i]);
}
