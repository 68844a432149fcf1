// Decides once per tensor how its elements are written, and how wide.
import { category, type DType } from "../dtype.ts";
import { fixedText, scientificText } from "./number-text.ts";
import type { PrintOptions } from "./print-options.ts";

/** How the elements of one tensor are written. */
export interface Formatter {
  /** Characters that elements are padded to; some (nan, inf, -0) may be longer. */
  readonly width: number;
  /** The padded text of one element. */
  format(value: number | bigint): string;
}

/**
 * The formatter for a tensor that shows these values.
 *
 * Floating-point values: only those that are finite and not zero decide. Whole numbers are written `1.`, others with
 * `precision` digits, and values of very different or extreme size scientifically; nan, inf and zeros are padded to the width of
 * the rest and do not widen it. Mirrors `torch._tensor_str._Formatter`, which is the same here in 1.13 and in 2.x.
 */
export function formatterFor(dtype: DType, shown: readonly (number | bigint)[], options: PrintOptions): Formatter {
  if (category(dtype) !== 2) return padded((value) => plainText(dtype, value), shown);
  const deciding = (shown as readonly number[]).filter((value) => Number.isFinite(value) && value !== 0);
  if (deciding.length === 0) return padded(wholeText, deciding);

  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  let whole = true;
  for (const value of deciding) {
    const size = Math.abs(value);
    if (size < least) least = size;
    if (size > most) most = size;
    whole &&= Number.isInteger(value);
  }
  const unlike = most / least > 1000 || most > 1e8 || (!whole && least < 1e-4);
  const scientific = (value: number) => scientificText(value, options.precision);
  const usual = whole ? wholeText : (value: number) => fixedText(value, options.precision);
  // A notation that the caller forces changes the texts but, in PyTorch, not the width.
  const text = (options.sciMode ?? unlike) ? scientific : usual;
  return padded(text, deciding, unlike ? scientific : usual);
}

function padded<T extends number | bigint>(
  text: (value: T) => string,
  deciding: readonly T[] | readonly (number | bigint)[],
  measured: (value: T) => string = text,
): Formatter {
  let width = 1;
  for (const value of deciding) width = Math.max(width, measured(value as T).length);
  return { width, format: (value) => text(value as T).padStart(width) };
}

function plainText(dtype: DType, value: number | bigint): string {
  if (dtype === "bool") return value ? "True" : "False";
  return String(value);
}

/** A whole number, marked by its point as floating; nan and inf need no mark. */
function wholeText(value: number): string {
  return fixedText(value, 0) + (Number.isFinite(value) ? "." : "");
}
