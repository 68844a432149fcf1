// A tensor as an object: sizes and strides, its place on the tape, its gradient, and the storage behind it.
import { describe, expect, test } from "vitest";
import { ones, type Tensor, ToeplitzError, tensor, zeros } from "../src/index.ts";
import { Storage } from "../src/storage.ts";

function refused(call: () => unknown): object {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ToeplitzError);
    return Object.assign({}, error, { message: (error as ToeplitzError).message });
  }
  throw new Error("was not refused");
}

const leaf = (...shape: number[]) => ones(shape, { requiresGrad: true });

test("sizes and strides, all of them or one", () => {
  const x = zeros([2, 3, 4]);
  expect([x.ndim, x.dim(), x.numel(), x.size(-1), x.stride(-2)]).toEqual([3, 3, 24, 4, 4]);
  expect([x.size(), x.stride()]).toEqual([
    [2, 3, 4],
    [12, 4, 1],
  ]);
  expect(refused(() => x.size(3))).toMatchObject({ api: "size", code: "axis" });
  expect(refused(() => x.stride(-4))).toMatchObject({ api: "stride", code: "axis" });
  expect([x.isContiguous(), x.transpose(0, 1).isContiguous()]).toEqual([true, false]);
  expect(Object.isFrozen(x.shape)).toBe(true);
});

test("a view of a view is a view of the first", () => {
  const x = zeros([2, 3]);
  const part = x.select(0, 1).narrow(0, 1, 2);
  expect(part.viewOf?.base).toBe(x);
  expect([part.offset, x.viewOf, x.detach().viewOf]).toEqual([4, null, null]);
  part.fill_(7);
  expect(x.detach().toArray()).toEqual([
    [0, 0, 0],
    [0, 7, 7],
  ]);
});

describe("requiring gradients", () => {
  test("leaves, and what is computed of them", () => {
    const x = ones([2]);
    expect([x.requiresGrad, x.isLeaf, x.gradFn, x.edge, x.leafHooks, x.retainsGrad, x.outputIndex]).toEqual([
      false,
      true,
      null,
      null,
      null,
      false,
      0,
    ]);
    expect(x.requiresGrad_()).toBe(x);
    expect([x.requiresGrad, x.isLeaf]).toEqual([true, true]);
    expect(x.edge).toEqual({ node: null, index: 0, leaf: x });
    const y = x.mul(2);
    expect([y.requiresGrad, y.isLeaf, y.edge?.leaf]).toEqual([true, false, null]);
    expect(y.edge?.node).toBe(y.gradFn);
    x.requiresGrad = false;
    expect([x.requiresGrad, x.edge]).toEqual([false, null]);
    const plain = ones([2]).requiresGrad_(false);
    expect(plain.edge).toBeNull();
  });

  test("the last of several outputs knows which it is", () => {
    const [, second] = leaf(4).split(2) as [Tensor, Tensor];
    expect(second.edge?.index).toBe(second.outputIndex);
  });

  test("is refused of other types, by other values, and off a leaf", () => {
    expect(refused(() => (ones([1]).requiresGrad = 1 as never))).toMatchObject({
      argument: "requiresGrad",
      rule: "be a boolean",
      value: 1,
    });
    expect(refused(() => ones([1], { dtype: "int32" }).requiresGrad_())).toMatchObject({
      message: "requiresGrad: only Tensors of floating point dtype can require gradients",
      code: "autograd",
      argument: "requiresGrad",
      value: "int32",
    });
    expect(ones([1], { dtype: "int32" }).requiresGrad_(false).requiresGrad).toBe(false);
    const computed = leaf(1).mul(2);
    expect(refused(() => computed.requiresGrad_(false))).toMatchObject({ code: "autograd", value: false });
    expect(computed.requiresGrad_().requiresGrad).toBe(true);
  });
});

