// Rows of random numbers: the seed that PyTorch takes gives the numbers that PyTorch gives.
import { type Api, type Row, rowsOnNothing } from "./row.ts";

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

export const randomRows: readonly Row[] = rowsOnNothing([
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
  ["Generator/seed", seeded("torch.initial_seed()"), (t) => Number(t.manualSeed(0).initialSeed())],
]);
