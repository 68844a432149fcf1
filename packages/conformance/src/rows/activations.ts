// Rows of activation functions: where they bend, their types, and what they refuse.
import { data, values } from "./recipe.ts";
import { type Call, type Row, rowsOn, type Tolerance } from "./row.ts";

const libraries: Tolerance = { ulps: 8, absolute: 2 ** -21, why: "exponentials and logarithms of libraries differ" };
const names = ["leakyRelu", "elu", "softplus", "hardswish", "hardsigmoid", "logsigmoid", "mish"] as const;
const torchName = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const all = [
  ...names,
  "hardtanh",
  "relu6",
  "selu",
  "celu",
  "hardshrink",
  "softshrink",
  "tanhshrink",
  "softsign",
] as const;

const along: readonly Call<"a">[] = all.map((name) => [
  `${name}/line`,
  `F.${torchName(name)}(a)`,
  (t, { a }) => t[name](a),
]);

export const activationRows: readonly Row[] = [
  ...rowsOn({ a: data([3, 5], { fill: "random", scale: 8 }) }, along, { tolerance: libraries }),
  // At the bends themselves, with gradients; and beyond the numbers, without.
  ...rowsOn(
    { a: values([-3, -1, 0, 1, 3, 6]) },
    all.map((name) => [`${name}/bends`, `F.${torchName(name)}(a)`, (t, { a }) => t[name](a)] as const),
    { tolerance: libraries },
  ),
  ...rowsOn(
    { a: values(["nan", "inf", "-inf", "-0", 30, -100]) },
    all.map((name) => [`${name}/corners`, `F.${torchName(name)}(a)`, (t, { a }) => t[name](a)] as const),
    { tolerance: libraries, grad: false },
  ),
  ...rowsOn(
    {
      a: data([2, 3, 2], { fill: "random", scale: 4, layout: "transposed" }),
      w: data([3]),
      one: data([1]),
      v: data([4]),
      s: data([]),
    },
    [
      ["leakyRelu/slope", "F.leaky_relu(a, 0.25)", (t, { a }) => t.leakyRelu(a, { negativeSlope: 0.25 })],
      ["elu/alpha", "F.elu(a, 0.5)", (t, { a }) => t.elu(a, { alpha: 0.5 })],
      ["softplus/beta", "F.softplus(a, 2, 3)", (t, { a }) => t.softplus(a, { beta: 2, threshold: 3 })],
      ["hardtanh/bounds", "F.hardtanh(a, -0.5, 2)", (t, { a }) => t.hardtanh(a, { minVal: -0.5, maxVal: 2 })],
      ["celu/alpha", "F.celu(a, 0.5)", (t, { a }) => t.celu(a, { alpha: 0.5 })],
      ["hardshrink/lambd", "F.hardshrink(a, 2)", (t, { a }) => t.hardshrink(a, { lambd: 2 })],
      ["softshrink/lambd", "F.softshrink(a, 2)", (t, { a }) => t.softshrink(a, { lambd: 2 })],
      ["threshold/random", "F.threshold(a, 0.5, -7)", (t, { a }) => t.threshold(a, 0.5, -7)],
      ["softmin/inner", "F.softmin(a, 1)", (t, { a }) => t.softmin(a, 1)],
      ["celu/refuses alpha 0", "F.celu(a, 0)", (t, { a }) => t.celu(a, { alpha: 0 }), { error: true }],
      [
        "softshrink/refuses a negative lambd",
        "F.softshrink(a, -1)",
        (t, { a }) => t.softshrink(a, { lambd: -1 }),
        { error: true },
      ],
      ["prelu/channels", "F.prelu(a, w)", (t, { a, w }) => t.prelu(a, w)],
      ["prelu/one", "F.prelu(a, one)", (t, { a, one }) => t.prelu(a, one)],
      ["glu/last", "F.glu(a)", (t, { a }) => t.glu(a)],
      ["glu/first", "F.glu(a, 0)", (t, { a }) => t.glu(a, { dim: 0 })],
      ["glu/refuses an odd axis", "F.glu(a, 1)", (t, { a }) => t.glu(a, { dim: 1 }), { error: true }],
      ["glu/refuses a number", "F.glu(s)", (t, { s }) => t.glu(s), { error: true }],
      ["prelu/refuses a number", "F.prelu(s, w)", (t, { s, w }) => t.prelu(s, w), { error: true }],
      ["prelu/refuses a size", "F.prelu(a, v)", (t, { a, v }) => t.prelu(a, v), { error: true }],
      ["prelu/refuses a size for a vector", "F.prelu(v, v)", (t, { v }) => t.prelu(v, v), { error: true }],
      [
        "prelu/refuses a matrix",
        "F.prelu(a, w.reshape(1, 3))",
        (t, { a, w }) => t.prelu(a, w.reshape([1, 3])),
        { error: true },
      ],
      ["prelu/refuses a type", "F.prelu(a, w.double())", (t, { a, w }) => t.prelu(a, w.to("float64")), { error: true }],
    ],
    { tolerance: libraries },
  ),
  ...rowsOn(
    {
      whole: data([2, 4], { dtype: "int64" }),
      byte: data([4], { dtype: "uint8" }),
      flags: data([4], { dtype: "bool" }),
    },
    [
      ["hardtanh/refuses uint8", "F.hardtanh(byte)", (t, { byte }) => t.hardtanh(byte), { error: true }],
      ["hardtanh/int64", "F.hardtanh(whole, -2, 3)", (t, { whole }) => t.hardtanh(whole, { minVal: -2, maxVal: 3 })],
      ["relu6/uint8", "F.relu6(byte)", (t, { byte }) => t.relu6(byte)],
      ["threshold/int64", "F.threshold(whole, 1, 7.5)", (t, { whole }) => t.threshold(whole, 1, 7.5)],
      [
        "threshold/refuses booleans",
        "F.threshold(flags, 0, 0)",
        (t, { flags }) => t.threshold(flags, 0, 0),
        { error: true },
      ],
      [
        "softsign/int64",
        "[F.softsign(whole), F.tanhshrink(whole)]",
        (t, { whole }) => [t.softsign(whole), t.tanhshrink(whole)],
        { tolerance: libraries },
      ],
      ["softsign/refuses booleans", "F.softsign(flags)", (t, { flags }) => t.softsign(flags), { error: true }],
      ["tanhshrink/refuses booleans", "F.tanhshrink(flags)", (t, { flags }) => t.tanhshrink(flags), { error: true }],
      ["hardtanh/refuses booleans", "F.hardtanh(flags)", (t, { flags }) => t.hardtanh(flags), { error: true }],
      ["glu/refuses integers", "F.glu(whole)", (t, { whole }) => t.glu(whole), { error: true }],
      ...([...names, "selu", "celu", "hardshrink", "softshrink"] as const).map(
        (name) =>
          [
            `${name}/refuses integers`,
            `F.${torchName(name)}(whole)`,
            (t, { whole }) => t[name](whole),
            { error: true },
          ] as const satisfies Call<"whole" | "byte" | "flags">,
      ),
    ],
  ),
];
