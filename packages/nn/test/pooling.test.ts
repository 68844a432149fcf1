// Pooling modules: what they remember, what they refuse when they are made, and their place in a sequence.
import { arange, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { describe, expect, expectTypeOf, it, test } from "vitest";
import { AdaptiveAvgPool2d, AdaptiveMaxPool1d, AvgPool1d, AvgPool2d, MaxPool2d, Sequential } from "../src/index.ts";

describe("a pooling module", () => {
  it("remembers its arguments as they were given, in lists of its own", () => {
    const kernelSize = [3, 2];
    const pool = new MaxPool2d(kernelSize, { padding: 1, ceilMode: true });
    kernelSize[0] = 7;
    expect(pool.kernelSize).toEqual([3, 2]);
    expect(pool.stride).toEqual([3, 2]);
    expect([pool.padding, pool.dilation, pool.ceilMode, pool.returnIndices]).toEqual([1, 1, true, false]);
    const average = new AvgPool1d(2, { stride: null });
    expect([average.kernelSize, average.stride, average.padding]).toEqual([[2], [2], [0]]);
    expect(new AdaptiveAvgPool2d([null, 3]).outputSize).toEqual([null, 3]);
  });

  it("gives a pair where indices are wanted, and its type says so", () => {
    const x = arange(8, { dtype: "float32" }).reshape([1, 8]);
    const alone = new AdaptiveMaxPool1d(2);
    const paired = new AdaptiveMaxPool1d(2, { returnIndices: true });
    expectTypeOf(alone.forward(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(paired.forward(x)).toEqualTypeOf<[output: Tensor, indices: Tensor]>();
    const [output, indices] = paired.forward(x);
    expect(output.equal(alone.forward(x))).toBe(true);
    expect(indices.toArray()).toEqual([[3, 7]]);
  });

  it("stands in a sequence", () => {
    const model = new Sequential(new MaxPool2d(2), new AvgPool2d(2));
    const x = arange(16, { dtype: "float32" }).reshape([1, 1, 4, 4]);
    expect(model.forward(x).item()).toBe((5 + 7 + 13 + 15) / 4);
  });
});

test.each([
  ["MaxPool2d", () => new MaxPool2d(1.5), "kernelSize must be a whole number or a list of whole numbers, got 1.5"],
  ["MaxPool2d", () => new MaxPool2d(2, { padding: ["1"] as never }), "padding must be a whole number or a list"],
  ["MaxPool2d", () => new MaxPool2d(2, { ceilMode: 1 as never }), "ceilMode must be a boolean, got 1"],
  ["MaxPool2d", () => new MaxPool2d(2, { ceil: true } as never), "got an unexpected option 'ceil'"],
  ["AvgPool1d", () => new AvgPool1d(2, { divisorOverride: 2 } as never), "got an unexpected option 'divisorOverride'"],
  [
    "AvgPool2d",
    () => new AvgPool2d(2, { divisorOverride: 0.5 }),
    "divisorOverride must be a whole number or null, got 0.5",
  ],
  [
    "AvgPool2d",
    () => new AvgPool2d(undefined as never),
    "kernelSize must be a whole number or a list of whole numbers",
  ],
  ["AdaptiveAvgPool2d", () => new AdaptiveAvgPool2d(null as never), "outputSize must be a whole number or a list"],
  [
    "AdaptiveMaxPool1d",
    () => new AdaptiveMaxPool1d(2, { returnIndices: 1 as never }),
    "returnIndices must be a boolean",
  ],
] as const)("%s refuses", (name, make, sentence) => {
  expect(make).toThrow(ToeplitzError);
  expect(make).toThrow(`${name}: ${sentence}`);
});
