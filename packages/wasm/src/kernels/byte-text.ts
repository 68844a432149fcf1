// Bytes as text that compresses better than the bytes: base64 hides from gzip that the same bytes come again.
import { repeatsOf } from "./repeats.ts";

/** The characters of the text are digits: printable ASCII, and none that strings in programs escape. */
const characters = Array.from({ length: 95 }, (_, i) => i + 32).filter(
  (code) => !'"$\\`'.includes(String.fromCharCode(code)),
);
const base = characters.length;

/** So many of the bytes are one digit each. The digits that are left stand before others. */
const short = base - 4;
/** Before the second digit of one of the other bytes. */
const longByte = short;
/** Before the length of a repeat at the distance of the repeat before, and before length and distance. */
const again = short + 2;
const anew = short + 3;

/** A length from here on is two digits, of which the first says so. */
const twoDigits = 80;
const mostLength = twoDigits + (base - twoDigits) * base - 1;
/** Digits of a distance, and of the number of bytes. A text begins with that, and then has the short bytes in two digits each. */
const numberLength = 3;

/** The bytes in the order of their numbers in the text: the short ones as the header has them, then the others. */
function numbering(shortBytes: readonly number[]): number[] {
  const isShort = new Set(shortBytes);
  return [...shortBytes, ...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isShort.has(byte))];
}

/** The lowest digit of a number first. */
const digitsOf = (value: number, count: number) =>
  Array.from({ length: count }, (_, i) => Math.floor(value / base ** i) % base);

/** Digits of the length of a repeat. */
function lengthDigits(length: number): number[] {
  if (length < twoDigits) return [length];
  return [twoDigits + Math.floor((length - twoDigits) / base), (length - twoDigits) % base];
}

/** A text of printable ASCII for {@link decodeText}. */
export function encodeText(bytes: Uint8Array): string {
  const repeats = repeatsOf(bytes, mostLength);
  const counts = new Array<number>(256).fill(0);
  let [next, distance] = [0, 0];
  const parts: (() => number[])[] = [];
  for (const repeat of [...repeats, { at: bytes.length, length: 0, distance: 0 }]) {
    for (const byte of bytes.subarray(next, repeat.at)) {
      counts[byte]! += 1;
      parts.push(() => ofByte[byte]!);
    }
    if (repeat.length > 0) {
      const start = repeat.distance === distance ? [again] : [anew, ...digitsOf(repeat.distance, numberLength)];
      parts.push(() => [...start, ...lengthDigits(repeat.length)]);
    }
    next = repeat.at + repeat.length;
    distance = repeat.distance;
  }

  const shortBytes = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, short);
  const ofByte: number[][] = [];
  numbering(shortBytes).forEach((byte, number) => {
    const rest = number - short;
    ofByte[byte] = rest < 0 ? [number] : [longByte + Math.floor(rest / base), rest % base];
  });
  const digits = [
    digitsOf(bytes.length, numberLength),
    ...shortBytes.map((byte) => digitsOf(byte, 2)),
    ...parts.map((part) => part()),
  ];
  return digits
    .flat()
    .map((digit) => String.fromCharCode(characters[digit]!))
    .join("");
}

/** The bytes that {@link encodeText} was given. */
export function decodeText(text: string): Uint8Array<ArrayBuffer> {
  // No TextEncoder: not every host of scripts has one.
  const digits = new Uint8Array(128);
  characters.forEach((code, digit) => {
    digits[code] = digit;
  });
  let at = 0;
  const digit = () => digits[text.charCodeAt(at++)]!;
  const number = () => digit() + base * (digit() + base * digit());
  const out = new Uint8Array(number());
  const bytes = Uint8Array.from(numbering(Array.from({ length: short }, () => digit() + base * digit())));
  let [end, distance] = [0, 0];
  for (;;) {
    // Nearly all digits are these, and few bytes are too many for an engine to be quick before it has seen them.
    let first = digits[text.charCodeAt(at++)]!;
    while (first < short) {
      out[end++] = bytes[first]!;
      first = digits[text.charCodeAt(at++)]!;
    }
    if (at > text.length) return out;
    if (first < again) {
      out[end++] = bytes[short + (first - longByte) * base + digit()]!;
      continue;
    }
    if (first === anew) distance = number();
    let length = digit();
    if (length >= twoDigits) length = twoDigits + (length - twoDigits) * base + digit();
    // One that repeats itself grows as it goes.
    if (length <= distance) out.copyWithin(end, end - distance, end - distance + length);
    else for (let i = end; i < end + length; i++) out[i] = out[i - distance]!;
    end += length;
  }
}
