// Sequential: order, names, access.
import { noGrad, ones, randn, type Tensor, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import {
  Conv2d,
  Dropout,
  Flatten,
  Hardswish,
  Identity,
  Linear,
  MaxPool2d,
  type Module,
  ModuleDict,
  ModuleList,
  ReLU,
  ReLU6,
  Sequential,
  type TensorModule,
} from "../src/index.ts";

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

describe("what only the list has seen is given back", () => {
  /** A convolution that remembers what it was given. */
  class Remembering extends Conv2d {
    seen: Tensor | null = null;

    override forward(input: Tensor): Tensor {
      this.seen = input;
      return super.forward(input);
    }
  }

  const same = () => new Conv2d(2, 2, 3, { padding: 1 });
  const gone = (x: Tensor) => x.storage.disposed;

  /** Runs modules one after another, and tells of each result, in the end, whether it was given back. */
  function lost(x: Tensor, ...modules: TensorModule[]): boolean[] {
    const results: Tensor[] = [];
    const forwards = modules.map((module) => module.forward);
    // Spies that are the modules' own, as far as the list can see.
    modules.forEach((module, i) => {
      const forward = (input: Tensor) => {
        const y = forwards[i]!.call(module, input);
        results.push(y);
        return y;
      };
      Object.defineProperty(module, "forward", { value: forward, configurable: true });
      if (module.passingForward !== null) Object.defineProperty(module, "passingForward", { value: forward });
    });
    new Sequential(...modules).forward(x);
    return results.map(gone);
  }

  test("without a tape, all between the input and the result", () => {
    const x = randn([1, 2, 4, 4]);
    expect(noGrad(() => lost(x, same(), new ReLU(), same()))).toEqual([true, true, false]);
    // The input is the caller's, under whatever name; so is what shares its elements.
    expect(noGrad(() => lost(x, new Identity(), new ReLU({ inplace: true }), same()))).toEqual([false, false, false]);
    expect(gone(x)).toBe(false);
    const inner = new Sequential(same(), new ReLU6({ inplace: true }));
    expect(noGrad(() => lost(x, inner, new MaxPool2d(2), new Flatten(), new Linear(8, 3)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test("nothing that the tape, a module or a hook may have", () => {
    const x = randn([1, 2, 4, 4]);
    expect(lost(x, same(), new ReLU(), same())).toEqual([false, false, false]);
    const remembering = new Remembering(2, 2, 3, { padding: 1 });
    noGrad(() => new Sequential(same(), remembering, same(), same()).forward(x));
    expect(remembering.seen!.toTypedArray()).toHaveLength(32);
    expect(noGrad(() => lost(x, same(), new Dropout(), same()))).toEqual([false, false, false]);
    const watched = same();
    const seen: Tensor[] = [];
    const hook = watched.registerForwardHook((_, [input], output) => void seen.push(input, output));
    noGrad(() => new Sequential(same(), new Sequential(watched), same()).forward(x));
    expect(seen.map(gone)).toEqual([false, false]);
    hook.remove();
  });

  test("with the same results", () => {
    const x = randn([1, 2, 4, 4]);
    const net = new Sequential(same(), new Hardswish({ inplace: true }), new Sequential(same(), new ReLU6()), same());
    expect(noGrad(() => net.forward(x).toArray())).toEqual(net.forward(x).toArray());
  });
});

test("activations that overwrite do so in one go only where nothing is recorded", () => {
  for (const module of [new ReLU6({ inplace: true }), new Hardswish({ inplace: true }), new ReLU({ inplace: true })]) {
    const values = [-4, -1, 0, 2, 7, Number.NaN];
    const expected = new (module.constructor as typeof ReLU6)().forward(tensor(values)).toArray();
    const x = tensor(values);
    expect(module.forward(x)).toBe(x);
    expect(x.toArray()).toEqual(expected);
    // A transposed view, and what is on the tape.
    const wide = tensor([values, values]);
    module.forward(wide.t());
    expect(wide.toArray()).toEqual([expected, expected]);
    const leaf = tensor(values, { requiresGrad: true });
    const y = leaf.mul(1);
    module.forward(y);
    expect(y.toArray()).toEqual(expected);
    y.sum().backward();
    const other = tensor(values, { requiresGrad: true });
    new (module.constructor as typeof ReLU6)().forward(other).sum().backward();
    expect(leaf.grad!.toArray()).toEqual(other.grad!.toArray());
  }
  const square = ones([3], { requiresGrad: true }).mul(2);
  const squared = square.mul(square);
  noGrad(() => new ReLU6({ inplace: true }).forward(square));
  expect(() => squared.sum().backward()).toThrow("modified by an inplace operation");
});

test("a refused list of modules, or a refused place, changes nothing", () => {
  const list = new ModuleList<Module>([relu]);
  const dict = new ModuleDict<Module>({ a: relu });
  const net = new Sequential(relu);
  for (const modules of [3, null, {}] as never[]) {
    expect(() => list.extend(modules)).toThrow("ModuleList.extend should be called with an iterable, but got ");
  }
  for (const modules of [[flatten, 1], [flatten, undefined], new Set([flatten, "x"])] as never[]) {
    expect(() => list.extend(modules)).toThrow("is not a Module subclass");
    expect(() => net.extend(modules)).toThrow("is not a Module subclass");
  }
  expect(() => dict.update({ a: flatten, b: 1 as never })).toThrow("number is not a Module subclass");
  expect([[...list], [...net], dict.values()]).toEqual([[relu], [relu], [relu]]);
  for (const place of [0n, Symbol("s"), Object.create(null), "0"] as never[]) {
    expect(() => list.at(place)).toThrow(/^at: |ModuleList.at: index .* is out of range/);
    expect(() => list.slice(place)).toThrow("ModuleList.slice: start must be a whole number");
    expect(() => net.slice(0, place)).toThrow("Sequential.slice: end must be a whole number");
  }
});
