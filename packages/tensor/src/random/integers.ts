// Filling arrays with random whole numbers and random orders.
import type { TypedArray } from "../dtype.js";
import { argumentError, ToeplitzError } from "../errors.js";
import type { Generator } from "./generator.js";
import { randomProfile } from "./profile.js";

/**
 * Overwrites `array` with whole numbers from [low, high), in order. Each takes one draw, or two where the range is wide
 * (see {@link randomProfile}); the element type does not matter.
 * Mirrors `torch.randint` and `Tensor.random_(from, to)`.
 *
 * @throws ToeplitzError with PyTorch's sentence if there is no number in the range.
 */
export function fillRandint(
  generator: Generator,
  array: TypedArray,
  low: number | bigint,
  high: number | bigint,
  api = "randint",
): void {
  const from = wholeOf(api, "low", low);
  const to = wholeOf(api, "high", high);
  if (from >= to) {
    throw new ToeplitzError(`random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`, {
      code: "argument",
      api,
      argument: "low",
      value: low,
      rule: "be less than high",
    });
  }
  const range = to - from;
  const wide = range >= BigInt(randomProfile().wideRange);
  if (array instanceof BigInt64Array) {
    // Assigning to a BigInt64Array wraps to 64 bits, as PyTorch's unsigned arithmetic does.
    if (wide) for (let i = 0; i < array.length; i++) array[i] = (generator.random64() % range) + from;
    else {
      const count = Number(range);
      for (let i = 0; i < array.length; i++) array[i] = BigInt(generator.random() % count) + from;
    }
    return;
  }
  if (wide) {
    for (let i = 0; i < array.length; i++) array[i] = Number(BigInt.asIntN(64, (generator.random64() % range) + from));
    return;
  }
  const count = Number(range);
  const base = Number(from);
  for (let i = 0; i < array.length; i++) array[i] = (generator.random() % count) + base;
}

/** From this length on PyTorch's 32-bit draws would be noticeably uneven, and it takes another way. */
const longPermutation = 2 ** 32 / 20;

/**
 * Overwrites `array` with the numbers from 0 to its length - 1 in random order.
 * Mirrors `torch.randperm`.
 */
export function fillRandperm(generator: Generator, array: TypedArray): void {
  if (array instanceof BigInt64Array) {
    // Numbers shuffle faster than bigints.
    const order = new Uint32Array(array.length);
    shuffle(generator, order);
    for (let i = 0; i < order.length; i++) array[i] = BigInt(order[i]!);
  } else shuffle(generator, array);
}

function shuffle(generator: Generator, order: Exclude<TypedArray, BigInt64Array> | Uint32Array): void {
  const n = order.length;
  if (n >= longPermutation) {
    for (let i = 0; i < n; i++) {
      const z = Number(generator.random64() % BigInt(i + 1));
      order[i] = i;
      order[i] = order[z]!;
      order[z] = i;
    }
    return;
  }
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const other = i + (generator.random() % (n - i));
    const kept = order[i]!;
    order[i] = order[other]!;
    order[other] = kept;
  }
}

function wholeOf(api: string, argument: string, value: number | bigint): bigint {
  const whole = typeof value === "bigint" ? value : Number.isInteger(value) ? BigInt(value) : undefined;
  if (whole === undefined || BigInt.asIntN(64, whole) !== whole) {
    throw argumentError(api, argument, "be a whole number of 64 bits", value);
  }
  return whole;
}
