// Index entries of every kind, read and written: the numbers and sentences are PyTorch 1.13.1's.

import { expect, test } from "vitest";
import { arange, indexPut, ones, type Tensor, ToeplitzError, tensor, zeros } from "../src/index.ts";
import type { IndexEntry } from "../src/ops/index-spec.ts";

const x = () => arange(24, { dtype: "float32" }).reshape([2, 3, 4]);
const bools = (values: readonly boolean[]) => tensor(values);
const shown = (t: Tensor) => [t.shape, t.flatten().toArray()];
const mask = () =>
  tensor([
    [true, false, true],
    [false, true, false],
  ]);

test.each<[text: string, entries: () => readonly IndexEntry[], shape: number[], values: number[]]>([
  ["[0, 1], :, [1, 3]", () => [[0, 1], ":", [1, 3]], [2, 3], [1, 5, 9, 15, 19, 23]],
  [":, [0, 2], [1, 3]", () => [":", [0, 2], [1, 3]], [2, 2], [1, 11, 13, 23]],
  [
    "a column of positions beside a row",
    () => [tensor([[0], [1]], { dtype: "int64" }), [0, 2]],
    [2, 2, 4],
    [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23],
  ],
  [":, [-1, 0]", () => [":", [-1, 0]], [2, 2, 4], [8, 9, 10, 11, 0, 1, 2, 3, 20, 21, 22, 23, 12, 13, 14, 15]],
  [
    "..., a mask",
    () => ["...", bools([true, false, true, false])],
    [2, 3, 2],
    [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22],
  ],
  [
    "..., a list of booleans",
    () => ["...", [true, false, true, false]],
    [2, 3, 2],
    [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22],
  ],
  [
    ":, a mask of bytes",
    () => [":", tensor([1, 0, 1], { dtype: "uint8" })],
    [2, 2, 4],
    [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23],
  ],
  ["a mask of two axes", () => [mask()], [3, 4], [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19]],
  ["numbers in tensors", () => [tensor(1, { dtype: "int64" }), tensor(-1, { dtype: "int32" })], [4], [20, 21, 22, 23]],
  ["0, None, [2, 0]", () => [0, null, [2, 0]], [1, 2, 4], [8, 9, 10, 11, 0, 1, 2, 3]],
  ["1:, ::2, 1:4:2", () => ["1:", "::2", "1:4:2"], [1, 2, 2], [13, 15, 21, 23]],
  ["None, ..., -2:", () => [null, "...", "-2:"], [1, 2, 3, 2], [2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23]],
  ["1, ..., 0, None", () => [1, "...", 0, null], [3, 1], [12, 16, 20]],
])("%s is picked", (_, entries, shape, values) => {
  expect(shown(x().index(...entries()))).toEqual([shape, values]);
});

test("a mask without axes keeps all or nothing, along a new axis", () => {
  expect(x().index(tensor(true)).shape).toEqual([1, 2, 3, 4]);
  expect(x().index(tensor(false)).shape).toEqual([0, 2, 3, 4]);
});

test("a whole slice is the tensor's own elements, at its own place", () => {
  const base = x();
  const part = base.index("::2", 1);
  expect([part.storage === base.storage, part.offset, part.strides]).toEqual([true, 4, [24, 1]]);
  expect([base.index(":").offset, base.index(":").strides]).toEqual([0, [12, 4, 1]]);
});

const grid = (...values: number[]) => [[3, 4], values];

test.each<[text: string, old: () => Tensor, entries: () => readonly IndexEntry[], value: () => Tensor, now: unknown]>([
  [
    "points",
    () => zeros([3, 4]),
    () => [
      [0, 2],
      [1, 3],
    ],
    () => tensor([5, 6]),
    grid(0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6),
  ],
  [
    "rows, from a column",
    () => zeros([3, 4]),
    () => [[0, 2]],
    () => tensor([[1], [2]]),
    grid(1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2),
  ],
  [
    "rows, from what has axes of one more",
    () => zeros([3, 4]),
    () => [[0, 2]],
    () => ones([1, 1, 2, 4]).mul(3),
    grid(3, 3, 3, 3, 0, 0, 0, 0, 3, 3, 3, 3),
  ],
  [
    "a row, from what has axes of one more",
    () => ones([3, 4]),
    () => [1],
    () => tensor([[[1, 2, 3, 4]]]),
    grid(1, 1, 1, 1, 1, 2, 3, 4, 1, 1, 1, 1),
  ],
])("%s are written, in place and in a copy", (_, old, entries, value, now) => {
  const target = old();
  const before = shown(target);
  expect(shown(indexPut(target, entries(), value()))).toEqual(now);
  expect(shown(target)).toEqual(before);
  expect(target.indexPut_(entries(), value())).toBe(target);
  expect(shown(target)).toEqual(now);
});

