// A tensor from JavaScript data.
import { storageOf } from "../backend.ts";
import { allocate, type DType, dtypeOfArray, isFloating, type TypedArray } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { copied } from "../ops/convert.ts";
import { checkRange, dtypeOption, storedValue } from "../ops/promotion.ts";
import { checkOptions } from "../options.ts";
import { checkShape, numelOf, type Shape } from "../shape.ts";
import { Storage } from "../storage.ts";
import { Tensor } from "../tensor.ts";
import { type CreationOptions, checkGradient, creationOptionNames } from "./filled.ts";

/** What {@link tensor} takes: one value, lists nested to one depth, a typed array. */
export type TensorData = number | bigint | boolean | TypedArray | readonly TensorData[];

/** Options of {@link tensor}. */
export interface TensorOptions extends CreationOptions {
  /** Sizes, for flat data. */
  shape?: Shape;
}

/**
 * A tensor of a copy of the data: numbers give float32, booleans bool, bigints int64, a typed array its own kind.
 *
 * @param data one value, nested lists, or a typed array
 * @param options `shape` arranges flat data; `dtype` converts
 * @throws ToeplitzError for ragged lists, mixed kinds, values that are no numbers, or a shape of another size.
 * @see https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function tensor(data: TensorData, options: TensorOptions = {}): Tensor {
  checkOptions("tensor", options, [...creationOptionNames, "shape"]);
  const { shape: own, values, dtype: natural } = ArrayBuffer.isView(data) ? fromTypedArray(data) : flatten(data);
  const shape = options.shape === undefined ? own : checkShape("tensor", options.shape);
  if (numelOf(shape) !== values.length) {
    throw argumentError("tensor", "shape", `have as many elements as the data (${values.length})`, shape, {
      code: "shape",
    });
  }
  const dtype = dtypeOption("tensor", options.dtype, natural);
  checkGradient("tensor", options, dtype);
  const out = ArrayBuffer.isView(values) ? fromTyped(values, natural, dtype, shape) : fromList(values, dtype, shape);
  const cast = out.dtype === dtype ? out : copied(out, dtype);
  if (cast !== out) out.dispose();
  return options.requiresGrad === undefined ? cast : cast.requiresGrad_(options.requiresGrad);
}

/** @internal A tensor over an array that nobody else keeps, or over a list of integers. */
export function fromData(data: TypedArray | readonly number[], dtype?: DType, shape: Shape = [data.length]): Tensor {
  if (!ArrayBuffer.isView(data)) return fromList(data, dtype ?? "float32", shape);
  const own = dtype ?? (dtypeOfArray(data) as DType);
  return new Tensor(new Storage(own, data.length, data as TypedArray), [...shape]);
}

/** Over a copy; over the caller's array itself where a conversion copies it anyway. */
function fromTyped(data: TypedArray, natural: DType, dtype: DType, shape: Shape): Tensor {
  const storage = natural === dtype ? storageOf(dtype, data) : new Storage(natural, data.length, data);
  return new Tensor(storage, [...shape]);
}

function fromList(values: readonly (number | bigint | boolean)[], dtype: DType, shape: Shape): Tensor {
  const array = allocate(dtype, values.length);
  for (let i = 0; i < values.length; i++) {
    if (!isFloating(dtype)) checkRange("tensor", `data[${i}]`, values[i], dtype, dtype);
    array[i] = storedValue("tensor", `data[${i}]`, values[i]!, dtype) as never;
  }
  return new Tensor(new Storage(dtype, array.length, array), [...shape]);
}

function fromTypedArray(data: ArrayBufferView) {
  const dtype = dtypeOfArray(data);
  if (dtype === undefined) {
    throw argumentError(
      "tensor",
      "data",
      "be a Float32Array, Float64Array, Int32Array, BigInt64Array or Uint8Array",
      data,
      { code: "dtype" },
    );
  }
  const values = data as TypedArray;
  // A length of zero is all that such an array would say of itself.
  if (values.length === 0 && isOutOfBounds(values)) {
    const rule = "lie in a buffer that is neither detached nor shrunk out of bounds";
    throw argumentError("tensor", "data", rule, data, { code: "detached" });
  }
  return { shape: [values.length], values, dtype };
}

/** Whether the array's buffer was transferred, or resized so that it has no room for the array: then every method throws. */
function isOutOfBounds(array: TypedArray): boolean {
  try {
    array.slice();
    return false;
  } catch {
    return true;
  }
}

type Value = number | bigint | boolean;

/** Flattens nested lists, checking that every list at one depth has one length. */
function flatten(data: TensorData): { shape: number[]; values: Value[]; dtype: DType } {
  const shape: number[] = [];
  for (let level: unknown = data; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > 64)
      throw argumentError("tensor", "data", "be nested at most 64 deep", "deeper lists", { code: "shape" });
  }
  const values: Value[] = [];
  const kinds = new Set<string>();
  const visit = (value: unknown, depth: number) => {
    if (Array.isArray(value)) {
      if (depth >= shape.length) throw ragged(`expected a number at dim ${depth}, got a list`, value);
      if (value.length !== shape[depth]) {
        throw ragged(`expected sequence of length ${shape[depth]} at dim ${depth} (got ${value.length})`, value);
      }
      for (let i = 0; i < value.length; i++) visit(value[i], depth + 1);
      return;
    }
    if (depth < shape.length) throw ragged(`expected a list of length ${shape[depth]} at dim ${depth}`, value);
    if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
      throw argumentError("tensor", "data", "hold numbers, bigints or booleans", value, { code: "dtype" });
    }
    kinds.add(typeof value);
    values.push(value);
  };
  visit(data, 0);
  const dtype = kinds.has("number")
    ? "float32"
    : kinds.has("bigint")
      ? "int64"
      : kinds.has("boolean")
        ? "bool"
        : "float32";
  return { shape, values, dtype };
}

function ragged(sentence: string, value: unknown): ToeplitzError {
  return new ToeplitzError(sentence, {
    code: "shape",
    api: "tensor",
    argument: "data",
    value,
    rule: "be nested evenly",
  });
}
