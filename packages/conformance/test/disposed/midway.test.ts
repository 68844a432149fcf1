// Tensors that are disposed of in the midst of a computation: the next use is refused by name, nothing is half done, and a fresh start has the same bits.
import type { Tensor } from "@toeplitz/tensor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { library as t } from "../library.ts";

const { nn, optim } = t;

const gone = expect.objectContaining({ name: "ToeplitzError", code: "disposed" });

/** The error that a call ends in; the tape is on afterwards. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    expect(t.isGradEnabled()).toBe(true);
    return error;
  }
  return undefined;
}

const numbers = (x: Tensor | null) => (x === null ? null : [...x.toTypedArray()]);
const leaf = (shape: number[], seed: number) =>
  t
    .linspace(-seed, seed, 1 + shape.reduce((n, size) => n * size, 1))
    .index("1:")
    .reshape(shape)
    .detach()
    .requiresGrad_();

/** A chain of every kind of op, its leaves, and everything between, in order. */
function chain() {
  const x = leaf([2, 3, 7, 7], 1);
  const w = leaf([4, 3, 3, 3], 2);
  const b = leaf([4], 3);
  const v = leaf([5, 36], 4);
  const convolved = t.conv2d(x, w, { bias: b, padding: 1 });
  const active = convolved.tanh();
  const pooled = t.maxPool2d(active, 2);
  const flat = pooled.flatten(1);
  const products = flat.matmul(v.t());
  const squares = products.mul(products);
  const loss = squares.exp().log().sum();
  return { leaves: { x, w, b, v }, between: { convolved, active, pooled, flat, products, squares }, loss };
}

type Chain = ReturnType<typeof chain>;
const gradients = ({ leaves }: Chain) => Object.values(leaves).map(({ grad }) => numbers(grad));

const grounds = ["portable", "default", "two threads"] as const;

