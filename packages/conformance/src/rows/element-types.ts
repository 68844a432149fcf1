// Rows where the element types decide: what comes out, in which type, and what is refused.
import { values } from "./recipe.ts";
import { type Row, rowsOn } from "./row.ts";

const several = {
  flags: values([1, 1, 0], { dtype: "bool" }),
  whole: values([0, 1, 2], { dtype: "int64" }),
  short: values([0, -1, 2], { dtype: "int32" }),
  real: values([0.5, -1, 2]),
};

/** A boolean tensor holds nothing but 0 and 1, whatever is added up. */
const booleans: readonly Row[] = rowsOn(
  several,
  [
    [
      "indexPut_/accumulate booleans",
      "flags.index_put_((torch.tensor([0, 0, 2]),), flags.clone(), accumulate=True)",
      (t, { flags }) => t.indexPut_(flags, [[0, 0, 2]], flags.clone(), { accumulate: true }),
    ],
    [
      "add/alpha of booleans",
      "[torch.add(flags, flags, alpha=2), torch.add(flags, flags[:, None], alpha=0), torch.add(flags, True, alpha=3)]",
      (t, { flags }) => [
        t.add(flags, flags, { alpha: 2 }),
        t.add(flags, flags.unsqueeze(1), { alpha: 0 }),
        t.add(flags, true, { alpha: 3 }),
      ],
    ],
    [
      "add/alpha of booleans and numbers",
      "[torch.add(short, flags, alpha=2), torch.add(flags, short, alpha=2), torch.add(real, flags, alpha=2.5)]",
      (t, { short, flags, real }) => [
        t.add(short, flags, { alpha: 2 }),
        t.add(flags, short, { alpha: 2 }),
        t.add(real, flags, { alpha: 2.5 }),
      ],
    ],
    [
      "add/a fractional alpha of integers",
      "torch.add(real, whole, alpha=2.5)",
      (t, { real, whole }) => t.add(real, whole, { alpha: 2.5 }),
    ],
    [
      "sub/refuses a fractional alpha",
      "torch.sub(whole, 1, alpha=2.5)",
      (t, { whole }) => t.sub(whole, 1, { alpha: 2.5 }),
      { error: true },
    ],
    [
      "add/refuses a fractional alpha of booleans",
      "torch.add(flags, flags, alpha=2.5)",
      (t, { flags }) => t.add(flags, flags, { alpha: 2.5 }),
      { error: true },
    ],
    [
      "arange/refuses booleans",
      "torch.arange(0, 2, dtype=torch.bool)",
      (t) => t.arange(0, 2, { dtype: "bool" }),
      { error: true },
    ],
    [
      "linspace/refuses booleans",
      "torch.linspace(0, 3, 4, dtype=torch.bool)",
      (t) => t.linspace(0, 3, 4, { dtype: "bool" }),
      { error: true },
    ],
  ],
  { grad: false },
);

const promoted: readonly Row[] = rowsOn(
  { ...several, wide: values([0.5, -1, 2], { dtype: "float64" }), tenth: values([0.1]) },
  [
    [
      "equal/types",
      "[torch.equal(real, wide), torch.equal(whole, short), torch.equal(short, short.float()), torch.equal(flags, whole)]",
      (t, { real, wide, whole, short, flags }) => [
        t.equal(real, wide),
        t.equal(whole, short),
        t.equal(short, short.to("float32")),
        t.equal(flags, whole),
      ],
    ],
    [
      "equal/rounded to one type",
      "[torch.equal(torch.tensor([2 ** 24 + 1]), torch.tensor([2.**24])), torch.equal(tenth, torch.tensor([0.1]).double()), torch.equal(tenth, torch.tensor([0.1], dtype=torch.float64)), torch.equal(real, wide[:2])]",
      (t, { real, wide, tenth }) => [
        t.equal(t.tensor([2 ** 24 + 1], { dtype: "int64" }), t.tensor([2 ** 24])),
        t.equal(tenth, t.tensor([0.1]).to("float64")),
        t.equal(tenth, t.tensor([0.1], { dtype: "float64" })),
        t.equal(real, wide.index(":2")),
      ],
    ],
    [
      "nn.functional.huberLoss/types",
      "[F.huber_loss(real, wide + 1), F.huber_loss(wide, real, reduction='sum'), F.huber_loss(real, whole, reduction='none')]",
      (t, { real, wide, whole }) => {
        const { huberLoss } = t.nn.functional;
        return [
          huberLoss(real, wide.add(1)),
          huberLoss(wide, real, { reduction: "sum" }),
          huberLoss(real, whole, { reduction: "none" }),
        ];
      },
    ],
    [
      "erf/signs of zero",
      "[1 / torch.erf(z), 1 / torch.erf(z.double()), 1 / F.gelu(z.double())]".replaceAll(
        "z",
        "torch.tensor([-0., 0.])",
      ),
      (t) => {
        const z = t.tensor([-0, 0]);
        const wide = z.to("float64");
        return [t.erf(z), t.erf(wide), t.gelu(wide)].map((y) => t.div(1, y));
      },
    ],
  ],
  { grad: false },
);