test("what is added to a place twice is there twice", () => {
  const target = zeros([3, 4]);
  const places = [
    [1, 1, 0],
    [2, 2, 0],
  ];
  target.indexPut_(places, tensor([1, 2, 4]), { accumulate: true });
  expect(shown(target)).toEqual(grid(4, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0));
});

/** What a refusal says, and its fields. */
function refusal(call: () => unknown) {
  try {
    call();
  } catch (error) {
    if (error instanceof ToeplitzError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

test.each<[sentence: string, fields: object, entries: () => readonly IndexEntry[]]>([
  [
    "shape mismatch: indexing tensors could not be broadcast together with shapes [3], [2]",
    { argument: "entries" },
    () => [
      [0, 1, 0],
      [0, 1],
    ],
  ],
  ["index 2 is out of bounds for dimension 0 with size 2", { value: 2 }, () => [[2]]],
  ["index -3 is out of bounds for dimension 0 with size 2", { value: -3 }, () => [[0, -3]]],
  ["index 2 is out of bounds for dimension 0 with size 2", { value: 2, rule: "be in [-2, 1]", legal: [1] }, () => [2]],
  ["index -4 is out of bounds for dimension 1 with size 3", { value: -4, legal: [-3] }, () => [":", -4]],
  ["index 3 is out of bounds for dimension 1 with size 3", { value: 3, legal: [2] }, () => [0, 3]],
  ["too many indices for tensor of dimension 3", { value: 4 }, () => [0, 0, 0, 0]],
  ["too many indices for tensor of dimension 3", { value: 3 }, () => [mask(), 0, 0]],
  [
    "The shape of the mask [3] at index 0 does not match the shape of the indexed tensor [2, 3, 4] at index 0",
    { value: [3] },
    () => [bools([true, false, true])],
  ],
  [
    "The shape of the mask [3, 3] at index 1 does not match the shape of the indexed tensor [2, 3, 4] at index 2",
    { value: [3, 3] },
    () => [":", zeros([3, 3], { dtype: "bool" })],
  ],
  ["tensors used as indices must be long, byte or bool tensors", { value: "float32" }, () => [tensor([0.5])]],
  ["tensors used as indices must be long, byte or bool tensors", { value: "float32" }, () => [tensor(0.5)]],
  ["must have at most one '...', got", { value: "two", rule: "have at most one '...'" }, () => ["...", 0, "..."]],
  ["slice step cannot be zero", { value: "::0" }, () => ["::0"]],
  ["step must be greater than zero", { value: "::-1" }, () => ["::-1"]],
  ["(got a list of something else)", { hint: "a slice is a string: 'start:stop:step'" }, () => [[0.5]]],
  ["(got number)", { value: 0.5 }, () => [0.5]],
  ["(got string)", { value: "0-1" }, () => ["0-1"]],
])("%s", (sentence, fields, entries) => {
  const error = refusal(() => x().index(...entries()));
  expect(error.message).toContain(sentence);
  expect(error).toMatchObject({ code: "index", api: "index", argument: "entries", ...fields });
});

test("a number without axes has nothing to pick, and an axis without elements names no legal position", () => {
  expect(refusal(() => tensor(1).index(0))).toMatchObject({ code: "index", value: 0, hint: "item() gives the number" });
  expect(refusal(() => zeros([0, 2]).index(0)).legal).toBeUndefined();
  expect(refusal(() => x().index(2, "...")).legal).toEqual([1]);
});

test.each<[api: string, call: (target: Tensor, entries: readonly IndexEntry[], value: Tensor) => unknown]>([
  ["indexPut_", (target, entries, value) => target.indexPut_(entries, value)],
  ["indexPut", (target, entries, value) => indexPut(target, entries, value)],
])("%s refuses before anything is written", (api, call) => {
  const target = zeros([3, 4]);
  for (const wrong of [zeros([3, 4]), zeros([2, 2, 4])]) {
    const error = refusal(() => call(target, [[0, 2]], wrong.add(1)));
    const sentence = `shape mismatch: value tensor of shape [${wrong.shape.join(", ")}] cannot be broadcast to indexing result of shape [2, 4]`;
    expect(error.message).toContain(sentence);
    expect(error).toMatchObject({ code: "shape", argument: "value", value: wrong.shape });
  }
  const noList = refusal(() => Reflect.apply(call, undefined, [target, 0, zeros([4])]));
  expect(noList).toMatchObject({ code: "index", api, argument: "entries", value: 0 });
  const noValue = refusal(() => Reflect.apply(call, undefined, [target, [0], "1"]));
  expect(noValue).toMatchObject({ api, argument: "value" });
  expect(target.sum().item()).toBe(0);
});
