// Rows of random numbers: the seed that PyTorch takes gives the numbers that PyTorch gives.
import { data } from "./recipe.ts";
import { type Api, type Call, type Row, rowsOn, rowsOnNothing } from "./row.ts";

/** Draws as the build of PyTorch draws that the golden data comes from. */
export function drawn<T>(t: Api, seed: number, draw: () => T): T {
  const before = t.getRandomProfile();
  t.setRandomProfile("debian");
  try {
    t.manualSeed(seed);
    return draw();
  } finally {
    t.setRandomProfile(before);
  }
}

/** The line after the seed 0. */
export const seeded = (python: string) => `torch.manual_seed(0); ${python}`;

const drawnAlone: readonly Row[] = rowsOnNothing([
  ["rand/seed-0", seeded("torch.rand(2, 3)"), (t) => drawn(t, 0, () => t.rand([2, 3]))],
  [
    "rand/float64",
    seeded("torch.rand(3, dtype=torch.float64)"),
    (t) => drawn(t, 0, () => t.rand([3], { dtype: "float64" })),
  ],
  ["rand/seed-42", "torch.manual_seed(42); torch.rand(20)", (t) => drawn(t, 42, () => t.rand([20]))],
  ["rand/negative-seed", "torch.manual_seed(-1); torch.rand(3)", (t) => drawn(t, -1, () => t.rand([3]))],
  ["rand/empty", seeded("[torch.rand(0), torch.rand(2)]"), (t) => drawn(t, 0, () => [t.rand([0]), t.rand([2])])],
  ["randn/small", seeded("torch.randn(2, 3)"), (t) => drawn(t, 0, () => t.randn([2, 3]))],
  [
    "randn/pairs",
    seeded("[torch.randn(3), torch.randn(1), torch.randn(2)]"),
    (t) => drawn(t, 0, () => [t.randn([3]), t.randn([1]), t.randn([2])]),
  ],
  [
    "randn/small-float64",
    seeded("torch.randn(5, dtype=torch.float64)"),
    (t) => drawn(t, 0, () => t.randn([5], { dtype: "float64" })),
  ],
  ["randn/sixteen", seeded("torch.randn(16)"), (t) => drawn(t, 0, () => t.randn([16]))],
  ["randn/many", seeded("torch.randn(4, 9)"), (t) => drawn(t, 0, () => t.randn([4, 9]))],
  [
    "randn/many-float64",
    seeded("torch.randn(20, dtype=torch.float64)"),
    (t) => drawn(t, 0, () => t.randn([20], { dtype: "float64" })),
  ],
  ["randint/high", seeded("torch.randint(0, 10, (10,))"), (t) => drawn(t, 0, () => t.randint(0, 10, [10]))],
  ["randint/low-high", seeded("torch.randint(-5, 5, (3, 4))"), (t) => drawn(t, 0, () => t.randint(-5, 5, [3, 4]))],
  [
    "randint/int32",
    seeded("torch.randint(0, 3, (8,), dtype=torch.int32)"),
    (t) => drawn(t, 0, () => t.randint(0, 3, [8], { dtype: "int32" })),
  ],
  ["randint/refuses an empty range", "torch.randint(5, 5, (2,))", (t) => t.randint(5, 5, [2]), { error: true }],
  ["randperm/ten", seeded("torch.randperm(10)"), (t) => drawn(t, 0, () => t.randperm(10))],
  [
    "randperm/one",
    seeded("[torch.randperm(1), torch.randperm(0), torch.rand(1)]"),
    (t) => drawn(t, 0, () => [t.randperm(1), t.randperm(0), t.rand([1])]),
  ],
  [
    "randLike/plain",
    seeded("torch.rand_like(torch.zeros(2, 2))"),
    (t) => drawn(t, 0, () => t.randLike(t.zeros([2, 2]))),
  ],
  [
    "randnLike/plain",
    seeded("torch.randn_like(torch.zeros(2, 2))"),
    (t) => drawn(t, 0, () => t.randnLike(t.zeros([2, 2]))),
  ],
  [
    "randintLike/plain",
    seeded("torch.randint_like(torch.zeros(4), 0, 7)"),
    (t) => drawn(t, 0, () => t.randintLike(t.zeros([4]), 0, 7)),
  ],
  [
    "uniform_/range",
    seeded("torch.zeros(6).uniform_(-2, 3)"),
    (t) => drawn(t, 0, () => t.uniform_(t.zeros([6]), -2, 3)),
  ],
  [
    "normal_/range",
    seeded("torch.zeros(6).normal_(1, 0.5)"),
    (t) => drawn(t, 0, () => t.normal_(t.zeros([6]), 1, 0.5)),
  ],
  [
    "bernoulli/tensor",
    seeded("torch.bernoulli(torch.linspace(0, 1, 9))"),
    (t) => drawn(t, 0, () => t.bernoulli(t.linspace(0, 1, 9))),
  ],
  [
    "bernoulli/float64",
    seeded("torch.bernoulli(torch.full((6,), 0.5, dtype=torch.float64))"),
    (t) => drawn(t, 0, () => t.bernoulli(t.full([6], 0.5, { dtype: "float64" }))),
  ],
  ["bernoulli_/half", seeded("torch.zeros(8).bernoulli_()"), (t) => drawn(t, 0, () => t.bernoulli_(t.zeros([8])))],
  [
    "bernoulli_/tenth",
    seeded("torch.zeros(20).bernoulli_(0.1)"),
    (t) => drawn(t, 0, () => t.bernoulli_(t.zeros([20]), 0.1)),
  ],
  [
    "bernoulli/refuses probabilities",
    "torch.bernoulli(torch.full((2,), 1.5))",
    (t) => t.bernoulli(t.full([2], 1.5)),
    { error: "Expected p_in >= 0 && p_in <= 1" },
  ],
  [
    "Generator/own",
    "g = torch.Generator(); g.manual_seed(3); torch.rand(4, generator=g)",
    (t) => {
      const generator = new t.Generator();
      generator.manualSeed(3);
      return t.rand([4], { generator });
    },
  ],
  [
    "Generator/state",
    "g = torch.Generator(); g.manual_seed(7); a = torch.randn(3, generator=g); s = g.get_state(); b = torch.randn(4, generator=g); g.set_state(s); [a, b, torch.randn(4, generator=g), len(s)]",
    (t) => {
      const before = t.getRandomProfile();
      t.setRandomProfile("debian");
      const generator = new t.Generator().manualSeed(7);
      const a = t.randn([3], { generator });
      const state = generator.getState();
      const b = t.randn([4], { generator });
      generator.setState(state);
      const c = t.randn([4], { generator });
      t.setRandomProfile(before);
      return [a, b, c, state.length];
    },
  ],
  [
    "randLike/permuted",
    seeded("torch.rand_like(torch.zeros(3, 2).t())"),
    (t) => drawn(t, 0, () => t.randLike(t.zeros([3, 2]).t())),
  ],
  [
    "randnLike/permuted",
    seeded("torch.randn_like(torch.zeros(4, 2, 3).permute(1, 2, 0))"),
    (t) => drawn(t, 0, () => t.randnLike(t.zeros([4, 2, 3]).permute([1, 2, 0]))),
  ],
  [
    "randintLike/permuted",
    seeded("torch.randint_like(torch.zeros(3, 2).t(), 9)"),
    (t) => drawn(t, 0, () => t.randintLike(t.zeros([3, 2]).t(), 0, 9)),
  ],
  [
    "bernoulli/permuted",
    seeded("torch.bernoulli(torch.full((5, 4), 0.5).t())"),
    (t) => drawn(t, 0, () => t.bernoulli(t.full([5, 4], 0.5).t())),
  ],
  [
    "random_/everything",
    seeded(
      "[torch.zeros(3, dtype=d).random_() for d in (torch.float32, torch.float64, torch.int32, torch.int64, torch.uint8, torch.bool)]",
    ),
    (t) =>
      drawn(t, 0, () =>
        (["float32", "float64", "int32", "int64", "uint8", "bool"] as const).map((dtype) =>
          t.random_(t.zeros([3], { dtype })),
        ),
      ),
  ],
  [
    "random_/to",
    seeded("[torch.zeros(4).random_(9), torch.zeros(4).random_(-9, -3)]"),
    (t) => drawn(t, 0, () => [t.random_(t.zeros([4]), 9), t.random_(t.zeros([4]), -9, -3)]),
  ],
  [
    "bernoulli_/tensor",
    seeded(
      "p = torch.tensor([0.5, 1, 0, 0.25]); [torch.zeros(3, 4).bernoulli_(p), torch.zeros(4, 3).t().bernoulli_(p), torch.zeros(4, dtype=torch.int64).bernoulli_(p.double())]",
    ),
    (t) =>
      drawn(t, 0, () => {
        const p = t.tensor([0.5, 1, 0, 0.25]);
        return [
          t.zeros([3, 4]).bernoulli_(p),
          t.zeros([4, 3]).t().bernoulli_(p),
          t.zeros([4], { dtype: "int64" }).bernoulli_(p.to("float64")),
        ];
      }),
  ],
  [
    "bernoulli_/refuses whole probabilities",
    "torch.zeros(2).bernoulli_(torch.ones(2, dtype=torch.int64))",
    (t) => t.zeros([2]).bernoulli_(t.ones([2], { dtype: "int64" })),
    { error: true },
  ],
  ["random_/refuses", "torch.zeros(2).random_(-1)", (t) => t.random_(t.zeros([2]), -1), { error: true }],
  [
    "normal/broadcast",
    seeded("torch.normal(torch.ones(2, 1), torch.ones(3, dtype=torch.float64))"),
    (t) => drawn(t, 0, () => t.normal(t.ones([2, 1]), t.ones([3], { dtype: "float64" }))),
  ],
  [
    "normal/mean",
    seeded("[torch.normal(torch.linspace(-1, 2, 6)), torch.normal(torch.linspace(-1, 2, 6), 0.3)]"),
    (t) => drawn(t, 0, () => [t.normal(t.linspace(-1, 2, 6)), t.normal(t.linspace(-1, 2, 6), 0.3)]),
  ],
  [
    "normal/std",
    seeded("torch.normal(0.7, torch.linspace(1, 2, 6))"),
    (t) => drawn(t, 0, () => t.normal(0.7, t.linspace(1, 2, 6))),
  ],
  ["normal/shape", seeded("torch.normal(1, 2, (3, 7))"), (t) => drawn(t, 0, () => t.normal(1, 2, [3, 7]))],
  [
    "normal/refuses a deviation",
    "torch.normal(torch.zeros(2), torch.tensor([1., -1.]))",
    (t) => t.normal(t.zeros([2]), t.tensor([1, -1])),
    { error: true },
  ],
  ["normal/refuses a number", "torch.normal(0., -1., (2,))", (t) => t.normal(0, -1, [2]), { error: true }],
  [
    "normal/refuses whole numbers",
    "torch.normal(torch.zeros(2, dtype=torch.int64))",
    (t) => t.normal(t.zeros([2], { dtype: "int64" })),
    { error: true },
  ],
  [
    "getRngState/goes on",
    seeded(
      "torch.randn(3); s = torch.get_rng_state(); a = torch.randn(4); torch.set_rng_state(s); [a, torch.randn(4), torch.initial_seed()]",
    ),
    (t) =>
      drawn(t, 0, () => {
        t.randn([3]);
        const state = t.getRngState();
        const a = t.randn([4]);
        t.setRngState(state);
        return [a, t.randn([4]), Number(t.initialSeed())];
      }),
  ],
  [
    "setRngState/refuses",
    "torch.set_rng_state(torch.zeros(5, dtype=torch.uint8))",
    (t) => t.setRngState(new Uint8Array(5)),
    { error: true },
  ],
  ["seed/starts over", "[torch.seed() == torch.initial_seed()]", (t) => [t.seed() === t.initialSeed()]],
  ...(
    [
      ["dropout", "3, 5"],
      ["dropout1d", "2, 3, 4"],
      ["dropout1d", "3, 4"],
      ["dropout2d", "2, 3, 2, 2"],
      ["dropout2d", "2, 3, 4"],
      ["dropout3d", "2, 3, 1, 2, 2"],
      ["dropout3d", "3, 1, 2, 2"],
    ] as const
  ).map(([name, shape]): Call<never> => {
    const sizes = shape.split(", ").map(Number);
    return [
      `${name}/${sizes.length} axes`,
      seeded(
        `x = torch.ones(${shape}); [F.${name}(x), F.${name}(x, 0.1), F.${name}(x, 1.), F.${name}(x, 0.3, training=False)]`,
      ),
      (t) =>
        drawn(t, 0, () => {
          const x = t.ones(sizes);
          return [{}, { p: 0.1 }, { p: 1 }, { p: 0.3, training: false }].map((options) => t[name](x, options));
        }),
    ];
  }),
  [
    "dropout/permuted",
    seeded("F.dropout(torch.ones(5, 4).t())"),
    (t) => drawn(t, 0, () => t.dropout(t.ones([5, 4]).t())),
  ],
  [
    "dropout/float64",
    seeded("F.dropout(torch.ones(9, dtype=torch.float64), 0.7)"),
    (t) => drawn(t, 0, () => t.dropout(t.ones([9], { dtype: "float64" }), { p: 0.7 })),
  ],
  [
    "dropout/not a number",
    seeded("F.dropout(torch.tensor([1., nan, inf]), 1.)"),
    (t) => drawn(t, 0, () => t.dropout(t.tensor([1, Number.NaN, Infinity]), { p: 1 })),
  ],
  [
    "dropout/inplace",
    seeded(
      "x = torch.ones(6); y = F.dropout(x, 0.5, inplace=True); z = torch.ones(2, 3); z = F.dropout1d(z, inplace=True); [x, y, z]",
    ),
    (t) =>
      drawn(t, 0, () => {
        const x = t.ones([6]);
        const z = t.ones([2, 3]);
        return [x, t.dropout(x, { inplace: true }), t.dropout1d(z, { inplace: true })];
      }),
  ],
  [
    "dropout/refuses below",
    "F.dropout(torch.ones(2), -0.1)",
    (t) => t.dropout(t.ones([2]), { p: -0.1 }),
    { error: true },
  ],
  [
    "dropout2d/refuses above",
    "F.dropout2d(torch.ones(2, 2), 1.5)",
    (t) => t.dropout2d(t.ones([2, 2]), { p: 1.5 }),
    { error: true },
  ],
  [
    "dropout/refuses whole numbers",
    "F.dropout(torch.ones(3, dtype=torch.int64))",
    (t) => t.dropout(t.ones([3], { dtype: "int64" })),
    { error: true },
  ],
  ["dropout1d/refuses axes", "F.dropout1d(torch.ones(2))", (t) => t.dropout1d(t.ones([2])), { error: true }],
  ["dropout2d/refuses a vector", "F.dropout2d(torch.ones(2))", (t) => t.dropout2d(t.ones([2])), { error: true }],
  ["dropout3d/refuses a number", "F.dropout3d(torch.ones(()))", (t) => t.dropout3d(t.ones([])), { error: true }],
  ["Generator/seed", seeded("torch.initial_seed()"), (t) => Number(t.manualSeed(0).initialSeed())],
]);

