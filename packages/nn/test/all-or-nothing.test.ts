// Calls that change several things and are refused because of the last one: nothing has changed then.
import { full, getRngState, ones, type Tensor, ToeplitzError, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import {
  BatchNorm1d,
  Bilinear,
  Conv1d,
  Dropout,
  Identity,
  LayerNorm,
  LazyConv2d,
  LazyConvTranspose1d,
  LazyLinear,
  Linear,
  type Module,
  ModuleDict,
  ModuleList,
  Parameter,
  ReLU,
  Sequential,
  type TensorModule,
} from "../src/index.ts";
import { orthogonal_, truncNormal_ } from "../src/init.ts";
import { clipGradNorm_, clipGradValue_, SGD } from "../src/optim/index.ts";

/** Elements of all that a module and its gradients hold and can be read, and where the next random number comes from. */
const all = (module: Module) => [
  module.toString(),
  [...module.stateDict().values()].map((x) => (x.storage.disposed ? "gone" : x.toArray())),
  getRngState(),
];

/** What is compared before and after a call that must be refused. */
function refused(call: () => unknown, look: () => unknown): void {
  const before = look();
  expect(call).toThrow(ToeplitzError);
  expect(look()).toEqual(before);
}

const nothing = null as never;

test("a module with a tensor that was disposed of keeps the types of all", () => {
  const net = new Sequential(new Linear(1, 1), new Linear(1, 1));
  net.parameters()[0]!.grad = ones([1, 1]);
  net.parameters()[2]!.dispose();
  const before = net.parameters();
  expect(() => net.to("float64")).toThrow(ToeplitzError);
  expect(net.parameters().every((p, i) => p === before[i])).toBe(true);
});

describe("gradients of which the second cannot be written", () => {
  const cases: [string, (params: Parameter[], module: Module) => unknown][] = [
    ["clipGradNorm_", (params) => clipGradNorm_(params, 1)],
    ["clipGradValue_", (params) => clipGradValue_(params, 1)],
    ["Optimizer.zeroGrad", (params) => new SGD(params, { lr: 1 }).zeroGrad({ setToNone: false })],
    ["Module.zeroGrad", (_, module) => module.zeroGrad({ setToNone: false })],
  ];
  test.each(cases)("%s", (_, call) => {
    const module = new Linear(3, 1);
    const params = module.parameters();
    const [a, b] = params as [Parameter, Parameter];
    a.grad = full([1, 3], 10);
    const wide = new Parameter(ones([3]));
    module.bias = wide;
    const several = [a, wide];
    wide.grad = ones([1]).expand([3]);
    refused(
      () => call(several, module),
      () => a.grad!.toArray(),
    );
    module.bias = b;
    b.grad = ones([1]);
    b.grad.dispose();
    refused(
      () => call(params, module),
      () => a.grad!.toArray(),
    );
  });
});

test("modules are added to a list and to names together", () => {
  const sequential = new Sequential(new ReLU());
  refused(
    () => sequential.extend([new ReLU(), nothing]),
    () => sequential.length,
  );
  for (const none of [null, 5] as never[]) {
    refused(
      () => sequential.extend(none),
      () => sequential.length,
    );
  }
  const list = new ModuleList([new ReLU()]);
  refused(
    () => list.extend([new ReLU(), nothing]),
    () => list.length,
  );
  const relu = new ReLU();
  const dict = new ModuleDict({ a: relu });
  refused(
    () => dict.update({ a: new ReLU(), b: nothing }),
    () => dict.get("a") === relu,
  );
  refused(
    () => dict.update(new Map([...dict.entries(), ["c.d", new ReLU()]])),
    () => dict.keys(),
  );
  expect([...sequential.extend(sequential)]).toHaveLength(2);
});

describe("a lazy layer that cannot take its first input", () => {
  const double = ones([1, 3, 9, 9], { dtype: "float64" });
  test("for want of a bias that can be drawn", () => {
    const layer = new LazyConv2d(1, 3);
    layer.bias!.dispose();
    refused(
      () => layer.forward(ones([1, 2, 3, 3])),
      () => [...all(layer), layer.constructor === LazyConv2d],
    );
  });

  const cases: [string, () => TensorModule, Tensor, Tensor][] = [
    ["is too small", () => new LazyConv2d(4, 3), ones([1, 3, 1, 1]), ones([1, 5, 3, 3])],
    ["has another type", () => new LazyConv2d(4, 3), double, ones([1, 5, 3, 3])],
    [
      "has more channels than fit",
      () => new LazyConv2d(2 ** 14, 1, { bias: false }),
      ones([0, 2 ** 19, 1, 1]),
      ones([1, 1, 1, 1]),
    ],
    ["is too small for the padding", () => new LazyConvTranspose1d(1, 1, { padding: 9 }), ones([2, 3]), ones([2, 20])],
    ["has another type, in a linear layer", () => new LazyLinear(4), double, ones([2, 5])],
  ];
  test.each(cases)("%s", (_, make, bad, good) => {
    const layer = make();
    const { weight, constructor } = layer as LazyLinear;
    refused(
      () => layer.forward(bad),
      () => [...all(layer), layer.constructor === constructor, (layer as LazyLinear).weight === weight],
    );
    expect(layer.forward(good).numel()).toBeGreaterThan(0);
    expect(layer.constructor).not.toBe(constructor);
  });
});

describe("first values are drawn for all or none", () => {
  const cases: [string, Module & { resetParameters(): void }][] = [
    ["Linear", new Linear(2, 2)],
    ["Bilinear", new Bilinear(2, 2, 2)],
    ["Conv1d", new Conv1d(2, 2, 3)],
    ["LayerNorm", new LayerNorm([2])],
    ["BatchNorm1d", new BatchNorm1d(2)],
  ];
  test.each(cases)("%s", (_, module) => {
    const [first, last] = module.parameters() as [Parameter, Parameter];
    first.detach().fill_(3);
    last.dispose();
    refused(
      () => module.resetParameters(),
      () => all(module),
    );
  });

  test("running statistics", () => {
    const module = new BatchNorm1d(2);
    module.runningMean!.fill_(3);
    module.numBatchesTracked!.dispose();
    refused(
      () => module.resetRunningStats(),
      () => all(module),
    );
  });
});

test("parameters require gradients all or none", () => {
  const module = new Identity();
  module.registerParameter("a", new Parameter(ones([1]), { requiresGrad: false }));
  module.registerParameter("b", new Parameter(tensor([1], { dtype: "int64" }), { requiresGrad: false }));
  refused(
    () => module.requiresGrad_(),
    () => module.parameters().map((p) => p.requiresGrad),
  );
});

test("what cannot be overwritten costs no random numbers", () => {
  const leaf = ones([3]).requiresGrad_();
  refused(
    () => new Dropout({ inplace: true }).forward(leaf),
    () => getRngState(),
  );
  refused(
    () => orthogonal_(ones([1, 3]).expand([3, 3])),
    () => getRngState(),
  );
  const weight = ones([3]);
  refused(
    () => truncNormal_(weight, 0, 1, -2, 1e300),
    () => [getRngState(), weight.toArray()],
  );
});

test.each(["false", 0, null])("zeroGrad refuses %j as a switch", (setToNone) => {
  const module = new Linear(1, 1);
  module.weight.grad = ones([1, 1]);
  const options = { setToNone: setToNone as never };
  for (const owner of [module, new SGD(module.parameters(), { lr: 1 })]) {
    refused(
      () => owner.zeroGrad(options),
      () => module.weight.grad?.toArray(),
    );
  }
});
