// Filling arrays with random whole numbers and random orders.
import { allocate, type DType, dtypeOfArray, type TypedArray } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import type { Generator } from "./generator.ts";
import { randomProfile } from "./profile.ts";

/** Bits of a floating type's mantissa: whole numbers are exact up to 2 to that power. */
const mantissaBits = { float32: 24, float64: 53 } as const;

/** First and last number of the integer types, and their names in C++, which PyTorch's messages use. */
const integerTypes: Readonly<Record<"bool" | "uint8" | "int32" | "int64", readonly [bigint, bigint, string]>> = {
  bool: [0n, 1n, "bool"],
  uint8: [0n, 255n, "unsigned char"],
  int32: [-(2n ** 31n), 2n ** 31n - 1n, "int"],
  int64: [-(2n ** 63n), 2n ** 63n - 1n, "long"],
};

/**
 * Overwrites `array` with whole numbers from [low, high), in order. Each takes one draw, or two where the range is wide
 * (`wideRange` of the profile), whatever the element type.
 * Mirrors `torch.randint` and `Tensor.random_(from, to)`.
 *
 * @throws ToeplitzError with PyTorch's sentence if no number is in the range, or one of them is none of the element type's.
 */
export function fillRandint(
  generator: Generator,
  array: TypedArray,
  low: number | bigint,
  high: number | bigint,
  dtype: DType = dtypeOfArray(array)!,
  api = "randint",
): void {
  const [from, range] = checkRange(api, dtype, wholeOf(api, "low", low), wholeOf(api, "high", high));
  drawIntegers(generator, array, from, range);
}

/**
 * Overwrites `array` with whole numbers from 0 to the largest of the element type, or to 2^24 and 2^53 for the floating types,
 * both included. Mirrors `Tensor.random_()` without arguments.
 */
export function fillRandom(generator: Generator, array: TypedArray, dtype: DType = dtypeOfArray(array)!): void {
  const floating = dtype === "float32" || dtype === "float64";
  const range = floating ? 2n ** BigInt(mantissaBits[dtype]) + 1n : integerTypes[dtype][1] + 1n;
  // Here the width of the type, not of the range, says how many bits are drawn.
  if (dtype === "float64" || dtype === "int64") drawWide(generator, array, 0n, range);
  else drawNarrow(generator, array, 0, Number(range));
}

function drawIntegers(generator: Generator, array: TypedArray, from: bigint, range: bigint): void {
  if (range >= BigInt(randomProfile().wideRange)) drawWide(generator, array, from, range);
  else if (array instanceof BigInt64Array && !Number.isSafeInteger(Number(from))) {
    for (let i = 0; i < array.length; i++) array[i] = BigInt(generator.random() % Number(range)) + from;
  } else drawNarrow(generator, array, Number(from), Number(range));
}

function drawWide(generator: Generator, array: TypedArray, from: bigint, range: bigint): void {
  for (let i = 0; i < array.length; i++) {
    // PyTorch adds in 64 bits without a sign and reads the result with one.
    const value = BigInt.asIntN(64, (generator.random64() % range) + from);
    if (array instanceof BigInt64Array) array[i] = value;
    else array[i] = Number(value);
  }
}

function drawNarrow(generator: Generator, array: TypedArray, from: number, range: number): void {
  if (array instanceof BigInt64Array) {
    for (let i = 0; i < array.length; i++) array[i] = BigInt((generator.random() % range) + from);
  } else for (let i = 0; i < array.length; i++) array[i] = (generator.random() % range) + from;
}

/** The first number and the count of numbers from `low` up to `high`, as the element type can hold them. */
function checkRange(api: string, dtype: DType, low: bigint, high: bigint): [from: bigint, range: bigint] {
  const refuse = (sentence: string, argument: string, value: bigint, rule: string) =>
    new ToeplitzError(sentence, { code: "argument", api, argument, value, rule });
  if (low >= high) {
    const sentence = `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`;
    throw refuse(sentence, "low", low, "be less than high");
  }
  if (dtype !== "float32" && dtype !== "float64") {
    const [first, last, name] = integerTypes[dtype];
    const inside = (value: bigint) => value >= first && value <= last;
    if (!inside(low)) throw refuse(`from is out of bounds for ${name}`, "low", low, `be in [${first}, ${last}]`);
    if (!inside(high - 1n)) {
      throw refuse(`to - 1 is out of bounds for ${name}`, "high", high, `be in [${first}, ${last + 1n}]`);
    }
    return [low, high - low];
  }
  // Numbers that would round to outside of the bounds are kept out, as PyTorch's update_from and update_to do.
  const lowest = rounded(low + 1n, dtype);
  const from = lowest < low ? lowest + gapAt(low + 1n, dtype) : low;
  const highest = rounded(high - 1n, dtype);
  const to = highest >= high ? highest - gapAt(high - 1n, dtype) : high;
  if (from >= to) {
    throw refuse(
      `random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got from=${from} >= to=${to}`,
      "low",
      low,
      "be less than high",
    );
  }
  return [from, to - from];
}

/** The number that the type holds instead, in 64 bits; 2^63 wraps, as x86's conversion does. */
function rounded(value: bigint, dtype: "float32" | "float64"): bigint {
  return BigInt.asIntN(64, BigInt(dtype === "float32" ? Math.fround(Number(value)) : Number(value)));
}

/** The distance of the type's numbers around `value`. */
function gapAt(value: bigint, dtype: "float32" | "float64"): bigint {
  const magnitude = (value < 0n ? -value : value).toString(2).length;
  return 1n << BigInt(magnitude - mantissaBits[dtype]);
}

/** From this length on PyTorch's 32-bit draws would be noticeably uneven, and it takes another way. */
const longPermutation = 2 ** 32 / 20;

/**
 * Overwrites `array` with the numbers from 0 to its length - 1 in random order.
 * Mirrors `torch.randperm`.
 *
 * @throws ToeplitzError with PyTorch's sentence if the element type cannot hold them all.
 */
export function fillRandperm(generator: Generator, array: TypedArray, dtype: DType = dtypeOfArray(array)!): void {
  checkLength(array.length, dtype);
  if (array instanceof BigInt64Array) {
    // Numbers shuffle faster than bigints.
    const order = allocate("float64", array.length);
    shuffle(generator, order);
    for (let i = 0; i < order.length; i++) array[i] = BigInt(order[i]!);
  } else shuffle(generator, array);
}

function checkLength(n: number, dtype: DType): void {
  const refuse = (sentence: string) =>
    new ToeplitzError(sentence, { code: "dtype", api: "randperm", argument: "dtype", value: dtype });
  if (dtype === "bool") throw refuse(`"randperm" not implemented for 'Bool'`);
  if (dtype === "float32" && n > 2 ** 24 + 1) throw refuse("n cannot be greater than 2^24+1 for Float type.");
  if (dtype === "uint8" && n > 255) throw refuse("value cannot be converted to type uint8_t without overflow");
  if (dtype === "int32" && n > 2 ** 31 - 1) throw refuse("value cannot be converted to type int without overflow");
}

function shuffle(generator: Generator, order: Exclude<TypedArray, BigInt64Array>): void {
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
