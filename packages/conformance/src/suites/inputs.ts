// Makes the tensors that recipes describe with the library under test.
import type { DType, Tensor } from "@toeplitz/tensor";
import { elements } from "../rows/fill.ts";
import { type Api, baseShape, data, type Recipe, type Row } from "../rows/index.ts";
import type { Elements } from "./digest.ts";

/** Numbers as the typed array that holds `dtype`. */
function typed(dtype: DType, numbers: readonly number[]): Elements {
  switch (dtype) {
    case "float32":
      return Float32Array.from(numbers);
    case "float64":
      return Float64Array.from(numbers);
    case "int32":
      return Int32Array.from(numbers);
    case "int64":
      return BigInt64Array.from(numbers, (x) => BigInt(x));
    case "uint8":
    case "bool":
      return Uint8Array.from(numbers);
  }
}

export const isFloating = (dtype: DType): boolean => dtype === "float32" || dtype === "float64";

/** A tensor with the recipe's shape, dtype and strides. `change` is applied to every element of a floating one. */
export function make(t: Api, recipe: Recipe, change: (x: number, i: number) => number = (x) => x): Tensor {
  const { shape, layout, dtype } = recipe;
  const numbers = elements(recipe);
  const base: Tensor = t.tensor(typed(dtype, isFloating(dtype) ? numbers.map(change) : numbers), {
    dtype,
    shape: baseShape(recipe),
  });
  const axes = shape.map((_, axis) => axis);
  switch (layout) {
    case "contiguous":
      return base;
    case "transposed":
      return base.permute(axes.reverse());
    case "sliced":
      return shape.length === 1 ? base.index("1::2") : base.index("1:", "...", "1::2");
    case "expanded":
      return base.expand(shape);
    case "channels-last":
      return base.permute([0, axes.length - 1, ...axes.slice(1, -1)]);
  }
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** The inputs of a row; floating ones are leaves that require gradients if `grad`. */
export function makeInputs(
  t: Api,
  row: Row,
  { grad = false, change }: { grad?: boolean; change?: (x: number, i: number) => number } = {},
): Tensors {
  const made: Record<string, Tensor> = {};
  for (const [name, recipe] of Object.entries(row.inputs)) {
    const x = make(t, recipe, change);
    made[name] = grad && isFloating(recipe.dtype) ? x.detach().requiresGrad_() : x;
  }
  return made;
}

/** Seed of the gradients that are sent into the outputs; one more for each output (tooling/golden/record.py). */
const gradSeed = 0x67726164;

/** The recipe of the gradient that is sent into output number `i`. */
export const upstream = (output: Tensor, i: number): Recipe =>
  data(output.shape, { dtype: output.dtype, fill: "quarters", seed: gradSeed + i });
