// Calls that change several things and are refused because of the last one: nothing has changed then.
import { ones, ToeplitzError } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { Linear, Sequential } from "../src/index.ts";

test("a module with a tensor that was disposed of keeps the types of all", () => {
  const net = new Sequential(new Linear(1, 1), new Linear(1, 1));
  net.parameters()[0]!.grad = ones([1, 1]);
  net.parameters()[2]!.dispose();
  const before = net.parameters();
  expect(() => net.to("float64")).toThrow(ToeplitzError);
  expect(net.parameters().every((p, i) => p === before[i])).toBe(true);
});
