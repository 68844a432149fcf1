// Arrays of another realm, as frames and sandboxes hand them over: their constructors are not this realm's.
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { ones, tensor, zeros } from "../src/index.ts";

test.each(["Float32Array", "Float64Array", "Int32Array", "Uint8Array"])("a %s", (kind) => {
  const x = tensor(runInNewContext(`new ${kind}([1, 2])`));
  expect(x.toArray()).toEqual([1, 2]);
  expect(x.toTypedArray().constructor).toBe(Reflect.get(globalThis, kind));
});

test("a BigInt64Array", () => {
  expect(tensor(runInNewContext("new BigInt64Array([1n, 2n])")).toArray()).toEqual([1, 2]);
});

test("lists, as data and as shapes", () => {
  expect(tensor(runInNewContext("[[1, 2]]")).toArray()).toEqual([[1, 2]]);
  expect(zeros(runInNewContext("[2]")).toArray()).toEqual([0, 0]);
});

test("an array to be filled", () => {
  const into = runInNewContext("new Float32Array(2)");
  expect(ones([2]).toTypedArray({ into })).toBe(into);
  expect([...into]).toEqual([1, 1]);
});
