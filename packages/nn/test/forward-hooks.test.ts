// Hooks run whenever a module is called: by the user, by a Sequential, by a module around it.
import { ones, type Tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { Conv2d, ConvTranspose2d, Identity, Module, ReLU, Sequential } from "../src/index.ts";

const input = () => ones([1, 1, 3, 3]);

test("a hook sees the module, its inputs and its output, each time", () => {
  const conv = new Conv2d(1, 2, 3);
  const seen: unknown[] = [];
  const before = conv.registerForwardPreHook((module, [x]) => void seen.push(["before", module, x]));
  const after = conv.registerForwardHook((module, [x], y) => void seen.push(["after", module, x, y.shape]));
  const x = input();
  const y = conv.forward(x);
  expect(y.shape).toEqual([1, 2, 1, 1]);
  expect(seen).toEqual([
    ["before", conv, x],
    ["after", conv, x, [1, 2, 1, 1]],
  ]);
  before.remove();
  conv.forward(x);
  after.remove();
  after.remove();
  expect(conv.forward(x).toArray()).toEqual(y.toArray());
  expect(seen).toHaveLength(3);
});

test("hooks run in the order of registration, and one function may be registered twice", () => {
  const calls: number[] = [];
  const relu = new ReLU();
  const again = () => void calls.push(2);
  relu.registerForwardHook(() => void calls.push(1));
  const first = relu.registerForwardHook(again);
  relu.registerForwardHook(again);
  relu.forward(input());
  expect(calls).toEqual([1, 2, 2]);
  first.remove();
  relu.forward(input());
  expect(calls).toEqual([1, 2, 2, 1, 2]);
});

describe("what a hook returns takes the place", () => {
  test("of the inputs: one value, or a list of all", () => {
    const up = new ConvTranspose2d(1, 1, 2, { stride: 2, bias: false });
    up.registerForwardPreHook((_, [x]) => x.mul(0));
    expect(up.forward(input()).eq(0).all().item()).toBe(true);
    up.registerForwardPreHook((_, [x]) => [x, { outputSize: [7, 7] }]);
    expect(up.forward(input()).shape).toEqual([1, 1, 7, 7]);
  });

  test("of the output, for the next hook too", () => {
    const relu = new ReLU();
    relu.registerForwardHook((_module, _inputs, y) => y.add(1));
    relu.registerForwardHook((_module, _inputs, y) => y.mul(10));
    expect(relu.forward(input()).index(0, 0, 0, 0).item()).toBe(20);
  });
});

test("hooks of modules inside run, also those of a module's own subclass and of forward as a field", () => {
  class Field extends Module {
    forward = (x: Tensor) => x.add(1);
  }
  class Deeper extends Conv2d {
    override forward(x: Tensor): Tensor {
      return super.forward(x).mul(2);
    }
  }
  const calls: string[] = [];
  const net = new Sequential(new Deeper(1, 1, 3), new Sequential(new Field()), new Identity());
  for (const module of net.modules()) module.registerForwardHook(() => void calls.push(module.constructor.name));
  net.forward(input());
  expect(calls).toEqual(["Deeper", "Field", "Sequential", "Identity", "Sequential"]);
});

test("hooks are no part of the module: not of its state, its text or its keys", () => {
  const conv = new Conv2d(1, 1, 1);
  const before = [String(conv), [...conv.stateDict().keys()], Object.keys(conv)];
  conv.registerForwardHook(() => undefined);
  expect([String(conv), [...conv.stateDict().keys()], Object.keys(conv)]).toEqual(before);
});

test("gradients pass through hooks", () => {
  const conv = new Conv2d(1, 1, 3, { bias: false });
  conv.registerForwardHook((_module, _inputs, y) => y.mul(3));
  conv.forward(input()).sum().backward();
  expect(conv.weight.grad?.eq(3).all().item()).toBe(true);
});

test("what is no function is refused", () => {
  expect(() => new ReLU().registerForwardHook(3 as never)).toThrow(
    "registerForwardHook: hook must be a function, got 3",
  );
  expect(() => new ReLU().registerForwardPreHook("f" as never)).toThrow("hook must be a function");
});
