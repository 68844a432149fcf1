// Edges between what is taken and what is refused, as PyTorch 1.13.1 draws them.
import { expect, test } from "vitest";
import { add, arange, clamp_, ones, pow, sub, ToeplitzError, tensor } from "../src/index.ts";
import { heldPositions } from "../src/ops/gather.ts";

const refusal = (call: () => unknown): ToeplitzError => {
  try {
    call();
  } catch (error) {
    if (error instanceof ToeplitzError) return error;
    throw error;
  }
  throw new Error("was not refused");
};

test("a float to a power beyond its type", () => {
  // torch.pow(torch.tensor([2, .5]), 1e300) -> [inf, 0]
  expect(pow(tensor([2, 0.5]), 1e300).toArray()).toEqual([Infinity, 0]);
  expect(pow(tensor([2, 0.5]), -1e39).toArray()).toEqual([0, Infinity]);
});

test("forty axes are repeated", () => {
  // torch.ones([1] * 40).repeat([2, 2] + [1] * 38).shape
  const counts = [2, 2, ...Array(38).fill(1)];
  expect(ones(Array(40).fill(1)).repeat(counts).shape).toEqual(counts);
  expect(
    tensor([[1], [2]])
      .repeat([2, 1, 3])
      .toArray(),
  ).toEqual(
    Array(2).fill([
      [1, 1, 1],
      [2, 2, 2],
    ]),
  );
  expect(tensor([1, 2]).repeat([2, 2]).toArray()).toEqual(Array(2).fill([1, 2, 1, 2]));
});

test("one of a tensor's own numbers is written where a mask holds", () => {
  // x = torch.arange(9.).view(3, 3); x[x > 4] = x[0, 0]
  const x = arange(9, { dtype: "float32" }).view([3, 3]);
  x.indexPut_([x.gt(4)], x.select(0, 0).select(0, 0));
  expect(x.toArray()).toEqual([
    [0, 1, 2],
    [3, 4, 0],
    [0, 0, 0],
  ]);
  const own = /refer to a single memory location/;
  expect(() => x.indexPut_([[0, 1]], x.select(0, 2))).toThrow(own);
  expect(() => x.indexPut_([x.gt(4)], x.select(0, 0).select(0, 0), { accumulate: true })).toThrow(own);
});

test("elements that lie over each other fill no run", () => {
  const x = tensor([1, 2, 3, 4]);
  // PyTorch looks for overlap only in tensors without holes, each of whose elements lies alone.
  const twice = x.index("::3").unsqueeze(1).expand([2, 2]);
  expect(twice.strides).toEqual([3, 0]);
  expect(() => x.view([2, 2]).add_(twice)).not.toThrow();
});

test("the first operand is checked first", () => {
  expect(refusal(() => clamp_(null as never, { min: tensor(0) }))).toMatchObject({ api: "clamp_", argument: "x" });
  for (const [api, op] of Object.entries({ add, sub })) {
    expect(refusal(() => op("a" as never, 1, { alpha: 2 }))).toMatchObject({ api, argument: "x" });
  }
});

test("an error that carries a tensor can be written into a log", () => {
  const error = refusal(() => ones([2], { requiresGrad: true }).add_(1));
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: "ToeplitzError",
    code: "autograd",
    api: "add_",
    value: "a tensor of shape [2]",
  });
});

test("positions that int32 cannot count are refused", () => {
  const long = { length: 2 ** 31 } as Uint8Array;
  expect(refusal(() => heldPositions(long)).message).toContain("less than 2^31 elements");
});
