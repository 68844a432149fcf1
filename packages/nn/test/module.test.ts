// Module: what is part of one, in which order, and what is done to all of it.
import { ones, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { Conv1d, Conv2d, Identity, Linear, Module, Parameter, ReLU, Sequential } from "../src/index.ts";

class Net extends Module {
  readonly conv = new Conv2d(1, 2, 3);
  scale = new Parameter(ones([2]));
  declare mean: Tensor;
  declare steps: Tensor;
  readonly block = new Sequential(new Conv2d(2, 2, 1, { bias: false }), new ReLU());
  readonly plain = zeros([3]);
  readonly list = [new Conv1d(1, 1, 1)];

  constructor() {
    super();
    this.registerBuffer("mean", zeros([2]));
    this.registerBuffer("steps", zeros([], { dtype: "int64" }), { persistent: false });
  }

  forward(input: Tensor): Tensor {
    return this.block.forward(this.conv.forward(input).mul(this.scale.view([1, 2, 1, 1])));
  }
}

describe("members", () => {
  test("are properties that hold parameters and modules, in their order; a list of modules is none", () => {
    const net = new Net();
    const names = ["scale", "conv.weight", "conv.bias", "block.0.weight"];
    expect(net.namedParameters().map(([name]) => name)).toEqual(names);
    expect(net.parameters()).toEqual([
      net.scale,
      net.conv.weight,
      net.conv.bias,
      net.block.getSubmodule("0").parameters()[0],
    ]);
    expect(net.namedParameters({ recurse: false })).toEqual([["scale", net.scale]]);
    expect(net.namedParameters({ prefix: "net" }).map(([name]) => name)).toEqual(names.map((name) => `net.${name}`));
    expect(net.namedBuffers()).toEqual([
      ["mean", net.mean],
      ["steps", net.steps],
    ]);
    expect(net.buffers({ recurse: false })).toEqual([net.mean, net.steps]);
    expect(net.namedChildren().map(([name]) => name)).toEqual(["conv", "block"]);
    expect(net.children()).toEqual([net.conv, net.block]);
    expect(net.namedModules().map(([name]) => name)).toEqual(["", "conv", "block", "block.0", "block.1"]);
    expect(net.namedModules({ prefix: "a.b" }).map(([name]) => name)[4]).toBe("a.b.block.1");
    expect([...net.stateDict().keys()]).toEqual(["scale", "mean", "conv.weight", "conv.bias", "block.0.weight"]);
  });

  test("come and go with the properties; null keeps a place", () => {
    const net = new Net();
    const { scale } = net;
    (net as { scale: Parameter | null }).scale = null;
    expect(net.namedParameters()[0]?.[0]).toBe("conv.weight");
    net.scale = scale;
    expect(net.namedParameters()[0]).toEqual(["scale", scale]);
    net.mean = ones([2]);
    expect(net.namedBuffers()[0]).toEqual(["mean", net.mean]);
    net.conv.bias = null;
    expect(String(net.conv)).toBe("Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), bias=False)");
    expect(net.conv.forward(ones([1, 3, 3])).shape).toEqual([2, 1, 1]);
  });

  test("are listed once, however many names they have", () => {
    const shared = new Conv1d(1, 1, 1);
    const net = new Sequential(shared, new ReLU(), shared);
    expect(net.length).toBe(3);
    expect(net.namedParameters().map(([name]) => name)).toEqual(["0.weight", "0.bias"]);
    expect(net.children()).toHaveLength(2);
    expect(net.modules()).toHaveLength(3);
    expect([...net.stateDict().keys()]).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    const tied = new Sequential(new Conv1d(1, 1, 1), new Conv1d(1, 1, 1));
    (tied.at(1) as Conv1d).weight = (tied.at(0) as Conv1d).weight;
    expect(tied.namedParameters().map(([name]) => name)).toEqual(["0.weight", "0.bias", "1.bias"]);
  });

  test("can be registered under names known at run time only", () => {
    const net = new Identity();
    net.registerParameter("gain", new Parameter(ones([1])));
    net.registerParameter("offset", null);
    net.registerModule("inner", new ReLU());
    net.registerBuffer("count", zeros([1]));
    expect([...net.stateDict().keys()]).toEqual(["gain", "count"]);
    expect(String(net)).toBe("Identity(\n  (inner): ReLU()\n)");
    net.registerParameter("offset", new Parameter(zeros([1])));
    net.registerModule("inner", new Identity());
    net.registerBuffer("count", null);
    expect([...net.stateDict().keys()]).toEqual(["gain", "offset"]);
    expect(net.getSubmodule("inner")).toBeInstanceOf(Identity);
  });

  test("need names and values that can be members, in PyTorch's words", () => {
    const net = new Identity();
    expect(() => net.registerBuffer("a.b", null)).toThrow(`buffer name can't contain "."`);
    expect(() => net.registerBuffer("", null)).toThrow(`buffer name can't be empty string ""`);
    expect(() => net.registerBuffer("forward", null)).toThrow("attribute 'forward' already exists");
    expect(() => net.registerBuffer("training", null)).toThrow("attribute 'training' already exists");
    expect(() => net.registerBuffer(3 as never, null)).toThrow("buffer name should be a string. Got number");
    expect(() => net.registerBuffer("x", 3 as never)).toThrow(
      "cannot assign 'number' object to buffer 'x' (torch Tensor or None required)",
    );
    expect(() => net.registerParameter("x", zeros([3]) as never)).toThrow(
      "cannot assign 'Tensor' object to parameter 'x' (torch.nn.Parameter or None required)",
    );
    expect(() => net.registerParameter("x.y", null)).toThrow(`parameter name can't contain "."`);
    expect(() => net.registerModule("x", 3 as never)).toThrow("number is not a Module subclass");
    expect(() => net.registerModule("x.y", null)).toThrow(`module name can't contain ".", got: x.y`);
    expect(Object.keys(net)).not.toContain("x");
  });

  test("are found by path", () => {
    const net = new Net();
    expect(net.getSubmodule("")).toBe(net);
    expect(net.getSubmodule("block.1")).toBe(net.block.at(1));
    expect(() => net.getSubmodule("block.5")).toThrow("Sequential has no attribute `5`");
    expect(() => net.getSubmodule("conv.weight")).toThrow("`weight` is not an nn.Module");
  });
});

test("apply goes from the inside out, modules from the outside in", () => {
  const names: string[] = [];
  const net = new Net();
  expect(net.apply((module) => names.push(module.constructor.name))).toBe(net);
  expect(names).toEqual(["Conv2d", "Conv2d", "ReLU", "Sequential", "Net"]);
  expect(net.modules().map((module) => module.constructor.name)).toEqual([
    "Net",
    "Conv2d",
    "Sequential",
    "Conv2d",
    "ReLU",
  ]);
});

test("train and eval reach every module", () => {
  const net = new Net();
  expect(net.modules().every((module) => module.training)).toBe(true);
  expect(net.eval()).toBe(net);
  expect(net.modules().some((module) => module.training)).toBe(false);
  net.block.train();
  expect(net.modules().map((module) => module.training)).toEqual([false, false, true, true, true]);
  expect(() => net.train(1 as never)).toThrow("train: mode must be a boolean, got 1");
});

test("gradients reach every parameter, and go when told to", () => {
  const net = new Net();
  net
    .forward(ones([1, 1, 4, 4]))
    .sum()
    .backward();
  expect(net.parameters().every((parameter) => parameter.grad !== null)).toBe(true);
  const grads = net.parameters().map((parameter) => parameter.grad);
  net.zeroGrad({ setToNone: false });
  expect(net.parameters().map((parameter) => parameter.grad?.storage)).toEqual(grads.map((grad) => grad?.storage));
  expect(net.parameters().every((parameter) => parameter.grad?.eq(0).all().item())).toBe(true);
  net.zeroGrad();
  expect(net.parameters().every((parameter) => parameter.grad === null)).toBe(true);
  net.requiresGrad_(false);
  expect(net.forward(ones([1, 1, 4, 4])).requiresGrad).toBe(false);
});

describe("to", () => {
  test("converts what is floating, with gradients, and keeps what was one tensor one", () => {
    const net = new Net();
    const twin = new Conv2d(1, 2, 3);
    twin.weight = net.conv.weight;
    net.registerModule("twin", twin);
    net
      .forward(ones([1, 1, 4, 4]))
      .sum()
      .backward();
    const before = net.conv.weight;
    net.scale.requiresGrad_(false);
    expect(net.to("float64")).toBe(net);
    expect(net.parameters().every((parameter) => parameter.dtype === "float64")).toBe(true);
    expect(net.conv.weight).toBeInstanceOf(Parameter);
    expect(net.conv.weight.toArray()).toEqual(before.toArray());
    expect(net.conv.weight.grad?.dtype).toBe("float64");
    expect(net.conv.weight.isLeaf).toBe(true);
    expect(net.scale.requiresGrad).toBe(false);
    expect(twin.weight).toBe(net.conv.weight);
    expect(net.mean.dtype).toBe("float64");
    expect(net.steps.dtype).toBe("int64");
    const { weight } = net.conv;
    expect(net.to("float64").conv.weight).toBe(weight);
    expect(net.forward(ones([1, 1, 4, 4], { dtype: "float64" })).dtype).toBe("float64");
  });

  test("refuses other types in PyTorch's words", () => {
    expect(() => new Net().to("int32")).toThrow(
      "nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.int32",
    );
    expect(() => new Net().to("float16" as never)).toThrow("dtype must be one of");
  });
});

test("options that do not exist are refused", () => {
  const net = new Net();
  expect(() => net.parameters({ recursive: true } as never)).toThrow("did you mean 'recurse'?");
  expect(() => net.stateDict({ prefx: "" } as never)).toThrow("did you mean 'prefix'?");
  expect(() => net.loadStateDict({}, { Strict: true } as never)).toThrow("did you mean 'strict'?");
});

test("a subclass prints under its own name", () => {
  class Custom extends Conv1d {}
  expect(String(new Custom(1, 2, 3))).toBe("Custom(1, 2, kernel_size=(3,), stride=(1,))");
  expect(String(new Net()).split("\n")[0]).toBe("Net(");
});

test("a buffer is no parameter and gets no gradient", () => {
  const net = new Net();
  net.mean.add_(tensor([1, 2]));
  expect(net.stateDict().get("mean")?.toArray()).toEqual([1, 2]);
  expect(net.mean.requiresGrad).toBe(false);
});

test.each(["toString", "apply"] as const)("%s looks for a module inside of itself once, not at every level", (name) => {
  let looks = 0;
  class Counted extends Module {
    override forward() {}
    override ownModules() {
      looks += 1;
      return super.ownModules();
    }
  }
  const depth = 50;
  const root = new Counted();
  let at = root;
  for (let i = 0; i < depth; i++) {
    const child = new Counted();
    at.registerModule("in", child);
    at = child;
  }
  if (name === "toString") expect(String(root).split("Counted(").length).toBe(depth + 2);
  else root.apply(() => {});
  expect(looks).toBeLessThanOrEqual(3 * (depth + 1));
});

test.each(["namedModules", "namedParameters", "namedBuffers", "stateDict"] as const)(
  "%s refuses null as prefix",
  (name) => {
    const options = { prefix: null } as never;
    expect(() => new Net()[name](options)).toThrow(`${name}: prefix must be a string, got null`);
  },
);

test("what is no name, no path and no function is refused", () => {
  const conv = new Conv2d(1, 1, 1);
  for (const wrong of [Object.create(null), Symbol("s"), 1n, null] as never[]) {
    expect(() => conv.getSubmodule(wrong)).toThrow("getSubmodule: target must be a string");
    expect(() => conv.apply(wrong)).toThrow("apply: fn must be a function");
    expect(() => conv.registerBuffer(wrong, null)).toThrow("buffer name should be a string");
    expect(() => conv.registerParameter(wrong, null)).toThrow("parameter name should be a string");
    expect(() => conv.registerModule(wrong, null)).toThrow("module name should be a string");
  }
});

test("options that throw when they are read leave a module as it is", () => {
  const options = {
    get persistent(): boolean {
      throw new Error("read");
    },
  };
  const conv = new Conv2d(1, 1, 1);
  expect(() => conv.registerBuffer("more", ones([1]), options)).toThrow("read");
  expect("more" in conv).toBe(false);
  const before = [conv.weight.toArray(), conv.bias?.toArray()];
  for (const layer of [conv, new Linear(1, 1)]) {
    expect(() => layer.resetParameters((() => 1) as never)).toThrow("resetParameters: options must be an object");
  }
  expect([conv.weight.toArray(), conv.bias?.toArray()]).toEqual(before);
});
