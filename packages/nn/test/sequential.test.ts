// Sequential: order, names, access.
import { ones, tensor } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { Conv2d, Flatten, Identity, ReLU, Sequential, type TensorModule } from "../src/index.ts";

const relu = new ReLU();
const flatten = new Flatten();
const conv = new Conv2d(1, 2, 2);

test("calls one module after another", () => {
  const net = new Sequential(conv, relu, flatten);
  const x = ones([3, 1, 4, 4]);
  expect(net.forward(x).shape).toEqual([3, 18]);
  expect(net.forward(x).toArray()).toEqual(flatten.forward(relu.forward(conv.forward(x))).toArray());
  expect(new Sequential().forward(x)).toBe(x);
});

test("keeps the order it was given, whatever the names", () => {
  const named = new Map<string, TensorModule>([
    ["z", conv],
    ["10", relu],
    ["2", flatten],
  ]);
  const net = new Sequential(named);
  expect([...net]).toEqual([conv, relu, flatten]);
  expect(net.namedChildren().map(([name]) => name)).toEqual(["z", "10", "2"]);
  expect([...new Sequential({ a: conv, b: relu }).append(flatten)]).toEqual([conv, relu, flatten]);
});

test("is a list of modules", () => {
  const net = new Sequential(conv, relu);
  expect(net.length).toBe(2);
  expect(net.at(0)).toBe(conv);
  expect(net.at(-1)).toBe(relu);
  expect(() => net.at(2)).toThrow("index 2 is out of range");
  expect(() => net.at(-3)).toThrow("index -3 is out of range");
  expect(() => net.at(0.5)).toThrow("index 0.5 is out of range");
  expect(net.append(flatten)).toBe(net);
  expect(net.extend([new Identity(), new Identity()]).length).toBe(5);
  expect([...net.stateDict().keys()]).toEqual(["0.weight", "0.bias"]);
  const tail = net.slice(1, -2);
  expect(tail).toBeInstanceOf(Sequential);
  expect(tail.namedChildren()).toEqual([
    ["1", relu],
    ["2", flatten],
  ]);
  expect(net.slice(5).length).toBe(0);
});

test("a module of a subclass that is a property is called too, after the others", () => {
  class Net extends Sequential {
    readonly last = new Flatten();
  }
  const net = new Net(conv, relu);
  expect(net.length).toBe(3);
  expect(net.forward(ones([1, 1, 2, 2])).shape).toEqual([1, 2]);
});

test("a place can be taken by another module", () => {
  const net = new Sequential(new Identity(), flatten);
  net.registerModule("0", relu);
  expect([...net]).toEqual([relu, flatten]);
});

test("refuses what cannot be part of it, in PyTorch's words", () => {
  expect(() => new Sequential([relu] as never)).toThrow("Array is not a Module subclass");
  expect(() => new Sequential(relu, null as never)).toThrow("is not a Module subclass");
  expect(() => new Sequential(undefined as never)).toThrow("undefined is not a Module subclass");
  expect(() => new Sequential({ a: 3 } as never)).toThrow("number is not a Module subclass");
  expect(() => new Sequential({ "a.b": relu })).toThrow(`module name can't contain ".", got: a.b`);
  expect(() => new Sequential({ "": relu })).toThrow(`module name can't be empty string ""`);
  expect(() => new Sequential({ "1": relu }).append(flatten)).toThrow("attribute '1' already exists");
  expect(() => new Sequential(relu).registerModule("0", null as never)).toThrow("is not a Module subclass");
});

test("ReLU in place overwrites its input; Flatten joins the axes it is told to", () => {
  const x = tensor([-1, 2]);
  expect(new ReLU({ inplace: true }).forward(x)).toBe(x);
  expect(x.toArray()).toEqual([0, 2]);
  expect(new Flatten({ startDim: 0, endDim: 1 }).forward(ones([2, 3, 4])).shape).toEqual([6, 4]);
  expect(() => new ReLU({ inplace: 1 } as never)).toThrow("inplace must be a boolean, got 1");
  expect(() => new Flatten({ startDim: 0.5 })).toThrow("startDim must be a whole number, got 0.5");
  expect(() => new Flatten({ startDim: 2 }).forward(ones([3]))).toThrow("Dimension out of range");
});
