// What optimisers and schedules remember, from elsewhere: taken over when all of it fits, else nothing is; and what users set is checked.
import { full, ones, Tensor, ToeplitzError, tensor, zeros } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { Parameter } from "../src/index.ts";
import {
  Adam,
  CosineAnnealingLR,
  LambdaLR,
  MultiStepLR,
  OneCycleLR,
  RMSprop,
  SGD,
  StepLR,
} from "../src/optim/index.ts";

function stepped<T extends SGD | Adam | RMSprop>(make: (params: Tensor[]) => T): readonly [T, Tensor, Tensor] {
  const [a, b] = [new Parameter(ones([2, 3])), new Parameter(ones([2]))];
  const optimizer = make([a, b]);
  for (const p of [a, b]) p.grad = full(p.shape, 0.5);
  optimizer.step();
  return [optimizer, a, b];
}

/** All that a refused load must leave as it is. */
const snapshot = ({ state, paramGroups }: SGD | Adam | RMSprop) => [
  [...state.values()].map((fields) =>
    Object.entries(fields).map(([name, x]) => [name, x instanceof Tensor ? [x.storage.serial, x.storage.version] : x]),
  ),
  paramGroups.map(({ params, ...options }) => [params.length, JSON.stringify(options)]),
];

const optimisers = [
  ["SGD", (ps: Tensor[]) => new SGD(ps, { lr: 0.5, momentum: 0.5 }), "momentum_buffer"],
  ["Adam", (ps: Tensor[]) => new Adam(ps, { amsgrad: true }), "max_exp_avg_sq"],
  ["RMSprop", (ps: Tensor[]) => new RMSprop(ps, { centered: true, momentum: 0.5 }), "grad_avg"],
] as const;

test.each(optimisers)("%s refuses an error in the last parameter's state as a whole", (_, make, name) => {
  const [optimizer] = stepped<SGD | Adam | RMSprop>(make);
  const before = snapshot(optimizer);
  const { state, param_groups } = optimizer.stateDict();
  const entries = state as Record<number, Record<string, Tensor>>;
  for (const wrong of [zeros([3]), zeros([1, 2]), zeros([]), "zz" as never, 3 as never]) {
    const last = { ...entries[1], [name]: wrong };
    const load = () => optimizer.loadStateDict({ state: { 0: entries[0]!, 1: last }, param_groups });
    expect(load).toThrow(`stateDict.state[1].${name} must be a tensor of shape [2], got`);
    expect(load).toThrow(ToeplitzError);
  }
  const worse = { ...param_groups[0], lr: -1 };
  expect(() => optimizer.loadStateDict({ state, param_groups: [worse] })).toThrow("Invalid learning rate: -1");
  expect(snapshot(optimizer)).toEqual(before);
});

test.each(optimisers)("%s refuses a step on what users set, before any parameter changes", (_, make, name) => {
  const [optimizer, a, b] = stepped<SGD | Adam | RMSprop>(make);
  const values = [a.toArray(), b.toArray()];
  const right = optimizer.state.get(b)![name] as Tensor;
  for (const [wrong, says] of [
    [zeros([1]), "must be a tensor of shape [2]"],
    [zeros([2], { dtype: "float64" }), "must be float32"],
  ] as const) {
    optimizer.state.get(b)![name] = wrong;
    expect(() => optimizer.step()).toThrow(`${optimizer.constructor.name}.step: state.${name} ${says}`);
  }
  optimizer.state.get(b)![name] = right;
  b.grad!.dispose();
  expect(() => optimizer.step()).toThrow("grad was disposed of and has no elements any more");
  b.grad = ones([2]);
  Reflect.set(optimizer.paramGroups[0]!, "lr", "x");
  expect(() => optimizer.step()).toThrow('lr must be a number, got "x"');
  expect([a.toArray(), b.toArray()]).toEqual(values);
});

test("a parameter whose elements lie on each other is refused before its neighbour changes", () => {
  const [a, b] = [new Parameter(ones([2])), ones([1]).expand([3]).requiresGrad_()];
  const optimizer = new SGD([a, b], { lr: 1 });
  for (const p of [a, b]) p.grad = ones(p.shape);
  expect(() => optimizer.step()).toThrow("more than one element of the written-to tensor refers to a single memory");
  expect(a.toArray()).toEqual([1, 1]);
});

test("what a user sets in another order of elements is put in order", () => {
  const [optimizer, a] = stepped((params) => new SGD(params, { lr: 1, momentum: 1 }));
  a.grad = zeros([2, 3]);
  a.detach().zero_();
  optimizer.state.get(a)!.momentum_buffer = tensor([
    [1, 4],
    [2, 5],
    [3, 6],
  ]).t();
  optimizer.step();
  expect(a.toArray()).toEqual([
    [-1, -2, -3],
    [-4, -5, -6],
  ]);
});

