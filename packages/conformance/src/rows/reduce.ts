// Rows of reductions: over all elements, one axis, several, none; ties, nan, empty axes, types.
import { data, values } from "./recipe.ts";
import { type Call, type Row, row, rowsOn, type Tolerance } from "./row.ts";

const cube = { a: data([2, 3, 4]) };
const two: Tolerance = { ulps: 4, absolute: 2 ** -22, why: "PyTorch accumulates variances otherwise" };

const sums: readonly Row[] = [
  ...rowsOn(cube, [
    ["sum/all", "torch.sum(a)", (t, { a }) => t.sum(a)],
    ["sum/dim", "torch.sum(a, dim=1)", (t, { a }) => t.sum(a, { dim: 1 })],
    ["sum/negative-dim", "torch.sum(a, dim=-1)", (t, { a }) => t.sum(a, { dim: -1 })],
    [
      "sum/dims-keepdim",
      "torch.sum(a, dim=(0, 2), keepdim=True)",
      (t, { a }) => t.sum(a, { dim: [0, 2], keepdim: true }),
    ],
    ["sum/dims", "torch.sum(a, dim=(2, 0))", (t, { a }) => t.sum(a, { dim: [2, 0] })],
    ["sum/keepdim", "torch.sum(a, dim=(0, 1, 2), keepdim=True)", (t, { a }) => t.sum(a, { keepdim: true })],
    [
      "sum/as-float64",
      "torch.sum(a, dim=0, dtype=torch.float64)",
      (t, { a }) => t.sum(a, { dim: 0, dtype: "float64" }),
    ],
    [
      "sum/as-bool",
      "[torch.sum(a, dtype=torch.bool), torch.sum(a, 1, dtype=torch.bool), torch.sum(a * 0, (0, 2), dtype=torch.bool)]",
      (t, { a }) => [
        t.sum(a, { dtype: "bool" }),
        t.sum(a, { dim: 1, dtype: "bool" }),
        t.sum(t.mul(a, 0), { dim: [0, 2], dtype: "bool" }),
      ],
      { grad: false },
    ],
    [
      "sum/256 as-bool",
      "torch.sum(torch.ones(256), dtype=torch.bool)",
      (t) => t.sum(t.ones([256]), { dtype: "bool" }),
      { grad: false },
    ],
    ["mean/all", "torch.mean(a)", (t, { a }) => t.mean(a)],
    ["mean/dim", "torch.mean(a, dim=1)", (t, { a }) => t.mean(a, { dim: 1 })],
    [
      "mean/dims-keepdim",
      "torch.mean(a, dim=(0, 2), keepdim=True)",
      (t, { a }) => t.mean(a, { dim: [0, 2], keepdim: true }),
    ],
    ["variance/all", "torch.var(a)", (t, { a }) => t.variance(a), { tolerance: two }],
    ["variance/dim", "torch.var(a, dim=1)", (t, { a }) => t.variance(a, { dim: 1 }), { tolerance: two }],
    [
      "variance/biased",
      "torch.var(a, dim=(0, 2), unbiased=False)",
      (t, { a }) => t.variance(a, { dim: [0, 2], unbiased: false }),
      { tolerance: two },
    ],
    [
      "variance/correction",
      "torch.var(a, dim=2, correction=2, keepdim=True)",
      (t, { a }) => t.variance(a, { dim: 2, correction: 2, keepdim: true }),
      { tolerance: two },
    ],
    ["std/all", "torch.std(a)", (t, { a }) => t.std(a), { tolerance: two }],
    [
      "std/dim-keepdim",
      "torch.std(a, dim=-1, keepdim=True)",
      (t, { a }) => t.std(a, { dim: -1, keepdim: true }),
      { tolerance: two },
    ],
    [
      "std/biased",
      "torch.std(a, dim=0, unbiased=False)",
      (t, { a }) => t.std(a, { dim: 0, unbiased: false }),
      { tolerance: two },
    ],
    ["sum/refuses an axis", "torch.sum(a, dim=3)", (t, { a }) => t.sum(a, { dim: 3 }), { error: true }],
    ["sum/refuses a negative axis", "torch.sum(a, dim=-4)", (t, { a }) => t.sum(a, { dim: -4 }), { error: true }],
    [
      "sum/refuses an axis twice",
      "torch.sum(a, dim=(0, -3))",
      (t, { a }) => t.sum(a, { dim: [0, -3] }),
      { error: true },
    ],
  ]),
  ...(["transposed", "sliced", "expanded"] as const).flatMap((layout) =>
    rowsOn({ a: data([3, 2, 4], { layout }) }, [
      [`sum/${layout}`, "torch.sum(a, dim=(0, 2))", (t, { a }) => t.sum(a, { dim: [0, 2] })],
      [`mean/${layout}`, "torch.mean(a, dim=-1)", (t, { a }) => t.mean(a, { dim: -1 })],
    ]),
  ),
  ...(["bool", "uint8", "int32", "int64", "float64"] as const).flatMap((dtype) => [
    row({
      id: `sum/${dtype}`,
      inputs: { a: data([3, 4], { dtype }) },
      torch: "torch.sum(a, dim=0)",
      run: (t, { a }) => t.sum(a, { dim: 0 }),
    }),
  ]),
  ...rowsOn({ a: data([1000], { fill: "random" }) }, [
    ["sum/many", "torch.sum(a)", (t, { a }) => t.sum(a), { tolerance: { sums: true, why: "PyTorch adds pairwise" } }],
    [
      "mean/many",
      "torch.mean(a)",
      (t, { a }) => t.mean(a),
      { tolerance: { ulps: 8, absolute: 2 ** -22, why: "PyTorch adds pairwise" } },
    ],
  ]),
];

