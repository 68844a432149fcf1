// Rows that check the rows: every fill, dtype and layout makes the same tensor here and in PyTorch.
import { data, type Fill, type Layout, values } from "./recipe.ts";
import { type Row, row } from "./row.ts";

const fills: readonly Fill[] = ["quarters", "random", "positive", "unit", "nonzero", "distinct", "ramp"];
const layouts: readonly Layout[] = ["contiguous", "transposed", "sliced", "expanded", "channels-last"];

export const recipeRows: readonly Row[] = [
  ...fills.map((fill) =>
    row({ id: `recipe/${fill}`, inputs: { a: data([2, 5], { fill }) }, torch: "a", run: (_, { a }) => a, grad: false }),
  ),
  ...(["float64", "int32", "int64", "uint8", "bool"] as const).map((dtype) =>
    row({ id: `recipe/${dtype}`, inputs: { a: data([7], { dtype }) }, torch: "a", run: (_, { a }) => a, grad: false }),
  ),
  ...layouts.map((layout) =>
    row({
      id: `recipe/${layout}`,
      inputs: { a: data([2, 3, 4], { layout, fill: "distinct" }) },
      torch: "[a, list(a.stride()), a.storage_offset()]",
      run: (_, { a }) => [a, a.stride(), a.offset],
      grad: false,
    }),
  ),
  row({
    id: "recipe/values",
    inputs: { a: values(["nan", "inf", "-inf", "-0", 0.1]) },
    torch: "a",
    run: (_, { a }) => a,
    grad: false,
  }),
];
