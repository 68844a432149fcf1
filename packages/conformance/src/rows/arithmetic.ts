// Rows of arithmetic: broadcasting, strides, alpha, rounding modes, modulo, powers, and the type every pair of types computes in.
import { data, type Recipe, values } from "./recipe.ts";
import { type Row, row, rowsOn, rowsOnNothing } from "./row.ts";

const grid = { a: data([2, 3]), b: data([2, 3], { fill: "nonzero" }) };
const signed = { a: values([7, -7, 7, -7, 0, 5.5, -5.5, 1]), b: values([3, 3, -3, -3, 2, 2, 2, -0.75]) };
const whole = {
  a: values([7, -7, 7, -7, 0, 9, -9], { dtype: "int32" }),
  b: values([3, 3, -3, -3, 2, -4, 5], { dtype: "int32" }),
};

const simple: readonly Row[] = [
  ...rowsOn(grid, [
    ["add/same-shape", "torch.add(a, b)", (t, { a, b }) => t.add(a, b)],
    ["add/alpha", "torch.add(a, b, alpha=2)", (t, { a, b }) => t.add(a, b, { alpha: 2 })],
    ["add/alpha-fraction", "torch.add(a, b, alpha=0.5)", (t, { a, b }) => t.add(a, b, { alpha: 0.5 })],
    ["add/scalar", "a + 1.5 + b * 0", (t, { a, b }) => t.add(t.add(a, 1.5), t.mul(b, 0))],
    ["add/itself", "torch.add(a, a) * b", (t, { a, b }) => t.mul(t.add(a, a), b)],
    ["sub/same-shape", "torch.sub(a, b)", (t, { a, b }) => t.sub(a, b)],
    ["sub/alpha", "torch.sub(a, b, alpha=3)", (t, { a, b }) => t.sub(a, b, { alpha: 3 })],
    ["rsub/tensor", "torch.rsub(a, b)", (t, { a, b }) => t.rsub(a, b)],
    ["rsub/scalar", "torch.rsub(a, 2) + b", (t, { a, b }) => t.add(t.rsub(a, 2), b)],
    ["mul/same-shape", "torch.mul(a, b)", (t, { a, b }) => t.mul(a, b)],
    ["mul/scalar", "torch.mul(a, -2.5) + b", (t, { a, b }) => t.add(t.mul(a, -2.5), b)],
    ["div/same-shape", "torch.div(a, b)", (t, { a, b }) => t.div(a, b)],
    ["div/scalar", "torch.div(a, 3) + b", (t, { a, b }) => t.add(t.div(a, 3), b)],
    ["neg/floats", "torch.neg(a) + b", (t, { a, b }) => t.add(t.neg(a), b)],
    ["square/floats", "torch.square(a) + b", (t, { a, b }) => t.add(t.square(a), b)],
    ["reciprocal/floats", "torch.reciprocal(b) + a", (t, { a, b }) => t.add(t.reciprocal(b), a)],
    ["pow/square", "torch.pow(a, 2) + b", (t, { a, b }) => t.add(t.pow(a, 2), b)],
    ["pow/cube", "torch.pow(a, 3) + b", (t, { a, b }) => t.add(t.pow(a, 3), b)],
    ["pow/zero", "torch.pow(a, 0) + b", (t, { a, b }) => t.add(t.pow(a, 0), b)],
  ]),
  ...rowsOn(signed, [
    ["div/floor", "torch.div(a, b, rounding_mode='floor')", (t, { a, b }) => t.div(a, b, { roundingMode: "floor" })],
    ["div/trunc", "torch.div(a, b, rounding_mode='trunc')", (t, { a, b }) => t.div(a, b, { roundingMode: "trunc" })],
    ["floorDivide/signs", "torch.floor_divide(a, b)", (t, { a, b }) => t.floorDivide(a, b), { grad: false }],
    ["remainder/signs", "torch.remainder(a, b)", (t, { a, b }) => t.remainder(a, b)],
    ["fmod/signs", "torch.fmod(a, b)", (t, { a, b }) => t.fmod(a, b)],
    ["remainder/scalar", "torch.remainder(a, -3) + b", (t, { a, b }) => t.add(t.remainder(a, -3), b)],
    ["fmod/scalar", "torch.fmod(a, 2.5) + b", (t, { a, b }) => t.add(t.fmod(a, 2.5), b)],
  ]),
  ...rowsOn(whole, [
    ["div/integers", "torch.div(a, b)", (t, { a, b }) => t.div(a, b)],
    [
      "div/integers-floor",
      "torch.div(a, b, rounding_mode='floor')",
      (t, { a, b }) => t.div(a, b, { roundingMode: "floor" }),
    ],
    [
      "div/integers-trunc",
      "torch.div(a, b, rounding_mode='trunc')",
      (t, { a, b }) => t.div(a, b, { roundingMode: "trunc" }),
    ],
    ["floorDivide/integers", "torch.floor_divide(a, b)", (t, { a, b }) => t.floorDivide(a, b)],
    ["remainder/integers", "torch.remainder(a, b)", (t, { a, b }) => t.remainder(a, b)],
    ["fmod/integers", "torch.fmod(a, b)", (t, { a, b }) => t.fmod(a, b)],
    ["neg/integers", "torch.neg(a) - b", (t, { a, b }) => t.sub(t.neg(a), b)],
    ["square/integers", "torch.square(a) - b", (t, { a, b }) => t.sub(t.square(a), b)],
    ["reciprocal/integers", "torch.reciprocal(b) + a", (t, { a, b }) => t.add(t.reciprocal(b), a)],
    ["pow/integers", "torch.pow(a, 3) + b", (t, { a, b }) => t.add(t.pow(a, 3), b)],
    ["mul/wraps", "a * 1000000000 + b", (t, { a, b }) => t.add(t.mul(a, 1000000000), b)],
  ]),
  ...rowsOn(
    { a: values([-2, -1, 0, 1, 2, 3], { dtype: "int64" }), b: values([3, 2, 0, 5, 10, 1], { dtype: "int64" }) },
    [
      ["pow/int64", "torch.pow(a, b)", (t, { a, b }) => t.pow(a, b)],
      ["floorDivide/int64", "torch.floor_divide(b, a + 4)", (t, { a, b }) => t.floorDivide(b, t.add(a, 4))],
      ["mul/int64", "a * b * 3000000000", (t, { a, b }) => t.mul(t.mul(a, b), 3000000000)],
    ],
  ),
  ...(["int32", "uint8"] as const).flatMap((dtype) =>
    rowsOn(
      {
        a: values([3, 7, 10, 50, 200, 255, 1, 0, 2], { dtype }),
        b: values([50, 33, 9, 200, 17, 255, 250, 100, 31], { dtype }),
      },
      [
        [`pow/wraps-${dtype}`, "torch.pow(a, b)", (t, { a, b }) => t.pow(a, b)],
        [`square/wraps-${dtype}`, "torch.square(a) + b", (t, { a, b }) => t.add(t.square(a), b)],
      ],
    ),
  ),
  ...rowsOn(
    {
      a: values([50000, -50000, 65537, 2147483647, -3, -1, 1, 2, 3], { dtype: "int32" }),
      b: values([2, 3, 5, 2147483647, 1999999999, 2147483647, 2147483647, 31, 2000000001], { dtype: "int32" }),
    },
    [
      ["pow/huge-exponents", "torch.pow(a, b)", (t, { a, b }) => t.pow(a, b)],
      ["square/wraps", "torch.square(a) + b * 0", (t, { a, b }) => t.add(t.square(a), t.mul(b, 0))],
    ],
  ),
  ...rowsOn(
    {
      a: values([3, -3, 4294967297, 5000000000, 7, -1, 2, 9007199254740991], { dtype: "int64" }),
      b: values([41, 1001, 3, 2, 9007199254740991, 9007199254740990, 63, 9007199254740991], { dtype: "int64" }),
    },
    [
      ["pow/huge-exponents-int64", "torch.pow(a, b)", (t, { a, b }) => t.pow(a, b)],
      ["square/wraps-int64", "torch.square(a) + b * 0", (t, { a, b }) => t.add(t.square(a), t.mul(b, 0))],
    ],
  ),
  ...(["int32", "int64"] as const).flatMap((dtype) =>
    rowsOn(
      { a: values([1, -1, -1, 2, -2, 7, 1], { dtype }), b: values([-3, -2, -3, -1, -4, -2147483648, -1], { dtype }) },
      [[`pow/negative-exponents-${dtype}`, "torch.pow(a, b)", (t, { a, b }) => t.pow(a, b)]],
    ),
  ),
  ...rowsOn({ a: values([0, 0, 1, 2, 4, "inf", 2, "nan"]), b: values([0, 2, -3, 0.5, -0.5, 2, "nan", 0]) }, [
    [
      "pow/tensors",
      "torch.pow(a, b)",
      (t, { a, b }) => t.pow(a, b),
      { tolerance: { ulps: 2, why: "powers are rounded differently" } },
    ],
    ["div/zero", "torch.div(a, a) + b * 0", (t, { a, b }) => t.add(t.div(a, a), t.mul(b, 0)), { grad: false }],
  ]),
  ...rowsOn({ a: data([5], { fill: "positive" }) }, [
    [
      "pow/half",
      "torch.pow(a, 0.5)",
      (t, { a }) => t.pow(a, 0.5),
      { tolerance: { ulps: 2, why: "PyTorch takes the root" } },
    ],
    [
      "pow/minus-one",
      "torch.pow(a, -1)",
      (t, { a }) => t.pow(a, -1),
      { tolerance: { ulps: 2, why: "PyTorch divides" } },
    ],
    [
      "pow/fraction",
      "torch.pow(a, 1.7)",
      (t, { a }) => t.pow(a, 1.7),
      { tolerance: { ulps: 4, why: "libraries differ" } },
    ],
    [
      "pow/scalar-base",
      "torch.pow(2, a)",
      (t, { a }) => t.pow(2, a),
      { tolerance: { ulps: 4, why: "libraries differ" } },
    ],
    ["rsub/one-minus", "1 - a", (t, { a }) => t.sub(1, a)],
    [
      "div/one-over",
      "1 / a",
      (t, { a }) => t.div(1, a),
      { tolerance: { ulps: 2, why: "the derivative has two roundings or three" } },
    ],
  ]),
];

