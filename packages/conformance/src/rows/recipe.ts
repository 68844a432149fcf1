// Named inputs as plain data: TypeScript and Python make the same tensor of the same recipe.
import type { DType } from "@toeplitz/tensor";

/**
 * How the elements come about. `h` is the hash of the element's index and the recipe's seed (fill.ts).
 *
 * - `quarters`: small multiples of 1/4 in [-4, 4]. Sums of their products are exact in float32 in any order.
 * - `integers`: whole numbers in [-9, 9]; in uint8 in [0, 18].
 * - `nonzero`: whole numbers (floating: multiples of 1/4) without zero, in [-16, 16]; in uint8 positive.
 * - `random`: in [-1, 1), every one a float32. `positive`: in (0, 4]. `unit`: in (0, 1), ends excluded.
 * - `booleans`: zeros and ones.
 * - `distinct`: a permutation of consecutive whole numbers (floating: multiples of 1/4) around 0: no ties.
 * - `ramp`: 0, 1, 2, …
 * - `magnitudes`: either sign, from 2^-30 to 2^31. `decimals`: multiples of 1/100000 in [-1, 1], rounded.
 * - `wide`: whole numbers of 32 bits; in uint8 of 8. `specials`: nan, both infinities, both zeros, 1, -20 and 0.5.
 * - `values`: as listed.
 */
export type Fill =
  | "quarters"
  | "integers"
  | "nonzero"
  | "random"
  | "positive"
  | "unit"
  | "booleans"
  | "distinct"
  | "ramp"
  | "magnitudes"
  | "decimals"
  | "wide"
  | "specials"
  | "values";

/**
 * How the tensor lies in its storage: in order; all axes reversed; every second element of the last axis from the second row on;
 * one row stretched over the first axis; channels (axis 1) innermost.
 */
export type Layout = "contiguous" | "transposed" | "sliced" | "expanded" | "channels-last";

/** One element. What JSON lacks is spelled. */
export type Value = number | "nan" | "inf" | "-inf" | "-0";

export interface Recipe {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly fill: Fill;
  readonly layout: Layout;
  /** Distinguishes inputs of one row. 0 stands for "by the input's name". */
  readonly seed: number;
  /** Multiplies every element; a power of two, so that nothing is rounded. */
  readonly scale: number;
  readonly values?: readonly Value[];
}

export type RecipeOptions = Partial<Omit<Recipe, "shape" | "values">>;

/** A tensor of hashed elements. By default quarters in float32, integers in integer types, booleans in bool. */
export function data(shape: readonly number[], options: RecipeOptions = {}): Recipe {
  const dtype = options.dtype ?? "float32";
  const floating = dtype === "float32" || dtype === "float64";
  const fill = options.fill ?? (floating ? "quarters" : dtype === "bool" ? "booleans" : "integers");
  return {
    shape,
    dtype,
    fill,
    layout: options.layout ?? "contiguous",
    seed: options.seed ?? 0,
    scale: options.scale ?? 1,
  };
}

/** A tensor with the listed elements, of shape `[elements.length]` unless told otherwise. */
export function values(
  elements: readonly Value[],
  { dtype = "float32", shape = [elements.length] }: { dtype?: DType; shape?: readonly number[] } = {},
): Recipe {
  return { shape, dtype, fill: "values", layout: "contiguous", seed: 0, scale: 1, values: elements };
}

/** Shape of the storage behind the tensor; the layout makes the view of it. */
export function baseShape({ shape, layout }: Recipe): readonly number[] {
  const [first = 1, ...rest] = shape;
  const last = shape[shape.length - 1] ?? 1;
  switch (layout) {
    case "contiguous":
      return shape;
    case "transposed":
      return [...shape].reverse();
    case "sliced":
      return shape.length === 1 ? [2 * last + 1] : [first + 1, ...shape.slice(1, -1), 2 * last + 1];
    case "expanded":
      return [1, ...rest];
    case "channels-last":
      return [first, ...shape.slice(2), shape[1] as number];
  }
}
