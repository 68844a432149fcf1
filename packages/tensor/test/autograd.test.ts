// The tape: what backward accumulates, refuses, keeps and survives.
import { expect, test, vi } from "vitest";
import { defineOp } from "../src/extend.ts";
import {
  add,
  arange,
  enableGrad,
  grad,
  isGradEnabled,
  mul,
  noGrad,
  ones,
  type Tensor,
  ToeplitzError,
  tensor,
  zeros,
} from "../src/index.ts";

const leaf = (...values: number[]) => tensor(values, { requiresGrad: true });

test("gradients add up over calls and over uses", () => {
  const x = leaf(1, 2, 3);
  x.mul(x).sum().backward();
  expect(x.grad?.toArray()).toEqual([2, 4, 6]);
  add(x, x).sum().backward();
  expect(x.grad?.toArray()).toEqual([4, 6, 8]);
});

test("grad() gives gradients and accumulates nothing", () => {
  const x = leaf(1, 2);
  const y = leaf(3, 4);
  const [gx, gy] = grad(x.mul(y).sum(), [x, y]);
  expect([gx?.toArray(), gy?.toArray()]).toEqual([
    [3, 4],
    [1, 2],
  ]);
  expect([x.grad, y.grad]).toEqual([null, null]);
});

test("grad() of an intermediate stops there and leaves the rest of the graph alone", () => {
  const x = leaf(2);
  const middle = x.mul(x);
  const end = middle.mul(middle);
  expect(grad(end.sum(), middle)[0]?.toArray()).toEqual([8]);
  expect(grad(middle.sum(), x)[0]?.toArray()).toEqual([4]);
});

test("second and third derivatives", () => {
  const x = tensor(2, { requiresGrad: true, dtype: "float64" });
  const [first] = grad(x.pow(4), x, { createGraph: true });
  const [second] = grad(first as Tensor, x, { createGraph: true });
  const [third] = grad(second as Tensor, x);
  expect([first, second, third].map((g) => g?.item())).toEqual([32, 48, 48]);
});

test("a second backward needs retainGraph, and says so", () => {
  const x = leaf(1, 2);
  const y = x.mul(x).sum();
  y.backward(null, { retainGraph: true });
  y.backward();
  expect(x.grad?.toArray()).toEqual([4, 8]);
  expect(() => y.backward()).toThrow("Specify retain_graph=True");
  const saved = x.sum();
  saved.backward();
  saved.backward(); // a sum saves nothing, so there is nothing to free
});

test("backward refuses what PyTorch refuses", () => {
  const x = leaf(1, 2);
  expect(() => x.mul(2).backward()).toThrow("grad can be implicitly created only for scalar outputs");
  expect(() => ones([1]).backward()).toThrow("element 0 of tensors does not require grad and does not have a grad_fn");
  expect(() => x.mul(2).backward(ones([3]))).toThrow(
    "Mismatch in shape: grad_output[0] has a shape of torch.Size([3])",
  );
  expect(() => grad(x.sum(), leaf(1))).toThrow("appears to not have been used in the graph");
  expect(grad(x.sum(), [x, leaf(1)], { allowUnused: true })[1]).toBeNull();
  expect(() => grad(x.sum(), ones([1]))).toThrow("One of the differentiated Tensors does not require grad");
  expect(() => tensor([1n], { requiresGrad: true })).toThrow(
    "Only Tensors of floating point and complex dtype can require gradients",
  );
  expect(() => x.sum().backward(null, { retaingraph: true } as never)).toThrow("did you mean 'retainGraph'?");
});

test("a saved tensor that was written to is noticed", () => {
  const x = leaf(1, 2);
  const y = x.exp(); // saves its result
  const z = y.sum();
  y.detach().add_(1);
  expect(() => z.backward()).toThrow(
    "one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of ExpBackward0, is at version 1; expected version 0 instead.",
  );
});

test("writing into a leaf that requires grad is refused, and nothing changes", () => {
  const x = leaf(1, 2);
  expect(() => x.add_(1)).toThrow("a leaf Variable that requires grad is being used in an in-place operation.");
  expect(() => x.index("0:1").zero_()).toThrow("a view of a leaf Variable that requires grad");
  expect(x.toArray()).toEqual([1, 2]);
  noGrad(() => x.add_(1));
  expect(x.toArray()).toEqual([2, 3]);
  expect(x.requiresGrad && x.isLeaf).toBe(true);
});

test("in-place operations are differentiated", () => {
  const x = leaf(1, 2, 3);
  const y = x.mul(2);
  y.mul_(3);
  y.mul_(x);
  y.add_(x);
  y.sum().backward();
  expect(y.toArray()).toEqual([7, 26, 57]);
  expect(x.grad?.toArray()).toEqual([13, 25, 37]);
  const z = x.mul(2);
  z.mul_(z); // saves z as it was written to
  expect(() => z.sum().backward()).toThrow("modified by an inplace operation");
});

test("writing through a view rewrites the history of its base and of other views", () => {
  const x = leaf(1, 2, 3, 4);
  const base = x.mul(1);
  const matrix = base.view([2, 2]);
  const row = matrix.index(0);
  const other = base.index("1:3");
  row.mul_(10);
  expect(base.toArray()).toEqual([10, 20, 3, 4]);
  expect(base.gradFn?.name).toBe("CopySlices");
  const [g] = grad(other.sum(), x, { retainGraph: true });
  expect(g?.toArray()).toEqual([0, 10, 1, 0]);
  base.sum().backward();
  expect(x.grad?.toArray()).toEqual([10, 10, 1, 1]);
});

