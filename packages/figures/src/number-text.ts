// Numbers as a figure writes them: a true minus sign, and as few digits as a cell can hold.

/** At most six characters, for a cell. */
export function cellNumber(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "∞" : "−∞";
  if (size >= 99_999.5) return minus(value.toExponential(0).replace("e+", "e"));
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return minus(trimmed(value.toFixed(digits)));
}

/** Largest size at which a text fits into a cell, in a font whose characters are 0.6 as wide as high. */
export function fittingSize(text: string, cell: number, most: number): number {
  return Math.min(most, (cell - 4) / (0.6 * text.length));
}

/** Up to four decimals, as PyTorch prints by default, without the zeros at the end. */
export function fullNumber(value: number): string {
  if (!Number.isFinite(value)) return cellNumber(value);
  return minus(trimmed(value.toFixed(4)));
}

/** A float32 as a person would type it: its shortest decimal, with the keyboard's minus. */
export function typedNumber(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return String(short);
  }
  // No finite number comes here: nine digits are enough for each.
  return String(value);
}

/** A number as a factor in a formula: negative ones in brackets. */
export function factorNumber(value: number): string {
  const text = fullNumber(value);
  return text.startsWith("−") ? `(${text})` : text;
}

const subscripts = "₀₁₂₃₄₅₆₇₈₉";

/** `₁,₂` for [1, 2]; without commas while every index has one digit. */
export function subscript(indices: readonly number[]): string {
  const separator = indices.some((i) => i > 9) ? "," : "";
  return indices.map((i) => [...String(i)].map((digit) => subscripts[Number(digit)]).join("")).join(separator);
}

/** Indices along each axis of a flat index. */
export function unravel(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return place;
}

function trimmed(text: string): string {
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short === "-0" ? "0" : short;
}

function minus(text: string): string {
  return text.replace("-", "−");
}
