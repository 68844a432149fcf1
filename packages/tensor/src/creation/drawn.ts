// What all random functions share: where the draws come from, and how they are laid out.
import { type DType, type TypedArray, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { denseStrides, type Shape } from "../shape.ts";
import { Storage } from "../storage.ts";
import { Tensor } from "../tensor.ts";

/** The generator that the options name, or the default one. */
export function generatorOf(api: string, options: { generator?: Generator }): Generator {
  const { generator = defaultGenerator } = options;
  if (!(generator instanceof Generator)) throw argumentError(api, "generator", "be a Generator", generator);
  return generator;
}

/** A tensor over an array that nobody else keeps, whose elements go through the axes in this order. */
export function laidOut(array: TypedArray, dtype: DType, shape: Shape, order: readonly number[]): Tensor {
  return new Tensor(new Storage(dtype, array.length, array), [...shape], denseStrides(shape, order));
}

/** The refusal of a type that PyTorch has no kernel for. */
export function notFloating(api: string, argument: string, kernel: string, dtype: DType): ToeplitzError {
  return new ToeplitzError(`"${kernel}" not implemented for '${titleOf(dtype)}'`, {
    code: "dtype",
    api,
    argument,
    value: dtype,
    legal: ["float32", "float64"],
  });
}
