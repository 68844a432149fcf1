// What was checked lately is known again only by calls that are the same in everything that the answer depends on.
import { ones } from "@toeplitz/tensor";
import { describe, expect, test, vi } from "vitest";
import { type ConvCall, convGeometry } from "../src/geometry/conv-plan.ts";
import type { Sized } from "../src/geometry/read-options.ts";
import { recentGeometry } from "../src/geometry/recent-plans.ts";
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

describe("plans", () => {
  const sized = (shape: readonly number[], dtype: Sized["dtype"] = "float32"): Sized => ({ shape, dtype });
  const call = (more: Partial<ConvCall> = {}): ConvCall => ({
    api: "conv2d",
    rank: 2,
    transposed: false,
    input: sized([1, 4, 7, 7]),
    weight: sized([4, 4, 3, 3]),
    bias: null,
    options: undefined,
    ...more,
  });

  test("of equal calls are one, whoever holds the lists", () => {
    for (const options of [undefined, {}, { stride: 2 }, { stride: [2, 1], padding: [1, 1] }, { padding: "same" }]) {
      const plan = recentGeometry(call({ options }));
      expect(recentGeometry(call({ options: structuredClone(options) }))).toBe(plan);
      expect(Object.isFrozen(plan.geometry)).toBe(true);
    }
    const bias = sized([4]);
    const plan = recentGeometry(call({ bias, options: { bias: "one", stride: 1 } }));
    expect(recentGeometry(call({ bias: sized([4]), options: { bias: "another", stride: 1 } }))).toBe(plan);
    expect(recentGeometry(call({ bias, options: { stride: 1 } }))).toBe(plan);
    expect(recentGeometry(call({ bias, options: { stride: 1, padding: 0 } }))).not.toBe(plan);
  });

  test("of calls that differ in anything are each their own, all known side by side", () => {
    const calls = [
      call(),
      call({ api: "Conv2d" }),
      call({ input: sized([1, 4, 7, 8]) }),
      call({ input: sized([4, 7, 7]) }),
      call({ input: sized([1, 4, 7, 7], "float64"), weight: sized([4, 4, 3, 3], "float64") }),
      call({ weight: sized([4, 4, 3, 2]) }),
      call({ bias: sized([4]) }),
      call({ options: { stride: 2 } }),
      call({ options: { stride: 3 } }),
      call({ options: { stride: [2] } }),
      call({ options: { stride: [2, 2] } }),
      call({ options: { stride: [2, 1] } }),
      call({ options: { stride: 2, padding: 1 } }),
      call({ options: { padding: 1 } }),
      call({ options: { padding: "same" } }),
      call({ options: { padding: "valid" } }),
      call({ weight: sized([4, 2, 3, 3]), options: { groups: 2 } }),
    ];
    const plans = calls.map(recentGeometry);
    expect(new Set(plans).size).toBe(calls.length);
    expect(calls.map(recentGeometry)).toEqual(plans);
    for (const [i, each] of calls.entries()) {
      expect(recentGeometry(each)).toBe(plans[i]);
      expect(plans[i]).toEqual(convGeometry(each));
    }
  });

  test("hold no list of the caller's", () => {
    const shape = [1, 4, 9, 9];
    const stride = [1, 1];
    const plan = recentGeometry(call({ input: sized(shape), options: { stride } }));
    stride[1] = 2;
    expect(recentGeometry(call({ input: sized(shape), options: { stride } })).outputShape).toEqual([1, 4, 7, 4]);
    stride[1] = 1;
    shape[2] = 5;
    expect(recentGeometry(call({ input: sized(shape), options: { stride } })).outputShape).toEqual([1, 4, 3, 7]);
    shape[2] = 9;
    expect(recentGeometry(call({ input: sized(shape), options: { stride } }))).toBe(plan);
  });

  test("of options with a prototype of their own are made anew, for they may answer differently", () => {
    class Settings {
      declare readonly unknown: never;
    }
    const options = new Settings();
    expect(recentGeometry(call({ options }))).not.toBe(recentGeometry(call({ options })));
    expect(() => recentGeometry(call({ options: null }))).toThrow("options");
  });

  test("are 512 at most: one more, and all of them are forgotten", async () => {
    vi.resetModules();
    const { recentGeometry: recent } = await import("../src/geometry/recent-plans.ts");
    const wide = (i: number) => recent(call({ input: sized([1, 4, 7, 100 + i]) }));
    const plans = Array.from({ length: 512 }, (_, i) => wide(i));
    for (const [i, plan] of plans.entries()) expect(wide(i)).toBe(plan);
    const next = wide(512);
    expect(wide(512)).toBe(next);
    expect(wide(0)).not.toBe(plans[0]);
    expect(wide(0)).toEqual(plans[0]);
  });
});
