// Which members a zip archive has and where: central directory and local headers must tell one story, and all bytes must belong.
//
// The walk is ours because readers differ where they are lenient: junk before or between members, a member that overlaps another,
// two names for one place. Whatever another reader might read differently is refused here.
import { show } from "@toeplitz/tensor/extend";
import { heapOf } from "../bytes/heap-budget.ts";
import type { Bytes, Input } from "../bytes/input.ts";
import { firstBytes, looksLike } from "../bytes/look-alikes.ts";

/** One member. */
export interface ZipMember {
  readonly name: string;
  readonly deflated: boolean;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes once taken out, as declared. */
  readonly size: number;
  readonly crc: number;
  /** Byte of the archive where its data begin. */
  readonly begin: number;
}

interface CentralEntry extends Omit<ZipMember, "begin"> {
  readonly rawName: Bytes;
  readonly flags: number;
  /** Byte of the archive where its local header begins. */
  readonly offset: number;
}

interface Directory {
  readonly count: number;
  readonly begin: number;
  readonly end: number;
}

const endSize = 22;
const locatorSize = 20;
const end64Size = 56;
const centralSize = 46;
const localSize = 30;
const sizeFollows = 0xffffffff;
const encrypted = 1;
const descriptorFollows = 8;
const utf8 = 0x800;
/** Sizes of what may follow a member whose header does not say its size: with or without signature, 32 or 64 bits. */
const descriptorSizes = [12, 16, 20, 24];

const methods: Readonly<Record<number, string>> = {
  1: "shrink",
  6: "implode",
  9: "deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
  98: "PPMd",
  99: "AES",
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Deflate makes at most 258 bytes of two bits. */
const mostRatio = 1032;

/** The members of the archive, in the order of the directory. */
export async function readZipDirectory(input: Input): Promise<Map<string, ZipMember>> {
  const directory = await findDirectory(input);
  const entries = readEntries(input, directory, await input.read(directory.begin, directory.end));
  let total = 0;
  for (const { size } of entries) total += size;
  input.checkLimit("members of the archive, unpacked,", total);
  return placeMembers(input, entries, directory);
}

async function findDirectory(input: Input): Promise<Directory> {
  const head = await input.read(0, Math.min(input.size, firstBytes));
  const hint = head[0] === 0x50 ? {} : looksLike(head);
  const refuse = (where: string, rule: string, value: unknown) => input.refuse(where, rule, value, hint);
  const at = input.size - endSize;
  if (at < 0) throw refuse("archive", `have the ${endSize} bytes of a zip's end`, `${input.size} bytes`);
  const end = viewOf(await input.read(at, input.size));
  if (end.getUint32(0, true) !== 0x06054b50) {
    throw refuse(
      `byte ${at}`,
      "begin the end of a zip archive (truncated, or with a comment or more after it?)",
      "other bytes",
    );
  }
  if (end.getUint16(20, true) !== 0) throw refuse("archive", "have no comment", `${end.getUint16(20, true)} bytes`);
  if (end.getUint32(4, true) !== 0) throw refuse("archive", "be in one part", `part ${end.getUint16(4, true)}`);
  const found = (await findDirectory64(input, at, end)) ?? {
    count: end.getUint16(10, true),
    begin: end.getUint32(16, true),
    end: end.getUint32(16, true) + end.getUint32(12, true),
    next: at,
    countHere: end.getUint16(8, true),
  };
  if (found.count !== found.countHere) throw refuse("number of members", `be ${found.countHere}`, found.count);
  if (found.end !== found.next) {
    throw refuse("directory", `end at byte ${found.next}, where the archive's end begins`, found.end);
  }
  return found;
}

/** The directory of an archive whose numbers are 64 bits wide. */
async function findDirectory64(input: Input, at: number, end: DataView) {
  const locatorAt = at - locatorSize;
  if (locatorAt < end64Size) return undefined;
  const locator = viewOf(await input.read(locatorAt, at));
  if (locator.getUint32(0, true) !== 0x07064b50) return undefined;
  const next = locatorAt - end64Size;
  if (wide(locator, 8) !== next || locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) !== 1) {
    throw input.refuse(`byte ${locatorAt}`, `point to byte ${next} of this archive`, wide(locator, 8));
  }
  const end64 = viewOf(await input.read(next, locatorAt));
  if (end64.getUint32(0, true) !== 0x06064b50 || wide(end64, 4) !== end64Size - 12) {
    throw input.refuse(`byte ${next}`, "begin the 64-bit end of a zip archive", "other bytes");
  }
  const [countHere, count, size, begin] = [24, 32, 40, 48].map((field) => wide(end64, field)) as [
    number,
    number,
    number,
    number,
  ];
  // The 32-bit fields either say the same or say that they cannot.
  const doubles: readonly (readonly [narrow: number, most: number, wide: number])[] = [
    [end.getUint16(10, true), 0xffff, count],
    [end.getUint32(12, true), sizeFollows, size],
    [end.getUint32(16, true), sizeFollows, begin],
  ];
  if (doubles.some(([narrow, most, number]) => narrow !== number && narrow !== most)) {
    throw input.refuse(`byte ${at}`, "agree with the 64-bit end before it", "other numbers");
  }
  return { count, countHere, begin, end: begin + size, next };
}