const broadcasts: readonly (readonly [string, Recipe, Recipe])[] = [
  ["row", data([4, 3]), data([3])],
  ["column", data([4, 1]), data([4, 3])],
  ["both", data([4, 1]), data([1, 3])],
  ["lead", data([2, 1, 3]), data([4, 1])],
  ["no-axes", data([]), data([2, 2])],
  ["no-axes-both", data([]), data([])],
  ["empty", data([0, 3]), data([1, 3])],
  ["empty-lead", data([2, 0]), data([1])],
  ["transposed", data([3, 4], { layout: "transposed" }), data([3, 4])],
  ["sliced", data([3, 4], { layout: "sliced" }), data([3, 4], { layout: "transposed" })],
  ["expanded", data([3, 4], { layout: "expanded" }), data([4], { layout: "sliced" })],
  ["five-axes", data([2, 1, 2, 1, 3]), data([2, 1, 2, 1])],
];

const broadcast = broadcasts.flatMap(([name, a, b]) =>
  rowsOn({ a, b }, [
    [`add/broadcast-${name}`, "a + b", (t, { a, b }) => t.add(a, b)],
    [`mul/broadcast-${name}`, "a * b", (t, { a, b }) => t.mul(a, b)],
  ]),
);

const dtypes = ["bool", "uint8", "int32", "int64", "float32", "float64"] as const;
const pair = (first: (typeof dtypes)[number], second: (typeof dtypes)[number], shape: readonly number[]) => ({
  a: data([3], { dtype: first }),
  b: data(shape, { dtype: second, fill: second === "bool" ? "booleans" : "nonzero" }),
});

