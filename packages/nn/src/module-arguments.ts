// What modules remember: whole numbers and switches, kept and printed as they were given.
import type { OutputSize, PerAxis } from "@toeplitz/conv";
import { argumentError } from "@toeplitz/tensor/extend";
import { tupleText } from "./module-text.ts";

/** A number, or a list of them, as a copy that nobody changes. Counts and signs are checked by the first call, as in PyTorch. */
export function kept(api: string, argument: string, value: unknown, absent?: number): PerAxis {
  return wholeNumbers(api, argument, value === undefined ? absent : value, false) as PerAxis;
}

/** A size, where null in a list stands for the input's own. */
export function keptSize(api: string, value: unknown): OutputSize {
  return wholeNumbers(api, "outputSize", value, true);
}

/** A switch with its default. */
export function keptSwitch(api: string, argument: string, value: unknown, absent: boolean): boolean {
  if (value === undefined) return absent;
  if (typeof value !== "boolean") throw argumentError(api, argument, "be a boolean", value);
  return value;
}

function wholeNumbers(api: string, argument: string, value: unknown, nulls: boolean): OutputSize {
  const legal = (entry: unknown) => Number.isInteger(entry) || (nulls && entry === null);
  if (Array.isArray(value) && value.every(legal)) return Object.freeze([...(value as (number | null)[])]);
  if (Number.isInteger(value)) return value as number;
  throw argumentError(api, argument, "be a whole number or a list of whole numbers", value);
}

/** As Python prints it: `2`, `(3, 2)`, `(None, 7)`. */
export function sizeText(size: OutputSize): string {
  return typeof size === "number" ? String(size) : tupleText(size.map((entry) => entry ?? "None"));
}

/** A number with its default. */
export function keptNumber(api: string, argument: string, value: unknown, absent: number): number {
  if (value === undefined) return absent;
  if (typeof value !== "number") throw argumentError(api, argument, "be a number", value);
  return value;
}