/** What was drawn does not depend on what stood there: zeros go back, and the tape says so. */
const taped: readonly Row[] = rowsOn(
  { x: data([2, 3], { fill: "unit" }), a: data([20], { fill: "random" }), b: data([20], { fill: "positive" }) },
  [
    ["uniform_/gradient", seeded("(x * 2).uniform_()"), (t, { x }) => drawn(t, 0, () => x.mul(2).uniform_())],
    ["normal_/gradient", seeded("(x * 2).normal_()"), (t, { x }) => drawn(t, 0, () => x.mul(2).normal_())],
    ["bernoulli_/gradient", seeded("(x * 2).bernoulli_()"), (t, { x }) => drawn(t, 0, () => x.mul(2).bernoulli_())],
    ["random_/gradient", seeded("(x * 2).random_(5)"), (t, { x }) => drawn(t, 0, () => x.mul(2).random_(5))],
    [
      "uniform_/gradient through a view",
      seeded("y = x * 2; y[:, 1:].uniform_(); y"),
      (t, { x }) =>
        drawn(t, 0, () => {
          const y = x.mul(2);
          y.index(":", "1:").uniform_();
          return y;
        }),
    ],
    ["bernoulli/gradient", seeded("torch.bernoulli(x)"), (t, { x }) => drawn(t, 0, () => t.bernoulli(x))],
    [
      "normal/gradient is zero",
      seeded(
        "x.requires_grad_(); torch.autograd.grad((torch.normal(x, x) + torch.normal(x, 2.) + torch.normal(1., x)).sum(), x)[0]",
      ),
      (t, { x }) =>
        drawn(t, 0, () => {
          x.requiresGrad_();
          return t.grad(t.normal(x, x).add(t.normal(x, 2)).add(t.normal(1, x)).sum(), x)[0]!;
        }),
      { grad: false },
    ],
    [
      "normal/tensors",
      seeded("torch.normal(a, b)"),
      (t, { a, b }) => drawn(t, 0, () => t.normal(a, b)),
      { grad: false },
    ],
    ["dropout/gradient", seeded("F.dropout(x)"), (t, { x }) => drawn(t, 0, () => t.dropout(x))],
    ["dropout1d/gradient", seeded("F.dropout1d(x, 0.2)"), (t, { x }) => drawn(t, 0, () => t.dropout1d(x, { p: 0.2 }))],
  ],
);

export const randomRows: readonly Row[] = [...drawnAlone, ...taped];