describe.each(grounds)("on %s", (ground) => {
  let expected: (number | bigint)[][];

  beforeAll(async () => {
    runOn(ground === "portable" ? "portable" : "default");
    if (ground === "two threads") expect(await t.threads(2)).toMatchObject({ threads: 2 });
    const whole = chain();
    whole.loss.backward();
    expected = gradients(whole) as (number | bigint)[][];
  });

  afterAll(async () => {
    await t.threads(0);
    runOn("default");
  });

  /** A fresh chain has the gradients that it had before anything went wrong. */
  function checkFresh(): void {
    const fresh = chain();
    fresh.loss.backward();
    expect(gradients(fresh)).toEqual(expected);
  }

  it.each(["x", "w", "b", "v"] as const)(
    "a leaf, %s, after the forward pass: no leaf gets a gradient, or all do",
    (name) => {
      const broken = chain();
      broken.leaves[name].dispose();
      const error = errorOf(() => broken.loss.backward());
      if (error === undefined) expect(gradients(broken)).toEqual(expected);
      else {
        expect(error).toEqual(gone);
        expect(gradients(broken)).toEqual([null, null, null, null]);
      }
      // The bias is added, and no derivative reads it.
      expect(error === undefined).toBe(name === "b");
      checkFresh();
    },
  );

  it.each(["convolved", "active", "pooled", "flat", "products", "squares"] as const)(
    "a result, %s, after the forward pass",
    (name) => {
      const broken = chain();
      broken.between[name].dispose();
      const error = errorOf(() => broken.loss.backward());
      if (error === undefined) expect(gradients(broken)).toEqual(expected);
      else {
        expect(error).toEqual(gone);
        expect(gradients(broken)).toEqual([null, null, null, null]);
      }
      checkFresh();
    },
  );

  it.each(["convolved", "active", "pooled", "flat", "products", "squares"] as const)(
    "by a hook, while backward runs: what is saved of %s's neighbours, and its gradient",
    (name) => {
      const saved = chain();
      saved.between[name].registerHook(() => saved.leaves.w.dispose());
      expect(errorOf(() => saved.loss.backward())).toEqual(gone);
      expect(gradients(saved)).toEqual([null, null, null, null]);
      const passing = chain();
      passing.between[name].registerHook((gradient) => gradient.dispose());
      expect(errorOf(() => passing.loss.backward())).toEqual(gone);
      expect(gradients(passing)).toEqual([null, null, null, null]);
      checkFresh();
    },
  );

  it("a gradient that is to be added to: the leaf keeps its own, and the others keep theirs", () => {
    const broken = chain();
    broken.loss.backward();
    broken.leaves.v.grad!.dispose();
    const again = t.conv2d(broken.leaves.x, broken.leaves.w).sum().add(broken.leaves.v.sum());
    const before = numbers(broken.leaves.x.grad);
    expect(errorOf(() => again.backward())).toEqual(gone);
    expect(numbers(broken.leaves.x.grad)).toEqual(before);
    checkFresh();
  });

  it("between two calls, by somebody who has a view, a detached tensor, or the same module", () => {
    const base = t.linspace(0, 15, 16).reshape([1, 1, 4, 4]);
    const owners: ((x: Tensor) => Tensor)[] = [
      (x) => x.view([16]),
      (x) => x.detach(),
      (x) => x.index(0, 0, 1),
      (x) => x.view([4, 4]).t(),
    ];
    for (const owner of owners) {
      const x = base.clone();
      const y = t.conv2d(x, t.ones([1, 1, 2, 2]));
      owner(x).dispose();
      expect(errorOf(() => t.conv2d(x, t.ones([1, 1, 2, 2])))).toEqual(gone);
      expect(errorOf(() => x.add(1))).toEqual(gone);
      expect(errorOf(() => x.add_(1))).toEqual(gone);
      expect(errorOf(() => x.item())).toEqual(gone);
      // What was computed of it is nobody else's.
      expect(numbers(y)).toEqual([10, 14, 18, 26, 30, 34, 42, 46, 50]);
    }
    expect(numbers(base)).toHaveLength(16);
  });

  it("inside of a module, by hooks before and after the forward of a part", () => {
    const made = () => {
      t.manualSeed(3);
      return new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.BatchNorm2d(4), new nn.ReLU(), new nn.Conv2d(4, 2, 1));
    };
    const x = t.linspace(-1, 1, 150).reshape([2, 3, 5, 5]);
    const whole = numbers(made().forward(x));
    for (const part of [0, 1, 3]) {
      const broken = made();
      const module = broken.at(part) as InstanceType<typeof nn.Conv2d>;
      const hook = module.registerForwardPreHook(() => module.weight.dispose());
      const before = numbers(Reflect.get(broken.at(1)!, "running_mean") as Tensor);
      expect(errorOf(() => broken.forward(x))).toEqual(gone);
      hook.remove();
      // The statistics have seen the batch only if their own part was sound.
      const after = numbers(Reflect.get(broken.at(1)!, "running_mean") as Tensor);
      if (part < 2) expect(after).toEqual(before);
      expect(errorOf(() => broken.forward(x))).toEqual(gone);
    }
    for (const part of [0, 1, 2]) {
      const broken = made();
      broken.at(part)!.registerForwardHook((_module, _inputs, output) => (output as Tensor).dispose());
      expect(errorOf(() => broken.forward(x))).toEqual(gone);
    }
    expect(numbers(made().forward(x))).toEqual(whole);
  });

  it.each(["weight", "bias", "running_mean", "running_var"])("a normalisation's %s: no statistic has moved", (name) => {
    for (const module of [new nn.BatchNorm2d(2), new nn.InstanceNorm2d(2, { affine: true, trackRunningStats: true })]) {
      (Reflect.get(module, name) as Tensor).dispose();
      const state = () => [...module.stateDict().values()].filter((x) => !x.storage.disposed).map(numbers);
      const before = state();
      expect(errorOf(() => module.forward(t.linspace(-1, 3, 36).reshape([2, 2, 3, 3])))).toEqual(gone);
      expect(state()).toEqual(before);
    }
  });

  describe.each(["SGD", "Adam", "AdamW", "RMSprop"] as const)("in a step of %s", (name) => {
    it.each(["parameter", "gradient", "state"])("a %s: no parameter has changed, and no state", (what) => {
      const [a, b] = [leaf([4], 1), leaf([4], 2)];
      const optimizer = new optim[name]([a, b], { lr: 0.1, ...(name === "SGD" ? { momentum: 0.9 } : {}) });
      const loss = () => a.mul(a).add(b.mul(b)).sum();
      loss().backward();
      optimizer.step();
      const held = () =>
        [a, ...Object.values(optimizer.state.get(a)!)].map((x) => (typeof x === "object" ? numbers(x) : x));
      const before = held();
      if (what === "parameter") b.dispose();
      if (what === "gradient") b.grad!.dispose();
      if (what === "state")
        for (const x of Object.values(optimizer.state.get(b)!)) if (typeof x === "object") x?.dispose();
      expect(errorOf(() => optimizer.step())).toEqual(gone);
      expect(held()).toEqual(before);
    });
  });

  it("what is to be filled at random, or dropped from: the generator has not moved", () => {
    const draws: ((x: Tensor) => unknown)[] = [
      (x) => x.uniform_(),
      (x) => x.normal_(),
      (x) => x.bernoulli_(0.5),
      (x) => x.bernoulli_(t.ones([2, 3, 4])),
      (x) => t.zeros([2, 3, 4]).bernoulli_(x),
      (x) => x.random_(5),
      (x) => t.bernoulli(x),
      (x) => t.normal(x, 1),
      (x) => t.normal(0, x),
      (x) => t.normal(t.ones([4]), x),
      (x) => t.dropout(x),
      (x) => t.dropout(x, { inplace: true }),
      (x) => t.dropout1d(x),
    ];
    for (const draw of draws) {
      const x = t.ones([2, 3, 4]).clone();
      x.dispose();
      const before = t.getRngState();
      expect(
        errorOf(() => draw(x)),
        String(draw),
      ).toEqual(gone);
      expect(t.getRngState(), String(draw)).toEqual(before);
    }
  });

  it("what is to be dropped from, by a getter of the options: the generator has not moved", () => {
    const x = t.ones([2, 3, 4]).clone();
    const options = {
      get p() {
        x.dispose();
        return 0.5;
      },
    };
    const before = t.getRngState();
    expect(errorOf(() => t.dropout(x, options))).toEqual(gone);
    expect(t.getRngState()).toEqual(before);
  });

  it("a gradient that is to be clipped: none is", () => {
    const [a, b] = [leaf([4], 1), leaf([4], 2)];
    a.mul(b).mul(100).sum().backward();
    b.grad!.dispose();
    const before = numbers(a.grad);
    expect(errorOf(() => optim.clipGradValue_([a, b], 1))).toEqual(gone);
    expect(errorOf(() => optim.clipGradNorm_([a, b], 1))).toEqual(gone);
    expect(numbers(a.grad)).toEqual(before);
  });

  it("what a state dict shares with its module: nothing is loaded, and a file is not begun", () => {
    const module = new nn.Linear(3, 2);
    const state = new Map(module.stateDict());
    const other = new nn.Linear(3, 2);
    const before = [...other.stateDict().values()].map(numbers);
    module.bias!.dispose();
    expect(errorOf(() => other.loadStateDict(state))).toMatchObject({ code: "state" });
    expect([...other.stateDict().values()].map(numbers)).toEqual(before);
    expect(errorOf(() => module.forward(t.ones([1, 3])))).toEqual(gone);
  });
});