function readEntries(input: Input, { count, begin }: Directory, bytes: Bytes): CentralEntry[] {
  const view = viewOf(bytes);
  const entries: CentralEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const where = `directory at byte ${begin + at}`;
    if (at + centralSize > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      throw input.refuse(where, "have the header of a member", "other bytes");
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + centralSize + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) throw input.refuse(where, "have a whole header", "its end");
    const nameAt = at + centralSize;
    const rawName = bytes.subarray(nameAt, nameAt + nameLength);
    input.spend(heapOf.member + heapOf.text(nameLength));
    const flags = view.getUint16(at + 8, true);
    const name = decodeName(input, where, rawName, flags);
    const method = view.getUint16(at + 10, true);
    if (method !== 0 && method !== 8) {
      const title = methods[method] ?? "an unknown method";
      throw input.refuse(`member ${show(name)}`, "be stored or deflated", `method ${method} (${title})`, {
        code: "method",
      });
    }
    if ((flags & encrypted) !== 0) {
      throw input.refuse(`member ${show(name)}`, "not be encrypted", "a member that is", { code: "method" });
    }
    const extra = bytes.subarray(nameAt + nameLength, nameAt + nameLength + extraLength);
    const [size, packed, offset] = wideNumbers(input, `member ${show(name)}`, extra, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]) as [number, number, number];
    if (view.getUint16(at + 34, true) !== 0) throw input.refuse(where, "be in one part", "a member of another part");
    const deflated = method === 8;
    if (deflated ? size > packed * mostRatio : size !== packed) {
      const rule = deflated ? `not exceed what ${packed} bytes can hold deflated` : `be the ${packed} that are stored`;
      throw input.refuse(`declared bytes of member ${show(name)}`, rule, size);
    }
    entries.push({ name, rawName, flags, deflated, size, packed, offset, crc: view.getUint32(at + 16, true) });
    at = next;
  }
  if (entries.length !== count) throw input.refuse("directory", `have ${count} members`, entries.length);
  return entries;
}

/** Reads what the directory promises in front of each member's data, and checks that the members fill the archive. */
async function placeMembers(input: Input, entries: readonly CentralEntry[], directory: Directory) {
  const begins = new Map<CentralEntry, number>();
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  let at = 0;
  let before: CentralEntry | undefined;
  for (const entry of sorted) {
    checkGap(input, `member ${show(entry.name)}`, at, entry.offset, before);
    const begin = await readLocalHeader(input, entry, directory.begin);
    begins.set(entry, begin);
    at = begin + entry.packed;
    before = entry;
    if (at > directory.begin) {
      throw input.refuse(
        `data of member ${show(entry.name)}`,
        `end before the directory at byte ${directory.begin}`,
        at,
      );
    }
  }
  checkGap(input, "directory", at, directory.begin, before);

  const members = new Map<string, ZipMember>();
  for (const entry of entries) {
    const { name, deflated, packed, size, crc } = entry;
    if (members.has(name)) throw input.refuse("archive", "have no duplicate member", name);
    members.set(name, { name, deflated, packed, size, crc, begin: begins.get(entry)! });
  }
  return members;
}

