// One array in NumPy's format, as a file or as a member of an .npz: its header checked against its bytes, then its elements.
import { Tensor } from "@toeplitz/tensor";
import { Storage, show } from "@toeplitz/tensor/extend";
import { elementCount, mostAxes } from "../bytes/element-count.ts";
import { heapOf } from "../bytes/heap-budget.ts";
import type { Bytes, Input } from "../bytes/input.ts";
import { firstBytes, looksLike } from "../bytes/look-alikes.ts";
import {
  decodeElements,
  type ElementTypeName,
  elementTypes,
  sizeInMemory,
  swapBytes,
} from "../elements/element-type.ts";
import { readDescr } from "./descr.ts";
import { parseNpyHeader } from "./header-literal.ts";

/** Where the bytes of an array are: the file itself, or a member that was taken out of it. */
export interface NpyBytes {
  readonly size: number;
  read(begin: number, end: number): Promise<Bytes>;
}

const magic = "\x93NUMPY";
/** Longest header, as NumPy's own reader has it. */
const mostHeaderBytes = 10_000;

interface NpyLayout {
  readonly as: ElementTypeName;
  readonly bigEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: number[];
  /** Elements. */
  readonly count: number;
  /** First byte of the elements. */
  readonly begin: number;
}

/**
 * The array as a tensor; in Fortran order as a view with such strides, as `torch.from_numpy` gives it.
 *
 * @param where begins every place that an error names: empty, or the member of an archive
 */
export async function readNpy(input: Input, bytes: NpyBytes, where: string, allowTrailing: boolean): Promise<Tensor> {
  const { as, bigEndian, fortranOrder, shape, count, begin } = await readLayout(input, bytes, where);
  const { size, dtype } = elementTypes[as];
  const needed = count * size;
  const present = bytes.size - begin;
  if (present < needed) throw input.refuse(`${where}data`, `have ${needed} bytes`, `${present} bytes`);
  if (present > needed && !allowTrailing) {
    const rule = `end after ${needed} bytes`;
    throw input.refuse(`${where}data`, rule, `${present - needed} more at byte ${begin + needed}`);
  }
  input.checkLimit(`${where}data`, count * sizeInMemory(as));
  input.spend(heapOf.storage + heapOf.tensor + heapOf.axis * shape.length);
  const data = await bytes.read(begin, begin + needed);
  if (bigEndian) swapBytes(data, size);
  const elements = decodeElements(input, `${where}data`, as, data);
  const storage = new Storage(dtype, elements.length, elements);
  return fortranOrder ? new Tensor(storage, shape, fortranStrides(shape)) : new Tensor(storage, shape);
}

async function readLayout(input: Input, bytes: NpyBytes, where: string): Promise<NpyLayout> {
  const head = await bytes.read(0, Math.min(bytes.size, firstBytes));
  if (String.fromCharCode(...head.subarray(0, 6)) !== magic) {
    throw input.refuse(`${where}bytes 0 to 6`, `be ${show(magic)}`, [...head.subarray(0, 6)], looksLike(head));
  }
  const [major, minor] = [head[6] ?? 0, head[7] ?? 0];
  if (![1, 2, 3].includes(major) || minor !== 0) {
    throw input.refuse(
      `${where}version at byte 6`,
      "be (1, 0), (2, 0) or (3, 0)",
      `Invalid version (${major}, ${minor})`,
    );
  }
  const begin = major === 1 ? 10 : 12;
  if (bytes.size < begin) {
    throw input.refuse(`${where}header`, "have a length at byte 8", `the end at byte ${bytes.size}`);
  }
  const view = new DataView(head.buffer, head.byteOffset);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (begin + length > bytes.size) {
    throw input.refuse(
      `${where}header length at byte 8`,
      `not exceed the ${bytes.size - begin} bytes that follow`,
      length,
    );
  }
  if (length > mostHeaderBytes) {
    throw input.refuse(`${where}header length at byte 8`, `be at most ${mostHeaderBytes}`, length);
  }
  const text = decodeHeader(input, await bytes.read(begin, begin + length), where, major);
  const { descr, fortranOrder, shape } = parseNpyHeader(text, major < 3, (place, rule, value) =>
    input.refuse(where + place, rule, value),
  );
  const type = readDescr(input, where, descr);
  if (shape.length > mostAxes) {
    throw input.refuse(`${where}shape`, `have at most ${mostAxes} axes`, `${shape.length} axes`);
  }
  const count = elementCount(shape);
  if (count === undefined || count * 8 > Number.MAX_SAFE_INTEGER) {
    throw input.refuse(`${where}shape`, "not overflow", shape);
  }
  return { ...type, fortranOrder, shape: shape as number[], count, begin: begin + length };
}

/** latin-1 before version 3, UTF-8 since. */
function decodeHeader(input: Input, bytes: Uint8Array, where: string, major: number): string {
  if (major < 3) return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw input.refuse(`${where}header`, "be valid UTF-8", "other bytes");
  }
}

function fortranStrides(shape: readonly number[]): number[] {
  let step = 1;
  return shape.map((size) => {
    const stride = step;
    step *= Math.max(1, size);
    return stride;
  });
}
