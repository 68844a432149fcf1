// Zip archives whose directory, local headers or end say something else than what is there.
import { type End, join, type Part, zipOf } from "../zip-files.ts";
import { drawData, type Make, pick, type Random, wildNames, wildWords } from "./draw.ts";

type Parts = { -readonly [K in keyof Part]: Part[K] }[];

/** Every kind of change of an archive of such members. */
export function zipChanges(members: (random: Random) => readonly Part[]): Readonly<Record<string, Make>> {
  const make =
    (change: (parts: Parts, random: Random) => End | void): Make =>
    (random) => {
      const parts: Parts = members(random).map((part) => ({ ...part, deflate: random(3) === 0 }));
      const end = change(parts, random);
      return zipOf(parts, end ?? {});
    };
  /** Near what is right, or far from it. */
  const word = (random: Random, right: number) =>
    random(2) === 0 ? Math.max(0, right + random(5) - 2) : pick(random, wildWords);
  return {
    "directory field": make((parts, random) => {
      const part = pick(random, parts);
      const field = pick(random, ["size", "packed", "crc", "offset"] as const);
      part[field] = word(random, part.content.length);
      if (random(3) === 0) part.local = { size: part.content.length, packed: part.content.length };
    }),
    "method or flags": make((parts, random) => {
      const part = pick(random, parts);
      if (random(2) === 0) part.method = pick(random, [0, 1, 8, 9, 12, 14, 93, 99, 65535]);
      else part.flags = pick(random, [0, 1, 8, 0x800, 0x808, 0x2000, 65535]);
    }),
    "local header": make((parts, random) => {
      const part = pick(random, parts);
      const n = word(random, part.content.length);
      part.local = pick(random, [
        { size: n },
        { packed: n },
        { crc: n },
        { method: n % 100 },
        { flags: n % 65536 },
        { name: pick(random, wildNames) },
      ]);
    }),
    "end of the archive": make((parts, random) => {
      const n = word(random, parts.length);
      const narrow = n % 65536;
      return pick(random, [
        { count: narrow },
        { size: n },
        { offset: n },
        { disk: narrow },
        { comment: drawData(random, 9) },
        { after: drawData(random, 5) },
      ]);
    }),
    "64-bit end": make((parts, random) => {
      const narrow = pick(random, [{}, { count: 0xffff }, { size: 2 ** 32 - 1 }, { offset: 2 ** 32 - 1 }]);
      const wild = pick(random, [...wildWords, 2 ** 32, 2 ** 53, 2 ** 63, parts.length, parts.length + 1]);
      const field = pick(random, ["count", "size", "offset", "next"] as const);
      return { ...narrow, wide: random(3) === 0 ? {} : { [field]: wild } };
    }),
    "64-bit sizes": make((parts, random) => {
      const part = pick(random, parts);
      part.deflate = false;
      const { length } = part.content;
      const sizes = [length, length].map((n) => (random(4) === 0 ? pick(random, [...wildWords, 2 ** 53, 2 ** 63]) : n));
      const field = new DataView(new ArrayBuffer(20));
      field.setUint16(0, 1, true);
      field.setUint16(2, pick(random, [16, 16, 16, 8, 24]), true);
      for (const [i, n] of sizes.entries()) field.setBigUint64(4 + 8 * i, BigInt(n), true);
      const extra = new Uint8Array(field.buffer);
      Object.assign(part, { size: 2 ** 32 - 1, packed: 2 ** 32 - 1, extra, centralExtra: extra });
    }),
    "member name": make((parts, random) => {
      const part = pick(random, parts);
      const name = pick(random, [
        ...wildNames.map((wild) => `${wild}.npy`),
        ...wildNames,
        ...parts.map((other) => other.name),
      ]);
      part.name = random(8) === 0 ? Uint8Array.of(0xff, 0xfe, 0x2e) : name;
    }),
    "duplicated member": make((parts, random) => {
      parts.push({ ...pick(random, parts), ...(random(2) === 0 ? { offset: 0 } : {}) });
    }),
    "bytes between members": make((parts, random) => {
      const part = pick(random, parts);
      part[pick(random, ["before", "after"] as const)] = drawData(random, 1 + random(24));
    }),
    "extra field": make((parts, random) => {
      const part = pick(random, parts);
      if (random(2) === 0) part.size = 2 ** 32 - 1;
      const length = pick(random, [0, 4, 8, 16, 24, 65535]);
      part.extra = join(Uint8Array.of(1, 0, length & 255, length >> 8), drawData(random, random(30)));
    }),
    "deflated stream": make((parts, random) => {
      const part = pick(random, parts);
      part.method = 8;
      part.deflate = true;
      // A block of a million bytes, or none of the declared: nothing may be taken on trust.
      part.data = pick(random, [
        drawData(random, random(60)),
        Uint8Array.of(3, 0),
        Uint8Array.of(0xed, 0xc1, 0x01, 0x0d, 0, 0, 0, 0xc2, 0xa0, 0xf7, 0x4f, 0x6d, 0x0f, 0x07, 0x14),
        Uint8Array.from({ length: 40 }, () => random(256)),
      ]);
      if (random(2) === 0) part.size = part.data.length * pick(random, [1, 100, 1032, 1033]);
    }),
    "no members": make((parts, random) => {
      parts.splice(random(parts.length), parts.length);
    }),
  };
}
