// Bytes as text that compresses like the bytes: base64 hides from gzip that the same bytes come again.

/** The characters of the text: printable ASCII, and none that strings in programs escape. */
const characters = Array.from({ length: 95 }, (_, i) => i + 32).filter(
  (code) => !'"$\\`'.includes(String.fromCharCode(code)),
);
/** So many of the bytes are one character each. The last two characters stand before one more, for the others. */
const short = characters.length - 2;
/** A text begins with the short bytes, in two hexadecimal digits each. */
const headerLength = 2 * short;

/** The bytes in the order of their numbers in the text: the short ones as the header has them, then the others. */
function numbering(shortBytes: readonly number[]): number[] {
  const isShort = new Set(shortBytes);
  return [...shortBytes, ...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isShort.has(byte))];
}

/** A text of printable ASCII for {@link decodeText}. */
export function encodeText(bytes: Uint8Array): string {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte]! += 1;
  const shortBytes = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, short);
  const texts: string[] = [];
  numbering(shortBytes).forEach((byte, number) => {
    const rest = number - short;
    const codes =
      rest < 0
        ? [characters[number]!]
        : [characters[short + Math.floor(rest / characters.length)]!, characters[rest % characters.length]!];
    texts[byte] = String.fromCharCode(...codes);
  });
  const header = shortBytes.map((byte) => byte.toString(16).padStart(2, "0"));
  return [...header, ...Array.from(bytes, (byte) => texts[byte]!)].join("");
}

/** The bytes that {@link encodeText} was given. */
export function decodeText(text: string): Uint8Array<ArrayBuffer> {
  const order = numbering(Array.from({ length: short }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)));
  // Three tables by character: alone, after the first of the last two, after the second.
  const tables = new Uint8Array(3 * 128);
  characters.forEach((code, i) => {
    tables[code] = order[i]!;
    tables[128 + code] = order[short + i]!;
    tables[256 + code] = order[short + characters.length + i]!;
  });
  const first = characters[short]!;
  // No TextEncoder: not every host of scripts has one.
  const out = new Uint8Array(text.length);
  let length = 0;
  for (let i = headerLength; i < text.length; i++) {
    const code = text.charCodeAt(i);
    out[length++] = code < first ? tables[code]! : tables[(code - first + 1) * 128 + text.charCodeAt(++i)]!;
  }
  return out.slice(0, length);
}