/** torch.result_type of two tensors with dimensions, and of one with and one without. */
const promotion = dtypes.flatMap((first) =>
  dtypes.flatMap((second) => {
    const name = `${first}-${second}`;
    const arrays = pair(first, second, [3]);
    const subtracts = first !== "bool" && second !== "bool";
    return [
      ...rowsOn(arrays, [
        [`add/types-${name}`, "a + b", (t, { a, b }) => t.add(a, b)],
        [`mul/types-${name}`, "a * b", (t, { a, b }) => t.mul(a, b)],
        [`eq/types-${name}`, "a == b", (t, { a, b }) => t.eq(a, b)],
        [`lt/types-${name}`, "a < b", (t, { a, b }) => t.lt(a, b)],
        [`sub/types-${name}`, "a - b", (t, { a, b }) => t.sub(a, b), subtracts ? {} : { error: true }],
      ]),
      row({
        id: `div/types-${name}`,
        inputs: { ...arrays, b: second === "bool" ? values([1, 1, 1], { dtype: "bool" }) : arrays.b },
        torch: "a / b",
        run: (t, { a, b }) => t.div(a, b),
        tolerance: { ulps: 1, why: "the derivative has two roundings or three" },
      }),
      row({
        id: `add/types-${name}-without-axes`,
        inputs: pair(first, second, []),
        torch: "a + b",
        run: (t, { a, b }) => t.add(a, b),
      }),
    ];
  }),
);

