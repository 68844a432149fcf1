// What all random functions share: where the draws come from, how they are laid out, and that no gradient passes them.
import { defineOp } from "../autograd/define-op.ts";
import { type DType, type TypedArray, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { contiguousStrides, type Shape } from "../shape.ts";
import { Storage } from "../storage.ts";
import { Tensor } from "../tensor.ts";
import { zeros } from "./filled.ts";

/** The generator that the options name, or the default one. */
export function generatorOf(api: string, options: { generator?: Generator }): Generator {
  const { generator = defaultGenerator } = options;
  if (!(generator instanceof Generator)) throw argumentError(api, "generator", "be a Generator", generator);
  return generator;
}

/** A tensor over an array that nobody else keeps, whose elements go through the axes in this order, the innermost last. */
export function laidOut(array: TypedArray, dtype: DType, shape: Shape, order: readonly number[]): Tensor {
  const inOrder = contiguousStrides(order.map((axis) => shape[axis]!));
  const strides = new Array<number>(shape.length);
  for (const [place, axis] of order.entries()) strides[axis] = inOrder[place]!;
  return new Tensor(new Storage(dtype, array.length, array), [...shape], strides);
}

/** Draws that depend on the tensors in a way that has no derivative: PyTorch records them, and passes zeros on. */
export const forgetting = defineOp<readonly Tensor[], { readonly name: string; readonly draw: () => Tensor }>({
  name: ({ name }) => name,
  forward({ inputs, options, save }) {
    for (const input of inputs) save(input);
    return options.draw();
  },
  backward: ({ saved, needs }) =>
    saved.map((input, i) => (needs[i] ? zeros(input.shape, { dtype: input.dtype }) : null)),
});

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
