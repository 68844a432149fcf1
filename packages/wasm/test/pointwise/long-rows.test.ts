// Rows longer than what is collected at a time, with operands that broadcast or have strides: many rows, each in pieces.
import { add, gt, mul, ones, randn, setBackend, type Tensor, tensor, where } from "@toeplitz/tensor";
import { afterEach, expect, test } from "vitest";
import { wasm } from "../../src/index.ts";

afterEach(() => setBackend(null));

const [a, b] = [randn([3, 700]), randn([3, 1])];

test.each<[string, () => Tensor]>([
  ["a column beside a matrix", () => add(a, b)],
  ["a number per channel", () => add(ones([1, 3, 17, 17]), tensor([1, 2, 3]).view([3, 1, 1]))],
  ["every second column", () => mul(a.index("::", "::2"), 0.5)],
  ["a part of each row", () => mul(a.narrow(1, 100, 600), b)],
  ["a transposed matrix", () => add(randnLike.T, randnLike.T)],
  ["a comparison and a choice", () => where(gt(a, b), a, b)],
])("%s", (_, call) => {
  setBackend(null);
  const portable = call().toTypedArray();
  setBackend(wasm({ level: "deterministic" }));
  expect(call().toTypedArray()).toEqual(portable);
});

const randnLike = randn([600, 5]);