test("a value written into zeros gets its gradient", () => {
  const row = leaf(1, 2);
  const target = zeros([3, 2]);
  target.indexPut_([1], row);
  target
    .mul(arange(6).reshape([3, 2]))
    .sum()
    .backward();
  expect(row.grad?.toArray()).toEqual([2, 3]);
});

test("writing to memory that several elements share is refused", () => {
  expect(() => ones([1]).expand([3]).add_(1)).toThrow(
    "more than one element of the written-to tensor refers to a single",
  );
});

test("hooks see gradients in order, may replace them, and can be removed", () => {
  const x = leaf(1, 2);
  const y = x.mul(3);
  const seen: unknown[] = [];
  y.registerHook((g) => void seen.push(g.toArray()));
  y.registerHook((g) => g.mul(10));
  const last = x.registerHook((g) => void seen.push(g.toArray()));
  y.sum().backward();
  expect(seen).toEqual([
    [1, 1],
    [30, 30],
  ]);
  last.remove();
  x.sum().backward();
  expect(seen.length).toBe(2);
  expect(x.grad?.toArray()).toEqual([31, 31]);
  const bad = leaf(1);
  bad.registerHook(() => ones([2]));
  expect(() => bad.sum().backward()).toThrow("must be a tensor of shape [1]");
  expect(() => ones([1]).registerHook(() => undefined)).toThrow("doesn't require gradient");
});

test("retainGrad keeps an intermediate gradient", () => {
  const x = leaf(1, 2);
  const y = x.mul(3);
  y.retainGrad();
  y.mul(y).sum().backward();
  expect(y.grad?.toArray()).toEqual([6, 12]);
});

test("a retained gradient follows its tensor onto what is written into it", () => {
  // x = torch.ones(3, requires_grad=True); h = x * 2; y = h[:2]; y.retain_grad(); h.mul_(3); y.sum().backward(); y.grad
  const x = leaf(1, 1, 1);
  const h = x.mul(2);
  const y = h.index(":2");
  y.retainGrad();
  h.mul_(3);
  y.sum().backward();
  expect(y.grad?.toArray()).toEqual([1, 1]);
  // ...; z = y * 1; y.retain_grad(); y.mul_(3); (y.sum() + z.sum()).backward(); y.grad
  const a = leaf(1, 1, 1).mul(2);
  const b = a.mul(1);
  a.retainGrad();
  a.mul_(3);
  a.sum().add(b.sum()).backward();
  expect(a.grad?.toArray()).toEqual([1, 1, 1]);
});

test("noGrad and enableGrad nest, restore after an error, and refuse promises", () => {
  const x = leaf(1);
  expect(noGrad(() => x.mul(2).requiresGrad)).toBe(false);
  expect(noGrad(() => enableGrad(() => x.mul(2).requiresGrad))).toBe(true);
  expect(() =>
    noGrad(() => {
      throw new Error("inside");
    }),
  ).toThrow("inside");
  expect(isGradEnabled()).toBe(true);
  expect(() => noGrad(async () => x)).toThrow("must be synchronous");
});

test("detach shares elements and leaves the tape", () => {
  const x = leaf(1, 2);
  const d = x.detach();
  expect(d.requiresGrad).toBe(false);
  d.add_(1);
  expect(x.toArray()).toEqual([2, 3]);
});

test("gradients go where they are needed and nowhere else", () => {
  const x = leaf(1, 2);
  const constant = ones([2]);
  const spy = vi.fn();
  const y = mul(x, constant);
  y.registerHook(spy);
  y.sum().backward();
  expect(spy).toHaveBeenCalledTimes(1);
  expect(constant.grad).toBeNull();
});

test("backward(inputs) touches those leaves alone", () => {
  const x = leaf(1);
  const y = leaf(2);
  x.mul(y)
    .sum()
    .backward(null, { inputs: [y] });
  expect([x.grad, y.grad?.toArray()]).toEqual([null, [1]]);
});

test("a chain of 100,000 operations runs backwards without recursion", () => {
  const x = leaf(1);
  let y: Tensor = x;
  for (let i = 0; i < 100_000; i++) y = y.add(1);
  y.sum().backward();
  expect(x.grad?.toArray()).toEqual([1]);
});

test("grad may be assigned, with the same shape and type only", () => {
  const x = leaf(1, 2);
  x.grad = ones([2]);
  x.grad = null;
  expect(() => {
    x.grad = ones([3]);
  }).toThrow("assigned grad has data of a different size");
  expect(() => {
    x.grad = ones([2], { dtype: "float64" });
  }).toThrow("assigned grad has data of a different type");
});

test("an op that gives its input back leaves the input's place on the tape alone", () => {
  const same = defineOp<[Tensor]>({
    name: "SameBackward0",
    forward: ({ inputs: [x] }) => x,
    backward: ({ grads }) => [grads.mul(2)],
  });
  const x = leaf(1, 2);
  noGrad(() => x.add_(1));
  const y = same([x], undefined);
  expect([x.isLeaf, x.gradFn, y.gradFn?.name, x.storage.version]).toEqual([true, null, "SameBackward0", 1]);
  y.sum().backward();
  expect(x.grad?.toArray()).toEqual([2, 2]);
});

test("backward adds no gradient where one of the old ones was disposed of", () => {
  for (const gone of [0, 1]) {
    const leaves = [ones([2]).requiresGrad_(), ones([2]).requiresGrad_()] as const;
    for (const leaf of leaves) leaf.grad = ones([2]);
    leaves[gone as 0 | 1].grad!.dispose();
    expect(() => leaves[0].mul(leaves[1]).sum().backward()).toThrow(ToeplitzError);
    expect(leaves[(1 - gone) as 0 | 1].grad!.toArray()).toEqual([1, 1]);
  }
});
