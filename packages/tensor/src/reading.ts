// Elements out of a tensor: typed arrays, nested lists, one number.

import { withGrad } from "./autograd/mode.ts";
import { checkTensor } from "./check-tensor.ts";
import { arrayKindOf, type TypedArray } from "./dtype.ts";
import { argumentError, ToeplitzError } from "./errors.ts";
import { contiguous } from "./ops/convert.ts";
import { checkOptions } from "./options.ts";
import type { Tensor } from "./tensor.ts";

/** Lists nested as deep as the tensor has axes; a bare value for a tensor without axes. */
export type NestedArray = number | boolean | NestedArray[];

/** Options of {@link toTypedArray}. */
export interface ToTypedArrayOptions {
  /**
   * An array to fill and return instead of a new one, of the kind of x's dtype and with as many elements as x. In a loop over large
   * results it saves what costs more than the copy: a new array for each, and its collection.
   */
  readonly into?: TypedArray | undefined;
}

/**
 * A copy of the elements in row-major order, as the typed array of x's dtype (bool: a Uint8Array of zeros and ones).
 *
 * @throws ToeplitzError if `into` is of another kind or length; it is not written to then.
 */
export function toTypedArray(x: Tensor, options: ToTypedArrayOptions = {}): TypedArray {
  checkTensor("toTypedArray", "x", x);
  checkOptions("toTypedArray", options, ["into"]);
  const { into } = options;
  if (into !== undefined) checkInto(x, into);
  const flat = withGrad(false, () => contiguous(x));
  const elements = flat.storage.copy(flat.offset, flat.numel(), into);
  if (flat !== x) flat.dispose();
  return elements;
}

function checkInto(x: Tensor, into: unknown): void {
  const Kind = arrayKindOf(x.dtype);
  const count = x.numel();
  if (ArrayBuffer.isView(into) && Reflect.get(into, Symbol.toStringTag) === Kind.name) {
    if ((into as TypedArray).length === count) return;
  }
  throw argumentError("toTypedArray", "into", `be a ${Kind.name} of length ${count}`, into);
}

/** As {@link toTypedArray}, for code that must also work with a backend whose memory can only be read asynchronously. */
export async function read(x: Tensor): Promise<TypedArray> {
  return toTypedArray(x);
}

/** Most entries of all lists together: hosts end a program whose lists are twice as long, and no error tells it. */
const mostListed = 2 ** 26;

/**
 * The elements as numbers (booleans for bool) in nested lists.
 *
 * @throws ToeplitzError for more than 2^26 entries in all lists together, and for an int64 beyond 2^53 - 1: use `toTypedArray()`, which gives bigints.
 */
export function toArray(x: Tensor): NestedArray {
  checkTensor("toArray", "x", x);
  let entries = 0;
  x.shape.reduce((lists, size) => {
    entries += lists * size;
    return lists * size;
  }, 1);
  if (entries > mostListed) {
    throw argumentError("toArray", "x", `have at most ${mostListed} entries in all of its lists together`, x, {
      code: "memory",
    });
  }
  const flat = toTypedArray(x);
  const { shape, dtype } = x;
  let at = 0;
  const nest = (axis: number): NestedArray => {
    if (axis < shape.length) return Array.from({ length: shape[axis]! }, () => nest(axis + 1));
    const value = exactNumber("toArray", flat[at++] as number | bigint);
    return dtype === "bool" ? value !== 0 : value;
  };
  return nest(0);
}

/**
 * The one element of a tensor that has just one, as a number (a boolean for bool).
 *
 * @throws ToeplitzError with PyTorch's sentence for more or fewer elements, or for an int64 beyond 2^53 - 1.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.item.html
 */
export function item(x: Tensor): number | boolean {
  checkTensor("item", "x", x);
  if (x.numel() !== 1) {
    throw new ToeplitzError(
      x.numel() === 0
        ? "a Tensor with 0 elements cannot be converted to Scalar"
        : `a Tensor with ${x.numel()} elements cannot be converted to Scalar`,
      { code: "shape", api: "item", argument: "x", value: x.shape },
    );
  }
  const value = exactNumber("item", x.storage.at(x.offset));
  return x.dtype === "bool" ? value !== 0 : value;
}

function exactNumber(api: string, value: number | bigint): number {
  if (typeof value === "number") return value;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ToeplitzError(`${value} does not fit in a number without loss`, {
    code: "value",
    api,
    value,
    rule: "lie within ±(2^53 - 1)",
    hint: "toTypedArray() gives int64 elements as bigints",
  });
}
