// Rows of matrix products.
import { data, type Recipe } from "./recipe.ts";
import { type Row, row, rowsOn } from "./row.ts";

const pairs: readonly (readonly [name: string, a: Recipe, b: Recipe])[] = [
  ["matrices", data([3, 4]), data([4, 2])],
  ["vectors", data([5]), data([5])],
  ["matrix-vector", data([3, 4]), data([4])],
  ["vector-matrix", data([3]), data([3, 4])],
  ["batched", data([2, 3, 4]), data([2, 4, 2])],
  ["batch-broadcast", data([2, 1, 3, 4]), data([3, 4, 2])],
  ["batch-matrix", data([2, 3, 4]), data([4, 2])],
  ["matrix-batch", data([3, 4]), data([2, 4, 2])],
  ["batch-vector", data([2, 3, 4]), data([4])],
  ["vector-batch", data([4]), data([2, 4, 3])],
  ["transposed", data([3, 4], { layout: "transposed" }), data([4, 2], { layout: "transposed" })],
  ["sliced", data([3, 4], { layout: "sliced" }), data([4, 2], { layout: "sliced" })],
  ["expanded", data([3, 4], { layout: "expanded" }), data([4, 2], { layout: "expanded" })],
  ["one", data([1, 1]), data([1, 1])],
  ["wide", data([1, 7]), data([7, 9])],
  ["no-rows", data([0, 3]), data([3, 2])],
  ["no-inner", data([2, 0]), data([0, 3])],
  ["no-batch", data([0, 2, 3]), data([3, 2])],
  ["float64", data([3, 4], { dtype: "float64" }), data([4, 2], { dtype: "float64" })],
  ["int64", data([3, 4], { dtype: "int64" }), data([4, 2], { dtype: "int64" })],
  ["int32", data([3, 4], { dtype: "int32" }), data([4, 2], { dtype: "int32" })],
  ["odd", data([5, 7]), data([7, 5])],
];

const products: readonly Row[] = pairs.map(([name, a, b]) =>
  row({ id: `matmul/${name}`, inputs: { a, b }, torch: "torch.matmul(a, b)", run: (t, { a, b }) => t.matmul(a, b) }),
);

const random: readonly Row[] = (["float32", "float64"] as const).map((dtype) =>
  row({
    id: `matmul/random-${dtype}`,
    inputs: { a: data([6, 33], { dtype, fill: "random" }), b: data([33, 5], { dtype, fill: "random" }) },
    torch: "torch.matmul(a, b)",
    run: (t, { a, b }) => t.matmul(a, b),
    tolerance: { sums: true, why: "PyTorch adds in another order" },
  }),
);

const others: readonly Row[] = [
  ...rowsOn({ a: data([2, 3]), b: data([3, 4]), v: data([3]), w: data([2]) }, [
    ["mm/matrices", "torch.mm(a, b)", (t, { a, b }) => t.mm(a, b)],
    ["matmul/refuses inner sizes", "torch.matmul(a, a)", (t, { a }) => t.matmul(a, a), { error: true }],
    ["matmul/refuses a vector's size", "torch.matmul(a, w)", (t, { a, w }) => t.matmul(a, w), { error: true }],
    [
      "matmul/refuses booleans",
      "torch.matmul(a > 0, a.T > 0)",
      (t, { a }) => t.matmul(a.gt(0), a.T.gt(0)),
      { error: true },
    ],
    [
      "matmul/refuses boolean vectors",
      "torch.matmul(v > 0, v > 0)",
      (t, { v }) => t.matmul(v.gt(0), v.gt(0)),
      { error: true },
    ],
    ["matmul/refuses no axes", "torch.matmul(a, a[0, 0])", (t, { a }) => t.matmul(a, a.index(0, 0)), { error: true }],
    ["matmul/refuses vectors of other sizes", "torch.matmul(v, w)", (t, { v, w }) => t.matmul(v, w), { error: true }],
    ["mm/refuses a vector", "torch.mm(a, v)", (t, { a, v }) => t.mm(a, v), { error: true }],
    ["mm/refuses inner sizes", "torch.mm(a, a)", (t, { a }) => t.mm(a, a), { error: true }],
  ]),
  ...rowsOn({ a: data([2, 3, 4]), b: data([2, 4, 5]), c: data([3, 4, 5]) }, [
    ["bmm/batches", "torch.bmm(a, b)", (t, { a, b }) => t.bmm(a, b)],
    ["bmm/refuses batches", "torch.bmm(a, c)", (t, { a, c }) => t.bmm(a, c), { error: true }],
    ["bmm/refuses a matrix", "torch.bmm(a, b[0])", (t, { a, b }) => t.bmm(a, b.index(0)), { error: true }],
    ["matmul/refuses batches", "torch.matmul(a, c)", (t, { a, c }) => t.matmul(a, c), { error: true }],
  ]),
  ...rowsOn({ a: data([2, 2]), b: data([2, 2], { dtype: "float64" }) }, [
    [
      "matmul/refuses types",
      "torch.matmul(a, b)",
      (t, { a, b }) => t.matmul(a, b),
      { error: "to have the same dtype, but got: float != double" },
    ],
  ]),
];

export const matmulRows: readonly Row[] = [...products, ...random, ...others];
