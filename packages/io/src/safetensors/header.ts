// What a safetensors header says, checked against the file: every byte of the data belongs to exactly one tensor.
import type { Shape } from "@toeplitz/tensor";
import { show } from "@toeplitz/tensor/extend";
import { elementCount, mostAxes } from "../bytes/element-count.ts";
import { heapOf } from "../bytes/heap-budget.ts";
import type { Input } from "../bytes/input.ts";
import { firstBytes, looksLike } from "../bytes/look-alikes.ts";
import { fileTypes } from "./dtypes.ts";
import { JsonText } from "./json-text.ts";

/** One tensor of the file, as its header describes it. */
export interface SafetensorsEntry {
  /** The format's name of the element type, for example `BF16`. */
  readonly dtype: string;
  readonly shape: Shape;
  /** First and last byte but one of the file that the elements take. */
  readonly begin: number;
  readonly end: number;
}

/** A checked header. */
export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
}

/** Longest header, as the format's own reader has it. */
const mostHeaderBytes = 100_000_000;
/** Entries between two offers of a turn. */
const stretch = 1024;
/** Longest name of a tensor, in UTF-16 units. */
export const mostNameLength = 4096;

/** Reads and checks the header; of the rest of the file only its size matters. */
export async function readHeader(input: Input): Promise<SafetensorsHeader> {
  const head = await input.read(0, Math.min(input.size, firstBytes));
  const hint = head[8] === 0x7b ? {} : looksLike(head);
  if (input.size < 8) {
    throw input.refuse("file", "begin with the 8 bytes of its header's length", `${input.size} bytes`, hint);
  }
  const length = new DataView(head.buffer).getBigUint64(0, true);
  if (length > mostHeaderBytes) {
    throw input.refuse("header length at byte 0", `be at most ${mostHeaderBytes}`, length, hint);
  }
  const begin = 8 + Number(length);
  if (begin > input.size) {
    const rule = `not exceed the ${input.size - 8} bytes that follow`;
    throw input.refuse("header length at byte 0", rule, Number(length), hint);
  }
  const text = decodeHeader(input, await input.read(8, begin));
  const json = new JsonText(input.api, "header", text, hint);
  let metadata: Map<string, string> | undefined;
  const entries = new Map<string, SafetensorsEntry>();
  const before = { has: (name: string) => (name === "__metadata__" ? metadata !== undefined : entries.has(name)) };
  // Space may follow the header, to fill it up, and not come before it.
  if (!text.startsWith("{")) throw json.unexpected("begin with {");
  json.begin();
  while (json.more("}")) {
    const name = json.key(before);
    if (name === "__metadata__") metadata = await readMetadata(input, json);
    else entries.set(name, readEntry(input, json, name, begin));
    if (entries.size % stretch === 0) await input.pause();
  }
  json.end();
  checkLayout(input, entries, begin);
  return { metadata: metadata ?? new Map(), entries };
}

function decodeHeader(input: Input, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw input.refuse("header at byte 8", "be valid UTF-8", "other bytes");
  }
}

async function readMetadata(input: Input, json: JsonText): Promise<Map<string, string>> {
  const metadata = new Map<string, string>();
  if (json.next() !== "{") throw input.refuse("__metadata__", "be an object of strings", json.found());
  json.open();
  while (json.more("}")) {
    const key = json.key(metadata);
    if (json.next() !== '"') throw input.refuse(`__metadata__[${show(key)}]`, "be a string", json.found());
    const text = json.string();
    input.spend(heapOf.item + heapOf.text(key.length + text.length));
    metadata.set(key, text);
    if (metadata.size % stretch === 0) await input.pause();
  }
  return metadata;
}

const fields = ["dtype", "shape", "data_offsets"] as const;

/** What stands in an entry, before any of it is judged. */
interface Described {
  dtype: string;
  shape: (number | bigint)[];
  data_offsets: (number | bigint)[];
}