describe("gradients", () => {
  test("are set, taken away, and of the tensor's type and shape", () => {
    const x = leaf(2, 3);
    x.grad = null;
    expect(x.grad).toBeNull();
    const given = zeros([2, 3]);
    x.grad = given;
    expect(x.grad).toBe(given);
    expect(refused(() => (x.grad = 3 as never))).toMatchObject({ argument: "grad", rule: "be a tensor or null" });
    expect(refused(() => (x.grad = zeros([2, 3], { dtype: "float64" })))).toMatchObject({
      message: "grad: assigned grad has data of a different type",
      code: "autograd",
      api: "grad",
      value: "float64",
    });
    for (const wrong of [zeros([3, 2]), zeros([2, 4]), zeros([6]), zeros([2, 3, 1])]) {
      expect(refused(() => (x.grad = wrong))).toMatchObject({
        message: "grad: assigned grad has data of a different size",
        code: "autograd",
        value: wrong,
      });
    }
    expect(x.grad).toBe(given);
    x.grad = null;
    expect(x.grad).toBeNull();
    const off = ones([1]);
    off.grad = null;
    expect(off.requiresGrad).toBe(false);
  });

  test("are kept where that was asked for", () => {
    const x = leaf(2);
    const y = x.mul(3);
    expect([y.retainsGrad, x.retainsGrad]).toEqual([false, false]);
    y.retainGrad();
    y.retainGrad();
    x.retainGrad();
    expect([y.retainsGrad, x.retainsGrad]).toEqual([true, false]);
    y.sum().backward();
    expect([y.grad!.toArray(), x.grad!.toArray()]).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(refused(() => ones([1]).retainGrad())).toMatchObject({
      message: "retainGrad: can't retain_grad on Tensor that has requires_grad=False",
      code: "autograd",
    });
  });

  test("are seen by hooks, until these are removed", () => {
    for (const of of [(x: Tensor) => x, (x: Tensor) => x.mul(1)]) {
      const x = leaf(2);
      const watched = of(x);
      const seen: unknown[] = [];
      const hook = (grad: Tensor) => void seen.push(grad.toArray());
      const first = watched.registerHook(hook);
      watched.registerHook(hook);
      watched.mul(2).sum().backward(null, { retainGraph: true });
      expect(seen).toEqual([
        [2, 2],
        [2, 2],
      ]);
      first.remove();
      watched.mul(2).sum().backward(null, { retainGraph: true });
      expect(seen.length).toBe(3);
    }
    expect(refused(() => leaf(1).registerHook(3 as never))).toMatchObject({ argument: "hook", rule: "be a function" });
    expect(refused(() => ones([1]).registerHook(() => undefined))).toMatchObject({
      message: "registerHook: cannot register a hook on a tensor that doesn't require gradient",
      code: "autograd",
    });
  });
});

describe("storage", () => {
  test("is zero until written, and counts what is written", () => {
    const storage = new Storage("int32", 3);
    expect([storage.byteLength, storage.isHome, storage.version, storage.disposed]).toEqual([12, false, 0, false]);
    expect(storage.at(2)).toBe(0);
    expect([...storage.read()]).toEqual([0, 0, 0]);
    expect(storage.isHome).toBe(true);
    storage.write("part")[1] = 5;
    expect([storage.version, storage.at(1)]).toEqual([1, 5]);
    expect([...storage.copy(1, 2)]).toEqual([5, 0]);
    const into = new Int32Array(2);
    expect(storage.copy(0, 2, into)).toBe(into);
    expect([...into]).toEqual([0, 5]);
    expect(storage.write("all")).toBe(storage.read());
    expect(storage.version).toBe(2);
    const next = new Storage("bool", 1);
    expect(next.serial - storage.serial).toBe(1);
    expect(new Storage("float64", 2).write("all")).toEqual(new Float64Array(2));
    expect(new Storage("float64", 2).write("part")).toEqual(new Float64Array(2));
    expect([...new Storage("float64", 2).copy(0, 1)]).toEqual([0]);
  });

  test("of a disposed tensor is refused to all views", () => {
    const x = tensor([1, 2]);
    const y = x.narrow(0, 0, 1);
    y.dispose();
    expect([x.storage.disposed, x.storage.isHome]).toEqual([true, false]);
    expect(refused(() => x.toArray())).toMatchObject({
      message: "toArray: x was disposed of and has no elements any more",
      code: "disposed",
      argument: "x",
    });
    const gone = { message: "Tensor: this tensor was disposed of and has no elements any more", code: "disposed" };
    const { storage } = x;
    for (const use of [
      () => storage.read(),
      () => storage.copy(0, 1),
      () => storage.at(0),
      () => storage.write("all"),
      () => storage.write("part"),
      () => storage.writtenIn({} as never),
    ]) {
      expect(refused(use)).toMatchObject(gone);
    }
    let used: Tensor;
    {
      using z = ones([1]);
      expect(z.item()).toBe(1);
      used = z;
    }
    expect(used.storage.disposed).toBe(true);
  });

  test("gives a block of a backend back when JavaScript writes, or when it is disposed of", () => {
    const calls: string[] = [];
    const memory = {
      fetch: () => {
        calls.push("fetch");
        return Float32Array.of(1, 2).buffer;
      },
      forget: () => void calls.push("forget"),
    };
    const storage = new Storage("float32", 2);
    storage.writtenIn({ memory } as never);
    expect([storage.isHome, storage.version]).toEqual([false, 1]);
    expect([...storage.read()]).toEqual([1, 2]);
    storage.read();
    expect(calls).toEqual(["fetch"]);
    storage.write("part");
    expect([calls.at(-1), storage.block, storage.version]).toEqual(["forget", null, 2]);
    storage.writtenIn({ memory } as never);
    expect([...storage.copy(1, 1)]).toEqual([2]);
    storage.dispose();
    expect(calls).toEqual(["fetch", "forget", "fetch", "forget"]);
    storage.dispose();
    expect(calls.length).toBe(4);
  });
});

test("JSON is told that it has no tensors, wherever one stands", () => {
  for (const value of [ones([2]), { x: [ones([2]).requiresGrad_().mul(2)] }]) {
    expect(() => JSON.stringify(value)).toThrow(ToeplitzError);
    expect(() => JSON.stringify(value)).toThrow(
      "Object of type Tensor is not JSON serializable (toArray() gives numbers in nested lists)",
    );
  }
});