const scalars: readonly (readonly [string, string, number | boolean])[] = [
  ["whole", "2", 2],
  ["fraction", "2.5", 2.5],
  ["true", "True", true],
];

/** A whole JS number counts as an integer, any other as a float. */
const scalarPromotion = dtypes.flatMap((dtype) =>
  scalars.flatMap(([name, python, value]) =>
    rowsOn({ a: data([3], { dtype }) }, [
      [`add/${dtype}-and-${name}`, `a + ${python}`, (t, { a }) => t.add(a, value)],
      [`mul/${dtype}-and-${name}`, `a * ${python}`, (t, { a }) => t.mul(a, value)],
      [`div/${dtype}-and-${name}`, `a / ${python}`, (t, { a }) => t.div(a, value)],
    ]),
  ),
);

const resultTypes = rowsOn({ a: data([3], { dtype: "int32" }), b: data([], { dtype: "float64" }) }, [
  ["resultType/dimension-first", "torch.result_type(a, b)", (t, { a, b }) => t.resultType(a, b), { grad: false }],
  ["resultType/scalar", "torch.result_type(a, 2.5)", (t, { a }) => t.resultType(a, 2.5), { grad: false }],
  ["resultType/whole", "torch.result_type(a, 2)", (t, { a }) => t.resultType(a, 2), { grad: false }],
  ["resultType/scalars", "torch.result_type(b, True)", (t, { b }) => t.resultType(b, true), { grad: false }],
]);

const shapes = rowsOnNothing([
  ["broadcastShapes/both", "list(torch.broadcast_shapes((4, 1), (1, 3)))", (t) => t.broadcastShapes([4, 1], [1, 3])],
  [
    "broadcastShapes/lead",
    "list(torch.broadcast_shapes((2, 1, 3), (5, 1)))",
    (t) => t.broadcastShapes([2, 1, 3], [5, 1]),
  ],
  [
    "broadcastShapes/three",
    "list(torch.broadcast_shapes((3,), (2, 1), (4, 1, 1)))",
    (t) => t.broadcastShapes([3], [2, 1], [4, 1, 1]),
  ],
]);

