// Hooks on gradients: when they are called, with what, and what they may change.
import { grad, noGrad, ones, type Tensor, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { type Gradients, Identity, Linear, MaxPool1d, Module, ReLU, Sequential } from "../src/index.ts";

const leaf = () => ones([2], { requiresGrad: true });
const values = (gradients: Gradients) => gradients.map((gradient) => gradient?.toArray() ?? null);

/** Two inputs and a number in, two outputs and a word out. */
class Pair extends Module {
  forward(a: Tensor, b: Tensor, factor: number): [Tensor, string, Tensor] {
    return [a.mul(factor), "word", b.mul(a)];
  }
}

describe("a hook sees gradients", () => {
  test("of all inputs and outputs, with null for what has none", () => {
    const seen: unknown[] = [];
    const pair = new Pair();
    pair.registerFullBackwardHook((module, ins, outs) => void seen.push([module === pair, values(ins), values(outs)]));
    const [a, b] = [leaf(), tensor([3, 4])];
    const [x, word, y] = pair.forward(a, b, 5);
    expect(word).toBe("word");
    x.sum().add(y.sum().mul(2)).backward();
    const outs = [[1, 1], null, [2, 2]];
    expect(seen[0]).toEqual([true, [[11, 13], [0, 0], null], outs]);
    expect(a.grad!.toArray()).toEqual([11, 13]);
    // An output that nobody used.
    pair.forward(a, b, 5)[2].sum().backward();
    const rest = [null, null, [1, 1]];
    expect(seen[1]).toEqual([true, [[3, 4], [0, 0], null], rest]);
  });

  test("of each call, and each time that it is run backwards", () => {
    const calls: unknown[] = [];
    const relu = new ReLU();
    const handle = relu.registerFullBackwardHook((_, ins, outs) => void calls.push([values(ins), values(outs)]));
    const x = leaf();
    const once = relu.forward(x).mul(2);
    const twice = relu.forward(once).sum();
    twice.backward(null, { retainGraph: true });
    expect(calls).toEqual([
      [[[1, 1]], [[1, 1]]],
      [[[2, 2]], [[2, 2]]],
    ]);
    twice.backward(null, { retainGraph: true });
    expect(calls).toHaveLength(4);
    handle.remove();
    // What was recorded with the hook keeps it, as in PyTorch.
    twice.backward();
    expect(calls).toHaveLength(6);
    relu.forward(x).sum().backward();
    expect(calls).toHaveLength(6);
  });

  test("of the outputs alone where no input wants one", () => {
    const seen: unknown[] = [];
    const linear = new Linear(2, 1);
    linear.registerFullBackwardHook((_, ins, outs) => void seen.push(values(ins), values(outs)));
    linear
      .forward(ones([1, 2]))
      .sum()
      .backward();
    expect(seen).toEqual([[null], [[[1]]]]);
    expect(linear.weight.grad!.toArray()).toEqual([[1, 1]]);
  });

  test("not at all without a tape, and no result is another", () => {
    const pool = new MaxPool1d(2);
    pool.registerFullBackwardHook(() => {
      throw new Error("called");
    });
    const x = tensor([[1, 2]]);
    expect(noGrad(() => pool.forward(x)).toArray()).toEqual([[2]]);
    expect(pool.forward(x).requiresGrad).toBe(false);
  });
});

describe("what a hook returns", () => {
  test("takes the place of the inputs' gradients, for the next hook too", () => {
    const net = new Sequential(new Identity(), new ReLU());
    const seen: unknown[] = [];
    net.registerFullBackwardHook((_, [x]) => [x!.mul(10)]);
    net.registerFullBackwardHook((_, ins) => void seen.push(values(ins)));
    net.at(1).registerFullBackwardHook((_, [x]) => [x!.add(1)]);
    const x = leaf();
    net.forward(x).sum().backward();
    expect(seen).toEqual([[[20, 20]]]);
    expect(x.grad!.toArray()).toEqual([20, 20]);
  });

  test("may have a gradient of its own", () => {
    const net = new Identity();
    net.registerFullBackwardHook((_, [x]) => [x!.mul(x!)]);
    const x = tensor([3], { requiresGrad: true });
    const [first] = grad(net.forward(x).mul(x).sum(), x, { createGraph: true });
    // x^2 through the hook, and x past it.
    expect(first!.toArray()).toEqual([12]);
    expect(grad(first!.sum(), x)[0]!.toArray()).toEqual([7]);
  });

  test("is refused in PyTorch's words where it does not fit", () => {
    const run = (returned: unknown, x: Tensor = leaf()) => {
      const module = new Linear(2, 2);
      module.registerFullBackwardHook(() => returned as never);
      return () => module.forward(x).sum().backward();
    };
    expect(run([null, null])).toThrow("Backward hook returned an invalid number of grad_input, got 2, but expected 1");
    expect(run([ones([3])])).toThrow("hook 'hook' has changed the size of value");
    expect(run([ones([2], { dtype: "float64" })])).toThrow(
      "hook 'hook' has changed the type of value (was torch.FloatTensor got torch.DoubleTensor)",
    );
    expect(run(["x"])).toThrow('the hook\'s result must be a tensor, got "x"');
    expect(run([ones([2])], ones([2]))).toThrow("should always return None or None for all gradients");
    for (const returned of [3, 0, "a", true, {}, ones([1])]) {
      expect(run(returned, ones([2]))).toThrow("should always return None or None for all gradients");
    }
    expect(run([null], ones([2]))).not.toThrow();
    expect(() => new ReLU().registerFullBackwardHook(3 as never)).toThrow("hook must be a function, got 3");
  });
});
