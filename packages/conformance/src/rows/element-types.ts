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

export const elementTypeRows: readonly Row[] = [...booleans, ...promoted];
