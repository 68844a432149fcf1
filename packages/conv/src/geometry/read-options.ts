// Reading what a caller wrote: numbers or lists per axis, words, tensors' shapes and dtypes.
import type { DType } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import type { Activation, PaddingMode } from "./conv-geometry.ts";

/** A number for every axis, or a list with one number per axis (a list of one counts for all). */
export type PerAxis = number | readonly number[];

/** Padding on both sides of each axis, or PyTorch's word for it: `'same'` keeps sizes at stride 1, `'valid'` is none. */
export type Padding = PerAxis | "same" | "valid";

/** What geometry needs to know of an array. */
export interface Sized {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Beyond this a number cannot describe anything that fits into memory, and sums of products stop being exact. */
const largest = 2 ** 32;

const activations: readonly Activation[] = ["none", "relu", "relu6"];
const paddingModes: readonly PaddingMode[] = ["zeros", "reflect", "replicate", "circular"];

/** One whole number. */
export function readWhole(api: string, argument: string, value: unknown, absent: number): number {
  if (value === undefined) return absent;
  check(api, argument, value, "be a whole number");
  return value + 0;
}

/** Numbers per axis as a list: a single number stands `axes` times, a list stands as it was given. */
export function readPerAxis(api: string, argument: string, value: unknown, axes: number, absent: number): number[] {
  if (value === undefined) return new Array<number>(axes).fill(absent);
  const rule =
    axes === 1 ? "be a whole number or a list of one" : `be a whole number or a list of ${axes} whole numbers`;
  if (Array.isArray(value)) {
    return Array.from(value, (entry: unknown, axis) => {
      check(api, `${argument}[${axis}]`, entry, "be a whole number");
      return entry + 0; // turns -0 into 0
    });
  }
  check(api, argument, value, rule);
  return new Array<number>(axes).fill(value + 0);
}

function check(api: string, argument: string, value: unknown, rule: string): asserts value is number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    const legal =
      typeof value === "number" && Number.isFinite(value) ? [Math.floor(value), Math.ceil(value)] : undefined;
    throw argumentError(api, argument, rule, value, legal === undefined ? {} : { legal });
  }
  if (Math.abs(value) > largest) {
    throw argumentError(api, argument, `lie between ${-largest} and ${largest}`, value, {
      legal: [Math.sign(value) * largest],
    });
  }
}

/** A list of exactly `count` sizes, none negative. */
export function readSizes(api: string, argument: string, value: unknown, count: number): number[] {
  if (!Array.isArray(value) || value.length !== count) {
    throw argumentError(api, argument, `be a list of ${count} sizes`, value, { code: "shape" });
  }
  return Array.from(value, (entry: unknown, axis) => {
    if (typeof entry !== "number" || !Number.isInteger(entry) || entry < 0 || entry > largest) {
      throw argumentError(api, `${argument}[${axis}]`, "be a size: a whole number, not negative", entry, {
        code: "shape",
      });
    }
    return entry + 0;
  });
}

/** The activation that a caller asked for. */
export function readActivation(api: string, value: unknown): Activation {
  return readWord(api, "activation", value, activations, "none");
}

/** The padding mode that a caller asked for, in PyTorch's words. */
export function readPaddingMode(api: string, value: unknown): PaddingMode {
  return readWord(api, "paddingMode", value, paddingModes, "zeros");
}

function readWord<W extends string>(api: string, argument: string, value: unknown, legal: readonly W[], absent: W): W {
  if (value === undefined) return absent;
  if (typeof value === "string" && (legal as readonly string[]).includes(value)) return value as W;
  throw argumentError(api, argument, `be one of ${legal.join(", ")}`, value, { legal });
}
