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

export const argumentErrorRows: readonly Refusal[] = [...state, ...tensors, ...windows];