const empty: readonly Row[] = rowsOn({ a: data([2, 0, 3]), b: data([]) }, [
  ["sum/empty", "[torch.sum(a), b]", (t, { a, b }) => [t.sum(a), b]],
  ["sum/empty-axis", "torch.sum(a, dim=1)", (t, { a }) => t.sum(a, { dim: 1 })],
  ["sum/beside-empty-axis", "torch.sum(a, dim=0)", (t, { a }) => t.sum(a, { dim: 0 })],
  ["mean/empty", "torch.mean(a)", (t, { a }) => t.mean(a)],
  ["mean/empty-axis", "torch.mean(a, dim=1)", (t, { a }) => t.mean(a, { dim: 1 })],
  ["std/empty", "torch.std(a)", (t, { a }) => t.std(a), { grad: false }],
  ["sum/no-axes", "torch.sum(b)", (t, { b }) => t.sum(b)],
  ["sum/no-axes-dim", "torch.sum(b, dim=0)", (t, { b }) => t.sum(b, { dim: 0 })],
  ["mean/no-axes", "torch.mean(b)", (t, { b }) => t.mean(b)],
  ["max/no-axes", "torch.max(b)", (t, { b }) => t.max(b)],
  ["argmax/no-axes", "torch.argmax(b)", (t, { b }) => t.argmax(b)],
  ["variance/no-axes", "torch.var(b)", (t, { b }) => t.variance(b), { grad: false }],
  ["max/beside-empty-axis", "torch.max(a, dim=0)", (t, { a }) => t.max(a, { dim: 0 })],
  ["argmin/beside-empty-axis", "torch.argmin(a, dim=-1)", (t, { a }) => t.argmin(a, { dim: -1 })],
  ["all/empty", "[torch.all(a), torch.any(a)]", (t, { a }) => [t.all(a), t.any(a)]],
  ["max/refuses empty", "torch.max(a)", (t, { a }) => t.max(a), { error: true }],
  ["min/refuses an empty axis", "torch.min(a, dim=1)", (t, { a }) => t.min(a, { dim: 1 }), { error: true }],
  ["argmax/refuses empty", "torch.argmax(a)", (t, { a }) => t.argmax(a), { error: true }],
  ["argmin/refuses an empty axis", "torch.argmin(a, dim=1)", (t, { a }) => t.argmin(a, { dim: 1 }), { error: true }],
]);

