// Doubles as decimal text exactly as Python's %.Nf and %.Ne write them: the exact binary value, halves to even.

/**
 * `value` with `digits` digits after the point.
 *
 * JavaScript's `toFixed` also looks at the exact value, but of two equally near texts it takes the larger. Such a tie can be
 * recognised: then the value is an odd multiple of 2^-(digits + 1), because the tie's odd multiple of 10^-digits / 2 can only
 * be a binary fraction if the fives cancel.
 */
export function fixedText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFiniteText(value);
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (size >= 1e21 || digits > 100) return sign + exactFixed(size, digits);
  const text = size.toFixed(digits);
  return sign + ((size * 2 ** (digits + 1)) % 2 === 1 ? halfToEven(text) : text);
}

/** `value` as one digit, `digits` more after the point, and an exponent of at least two digits. */
export function scientificText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFiniteText(value);
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const text = size !== 0 && digits > 99 ? exactScientific(size, digits) : size.toExponential(Math.min(digits, 100));
  const at = text.indexOf("e");
  let mantissa = text.slice(0, at);
  if (digits > 100 && size === 0) mantissa = mantissa.padEnd(digits + 2, "0");
  if (digits <= 99 && isScientificTie(size, digits, text.slice(at))) mantissa = halfToEven(mantissa);
  return `${sign}${mantissa}e${text[at + 1]}${text.slice(at + 2).padStart(2, "0")}`;
}

/**
 * `value` as C++ streams write it and thus PyTorch's messages show it: six digits, no zeros at their end, and an exponent
 * where it is below -4 or above 5.
 */
export function shortText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return fixedText(value, 0);
  const [mantissa, power] = scientificText(value, 5).split("e") as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return trimmed(fixedText(value, 5 - exponent));
  return `${trimmed(mantissa)}e${power}`;
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function nonFiniteText(value: number): string {
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

/** Of a tie's two texts, the one with an even last digit, given the larger. An odd digit minus one never borrows. */
function halfToEven(larger: string): string {
  const last = larger.charCodeAt(larger.length - 1);
  return last % 2 === 1 ? larger.slice(0, -1) + String.fromCharCode(last - 1) : larger;
}

/**
 * Whether the value, with one digit more, is exact and ends in 5. Nine in ten values are settled by that digit alone. Where the
 * larger text has carried into the next power of ten it stands for an even number, and there is nothing to choose.
 */
function isScientificTie(size: number, digits: number, exponent: string): boolean {
  const longer = size.toExponential(digits + 1);
  const at = longer.indexOf("e");
  if (longer[at - 1] !== "5" || longer.slice(at) !== exponent) return false;
  const mantissa = BigInt(longer.slice(0, at).replace(".", ""));
  const power = Number(longer.slice(at + 1)) - (digits + 1);
  const [whole, twos] = binaryParts(size);
  // Is mantissa * 10^power = whole * 2^twos? Negative powers move to the other side.
  const left = mantissa * 10n ** BigInt(Math.max(power, 0)) * 2n ** BigInt(Math.max(-twos, 0));
  const right = whole * 2n ** BigInt(Math.max(twos, 0)) * 10n ** BigInt(Math.max(-power, 0));
  return left === right;
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** A positive finite double as a whole number times a power of two. */
function binaryParts(size: number): [whole: bigint, twos: number] {
  double[0] = size;
  const exponent = Number(bits[0]! >> 52n);
  const fraction = bits[0]! & ((1n << 52n) - 1n);
  return exponent === 0 ? [fraction, -1074] : [fraction | (1n << 52n), exponent - 1075];
}

/** numerator / denominator to the nearest whole number, halves to even. */
function divideToEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** size * 10^shift to the nearest whole number, halves to even. */
function scaled(size: number, shift: number): bigint {
  const [whole, twos] = binaryParts(size);
  const numerator = whole * 10n ** BigInt(Math.max(shift, 0)) * 2n ** BigInt(Math.max(twos, 0));
  return divideToEven(numerator, 10n ** BigInt(Math.max(-shift, 0)) * 2n ** BigInt(Math.max(-twos, 0)));
}

function exactFixed(size: number, digits: number): string {
  const text = scaled(size, digits)
    .toString()
    .padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function exactScientific(size: number, digits: number): string {
  let exponent = Number(size.toExponential(20).split("e")[1]);
  let text = scaled(size, digits - exponent).toString();
  // 9.99...9 rounds up into the next power of ten.
  if (text.length > digits + 1) text = scaled(size, digits - ++exponent).toString();
  return `${text[0]}.${text.slice(1)}e${exponent < 0 ? "" : "+"}${exponent}`;
}
