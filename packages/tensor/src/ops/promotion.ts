// Which type two operands compute in, and how a number becomes a tensor.

import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { category, checkDType, type DType, isFloating, promoteTypes } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { fill } from "../kernels/copy.ts";
import { empty, Tensor } from "../tensor.ts";

/** A JavaScript value that counts as a scalar: whole numbers and bigints as integers, other numbers as floats. */
export type Scalar = number | bigint | boolean;

/** What arithmetic takes. */
export type TensorOrScalar = Tensor | Scalar;

/** The type of a bare scalar. */
function scalarDType(value: Scalar): DType {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint" || Number.isInteger(value)) return "int64";
  return "float32";
}

/** Lets the higher category decide; the lower one only matters where it is of a higher kind. */
function combine(higher: DType | undefined, lower: DType | undefined): DType | undefined {
  if (higher === undefined) return lower;
  if (lower === undefined || isFloating(higher)) return higher;
  return higher === "bool" || isFloating(lower) ? promoteTypes(higher, lower) : higher;
}

/**
 * The type that operands compute in: tensors with dimensions before tensors without, and those before scalars.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.result_type.html
 */
export function resultType(...operands: TensorOrScalar[]): DType {
  if (operands.length === 0) throw argumentError("resultType", "operands", "be at least one", operands);
  const found: (DType | undefined)[] = [undefined, undefined, undefined];
  for (const [i, operand] of operands.entries()) {
    checkOperand("resultType", `operands[${i}]`, operand);
    const place = operand instanceof Tensor ? (operand.ndim > 0 ? 0 : 1) : 2;
    const dtype = operand instanceof Tensor ? operand.dtype : scalarDType(operand);
    const before = found[place];
    found[place] = before === undefined ? dtype : promoteTypes(before, dtype);
  }
  return combine(found[0], combine(found[1], found[2])) as DType;
}

/** Checks an operand of arithmetic. */
export function checkOperand(api: string, argument: string, value: unknown): asserts value is TensorOrScalar {
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return;
  checkTensor(api, argument, value);
}

/** Least and largest number that a type takes, and the type's name in PyTorch's message. Negative uint8 wrap, as in C. */
const ranges: Readonly<
  Partial<Record<DType, readonly [least: number | bigint, largest: number | bigint, cpp: string]>>
> = {
  uint8: [-255, 255, "uint8_t"],
  int32: [-(2 ** 31), 2 ** 31 - 1, "int"],
  int64: [-(2n ** 63n), 2n ** 63n - 1n, "int64_t"],
  float32: [-3.4028234663852886e38, 3.4028234663852886e38, "float"],
};

/**
 * Checks that a value that is to be stored survives it. Arithmetic with scalars does not check: there numbers wrap, as in C.
 *
 * @param name the type's name, where PyTorch has another one for it
 * @throws ToeplitzError with PyTorch's "without overflow" sentence.
 */
export function checkRange(api: string, argument: string, value: unknown, dtype: DType, name?: string): void {
  const range = ranges[dtype];
  if (range === undefined || (typeof value !== "number" && typeof value !== "bigint")) return;
  const [least, largest, cpp] = range;
  if ((value >= least && value <= largest) || (isFloating(dtype) && !Number.isFinite(Number(value)))) return;
  throw new ToeplitzError(`value cannot be converted to type ${name ?? cpp} without overflow`, {
    code: "dtype",
    api,
    argument,
    value,
    rule: `lie between ${least} and ${largest}`,
  });
}

/** The value as a storage of `dtype` takes it; what is out of range wraps. */
export function storedValue(api: string, argument: string, value: Scalar, dtype: DType): number | bigint {
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
    throw argumentError(api, argument, "be a number, a boolean or a bigint", value);
  }
  if (dtype === "bool") return Number(value) !== 0 ? 1 : 0;
  if (dtype !== "int64")
    return typeof value === "number" ? (isFloating(dtype) ? value : Math.trunc(value)) : Number(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw argumentError(api, argument, "be finite to become an integer", value, { code: "dtype" });
  }
  const whole = BigInt(typeof value === "number" ? Math.trunc(value) : value);
  if (BigInt.asIntN(64, whole) === whole) return whole;
  throw new ToeplitzError("Overflow when unpacking long", {
    code: "dtype",
    api,
    argument,
    value,
    rule: "be a whole number of 64 bits",
  });
}

/** A scalar as a tensor without dimensions. */
export function scalarTensor(api: string, argument: string, value: Scalar, dtype: DType): Tensor {
  const out = empty([], dtype);
  launch(fill, { y: out }, { shape: [], y: [], value: storedValue(api, argument, value, dtype) });
  return out;
}

/** A scalar that stands for elements to be written, as a tensor without dimensions: it must be in the type's range. */
export function fillTensor(api: string, argument: string, value: Scalar, dtype: DType): Tensor {
  checkRange(api, argument, value, dtype);
  return scalarTensor(api, argument, value, dtype);
}

/** The type that a function with fractional results computes in: floats stay, the rest becomes float32. */
export function floatingType(dtype: DType): DType {
  return category(dtype) === 2 ? dtype : "float32";
}

/** The type that sums and products are taken in: floats stay, the rest becomes int64. */
export function summedType(dtype: DType): DType {
  return category(dtype) === 2 ? dtype : "int64";
}

/** `dtype` from an option object, or the default. */
export function dtypeOption(api: string, dtype: unknown, fallback: DType): DType {
  return dtype === undefined ? fallback : checkDType(api, dtype);
}