const mean: readonly Row[] = rowsOn({ a: data([3], { dtype: "int64" }), b: data([3], { dtype: "bool" }) }, [
  ["mean/refuses integers", "torch.mean(a)", (t, { a }) => t.mean(a), { error: true }],
  ["argmax/refuses booleans", "torch.argmax(b)", (t, { b }) => t.argmax(b), { error: true }],
  ["argmin/refuses booleans", "torch.argmin(b, dim=0)", (t, { b }) => t.argmin(b, { dim: 0 }), { error: true }],
  ["mean/refuses booleans", "torch.mean(b, dim=0)", (t, { b }) => t.mean(b, { dim: 0 }), { error: true }],
  [
    "mean/integers-as-floats",
    "torch.mean(a, dim=0, dtype=torch.float32)",
    (t, { a }) => t.mean(a, { dim: 0, dtype: "float32" }),
  ],
  ["variance/refuses integers", "torch.var(a)", (t, { a }) => t.variance(a), { error: true }],
]);

function extremes(name: "max" | "min"): Row[] {
  const calls: readonly Call<"a">[] = [
    [`${name}/all`, `torch.${name}(a)`, (t, { a }) => t[name](a)],
    [`${name}/dim`, `torch.${name}(a, dim=1)`, (t, { a }) => t[name](a, { dim: 1 })],
    [`${name}/keepdim`, `torch.${name}(a, dim=-1, keepdim=True)`, (t, { a }) => t[name](a, { dim: -1, keepdim: true })],
    [`arg${name}/all`, `torch.arg${name}(a)`, (t, { a }) => t[`arg${name}`](a)],
    [`arg${name}/dim`, `torch.arg${name}(a, dim=1)`, (t, { a }) => t[`arg${name}`](a, { dim: 1 })],
    [
      `arg${name}/keepdim`,
      `torch.arg${name}(a, dim=0, keepdim=True)`,
      (t, { a }) => t[`arg${name}`](a, { dim: 0, keepdim: true }),
    ],
  ];
  const short = calls.slice(0, 5);
  const named = (what: string, list: readonly Call<"a">[]) =>
    list.map(([id, ...rest]) => [`${id}-${what}`, ...rest] as const satisfies Call<"a">);
  return [
    ...rowsOn({ a: data([2, 3, 4], { fill: "distinct" }) }, calls),
    ...rowsOn({ a: data([4, 5], { layout: "transposed", fill: "distinct" }) }, named("transposed", short)),
    ...rowsOn({ a: values([1, "nan", 3, 2, 5, 5, "nan", "nan", 0, 0, 0, 0], { shape: [3, 4] }) }, named("nan", short)),
    // Which of several equal elements takes the gradient: all share it over all, the first takes it along an axis.
    ...rowsOn({ a: values([1, 3, 3, 3, 2, 2, 0, 2], { shape: [2, 4] }) }, named("ties", short)),
    ...rowsOn({ a: data([3, 4], { dtype: "int64" }) }, named("int64", short)),
    ...rowsOn({ a: data([3, 4], { dtype: "uint8" }) }, named("uint8", short)),
    ...rowsOn({ a: data([3, 4], { dtype: "bool" }) }, named("bool", short.slice(0, 2))),
  ];
}

const truth: readonly Row[] = (["bool", "float32", "int32"] as const).flatMap((dtype) =>
  rowsOn({ a: values([0, 1, 0, 1, 1, 1], { dtype, shape: [2, 3] }) }, [
    [`all/${dtype}`, "torch.all(a)", (t, { a }) => t.all(a)],
    [`all/${dtype}-dim`, "torch.all(a, dim=1)", (t, { a }) => t.all(a, { dim: 1 })],
    [`any/${dtype}`, "torch.any(a)", (t, { a }) => t.any(a)],
    [`any/${dtype}-keepdim`, "torch.any(a, dim=0, keepdim=True)", (t, { a }) => t.any(a, { dim: 0, keepdim: true })],
  ]),
);

export const reduceRows: readonly Row[] = [
  ...sums,
  ...empty,
  ...mean,
  ...extremes("max"),
  ...extremes("min"),
  ...truth,
];
