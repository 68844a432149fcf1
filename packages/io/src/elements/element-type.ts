// The element types of files, and which of a tensor's holds each without loss.
import type { DType, TypedArray } from "@toeplitz/tensor";
import type { Bytes, Input } from "../bytes/input.ts";
import { bfloat16ToFloat32, float16ToFloat32, toBfloat16, toFloat16 } from "./half-precision.ts";

/** One element type of a file. */
export interface ElementType {
  /** Bytes per element. */
  readonly size: number;
  /** The tensor's element type: the narrowest that holds every value. */
  readonly dtype: DType;
  /** Elements from little-endian bytes, which become the result's own where the layout is the same. */
  readonly decode: (bytes: Bytes) => TypedArray;
  /** What every element must be, and the first one in the decoded that is not, where not every pattern of bits will do. */
  readonly strange?: { readonly rule: string; readonly find: (elements: TypedArray) => number };
}

const over = <A>(array: new (buffer: ArrayBuffer, offset: number, length: number) => A, size: number) => {
  return (bytes: Bytes) => new array(bytes.buffer, bytes.byteOffset, bytes.length / size);
};

const int8 = over(Int8Array, 1);
const int16 = over(Int16Array, 2);
const uint16 = over(Uint16Array, 2);
const uint32 = over(Uint32Array, 4);

/** Each word as the lower half of an integer of 64 bits. */
function widened(words: Uint32Array): BigInt64Array {
  const wide = new BigInt64Array(words.length);
  const halves = new Uint32Array(wide.buffer);
  for (let i = 0; i < words.length; i++) halves[2 * i] = words[i]!;
  return wide;
}

/** PyTorch's names of element types, and what is known about each. */
export const elementTypes = {
  bool: {
    size: 1,
    dtype: "bool",
    decode: (bytes) => bytes,
    strange: { rule: "be 0 or 1", find: (bytes) => (bytes as Uint8Array).findIndex((byte) => byte > 1) },
  },
  uint8: { size: 1, dtype: "uint8", decode: (bytes) => bytes },
  int8: { size: 1, dtype: "int32", decode: (bytes) => new Int32Array(int8(bytes)) },
  int16: { size: 2, dtype: "int32", decode: (bytes) => new Int32Array(int16(bytes)) },
  uint16: { size: 2, dtype: "int32", decode: (bytes) => new Int32Array(uint16(bytes)) },
  int32: { size: 4, dtype: "int32", decode: over(Int32Array, 4) },
  uint32: { size: 4, dtype: "int64", decode: (bytes) => widened(uint32(bytes)) },
  int64: { size: 8, dtype: "int64", decode: over(BigInt64Array, 8) },
  uint64: {
    size: 8,
    dtype: "int64",
    decode: over(BigInt64Array, 8),
    strange: { rule: "be at most 2^63 - 1", find: (words) => (words as BigInt64Array).findIndex((word) => word < 0n) },
  },
  float16: { size: 2, dtype: "float32", decode: (bytes) => float16ToFloat32(uint16(bytes)) },
  bfloat16: { size: 2, dtype: "float32", decode: (bytes) => bfloat16ToFloat32(uint16(bytes)) },
  float32: { size: 4, dtype: "float32", decode: over(Float32Array, 4) },
  float64: { size: 8, dtype: "float64", decode: over(Float64Array, 8) },
} as const satisfies Readonly<Record<string, ElementType>>;

/** PyTorch's name of an element type of files. */
export type ElementTypeName = keyof typeof elementTypes;

const dtypeSizes: Readonly<Record<DType, number>> = { bool: 1, uint8: 1, int32: 4, int64: 8, float32: 4, float64: 8 };

/** Bytes that one element takes in a tensor. */
export function sizeInMemory(name: ElementTypeName): number {
  return dtypeSizes[elementTypes[name].dtype];
}

/** Half precision, for saving floating tensors in half the bytes. */
export type HalfPrecision = "float16" | "bfloat16";

/**
 * Elements from the file's bytes, which are the loader's own and become the result's where possible.
 *
 * @throws ToeplitzError naming the first element that no tensor can hold.
 */
export function decodeElements(input: Input, where: string, name: ElementTypeName, bytes: Bytes): TypedArray {
  const type: ElementType = elementTypes[name];
  const elements = type.decode(bytes);
  const { strange, size } = type;
  if (strange === undefined) return elements;
  const at = strange.find(elements);
  if (at < 0) return elements;
  throw input.refuse(`element ${at} of ${where}`, strange.rule, bytesAt(bytes, type, at), {
    code: "value",
    hint: `${name}, stored at byte ${at * size} of the data`,
  });
}

function bytesAt(bytes: Bytes, { size }: ElementType, at: number): number | bigint {
  return size === 8 ? new BigUint64Array(bytes.buffer, bytes.byteOffset + at * 8, 1)[0]! : bytes[at]!;
}

/** What a tensor can be saved as: its own element type, or half precision. */
export type SavedType = DType | HalfPrecision;

/** The element type that a tensor is saved as. */
export function savedAs(dtype: DType, half: HalfPrecision | undefined): SavedType {
  return half !== undefined && (dtype === "float32" || dtype === "float64") ? half : dtype;
}

/** Little-endian bytes of a tensor's elements. */
export function encodeElements(name: SavedType, elements: TypedArray): Bytes {
  let stored: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number } = elements;
  if (name === "float16") stored = toFloat16(elements as Float32Array | Float64Array);
  if (name === "bfloat16") stored = toBfloat16(elements as Float32Array | Float64Array);
  return new Uint8Array(stored.buffer as ArrayBuffer, stored.byteOffset, stored.byteLength);
}

/** Turns the bytes of every element around, in place: big-endian to little-endian. */
export function swapBytes(bytes: Bytes, size: number): Bytes {
  for (let at = 0; at < bytes.length; at += size) {
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
  return bytes;
}
