// Batches: promises, aborting, types; and what is refused.
import { arange, Generator, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { expect, expectTypeOf, test } from "vitest";
import { DataLoader, defaultCollate, TensorDataset } from "../src/data/index.ts";

const numbers = { length: 5, at: (i: number) => i };
const promised = { length: 5, at: (i: number) => Promise.resolve(i) };
const listOf = (x: Tensor) => x.toArray();

test("batches of tensors are lists of tensors, for the compiler too", () => {
  const loader = new DataLoader(new TensorDataset(arange(4), arange(4)), { batchSize: 2 });
  for (const batch of loader) expectTypeOf(batch).toEqualTypeOf<Tensor[]>();
  expect([...loader].map((batch) => batch.map(listOf))).toEqual([
    [
      [0, 1],
      [0, 1],
    ],
    [
      [2, 3],
      [2, 3],
    ],
  ]);
});

test("examples that are promises are waited for, batch by batch", async () => {
  const seen: unknown[] = [];
  for await (const batch of new DataLoader(promised, { batchSize: 2 })) seen.push(listOf(batch));
  expect(seen).toEqual([[0, 1], [2, 3], [4]]);
  expect(() => [...new DataLoader(promised)]).toThrow("give no promises where it is not iterated with for await");
});

test("a signal ends a pass with its reason, and fetches no more", async () => {
  const controller = new AbortController();
  const fetched: number[] = [];
  const dataset = { length: 9, at: (i: number) => Promise.resolve(fetched.push(i)) };
  const loader = new DataLoader(dataset, { batchSize: 3, signal: controller.signal });
  const pass = async () => {
    for await (const _ of loader) controller.abort(new Error("enough"));
  };
  await expect(pass()).rejects.toThrow("enough");
  expect(fetched).toEqual([0, 1, 2]);
});

test("batches are made as the caller wants them, of every example once", () => {
  const generator = new Generator().manualSeed(1);
  const loader = new DataLoader(numbers, { batchSize: 2, shuffle: true, generator, collateFn: (list) => list.length });
  expect([...loader]).toEqual([2, 2, 1]);
  const all = new DataLoader(numbers, { batchSize: 5, shuffle: true, generator });
  expect([...all].flatMap((batch) => listOf(batch) as number[]).sort()).toEqual([0, 1, 2, 3, 4]);
  expect([...new DataLoader({ length: 0, at: () => 0 }, { shuffle: true })]).toEqual([]);
});

test("refuses", () => {
  expect(() => new DataLoader([1, 2] as never, { batchsize: 2 } as never)).toThrow("did you mean 'batchSize'?");
  expect(() => new DataLoader({} as never)).toThrow("dataset must have a length and a function at(index)");
  expect(() => new DataLoader(numbers, { batchSize: 1.5 })).toThrow("batch_size should be a positive integer value");
  expect(() => new DataLoader(numbers, { shuffle: 1 as never })).toThrow("shuffle must be a boolean");
  expect(() => new TensorDataset()).toThrow("Size mismatch between tensors");
});

test.each([
  [3, "be a list"],
  [new Set([1]), "be a list"],
  [[[1], undefined], "each element in list of batch should be of equal size"],
  [[{ a: 1 }, null], "be objects where the first is one"],
] as const)("defaultCollate refuses %s", (examples, says) => {
  expect(() => defaultCollate(examples as never)).toThrow(
    `defaultCollate: ${says.startsWith("be") ? "examples must " : ""}${says}`,
  );
});

test("a list in itself is refused", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  expect(() => defaultCollate(cyclic)).toThrow("be nested at most 64 deep");
});

test("the length of a dataset is what numbers can count, and no list of all numbers is made for batches in order", () => {
  const loader = (length: number, options = {}) => new DataLoader({ length, at: (i: number) => i }, options);
  expect(() => loader(-5)).toThrow(/DataLoader: __len__\(\) should return >= 0/);
  expect(() => loader(1e300)).toThrow("cannot fit 'int' into an index-sized integer");
  for (const length of [3e8, 2 ** 32, 2 ** 53 - 1]) {
    const [batch] = loader(length, { batchSize: 2 });
    expect(listOf(batch as Tensor)).toEqual([0, 1]);
    expect(loader(length, { batchSize: 4, dropLast: true })).toHaveLength(Math.floor(length / 4));
  }
  expect(() => [...loader(2 ** 32, { batchSize: 2 ** 40 })]).toThrow("batchSize must be at most 67108864");
  expect(() => [...loader(2 ** 33, { shuffle: true })]).toThrow(ToeplitzError);
});

test("a dataset that grows is seen in the next pass, and one that loses its length is refused there", () => {
  const dataset = { length: 2, at: (i: number) => i };
  const loader = new DataLoader(dataset);
  let batches = 0;
  for (const _ of loader) dataset.length = 3 + batches++;
  expect(batches).toBe(2);
  expect([...loader]).toHaveLength(4);
  dataset.length = -1;
  expect(() => [...loader]).toThrow("__len__() should return >= 0");
  expect(() => loader.length).toThrow("__len__() should return >= 0");
});