const inPlace = rowsOn(
  { a: data([2, 3]), b: data([3], { fill: "nonzero" }) },
  [
    ["add_/broadcast", "a.add_(b)", (t, { a, b }) => t.add_(a, b)],
    ["add_/alpha", "a.add_(b, alpha=2)", (t, { a, b }) => t.add_(a, b, { alpha: 2 })],
    ["add_/scalar", "a.add_(1.5)", (t, { a }) => t.add_(a, 1.5)],
    ["add_/itself", "a.add_(a)", (t, { a }) => t.add_(a, a)],
    [
      "add_/overlap of a copy",
      "c = a.view(6); c[1:].add_(c[:-1].clone()); a",
      (_, { a }) => {
        const c = a.view([6]);
        c.index("1:").add_(c.index(":-1").clone());
        return a;
      },
    ],
    ["sub_/broadcast", "a.sub_(b)", (t, { a, b }) => t.sub_(a, b)],
    ["mul_/broadcast", "a.mul_(b)", (t, { a, b }) => t.mul_(a, b)],
    [
      "mul_/view",
      "a[:, 1].mul_(2); a",
      (_, { a }) => {
        a.index(":", 1).mul_(2);
        return a;
      },
    ],
    ["div_/broadcast", "a.div_(b)", (t, { a, b }) => t.div_(a, b)],
    ["div_/floor", "a.div_(b, rounding_mode='floor')", (t, { a, b }) => t.div_(a, b, { roundingMode: "floor" })],
    ["clamp_/both", "a.clamp_(-1, 1)", (t, { a }) => t.clamp_(a, { min: -1, max: 1 })],
    ["relu_/all", "a.relu_()", (t, { a }) => t.relu_(a)],
    ["maskedFill_/number", "a.masked_fill_(a > 0, 9)", (t, { a }) => t.maskedFill_(a, t.gt(a, 0), 9)],
    ["copy_/broadcast", "a.copy_(b)", (t, { a, b }) => t.copy_(a, b)],
    ["copy_/number-types", "a.copy_(b > 0)", (t, { a, b }) => t.copy_(a, t.gt(b, 0))],
    ["zero_/all", "a.zero_()", (t, { a }) => t.zero_(a)],
    ["fill_/number", "a.fill_(2.5)", (t, { a }) => t.fill_(a, 2.5)],
    [
      "fill_/stretched-nothing",
      "a[:0, :1].expand(0, 3).fill_(2)",
      (t, { a }) => t.fill_(a.index(":0", ":1").expand([0, 3]), 2),
    ],
    ["fill_/refuses a vector", "a.fill_(b)", (t, { a, b }) => t.fill_(a, b), { error: true }],
    ["fill_/tensor", "a.fill_(b[0])", (t, { a, b }) => t.fill_(a, b.index(0))],
    [
      "fill_/column",
      "a[:, 2].fill_(7); a",
      (_, { a }) => {
        a.index(":", 2).fill_(7);
        return a;
      },
    ],
  ],
  { grad: false },
);

const refused = [
  ...rowsOn({ a: data([2, 3]), b: data([2, 4]) }, [
    ["add/refuses shapes", "a + b", (t, { a, b }) => t.add(a, b), { error: true }],
    ["mul/refuses shapes", "a[None] * b", (t, { a, b }) => t.mul(a.unsqueeze(0), b), { error: true }],
    ["add_/refuses shapes", "a.add_(b)", (t, { a, b }) => t.add_(a, b), { error: true }],
    [
      "div/refuses a rounding mode",
      "torch.div(a, a, rounding_mode='up')",
      (t, { a }) => t.div(a, a, { roundingMode: "up" as never }),
      { error: true },
    ],
  ]),
  ...rowsOn({ a: data([3], { dtype: "int32" }), b: data([3]), c: data([3], { dtype: "bool" }) }, [
    ["add_/refuses a narrower result", "a.add_(b)", (t, { a, b }) => t.add_(a, b), { error: true }],
    ["div_/refuses an integer result", "a.div_(2)", (t, { a }) => t.div_(a, 2), { error: true }],
    ["neg/refuses booleans", "-c", (t, { c }) => t.neg(c), { error: true }],
    ["sub/refuses booleans", "c - c", (t, { c }) => t.sub(c, c), { error: true }],
    ["sub/refuses a boolean", "a - c", (t, { a, c }) => t.sub(a, c), { error: true }],
    [
      "add/refuses a fractional alpha",
      "torch.add(a, a, alpha=0.5)",
      (t, { a }) => t.add(a, a, { alpha: 0.5 }),
      { error: true },
    ],
    ["floorDivide/refuses zero", "a // 0", (t, { a }) => t.floorDivide(a, 0), { error: true }],
    ["remainder/refuses zero", "a % 0", (t, { a }) => t.remainder(a, 0), { error: true }],
    ["pow/refuses a negative exponent", "a ** -1", (t, { a }) => t.pow(a, -1), { error: true }],
  ]),
  ...rowsOn({ a: data([1, 3], { layout: "contiguous" }), b: data([2, 3]) }, [
    ["add_/refuses to grow", "a.add_(b)", (t, { a, b }) => t.add_(a, b), { error: true }],
    [
      "add_/refuses an expanded tensor",
      "a.expand(2, 3).add_(b)",
      (_, { a, b }) => a.expand([2, 3]).add_(b),
      { error: true },
    ],
  ]),
];

export const arithmeticRows: readonly Row[] = [
  ...simple,
  ...broadcast,
  ...promotion,
  ...scalarPromotion,
  ...resultTypes,
  ...shapes,
  ...inPlace,
  ...refused,
];