function readEntry(input: Input, json: JsonText, name: string, dataBegin: number): SafetensorsEntry {
  if (name.length > mostNameLength) {
    throw input.refuse(`name ${show(name)}`, `have at most ${mostNameLength} characters`, name.length);
  }
  const where = (what: string) => `${what} of tensor ${show(name)}`;
  const { dtype, shape: sizes, data_offsets: range } = readFields(input, json, where);
  const type = fileTypes.get(dtype);
  if (type === undefined) throw refuseType(input, where, dtype);
  const count = elementCount(sizes);
  const bytes = count === undefined ? undefined : (count * type.bits) / 8;
  if (bytes === undefined || bytes > Number.MAX_SAFE_INTEGER) {
    throw input.refuse(where("shape"), "not overflow", sizes);
  }
  if (!Number.isInteger(bytes)) throw input.refuse(where("data"), "take whole bytes", `${bytes} bytes`);
  const [begin, end] = range;
  if (range.length !== 2 || begin! > end!) throw refuseRange(input, where, range);
  const size = input.size - dataBegin;
  if (end! > size)
    throw input.refuse(where("data_offsets"), `lie within the ${size} bytes of data (truncated?)`, range);
  if (Number(end) - Number(begin) !== bytes) {
    const found = Number(end) - Number(begin);
    throw input.refuse(where("data"), `take ${bytes} bytes, for shape ${show(sizes)} of ${dtype}`, found);
  }
  // What it says, and the tensor that it may become, however often.
  input.spend(heapOf.entry + heapOf.item + heapOf.text(name.length) + heapOf.axis * sizes.length);
  input.spend(heapOf.storage + heapOf.tensor + heapOf.item + heapOf.axis * sizes.length);
  return {
    dtype,
    // A copy: a list that has grown keeps room for more, and a file may have a hundred thousand.
    shape: (sizes as number[]).slice(),
    begin: dataBegin + Number(begin),
    end: dataBegin + Number(end),
  };
}

type Where = (what: string) => string;

function readFields(input: Input, json: JsonText, where: Where): Described {
  if (json.next() !== "{") throw input.refuse(where("entry"), `be an object with ${fields.join(", ")}`, json.found());
  const entry: Partial<Described> = {};
  const before = { has: (field: string) => Object.hasOwn(entry, field) };
  json.open();
  while (json.more("}")) {
    const field = json.key(before);
    if (field === "dtype") {
      if (json.next() !== '"') throw refuseType(input, where, json.whole() ?? json.found());
      entry.dtype = json.string();
    } else if (field === "shape") {
      const refuse = () => input.refuse(where("shape"), `have at most ${mostAxes} axes`, `more than ${mostAxes} axes`);
      entry.shape = readWholes(input, json, () => where("shape"), mostAxes, refuse);
    } else if (field === "data_offsets") {
      const refuse = (list: unknown) => refuseRange(input, where, list);
      entry.data_offsets = readWholes(input, json, () => where("data_offsets"), 2, refuse);
    } else {
      throw input.refuse(where("entry"), `have ${fields.join(", ")} and no more`, field);
    }
  }
  for (const field of fields) {
    if (!before.has(field)) throw input.refuse(where("entry"), `have a ${field}`, Object.keys(entry));
  }
  return entry as Described;
}

function refuseType(input: Input, where: Where, dtype: unknown): Error {
  return input.refuse(where("dtype"), `be one of ${[...fileTypes.keys()].join(", ")}`, dtype, { code: "dtype" });
}

function refuseRange(input: Input, where: Where, range: unknown): Error {
  return input.refuse(where("data_offsets"), "be a begin and an end that is not before it", range);
}

/** A list of whole numbers. Of more than the most, no more is read. */
function readWholes(
  input: Input,
  json: JsonText,
  where: () => string,
  most: number,
  tooMany: (list: readonly unknown[]) => Error,
): (number | bigint)[] {
  const list: (number | bigint)[] = [];
  const refuse = () => input.refuse(where(), "be a list of whole numbers", json.found());
  if (json.next() !== "[") throw refuse();
  json.open();
  while (json.more("]")) {
    const number = json.whole();
    if (number === undefined) throw refuse();
    list.push(number);
    if (list.length > most) throw tooMany(list);
  }
  return list;
}

/** No hole, no overlap, nothing after the last tensor. A tensor without elements takes no bytes, wherever it says it lies. */
function checkLayout(input: Input, entries: ReadonlyMap<string, SafetensorsEntry>, begin: number): void {
  const sorted = [...entries].filter(([, entry]) => entry.end > entry.begin);
  sorted.sort(([, a], [, b]) => a.begin - b.begin);
  let at = begin;
  let before = "";
  for (const [name, entry] of sorted) {
    const offset = entry.begin - begin;
    if (entry.begin < at) {
      const rule = `begin after tensor ${show(before)}, whose data end at ${at - begin} (offsets overlap)`;
      throw input.refuse(`data of tensor ${show(name)}`, rule, offset);
    }
    if (entry.begin > at)
      throw input.refuse("data", "have no hole", `${entry.begin - at} unused bytes at ${at - begin}`);
    at = entry.end;
    before = name;
  }
  if (at < input.size) {
    throw input.refuse(
      "data",
      "have no bytes after the last tensor",
      `${input.size - at} unused bytes at ${at - begin}`,
    );
  }
}
