// What is refused of single arguments that the other rows of errors do not reach: states, gradients by hand, positions, windows.
import { type Refusal, refuses, refusesAll } from "./refusals.ts";
import type { Api } from "./row.ts";

const conv = "a = nn.Conv1d(1, 1, 2); s = a.state_dict()";
const loaded = (t: Api, change: (state: Map<string, unknown>) => void) => {
  const module = new t.nn.Conv1d(1, 1, 2, { generator: new t.Generator() });
  const state = new Map<string, unknown>(module.stateDict());
  change(state);
  module.loadStateDict(state as never);
};

const state: readonly Refusal[] = [
  refusesAll("nn.Module/loadStateDict a lost key", `${conv}; del s['bias']; a.load_state_dict(s)`, (t) =>
    loaded(t, (s) => s.delete("bias")),
  ),
  refusesAll("nn.Module/loadStateDict another key", `${conv}; s['more'] = torch.ones(1); a.load_state_dict(s)`, (t) =>
    loaded(t, (s) => s.set("more", t.ones([1]))),
  ),
  refusesAll(
    "nn.Module/loadStateDict a bias of seven",
    `${conv}; s['bias'] = torch.ones(7); a.load_state_dict(s)`,
    (t) => loaded(t, (s) => s.set("bias", t.ones([7]))),
  ),
  // The class of what came is Python's.
  refusesAll(
    "nn.Module/loadStateDict a number",
    `${conv}; s['bias'] = 1; a.load_state_dict(s)`,
    (t) => loaded(t, (s) => s.set("bias", 1)),
    'While copying the parameter named "bias", expected torch.Tensor or Tensor-like object from checkpoint but received ',
  ),
  refusesAll(
    "nn.Module/loadStateDict a list",
    "nn.Conv1d(1, 1, 2).load_state_dict([])",
    (t) => new t.nn.Conv1d(1, 1, 2).loadStateDict([] as never),
    "Expected state_dict to be dict-like, got ",
  ),
  refusesAll(
    "nn.Module/registerParameter a plain tensor",
    "nn.Conv1d(1, 1, 2).register_parameter('weight', torch.ones(1, 1, 2))",
    (t) => {
      new t.nn.Conv1d(1, 1, 2).registerParameter("weight", t.ones([1, 1, 2]) as never);
    },
    "(torch.nn.Parameter or None required)",
  ),
];

const tensors: readonly Refusal[] = [
  refusesAll("grad/assigned, of another size", "torch.ones(2, requires_grad=True).grad = torch.ones(3)", (t) => {
    t.ones([2], { requiresGrad: true }).grad = t.ones([3]);
  }),
  refusesAll(
    "index/half a position",
    "torch.ones(3)[1.5]",
    (t) => t.ones([3]).index(1.5),
    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got ",
  ),
  refusesAll(
    "manualSeed/a text",
    "torch.Generator().manual_seed('1')",
    (t) => new t.Generator().manualSeed("1" as never),
    "manual_seed expected a long, but got ",
  ),
  refusesAll("tensor/an int64 that is no number", "torch.full((1,), float('nan'), dtype=torch.int64)", (t) =>
    t.full([1], Number.NaN, { dtype: "int64" }),
  ),
];

const windows: readonly Refusal[] = [
  refuses("maxPool2d/a negative kernel", "F.max_pool2d(torch.ones(1, 2, 5, 5), -1)", -1, (t, kernelSize) =>
    t.maxPool2d(t.ones([1, 2, 5, 5]), kernelSize),
  ),
  refuses(
    "unfold/four paddings",
    "F.unfold(torch.ones(1, 2, 5, 5), 3, padding=(1, 1, 1, 1))",
    [1, 1, 1, 1],
    (t, padding) => t.unfold(t.ones([1, 2, 5, 5]), 3, { padding }),
  ),
  refuses(
    "unfold/four strides",
    "F.unfold(torch.ones(1, 2, 5, 5), 3, stride=(1, 1, 1, 1))",
    [1, 1, 1, 1],
    (t, stride) => t.unfold(t.ones([1, 2, 5, 5]), 3, { stride }),
  ),
];

const linearIn = (
  t: Api,
  shape: readonly number[],
  weight: readonly number[],
  bias: readonly number[],
  types = [0, 0],
) => {
  const dtypes = ["float32", "float64"] as const;
  const [ofWeight, ofBias] = types.map((type) => dtypes[type]!);
  return t.functional.linear(t.zeros(shape), t.zeros(weight, { dtype: ofWeight! }), {
    bias: t.zeros(bias, { dtype: ofBias! }),
  });
};

/** Rows with a bias are one product in PyTorch, which looks at types first; a single row is not, and its bias is added in place. */
const linears: readonly Refusal[] = [
  ...(
    [
      ["the weight's type", [2, 3], [4, 3], [4], [1, 1]],
      ["the bias's type", [2, 3], [4, 3], [4], [0, 1]],
      ["the bias's type before the weight's", [2, 2, 3], [4, 3], [4], [1, 0]],
      ["a weight of one axis", [2, 3], [3], [4], [0, 0]],
      ["a weight without axes", [2, 2, 3], [], [4], [0, 0]],
      ["a weight of three axes", [2, 3], [2, 4, 3], [4], [0, 0]],
      ["a bias of another length", [2, 3], [4, 3], [3], [0, 0]],
      ["a bias of another length for lists of rows", [2, 2, 3], [4, 3], [3], [0, 0]],
      ["a bias of another length for one row", [3], [4, 3], [3], [0, 0]],
      ["a bias of more axes than one row", [3], [4, 3], [1, 4], [0, 0]],
      ["a bias for a product of vectors", [2, 1, 1, 3], [3], [4], [0, 0]],
      ["a bias of more axes than rows", [2, 3], [4, 3], [1, 1, 4], [0, 0]],
      ["a bias for rows in lists", [2, 1, 1, 3], [4, 3], [2, 4], [0, 0]],
      ["a weight of another length for lists of rows", [2, 2, 1, 3], [4], [4], [0, 0]],
      ["sizes before the bias's length", [2, 3], [4, 2], [3], [0, 0]],
      ["types before sizes", [2, 3], [4, 2], [4], [1, 1]],
    ] as const
  ).map(([id, shape, weight, bias, types]) => {
    const zeros = (sizes: readonly number[], type: number) =>
      `torch.zeros(${JSON.stringify(sizes)}${type === 0 ? "" : ", dtype=torch.float64"})`;
    const line = `F.linear(${zeros(shape, 0)}, ${zeros(weight, types[0])}, ${zeros(bias, types[1])})`;
    return refusesAll(`functional.linear/${id}`, line, (t) => linearIn(t, shape, weight, bias, [...types]));
  }),
  ...(["int64", "bool"] as const).map((dtype) =>
    refusesAll(`expand/fewer axes of ${dtype}`, `torch.zeros(1, 1, 4, dtype=torch.${dtype}).expand(2, 4)`, (t) =>
      t.zeros([1, 1, 4], { dtype }).expand([2, 4]),
    ),
  ),
  ...(["int64", "bool"] as const).map((dtype) =>
    refusesAll(
      `pad/a reflection of no ${dtype}`,
      `F.pad(torch.zeros(2, 3, 0, dtype=torch.${dtype}), (0, 0, 1, 1), mode='reflect')`,
      (t) => t.pad(t.zeros([2, 3, 0], { dtype }), [0, 0, 1, 1], { mode: "reflect" }),
    ),
  ),
];

export const argumentErrorRows: readonly Refusal[] = [...state, ...tensors, ...windows, ...linears];