test.each([
  ["a number", 1],
  ["a float32", tensor(1, { dtype: "float32" })],
  ["an int64", tensor(1, { dtype: "int64" })],
  ["a list of one", tensor([1])],
])("steps are counted on from %s", (_, step) => {
  for (const make of [(ps: Tensor[]) => new Adam(ps), (ps: Tensor[]) => new RMSprop(ps)]) {
    const [optimizer, a] = stepped<Adam | RMSprop>(make);
    const { state, param_groups } = optimizer.stateDict();
    const own = (state as Record<number, object>)[0];
    optimizer.loadStateDict({ state: { 0: { ...own, step } }, param_groups });
    optimizer.step();
    const counted = optimizer.state.get(a)!.step;
    expect(counted instanceof Tensor ? counted.item() : counted).toBe(2);
  }
});

test("a schedule takes over all of a state or nothing", () => {
  const schedule = new StepLR(new SGD([new Parameter(ones([1]))], { lr: 1 }), 2);
  const before = schedule.stateDict();
  for (const wrong of [
    { base_lrs: ["x"] },
    { base_lrs: [1, 2] },
    { base_lrs: [Number.NaN] },
    { last_epoch: Number.NaN },
    { last_epoch: 0.5 },
    { step_size: "2" },
    { gamma: null },
  ]) {
    for (const state of [
      { gamma: 0.5, ...wrong },
      new Map<string, unknown>(Object.entries({ gamma: 0.5, ...wrong })),
    ]) {
      expect(() => schedule.loadStateDict(state)).toThrow(/StepLR.loadStateDict: stateDict\.\w+ must be /);
      expect(schedule.stateDict()).toEqual(before);
    }
  }
  const listed = new MultiStepLR(schedule.optimizer, [2]);
  expect(() => listed.loadStateDict({ milestones: [1.5] })).toThrow("milestones must be a list of whole numbers");
  listed.loadStateDict({ milestones: [1, 3, 3] });
  expect(listed.milestones).toEqual([1, 3, 3]);
});

test("a step of a schedule that fails changes neither count nor rates", () => {
  const optimizer = new SGD([new Parameter(ones([1]))], { lr: 1, momentum: 0.5 });
  let next: unknown = 1;
  const factor = () => {
    if (next instanceof Error) throw next;
    return next as number;
  };
  const lambda = new LambdaLR(optimizer, factor);
  for (const wrong of [undefined, "x", Number.NaN]) {
    next = wrong;
    expect(() => lambda.step()).toThrow("LambdaLR.step: rates must be numbers for every group");
  }
  next = new Error("mine");
  expect(() => lambda.step()).toThrow("mine");
  expect([lambda.lastEpoch, lambda.stepCount, optimizer.paramGroups[0]!.lr]).toEqual([0, 1, 1]);
  const cycle = new OneCycleLR(optimizer, 1, { totalSteps: 4 });
  const { momentum } = optimizer.paramGroups[0]!;
  Reflect.set(optimizer.paramGroups[0]!, "maxLr", "x");
  expect(() => cycle.step()).toThrow("OneCycleLR.step: rates must be numbers");
  expect([cycle.lastEpoch, optimizer.paramGroups[0]!.momentum]).toEqual([0, momentum]);
});

test("a schedule that is refused leaves no mark on the groups", () => {
  const optimizer = new SGD([new Parameter(ones([1]))], { lr: 1, momentum: 0.5 });
  const groups = () => JSON.stringify(optimizer.stateDict().param_groups);
  const before = groups();
  expect(() => new LambdaLR(optimizer, 3 as never)).toThrow("be a function or a list of 1");
  expect(() => new OneCycleLR(optimizer, ["x"] as never, { totalSteps: 4 })).toThrow("a list of numbers");
  expect(() => new OneCycleLR(optimizer, 1, { totalSteps: 4, divFactor: 0 })).toThrow("float division by zero");
  expect(() => new OneCycleLR(optimizer, 1, { totalSteps: 2, pctStart: 0.5 })).toThrow("float division by zero");
  expect(() => new OneCycleLR(optimizer, Number.NEGATIVE_INFINITY, { totalSteps: 4 })).toThrow("rates must be numbers");
  expect(() => new LambdaLR(optimizer, (() => "x") as never)).toThrow("LambdaLR.step: rates must be numbers");
  expect(() => new CosineAnnealingLR(optimizer, Number.NaN)).toThrow("tMax must be a number, got NaN");
  for (const make of [
    () => new StepLR(optimizer, 1, null as never),
    () => new MultiStepLR(optimizer, [1], null as never),
    () => new CosineAnnealingLR(optimizer, 1, null as never),
    () => new OneCycleLR(optimizer, 1, null as never),
  ]) {
    expect(make).toThrow("options must be an object of named options, got null");
  }
  expect(groups()).toBe(before);
  Reflect.set(optimizer.paramGroups[0]!, "initialLr", "x");
  expect(() => new StepLR(optimizer, 1)).toThrow("StepLR: optimizer's rates must be numbers for every group");
});
