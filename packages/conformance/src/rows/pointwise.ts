// Rows of functions of one tensor, element by element.
import { data, values } from "./recipe.ts";
import { type Row, row, rowsOn, type Tolerance } from "./row.ts";

const special = ["nan", "inf", "-inf", "-0", 0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 100, -100] as const;
const libraries: Tolerance = { ulps: 4, absolute: 2 ** -22, why: "libraries differ in the last place" };

/** Functions by PyTorch's name, which is ours too, with the recipe of numbers that lie in their domain. */
const exact = ["abs", "sign", "floor", "ceil", "round", "trunc", "relu"] as const;
const anywhere = ["exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sigmoid", "erf"] as const;
const positive = ["log", "log1p", "log2", "log10"] as const;

const call = (name: string) => (name === "relu" ? "F.relu(a)" : `torch.${name}(a)`);

const functions: readonly Row[] = [
  ...exact.map((name) =>
    row({ id: `${name}/quarters`, inputs: { a: data([2, 7]) }, torch: call(name), run: (t, { a }) => t[name](a) }),
  ),
  ...anywhere.map((name) =>
    row({
      id: `${name}/random`,
      inputs: { a: data([3, 5], { fill: "random", scale: 2 }) },
      torch: call(name),
      run: (t, { a }) => t[name](a),
      tolerance: libraries,
    }),
  ),
  ...positive.map((name) =>
    row({
      id: `${name}/positive`,
      inputs: { a: data([3, 5], { fill: "positive" }) },
      torch: call(name),
      run: (t, { a }) => t[name](a),
      tolerance: libraries,
    }),
  ),
  ...(["sqrt", "rsqrt"] as const).map((name) =>
    row({
      id: `${name}/positive`,
      inputs: { a: data([3, 5], { fill: "positive" }) },
      torch: call(name),
      run: (t, { a }) => t[name](a),
      tolerance: { ulps: 6, why: "derivatives are composed of other roundings" },
    }),
  ),
  row({
    id: "sqrt/exact",
    inputs: { a: data([9], { fill: "positive" }) },
    torch: "torch.sqrt(a)",
    run: (t, { a }) => t.sqrt(a),
    grad: false,
  }),
];

/** Where functions leave the numbers: signed zeros, infinities, nan, ties of rounding, overflow. */
const corners = ([...exact, ...anywhere, ...positive, "sqrt", "rsqrt"] as const).map((name) =>
  row({
    id: `${name}/corners`,
    inputs: { a: values(special) },
    torch: call(name),
    run: (t, { a }) => t[name](a),
    grad: false,
    ...((exact as readonly string[]).includes(name) || name === "sqrt" ? {} : { tolerance: libraries }),
  }),
);

const strided = (["transposed", "sliced", "expanded"] as const).flatMap((layout) =>
  rowsOn({ a: data([3, 4], { layout }) }, [
    [`abs/${layout}`, "torch.abs(a)", (t, { a }) => t.abs(a)],
    [`relu/${layout}`, "F.relu(a)", (t, { a }) => t.relu(a)],
  ]),
);

const types = (["float64", "int32", "int64", "uint8", "bool"] as const).flatMap((dtype) => [
  ...(["exp", "sqrt", "sigmoid", "log1p", "tanh"] as const).map((name) =>
    row({
      id: `${name}/${dtype}`,
      inputs: { a: data([6], { dtype, fill: dtype === "bool" ? "booleans" : dtype === "float64" ? "unit" : "ramp" }) },
      torch: call(name),
      run: (t, { a }) => t[name](a),
      tolerance: libraries,
    }),
  ),
  ...(dtype === "bool" ? [] : (["abs", "sign", "relu", "neg", "floor", "round"] as const)).map((name) =>
    row({
      id: `${name}/${dtype}`,
      inputs: { a: data([6], { dtype }) },
      torch: call(name),
      run: (t, { a }) => t[name](a),
    }),
  ),
]);

const shapes = rowsOn({ a: data([0, 3]), b: data([]) }, [
  ["exp/empty", "[torch.exp(a), b]", (t, { a, b }) => [t.exp(a), b]],
  ["abs/no-axes", "[torch.abs(b), a]", (t, { a, b }) => [t.abs(b), a]],
]);

const activations = rowsOn({ a: data([3, 5], { fill: "random", scale: 4 }) }, [
  [
    "gelu/exact",
    "F.gelu(a)",
    (t, { a }) => t.gelu(a),
    { tolerance: { ulps: 8, absolute: 2 ** -20, why: "erf of libraries differs" } },
  ],
  [
    "gelu/tanh",
    "F.gelu(a, approximate='tanh')",
    (t, { a }) => t.gelu(a, { approximate: "tanh" }),
    { tolerance: { ulps: 8, absolute: 2 ** -20, why: "tanh of libraries differs" } },
  ],
  [
    "gelu/refuses an approximation",
    "F.gelu(a, approximate='fast')",
    (t, { a }) => t.gelu(a, { approximate: "fast" as never }),
    { error: true },
  ],
  ["silu/random", "F.silu(a)", (t, { a }) => t.silu(a), { tolerance: libraries }],
]);

/** Functions that know no booleans. */
const refusals = rowsOn(
  { b: data([2, 3], { dtype: "bool", fill: "booleans" }) },
  (["abs", "relu", "floor", "ceil", "round", "trunc"] as const).map(
    (name) => [`${name}/refuses booleans`, `torch.${name}(b)`, (t, { b }) => t[name](b), { error: true }] as const,
  ),
);

export const pointwiseRows: readonly Row[] = [
  ...functions,
  ...corners,
  ...strided,
  ...types,
  ...shapes,
  ...activations,
  ...refusals,
];