const refused: readonly Row[] = rowsOn(
  {
    ...several,
    byte: values([1, 2, 0], { dtype: "uint8" }),
    wide: values([0.5, 0.25, 1], { dtype: "float64" }),
    m: values([1, 0, 0, 0, 1, 0, 0, 0, 1], { shape: [3, 3] }),
  },
  [
    ["gelu/refuses integers", "F.gelu(whole)", (t, { whole }) => t.gelu(whole)],
    [
      "gelu/refuses booleans",
      "F.gelu(flags, approximate='tanh')",
      (t, { flags }) => t.gelu(flags, { approximate: "tanh" }),
    ],
    ["silu/refuses integers", "F.silu(short)", (t, { short }) => t.silu(short)],
    ["pow/refuses booleans", "torch.pow(flags, flags)", (t, { flags }) => t.pow(flags, flags)],
    ["pow/refuses a boolean exponent", "torch.pow(flags, True)", (t, { flags }) => t.pow(flags, true)],
    ["pow/refuses an exponent without room", "torch.pow(byte, 300)", (t, { byte }) => t.pow(byte, 300)],
    ["floorDivide/refuses booleans", "flags // flags", (t, { flags }) => t.floorDivide(flags, flags)],
    [
      "div/refuses booleans rounded",
      "torch.div(flags, flags, rounding_mode='trunc')",
      (t, { flags }) => t.div(flags, flags, { roundingMode: "trunc" }),
    ],
    ["remainder/refuses booleans", "flags % flags", (t, { flags }) => t.remainder(flags, flags)],
    ["fmod/refuses booleans", "torch.fmod(flags, True)", (t, { flags }) => t.fmod(flags, true)],
    [
      "where/refuses a number without room",
      "torch.where(flags, byte, 300)",
      (t, { flags, byte }) => t.where(flags, byte, 300),
    ],
    [
      "where/refuses a wide number",
      "torch.where(flags, 2 ** 40, short)",
      (t, { flags, short }) => t.where(flags, 2 ** 40, short),
    ],
    [
      "nn.functional.klDiv/refuses integers",
      "F.kl_div(real, whole)",
      (t, { real, whole }) => t.nn.functional.klDiv(real, whole),
    ],
    [
      "nn.functional.crossEntropy/refuses a weight's type",
      "F.cross_entropy(m, whole, weight=wide)",
      (t, { m, whole, wide }) => t.nn.functional.crossEntropy(m, whole, { weight: wide }),
    ],
    [
      "nn.functional.binaryCrossEntropy/refuses a target's type",
      "F.binary_cross_entropy(wide, flags)",
      (t, { wide, flags }) => t.nn.functional.binaryCrossEntropy(wide, flags),
    ],
    [
      "nn.functional.binaryCrossEntropyWithLogits/refuses gradients of weights",
      "F.binary_cross_entropy_with_logits(real, real, pos_weight=real.clone().requires_grad_())",
      (t, { real }) =>
        t.nn.functional.binaryCrossEntropyWithLogits(real, real, { posWeight: real.clone().requiresGrad_() }),
    ],
    [
      "nn.functional.batchNorm/refuses gradients of statistics",
      "F.batch_norm(m, real, real.clone().requires_grad_())",
      (t, { m, real }) => t.nn.functional.batchNorm(m, real, real.clone().requiresGrad_()),
    ],
    [
      "nn.functional.linear/refuses a vector with a bias",
      "F.linear(m, real, real[:1])",
      (t, { m, real }) => t.nn.functional.linear(m, real, { bias: real.index(":1") }),
    ],
  ],
  { grad: false, error: true },
);

const taken: readonly Row[] = rowsOn(
  { byte: values([1, 2, 0], { dtype: "uint8" }), flags: several.flags },
  [
    [
      "pow/whole numbers that wrap",
      "[torch.pow(byte, 255), torch.pow(300, byte), torch.where(flags, byte, -1)]",
      (t, { byte, flags }) => [t.pow(byte, 255), t.pow(300, byte), t.where(flags, byte, -1)],
    ],
  ],
  { grad: false },
);

export const elementTypeRows: readonly Row[] = [...booleans, ...promoted, ...refused, ...taken];
