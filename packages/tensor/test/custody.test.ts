// Gradients that only the walk over the tape has: given back at once, and nothing else is.
import { describe, expect, test, vi } from "vitest";
import { defineOp, Storage } from "../src/extend.ts";
import { grad, ones, type Tensor, tensor } from "../src/index.ts";

describe("gradients on their way are given back", () => {
  /** An op that shows the gradients that come to it and keeps them, as anybody's may. */
  const keeping = (kept: Tensor[]) =>
    defineOp<[Tensor]>({
      name: "Keeping",
      forward: ({ inputs: [x] }) => x.clone(),
      backward({ grads }) {
        kept.push(grads);
        return [grads];
      },
    });

  /** The storages that were disposed of while something ran. */
  function disposedBy(run: () => void): number {
    const spy = vi.spyOn(Storage.prototype, "dispose");
    try {
      run();
      return spy.mock.calls.length;
    } finally {
      spy.mockRestore();
    }
  }

  test("where only the walk has had them", () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    expect(disposedBy(() => x.mul(2).exp().mul(3).sum().backward())).toBeGreaterThan(0);
    const expected = [1, 2, 3].map((v) => Math.fround(6 * Math.exp(2 * v)));
    for (const [i, v] of (x.grad!.toArray() as number[]).entries()) expect(v / expected[i]!).toBeCloseTo(1, 6);
  });

  test("but not what a hook, a tensor, an op, the caller or the next tape has", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const kept: Tensor[] = [];
    const middle = keeping(kept)([x.mul(2)], undefined).mul(1);
    const seen: Tensor[] = [];
    middle.registerHook((g) => void seen.push(g));
    const y = middle.mul(5);
    y.retainGrad();
    const root = ones([2]);
    y.backward(root);
    expect([...kept, ...seen, y.grad!, root].map((g) => g.toArray())).toEqual([
      [5, 5],
      [5, 5],
      [1, 1],
      [1, 1],
    ]);
    expect(x.grad!.toArray()).toEqual([10, 10]);
    const z = x.mul(x).mul(3);
    const [dz, dx] = grad(z.mul(2).sum(), [z, x]);
    expect([dz!.toArray(), dx!.toArray()]).toEqual([
      [2, 2],
      [12, 24],
    ]);
    const [first] = grad(x.pow(3).sum(), x, { createGraph: true });
    first!.sum().backward();
    expect(first!.toArray()).toEqual([3, 12]);
    expect(x.grad!.toArray()).toEqual([16, 22]);
  });

  test("and a leaf has elements of its own", () => {
    const [a, b] = [tensor([1, 2], { requiresGrad: true }), tensor([3, 4], { requiresGrad: true })];
    a.add(b).mul(2).sum().backward();
    a.grad!.zero_();
    expect(b.grad!.toArray()).toEqual([2, 2]);
    // Through views, in two parts, and twice.
    const c = ones([2, 3], { requiresGrad: true });
    const d = c.t().reshape([6]);
    d.mul(d).sum().add(c.sum()).backward();
    expect(c.grad!.toArray()).toEqual([
      [3, 3, 3],
      [3, 3, 3],
    ]);
    c.mul(2).sum().backward();
    expect(c.grad!.index(0, 0).item()).toBe(5);
  });
});
