// States of optimisers and schedules that do not fit: what a step would compute with, or write beyond.
import type { Tensor } from "@toeplitz/tensor";
import type { Api } from "../rows/index.ts";
import { type BadInput, refused, untyped as wrong } from "./bad-input.ts";

type Name = "SGD" | "Adam" | "AdamW" | "RMSprop";
type Optimiser = InstanceType<Api["optim"]["SGD"]>;

/** What each remembers of a parameter, with the options for which it does. */
const remembered: Readonly<Record<Name, readonly [options: object, tensors: readonly string[], counts: boolean]>> = {
  SGD: [{ lr: 0.5, momentum: 0.5 }, ["momentum_buffer"], false],
  Adam: [{ lr: 0.5, amsgrad: true }, ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"], true],
  AdamW: [{ lr: 0.5, amsgrad: true }, ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"], true],
  RMSprop: [{ lr: 0.5, momentum: 0.5, centered: true }, ["square_avg", "grad_avg", "momentum_buffer"], true],
};

/** A state that does not fit: what stands in it, as it is written, and words of the refusal. */
export interface UnfitState {
  readonly name: Name;
  readonly text: string;
  readonly says: string;
  /** The same as plain objects and as Maps. */
  readonly load: (optimiser: Optimiser, t: Api, maps: boolean) => void;
}

type Wrong = readonly [text: string, says: string, make: (t: Api, size: number) => unknown];

const tensors: readonly Wrong[] = [
  ["ones([4])", "must be a tensor of shape", (t) => t.ones([4])],
  ["one element more", "must be a tensor of shape", (t, size) => t.ones([size + 1])],
  ["one axis more", "must be a tensor of shape", (t, size) => t.ones([1, size])],
  ["ones([])", "must be a tensor of shape", (t) => t.ones([])],
  ['"zz"', "must be a tensor of shape", () => "zz"],
  ["1", "must be a tensor of shape", () => 1],
  ["{ shape }", "must be a tensor of shape", (_, size) => ({ shape: [size], storage: null })],
  [
    "disposed of",
    "was disposed of",
    (t, size) => {
      const gone = t.ones([size]);
      gone.dispose();
      return gone;
    },
  ],
];

const counts: readonly Wrong[] = [
  ["zeros([2])", "must be a whole number", (t) => t.zeros([2])],
  ["tensor(NaN)", "must be a whole number", (t) => t.tensor(Number.NaN)],
  ['"3"', "must be a whole number", () => "3"],
  ["-1", "must be a whole number", () => -1],
  ["0.5", "must be a whole number", () => 0.5],
];

const options: readonly (readonly [option: string, value: unknown, says: string])[] = [
  ["lr", "x", "lr must be a number"],
  ["lr", null, "lr must be a number"],
  ["lr", -1, "Invalid learning rate: -1"],
  ["lr", Number.NaN, "Invalid learning rate: NaN"],
  ["weight_decay", "0", "weightDecay must be a number"],
  ["weight_decay", -1, "Invalid weight_decay value: -1"],
  ["maximize", 1, "maximize must be a boolean"],
];

/** A dictionary of dictionaries, as readers of PyTorch's files make it. */
const mapped = (value: unknown): unknown =>
  value !== null &&
  typeof value === "object" &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !("shape" in value)
    ? new Map(Object.entries(value).map(([key, inner]) => [key, mapped(inner)]))
    : value;

const given = (optimiser: Optimiser, maps: boolean, state: object, group: object = {}): void => {
  const [own] = optimiser.stateDict().param_groups;
  const groups = [{ ...own, ...group }];
  if (maps) wrong(optimiser).loadStateDict({ state: mapped(state), param_groups: groups.map(mapped) });
  else wrong(optimiser).loadStateDict({ state, param_groups: groups });
};

export const unfitStates: readonly UnfitState[] = (Object.keys(remembered) as Name[]).flatMap((name) => {
  const [, names, counted] = remembered[name];
  const states = [
    ...names.flatMap((field) => tensors.map((each) => [field, each] as const)),
    ...(counted ? counts.map((each) => ["step", each] as const) : []),
  ];
  return [
    ...states.map(([field, [text, says, make]]) => ({
      name,
      text: `${field}: ${text}`,
      says,
      load: (optimiser: Optimiser, t: Api, maps: boolean) => {
        const p = optimiser.paramGroups[0]!.params[0]!;
        given(optimiser, maps, { 0: { [field]: make(t, p.numel()) } });
      },
    })),
    ...options.map(([option, value, says]) => ({
      name,
      text: `${option}: ${typeof value === "string" ? JSON.stringify(value) : value}`,
      says,
      load: (optimiser: Optimiser, _: Api, maps: boolean) => given(optimiser, maps, {}, { [option]: value }),
    })),
    {
      name,
      text: "params: [0, 1]",
      says: "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
      load: (optimiser: Optimiser, _: Api, maps: boolean) => given(optimiser, maps, {}, { params: [0, 1] }),
    },
  ];
});

/** An optimiser of a parameter that has a gradient, and a step behind it. */
export function optimiserOf(t: Api, name: Name, size: number): readonly [optimiser: Optimiser, p: Tensor] {
  const p = t.ones([size]).requiresGrad_();
  const [optionsOfIt] = remembered[name];
  const optimiser = new (wrong(t).optim[name])([p], optionsOfIt) as Optimiser;
  p.grad = t.full([size], 0.25);
  optimiser.step();
  return [optimiser, p];
}

const scheduled = (t: Api): readonly [Optimiser, InstanceType<Api["optim"]["StepLR"]>] => {
  const optimiser = new t.optim.SGD([t.ones([2]).requiresGrad_()], { lr: 1 });
  return [optimiser, new t.optim.StepLR(optimiser, 2)];
};

const schedules = [
  ["base_lrs", ["x"], "must be a list of 1 numbers"],
  ["base_lrs", [1, 2], "must be a list of 1 numbers"],
  ["base_lrs", [Number.NaN], "must be a list of 1 numbers"],
  ["base_lrs", 1, "must be a list of 1 numbers"],
  ["_last_lr", [null], "must be a list of 1 numbers"],
  ["last_epoch", Number.NaN, "must be a whole number"],
  ["last_epoch", 0.5, "must be a whole number"],
  ["last_epoch", "1", "must be a whole number"],
  ["_step_count", null, "must be a whole number"],
  ["step_size", "2", "must be a number"],
  ["gamma", Number.NaN, "must be a number"],
] as const;

export const optimiserStates: readonly BadInput[] = [
  ...unfitStates.map(({ name, text, says, load }) =>
    refused(`optim.${name}.loadStateDict(${text})`, says, (t) => load(optimiserOf(t, name, 3)[0], t, false)),
  ),
  ...schedules.map(([field, value, says]) =>
    refused(
      `optim.StepLR.loadStateDict(${field}: ${Array.isArray(value) ? `[${value.map((v) => JSON.stringify(v) ?? v)}]` : value})`,
      says,
      (t) => wrong(scheduled(t)[1]).loadStateDict({ gamma: 0.5, [field]: value }),
    ),
  ),
  refused('optim.SGD.step(), lr set to "x"', "lr must be a number", (t) => {
    const [optimiser] = optimiserOf(t, "SGD", 3);
    wrong(optimiser.paramGroups[0]).lr = "x";
    optimiser.step();
  }),
  refused("optim.Adam.step(), betas set to 0.9", "betas must be a list of 2 numbers", (t) => {
    const [optimiser] = optimiserOf(t, "Adam", 3);
    wrong(optimiser.paramGroups[0]).betas = 0.9;
    optimiser.step();
  }),
  refused("optim.SGD.step(), momentum_buffer set to ones([1])", "must be a tensor of shape [3]", (t) => {
    const [optimiser, p] = optimiserOf(t, "SGD", 3);
    optimiser.state.get(p)!.momentum_buffer = t.ones([1]);
    optimiser.step();
  }),
  refused("optim.SGD.step(), momentum_buffer set to float64", "must be float32", (t) => {
    const [optimiser, p] = optimiserOf(t, "SGD", 3);
    optimiser.state.get(p)!.momentum_buffer = t.ones([3], { dtype: "float64" });
    optimiser.step();
  }),
  refused("optim.SGD.step(), a gradient that was disposed of", "was disposed of", (t) => {
    const [optimiser, p] = optimiserOf(t, "SGD", 3);
    p.grad!.dispose();
    optimiser.step();
  }),
  refused("optim.LambdaLR(optimiser, 3)", "be a function or a list of 1", (t) =>
    Reflect.construct(t.optim.LambdaLR, [scheduled(t)[0], 3]),
  ),
  refused("optim.LambdaLR(optimiser, () => undefined)", "rates must be numbers", (t) =>
    Reflect.construct(t.optim.LambdaLR, [scheduled(t)[0], () => undefined]),
  ),
  refused('optim.OneCycleLR(optimiser, ["x"], { totalSteps: 4 })', "a list of numbers", (t) =>
    Reflect.construct(t.optim.OneCycleLR, [scheduled(t)[0], ["x"], { totalSteps: 4 }]),
  ),
  refused("optim.OneCycleLR(optimiser, 1, { totalSteps: 4, divFactor: 0 })", "float division by zero", (t) =>
    Reflect.construct(t.optim.OneCycleLR, [scheduled(t)[0], 1, { totalSteps: 4, divFactor: 0 }]),
  ),
];
