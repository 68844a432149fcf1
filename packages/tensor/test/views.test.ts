// Views share storage; copies do not; strides are PyTorch's.
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { arange, ones, pad, reshape, tensor, zeros } from "../src/index.ts";

const grid = () => arange(24).reshape([2, 3, 4]);

test.each([
  ["transpose", grid().transpose(0, 2), [1, 4, 12]],
  ["permute", grid().permute([2, 0, 1]), [1, 12, 4]],
  ["slice", grid().index(":", "1:", "::2"), [12, 4, 2]],
  ["select", grid().index(1), [4, 1]],
  ["unsqueeze", grid().unsqueeze(1), [12, 12, 4, 1]],
  ["view", grid().view([6, 4]), [4, 1]],
  ["expand", ones([3, 1]).expand([3, 4]), [1, 0]],
] as const)("%s is a view with PyTorch's strides", (_name, view, strides) => {
  expect(view.stride()).toEqual(strides);
  expect(view.viewOf).not.toBeNull();
});

test("reshape copies only where it must", () => {
  const x = grid();
  expect(reshape(x, [4, 6]).storage).toBe(x.storage);
  expect(reshape(x.transpose(0, 1), [24]).storage).not.toBe(x.storage);
  expect(reshape(x.index(":", "::2"), [2, 8]).storage).not.toBe(x.storage);
  expect(reshape(x.index(":", ":", "0:2"), [6, 2]).storage).toBe(x.storage);
  expect(() => x.transpose(0, 1).view([24])).toThrow("Use .reshape(...) instead.");
});

test("unfold, the method, lists windows as a view and adds gradients where they overlap", () => {
  const x = arange(7).to("float32").requiresGrad_();
  const w = x.unfold(0, 3, 2);
  expect(w.toArray()).toEqual([
    [0, 1, 2],
    [2, 3, 4],
    [4, 5, 6],
  ]);
  expect(w.stride()).toEqual([2, 1]);
  w.sum().backward();
  expect(x.grad?.toArray()).toEqual([1, 1, 2, 1, 2, 1, 1]);
  expect(() => x.unfold(0, 8, 1)).toThrow("maximum size for tensor at dimension 0 is 7 but size is 8");
  expect(() => x.unfold(0, 2, 0)).toThrow("step is 0 but must be > 0");
});

test("iteration gives views along the first axis; inspection prints as PyTorch does", () => {
  expect([...arange(4).reshape([2, 2])].map((row) => row.toArray())).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(inspect(ones([2]))).toBe("tensor([1., 1.])");
});

test("a write is seen through every view, and not through a clone", () => {
  const x = grid();
  const copy = x.clone();
  x.transpose(0, 2).index(3, 2, 1).fill_(-1);
  expect(x.index(1, 2, 3).item()).toBe(-1);
  expect(x.view([24]).index(23).item()).toBe(-1);
  expect(copy.index(1, 2, 3).item()).toBe(23);
});

test("overlapping source and target of a copy are refused, and nothing changes", () => {
  const x = arange(5);
  // x = torch.arange(5); x[1:].copy_(x[:4])
  const told = () => void x.index("1:").copy_(x.index(":4"));
  expect(told).toThrow(
    "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.",
  );
  expect(x.toArray()).toEqual([0, 1, 2, 3, 4]);
});

test("tensor() copies its typed array, and toTypedArray() gives a copy", () => {
  const data = new Float32Array([1, 2]);
  const x = tensor(data);
  data[0] = 9;
  expect(x.toArray()).toEqual([1, 2]);
  x.toTypedArray()[0] = 7;
  expect(x.toArray()).toEqual([1, 2]);
});

test("toTypedArray() fills an array that is given", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  const room = new Float32Array(6).fill(9);
  const into = room.subarray(1, 5);
  expect(x.toTypedArray({ into })).toBe(into);
  expect([...room]).toEqual([9, 1, 2, 3, 4, 9]);
  x.T.toTypedArray({ into });
  expect([...into]).toEqual([1, 3, 2, 4]);
  expect(tensor([true, false]).toTypedArray({ into: new Uint8Array(2) })).toEqual(Uint8Array.of(1, 0));
  expect(zeros([0]).toTypedArray({ into: new Float32Array() })).toHaveLength(0);
});

test.each([
  [new Float64Array(4), "into must be a Float32Array of length 4, got a Float64Array of length 4"],
  [new Float32Array(3), "into must be a Float32Array of length 4, got a Float32Array of length 3"],
  [new Float32Array(5), "into must be a Float32Array of length 4, got a Float32Array of length 5"],
  [[0, 0, 0, 0], "into must be a Float32Array of length 4, got [0, 0, 0, 0]"],
  [null, "into must be a Float32Array of length 4, got null"],
])("toTypedArray() refuses to fill %o", (into, message) => {
  const x = tensor([1, 2, 3, 4]);
  expect(() => x.toTypedArray({ into: into as never })).toThrow(message);
  expect(Array.from(into ?? [])).not.toContain(1);
});

test("elements that do not fit in a number are refused by item and toArray, and given whole by toTypedArray", () => {
  const big = tensor([2n ** 60n + 1n]);
  expect(() => big.item()).toThrow("toTypedArray()");
  expect(() => big.toArray()).toThrow("does not fit in a number without loss");
  expect([...(big.toTypedArray() as BigInt64Array)]).toEqual([2n ** 60n + 1n]);
});

test.each([
  [() => tensor([[1, 2], [3]]), "expected sequence of length 2 at dim 1 (got 1)"],
  [() => tensor([1, "2"] as never), "must hold numbers, bigints or booleans"],
  [() => tensor(new Int8Array(2) as never), "be a Float32Array"],
  [() => zeros([-1]), "Trying to create tensor with negative dimension -1: [-1]"],
  [() => zeros([1.5]), "shape[0] must be a whole number, got 1.5"],
  [() => zeros([2 ** 20, 2 ** 20]), "must have at most"],
  [() => grid().index(0, 0, 0, 0), "too many indices for tensor of dimension 3"],
  [() => grid().index("::-1"), "step must be greater than zero"],
  [() => grid().index("a:b"), "only integers, slices"],
  [() => grid().index("...", "..."), "at most one '...'"],
  [() => pad(grid(), [1]), "Padding length must be divisible by 2"],
  [() => zeros([2], { dtyp: "int32" } as never), "did you mean 'dtype'?"],
  [() => zeros([2], { dtype: "float16" as never }), "dtype must be one of"],
])("refusal %#", (call, sentence) => {
  expect(call).toThrow(sentence);
});

test("a tensor of a second copy of the library is told from other objects", () => {
  const foreign = Object.create({ [Symbol.for("toeplitz.tensor")]: true });
  expect(() => reshape(foreign, [1])).toThrow("a tensor of a second copy of @toeplitz/tensor");
  expect(() => reshape({} as never, [1])).toThrow("x must be a tensor, got an object");
});
