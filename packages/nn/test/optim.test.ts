// Optimisers: strided parameters, states from Maps, what must not change when something is refused.
import { ones, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { Linear, Parameter } from "../src/index.ts";
import {
  Adam,
  AdamW,
  clipGradNorm_,
  clipGradValue_,
  MultiStepLR,
  OneCycleLR,
  RMSprop,
  SGD,
  StepLR,
} from "../src/optim/index.ts";

/** A parameter with a gradient of ones. */
function withGradient(data: Tensor): Parameter {
  const p = new Parameter(data);
  p.sum().backward();
  return p;
}

test.each([
  ["SGD", () => (p: Tensor) => new SGD([p], { lr: 0.1, momentum: 0.9 })],
  ["Adam", () => (p: Tensor) => new Adam([p], { amsgrad: true })],
  ["RMSprop", () => (p: Tensor) => new RMSprop([p], { centered: true, momentum: 0.5 })],
] as const)("%s changes a strided parameter in its place", (_, made) => {
  const base = ones([3, 2]);
  const strided = withGradient(base.t());
  const plain = withGradient(ones([2, 3]));
  for (const p of [strided, plain]) made()(p).step();
  expect(strided.toArray()).toEqual(plain.toArray());
  expect(base.toArray()).toEqual(plain.t().toArray());
});

test("a step is noted, so that a graph from before it refuses to go back", () => {
  const p = withGradient(ones([2]));
  const y = p.mul(p).sum();
  new SGD([p], { lr: 1 }).step();
  expect(() => y.backward()).toThrow("has been modified by an inplace operation");
});

test("parameters without a gradient stay, and have no state", () => {
  const [a, b] = [withGradient(ones([1])), new Parameter(ones([1]))];
  const optimizer = new Adam([a, b]);
  optimizer.step();
  expect(b.item()).toBe(1);
  expect(optimizer.state.has(b)).toBe(false);
  expect(Object.keys(optimizer.stateDict().state)).toEqual(["0"]);
});

test("a state may be made of Maps, as readers of PyTorch's files make it, and its tensors are copied in the parameter's type", () => {
  const p = withGradient(ones([2]));
  const optimizer = new SGD([p], { lr: 1, momentum: 0.5 });
  const buffer = tensor([1, 2], { dtype: "float64" });
  const group = new Map<string, unknown>([
    ["lr", 0.25],
    ["weight_decay", 0],
    ["foreach", null],
    ["params", [7]],
  ]);
  optimizer.loadStateDict({ state: new Map([[7, new Map([["momentum_buffer", buffer]])]]), param_groups: [group] });
  optimizer.step();
  expect(p.toArray()).toEqual([1 - 0.25 * 1.5, 1 - 0.25 * 2]);
  expect(buffer.toArray()).toEqual([1, 2]);
  expect(optimizer.stateDict().param_groups[0]).toMatchObject({ foreach: null, lr: 0.25, momentum: 0.5, params: [0] });
});

test("what is refused changes nothing", () => {
  const p = withGradient(ones([2]));
  const optimizer = new SGD([p], { lr: 1 });
  expect(() => optimizer.addParamGroup({ params: zeros([1]), momentum: -1 })).toThrow("Invalid momentum value: -1");
  expect(() => optimizer.addParamGroup({ params: p })).toThrow(
    "some parameters appear in more than one parameter group",
  );
  expect(optimizer.paramGroups.length).toBe(1);
  expect(() => new SGD([p], { learningRate: 1 } as never)).toThrow("got an unexpected option 'learningRate'");
  expect(() => new SGD([3 as never], { lr: 1 })).toThrow(
    "optimizer can only optimize Tensors, but one of the params is 3",
  );
  expect(() => new SGD([tensor([1], { dtype: "int64" })], { lr: 1 })).toThrow("params must be floating");
  expect(() => new Adam([p], { lr: "1" as never })).toThrow("Adam: lr must be a number");
  expect(() => new AdamW([p], { betas: 0.9 as never })).toThrow("AdamW: betas must be a list of two numbers");
  expect(() => optimizer.loadStateDict([] as never)).toThrow("must be made of plain objects or Maps");
  expect(() => new StepLR({} as never, 1)).toThrow("StepLR: optimizer must be an optimiser");
  expect(() => new StepLR(optimizer, 1, { lastEpoch: 3 })).toThrow(
    "param 'initial_lr' is not specified in param_groups[0]",
  );
});

test("AdamW decays also where the option is left undefined", () => {
  expect(new AdamW([withGradient(ones([1]))], { weightDecay: undefined as never }).defaults.weightDecay).toBe(0.01);
});

test("a schedule takes over a state of PyTorch's, but for what has another form here", () => {
  const schedule = new MultiStepLR(new SGD([new Parameter(ones([1]))], { lr: 1 }), [2]);
  schedule.loadStateDict({ milestones: { 2: 1 }, gamma: 0.5, last_epoch: 1, _step_count: 2, optimizer: 3 });
  schedule.step();
  expect([schedule.milestones, schedule.getLastLr(), schedule.stepCount]).toEqual([[2], [0.5], 3]);
});

test("gradients are clipped where they are", () => {
  const p = withGradient(ones([4]));
  const { grad } = p;
  expect(clipGradNorm_([p, new Parameter(ones([1]))], 1).item()).toBe(2);
  expect(p.grad).toBe(grad);
  clipGradValue_(p, 0.25);
  expect(grad?.toArray()).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(clipGradNorm_([], 1).item()).toBe(0);
});

test("a line is learned", () => {
  const layer = new Linear(1, 1);
  const x = tensor([[-1], [0], [1], [2]]);
  const optimizer = new Adam(layer.parameters(), { lr: 0.1 });
  const loss = () => layer.forward(x).sub(x.mul(3).add(1)).square().mean();
  for (let i = 0; i < 300; i++) {
    optimizer.step(() => {
      optimizer.zeroGrad();
      const now = loss();
      now.backward();
      return now;
    });
  }
  expect(loss().item()).toBeLessThan(1e-4);
});

test.each(["maxMomentum", "baseMomentum", "lastEpoch"])(
  "OneCycleLR refuses null as %s, and changes no rate",
  (name) => {
    const optimizer = new SGD([new Parameter(ones([1]))], { lr: 0.5, momentum: 0.9 });
    const options = { totalSteps: 10, [name]: null } as never;
    expect(() => new OneCycleLR(optimizer, 1, options)).toThrow(/OneCycleLR: .* must be .*, got null/);
    expect(optimizer.paramGroups[0]).toMatchObject({ lr: 0.5, momentum: 0.9 });
  },
);
