// What a safetensors header says, checked against the file: every byte of the data belongs to exactly one tensor.
import type { Shape } from "@toeplitz/tensor";
import { show } from "@toeplitz/tensor/extend";
import { elementCount, mostAxes } from "../bytes/element-count.ts";
import type { Input } from "../bytes/input.ts";
import { firstBytes, looksLike } from "../bytes/look-alikes.ts";
import { fileTypes } from "./dtypes.ts";
import { type HeaderObject, type HeaderValue, readHeaderText } from "./header-text.ts";

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
  let metadata = new Map<string, string>();
  const entries = new Map<string, SafetensorsEntry>();
  const refuse = (where: string, rule: string, value: unknown) => input.refuse(where, rule, value, hint);
  readHeaderText(text, refuse, (name, value) => {
    if (name === "__metadata__") metadata = readMetadata(input, value);
    else entries.set(name, readEntry(input, name, value, begin));
  });
  checkLayout(input, entries, begin);
  return { metadata, entries };
}

function decodeHeader(input: Input, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw input.refuse("header at byte 8", "be valid UTF-8", "other bytes");
  }
}

function readMetadata(input: Input, value: HeaderValue): Map<string, string> {
  const metadata = new Map<string, string>();
  if (!(value instanceof Map)) throw input.refuse("__metadata__", "be an object of strings", value);
  for (const [key, text] of value) {
    if (typeof text !== "string") throw input.refuse(`__metadata__[${show(key)}]`, "be a string", text);
    metadata.set(key, text);
  }
  return metadata;
}

const fields = ["dtype", "shape", "data_offsets"];

function readEntry(input: Input, name: string, value: HeaderValue, dataBegin: number): SafetensorsEntry {
  if (name.length > mostNameLength) {
    throw input.refuse(`name ${show(name)}`, `have at most ${mostNameLength} characters`, name.length);
  }
  const where = (what: string) => `${what} of tensor ${show(name)}`;
  if (!(value instanceof Map)) throw input.refuse(where("entry"), `be an object with ${fields.join(", ")}`, value);
  checkFields(input, where, value);
  const [dtype, shape, offsets] = fields.map((field) => value.get(field)) as HeaderValue[];
  const type = typeof dtype === "string" ? fileTypes.get(dtype) : undefined;
  if (type === undefined) {
    throw input.refuse(where("dtype"), `be one of ${[...fileTypes.keys()].join(", ")}`, dtype, { code: "dtype" });
  }
  const sizes = wholeNumbers(input, () => where("shape"), shape);
  if (sizes.length > mostAxes) {
    throw input.refuse(where("shape"), `have at most ${mostAxes} axes`, `${sizes.length} axes`);
  }
  const count = elementCount(sizes);
  const bytes = count === undefined ? undefined : (count * type.bits) / 8;
  if (bytes === undefined || bytes > Number.MAX_SAFE_INTEGER) {
    throw input.refuse(where("shape"), "not overflow", sizes);
  }
  if (!Number.isInteger(bytes)) throw input.refuse(where("data"), "take whole bytes", `${bytes} bytes`);
  const range = wholeNumbers(input, () => where("data_offsets"), offsets);
  const [begin, end] = range;
  if (range.length !== 2 || begin! > end!) {
    throw input.refuse(where("data_offsets"), "be a begin and an end that is not before it", range);
  }
  const size = input.size - dataBegin;
  if (end! > size)
    throw input.refuse(where("data_offsets"), `lie within the ${size} bytes of data (truncated?)`, range);
  if (Number(end) - Number(begin) !== bytes) {
    const found = Number(end) - Number(begin);
    throw input.refuse(where("data"), `take ${bytes} bytes, for shape ${show(sizes)} of ${dtype}`, found);
  }
  return {
    dtype: dtype as string,
    // A copy: a list that has grown keeps room for more, and a file may have a hundred thousand.
    shape: (sizes as number[]).slice(),
    begin: dataBegin + Number(begin),
    end: dataBegin + Number(end),
  };
}

function checkFields(input: Input, where: (what: string) => string, entry: HeaderObject): void {
  for (const field of fields) {
    if (!entry.has(field)) throw input.refuse(where("entry"), `have a ${field}`, [...entry.keys()]);
  }
  for (const field of entry.keys()) {
    if (!fields.includes(field)) throw input.refuse(where("entry"), `have ${fields.join(", ")} and no more`, field);
  }
}

function wholeNumbers(input: Input, where: () => string, value: HeaderValue | undefined): (number | bigint)[] {
  if (Array.isArray(value) && value.every((size) => typeof size === "number" || typeof size === "bigint")) return value;
  throw input.refuse(where(), "be a list of whole numbers", value);
}

/** No hole, no overlap, nothing after the last tensor. A tensor without elements takes no bytes, wherever it says it lies. */
function checkLayout(input: Input, entries: ReadonlyMap<string, SafetensorsEntry>, begin: number): void {
  const sorted = [...entries].filter(([, entry]) => entry.end > entry.begin);
  sorted.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
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
