// Rows of printing: String(x) is str(x), character by character.
import { data, type Recipe, values } from "./recipe.ts";
import { type Row, row, rowsOn } from "./row.ts";

const tensors: Readonly<Record<string, Recipe>> = {
  "no-axes": values([2.5], { shape: [] }),
  "no-axes-int64": values([7], { shape: [], dtype: "int64" }),
  vector: values([1.5, -2.25, 3]),
  whole: values([1, 2, -3]),
  zeros: values([0, "-0", 0]),
  "half-even": values([0.03125, 0.09375, 2.5, 0.00005]),
  fractions: data([2, 3], { fill: "random" }),
  matrix: data([3, 4]),
  cube: data([2, 2, 3]),
  "four-axes": data([2, 1, 2, 2]),
  large: values([1e5, 2.5, 100]),
  huge: values([1e9, 1]),
  "huge-whole": values([123456789, 2]),
  small: values([1e-5, 1]),
  tiny: values([1e-30, 1e-38]),
  spread: values([0.001, 10]),
  "spread-wide": values([0.001, 1001]),
  "whole-spread": values([1, 1001]),
  nan: values(["nan", 1.5, "inf", "-inf"]),
  "nan-whole": values(["nan", 1, "-inf"]),
  "nan-alone": values(["nan", "inf"]),
  "long-lines": data([40]),
  "long-rows": data([2, 30], { fill: "random" }),
  summarised: data([1200], { fill: "ramp" }),
  "summarised-matrix": data([40, 30], { fill: "ramp" }),
  "summarised-cube": data([8, 9, 20]),
  "just-not-summarised": data([5, 200], { fill: "ramp", dtype: "int64" }),
  bool: data([2, 3], { dtype: "bool" }),
  uint8: data([5], { dtype: "uint8" }),
  int32: data([2, 3], { dtype: "int32" }),
  int64: values([-1, 1000, 10], { dtype: "int64" }),
  float64: values([0.1, 0.25], { dtype: "float64" }),
  empty: data([0]),
  "empty-int64": data([0], { dtype: "int64" }),
  "empty-float64": data([0], { dtype: "float64" }),
  "empty-rows": data([0, 3]),
  "empty-columns": data([2, 0, 4]),
  transposed: data([3, 4], { layout: "transposed" }),
  notebook: data([7, 7], { fill: "ramp" }),
  "wide-dtype": data([2, 9], { dtype: "float64", fill: "random", scale: 512 }),
};

const printed: readonly Row[] = Object.entries(tensors).map(([name, a]) =>
  row({ id: `toString/${name}`, inputs: { a }, torch: "str(a)", run: (_, { a }) => String(a), grad: false }),
);

const taped: readonly Row[] = rowsOn(
  { a: data([2, 2]), b: data([2, 12], { fill: "random" }) },
  [
    ["toString/requires-grad", "str(a.requires_grad_())", (_, { a }) => String(a.requiresGrad_())],
    ["toString/grad-fn", "a.requires_grad_(); str(a + 1)", (t, { a }) => String(t.add(a.requiresGrad_(), 1))],
    ["toString/grad-fn-sum", "a.requires_grad_(); str(a.sum())", (t, { a }) => String(t.sum(a.requiresGrad_()))],
    ["toString/grad-fn-long", "b.requires_grad_(); str(b * b)", (t, { b }) => String(t.mul(b.requiresGrad_(), b))],
  ],
  { grad: false },
);

const options: readonly Row[] = rowsOn(
  { a: data([2, 8], { fill: "random" }), b: data([30], { fill: "ramp" }) },
  (
    [
      ["precision", "precision=2", { precision: 2 }],
      ["sci-mode", "sci_mode=True", { sciMode: true }],
      ["linewidth", "linewidth=40", { linewidth: 40 }],
      ["short", "profile='short'", { profile: "short" }],
      ["threshold", "threshold=10, edgeitems=2", { threshold: 10, edgeitems: 2 }],
    ] as const
  ).map(([name, python, options]) => [
    `setPrintOptions/${name}`,
    `torch.set_printoptions(${python}); s = [str(a), str(b)]; torch.set_printoptions(profile='default', sci_mode=False); torch._tensor_str.PRINT_OPTS.sci_mode = None; s`,
    (t, { a, b }) => {
      const before = t.getPrintOptions();
      t.setPrintOptions(options);
      try {
        return [String(a), String(b)];
      } finally {
        t.setPrintOptions(before);
      }
    },
  ]),
  { grad: false },
);

export const printingRows: readonly Row[] = [...printed, ...taped, ...options];
