// Element types: which typed array holds them, and how two of them promote.
import { argumentError, ToeplitzError } from "./errors.ts";
import { mostElements } from "./shape.ts";

/** Element type of a tensor, by PyTorch's name. */
export type DType = "float32" | "float64" | "int32" | "int64" | "uint8" | "bool";

/** A typed array that can hold a tensor's elements. `bool` lives in a Uint8Array of zeros and ones. */
export type TypedArray = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** A typed array whose elements read as numbers: every one but int64's. */
export type NumberArray = Exclude<TypedArray, BigInt64Array>;

type ArrayConstructor = {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): TypedArray;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray;
};

/** What the library needs to know about one element type. */
interface DTypeInfo {
  readonly array: ArrayConstructor;
  /** 0 bool, 1 integer, 2 floating: the category decides before the width does (torch.result_type). */
  readonly category: 0 | 1 | 2;
  /** Order within the category. */
  readonly rank: number;
  /** What PyTorch's messages call it. */
  readonly title: string;
}

const table: Readonly<Record<DType, DTypeInfo>> = {
  bool: { array: Uint8Array, category: 0, rank: 0, title: "Bool" },
  uint8: { array: Uint8Array, category: 1, rank: 1, title: "Byte" },
  int32: { array: Int32Array, category: 1, rank: 2, title: "Int" },
  int64: { array: BigInt64Array, category: 1, rank: 3, title: "Long" },
  float32: { array: Float32Array, category: 2, rank: 4, title: "Float" },
  float64: { array: Float64Array, category: 2, rank: 5, title: "Double" },
};

/** All element types, narrowest first. */
export const dtypes: readonly DType[] = Object.keys(table) as DType[];

/** 0 bool, 1 integer, 2 floating point. */
export function category(dtype: DType): 0 | 1 | 2 {
  return table[dtype].category;
}

/**
 * Whether the type is float32 or float64.
 *
 * @throws ToeplitzError for what is no type.
 */
export function isFloating(dtype: DType): dtype is "float32" | "float64" {
  return table[checkDType("isFloating", dtype)].category === 2;
}

/** What PyTorch's messages call the type: `Float`, `Long`. */
export function titleOf(dtype: DType): string {
  return table[dtype].title;
}

/** What PyTorch calls tensors of the type where it shows one. */
export function typeText(dtype: DType): string {
  return dtype === "bool" ? "CPUBoolType" : `torch.${titleOf(dtype)}Tensor`;
}

/** Bytes that one element takes. */
export function bytesPerElement(dtype: DType): number {
  return table[dtype].array.BYTES_PER_ELEMENT;
}

/** The typed array of each element type. */
interface ArrayOf {
  readonly bool: Uint8Array;
  readonly uint8: Uint8Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/**
 * A zeroed array of `length` elements.
 *
 * @throws ToeplitzError with PyTorch's words where the host has no memory for it.
 */
export function allocate<D extends DType>(dtype: D, length: number): ArrayOf[D] {
  const { array } = table[dtype];
  try {
    // No host has more; asked for it, some look through all of their memory first.
    if (length > mostElements) throw new RangeError();
    return new array(length) as ArrayOf[D];
  } catch {
    throw noRoom(length * array.BYTES_PER_ELEMENT);
  }
}

/** Fills an array with what `element` gives for each place, and returns it. */
export function filled<A extends TypedArray>(array: A, element: (i: number) => A[number]): A {
  for (let i = 0; i < array.length; i++) array[i] = element(i);
  return array;
}

/**
 * A copy of a run of elements.
 *
 * @throws as {@link allocate}
 */
export function copyRun(array: TypedArray, start: number, length: number): TypedArray {
  try {
    // Faster than a new array that is filled then: nothing is zeroed before.
    return array.slice(start, start + length);
  } catch {
    throw noRoom(length * array.BYTES_PER_ELEMENT);
  }
}

function noRoom(bytes: number): ToeplitzError {
  return new ToeplitzError(`can't allocate memory: you tried to allocate ${bytes} bytes.`, {
    code: "memory",
    api: "Tensor",
    argument: "shape",
    value: bytes,
  });
}

/** A typed array over bytes that exist already. */
export function arrayOver(dtype: DType, buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray {
  return new table[dtype].array(buffer, byteOffset, length);
}

/** The kind of typed array that holds elements of this type. */
export function arrayKindOf(dtype: DType): ArrayConstructor {
  return table[dtype].array;
}

const ofArrays: ReadonlyMap<string, DType> = new Map(
  (["uint8", "int32", "int64", "float32", "float64"] as const).map((dtype) => [table[dtype].array.name, dtype]),
);

/**
 * The element type that a typed array holds (Uint8Array is uint8), or undefined for kinds that no tensor has. An array is asked for its
 * tag, because those of another frame or realm have other constructors.
 */
export function dtypeOfArray(array: ArrayBufferView): DType | undefined {
  return ofArrays.get((array as TypedArray)[Symbol.toStringTag]);
}

/** The type that two tensors of the same kind (both with, or both without dimensions) compute in. */
export function promoteTypes(a: DType, b: DType): DType {
  return table[a].rank >= table[b].rank ? a : b;
}

/** Checks a dtype that a caller spelled. */
export function checkDType(api: string, dtype: unknown): DType {
  if (typeof dtype === "string" && Object.hasOwn(table, dtype)) return dtype as DType;
  throw argumentError(api, "dtype", `be one of ${dtypes.join(", ")}`, dtype, { code: "dtype", legal: dtypes });
}