function checkGap(
  input: Input,
  where: string,
  expected: number,
  actual: number,
  before: CentralEntry | undefined,
): void {
  if (actual < expected) {
    throw input.refuse(where, `begin at byte ${expected}, after what is before it (overlap)`, actual);
  }
  const described = before !== undefined && (before.flags & descriptorFollows) !== 0;
  if (actual === expected || (described && descriptorSizes.includes(actual - expected))) return;
  throw input.refuse(where, `begin at byte ${expected}, with no unused bytes before it`, actual);
}

async function readLocalHeader(input: Input, entry: CentralEntry, limit: number): Promise<number> {
  const where = `local header of member ${show(entry.name)}`;
  const nameAt = entry.offset + localSize;
  if (nameAt > limit) throw input.refuse(where, `lie before the directory at byte ${limit}`, entry.offset);
  const view = viewOf(await input.read(entry.offset, nameAt));
  const [nameLength, extraLength] = [view.getUint16(26, true), view.getUint16(28, true)];
  const begin = nameAt + nameLength + extraLength;
  if (view.getUint32(0, true) !== 0x04034b50 || begin > limit) {
    throw input.refuse(where, "be one", "other bytes");
  }
  const rest = await input.read(nameAt, begin);
  const rawName = rest.subarray(0, nameLength);
  if (nameLength !== entry.rawName.length || rawName.some((byte, i) => byte !== entry.rawName[i])) {
    throw input.refuse(where, "have the name that the directory has", latin1(rawName));
  }
  const flags = view.getUint16(6, true);
  if (flags !== entry.flags) throw input.refuse(where, `have the flags ${entry.flags} that the directory has`, flags);
  const method = view.getUint16(8, true);
  if (method !== (entry.deflated ? 8 : 0)) throw input.refuse(where, "have the method that the directory has", method);
  const [size, packed] = wideNumbers(input, where, rest.subarray(nameLength), [
    view.getUint32(22, true),
    view.getUint32(18, true),
  ]) as [number, number];
  const crc = view.getUint32(14, true);
  // Where a descriptor follows, the header may leave these at zero; what counts is the directory.
  const open = (flags & descriptorFollows) !== 0;
  const agree = (found: number, expected: number) => found === expected || (open && found === 0);
  if (!agree(size, entry.size) || !agree(packed, entry.packed) || !agree(crc, entry.crc)) {
    const rule = `have the sizes and checksum of the directory, ${entry.packed}, ${entry.size} and ${entry.crc}`;
    throw input.refuse(where, rule, [packed, size, crc]);
  }
  return begin;
}

/** Numbers of which each that is too large for 32 bits stands in the extra field, in this order. */
function wideNumbers(input: Input, where: string, extra: Bytes, narrow: readonly number[]): number[] {
  if (!narrow.includes(sizeFollows)) return [...narrow];
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const end = next + view.getUint16(at + 2, true);
    const numbers = narrow.map((number) => {
      if (number !== sizeFollows || next + 8 > Math.min(end, extra.length)) return number;
      next += 8;
      return wide(view, next - 8);
    });
    if (numbers.every((number) => Number.isSafeInteger(number))) return numbers;
    throw input.refuse(where, "have sizes below 2^53", numbers);
  }
  throw input.refuse(where, "have its 64-bit sizes in an extra field", "none");
}

function decodeName(input: Input, where: string, raw: Bytes, flags: number): string {
  try {
    const name = decoder.decode(raw);
    if ((flags & utf8) !== 0 || raw.every((byte) => byte < 0x80)) return name;
  } catch {
    // Refused below, as a name in another character set is.
  }
  throw input.refuse(where, "have a name in ASCII, or in UTF-8 and marked so", latin1(raw));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 100));
}

function viewOf(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function wide(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
