// What was checked lately is known again only by calls that are the same in everything that the answer depends on.
import { ones } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { conv2d } from "../src/index.ts";

const x = ones([1, 1, 5, 6]);
const weight = ones([2, 1, 2, 3]);

test("a weight of another type is refused, though its shape has just passed", () => {
  conv2d(x, weight);
  expect(() => conv2d(x, ones([2, 1, 2, 3], { dtype: "float64" }))).toThrow(
    "expected scalar type Float but found Double",
  );
});

test("an input of another type is refused, though its shape has just passed", () => {
  conv2d(x, weight);
  expect(() => conv2d(ones([1, 1, 5, 6], { dtype: "float64" }), weight)).toThrow(
    "expected scalar type Double but found Float",
  );
});

test("a bias of another type is refused, though its shape has just passed", () => {
  conv2d(x, weight, { bias: ones([2]) });
  expect(() => conv2d(x, weight, { bias: ones([2], { dtype: "float64" }) })).toThrow(
    "Input type (float) and bias type (double) should be the same",
  );
});
