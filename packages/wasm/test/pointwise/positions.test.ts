// Reading and writing at flat positions against the portable kernels, bit for bit.
import type { TypedArray } from "@toeplitz/tensor/extend";
import { gather, scatter } from "@toeplitz/tensor/kernels";
import { describe, expect, it } from "vitest";
import { emitPositions } from "../../src/kernels/positions.ts";
import { atPositions } from "../../src/overrides/positions.ts";
import { anyFloat, bitsOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const engine = new EdgeEngine("deterministic", [emitPositions]);
const overrides = atPositions(engine);

/** Positions below `size`, of either type, after `lead` others. */
function someIndex(random: () => number, length: number, size: number, wide: boolean, lead: number): TypedArray {
  const values = Int32Array.from({ length: lead + length }, () => Math.floor(random() * size));
  return wide ? BigInt64Array.from(values, BigInt) : values;
}

const floats = (random: () => number, length: number) => Float32Array.from({ length }, () => anyFloat(random));

describe.each(["int32", "int64"] as const)("with positions in %s", (type) => {
  it("gather has the portable kernel's bits", () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = numbers(seed);
      const length = 1 + Math.floor(random() * (seed % 10 === 0 ? 40000 : 60));
      const size = 1 + Math.floor(random() * 300);
      const x = floats(random, size + 2);
      const index = someIndex(random, length, size, type === "int64", 1);
      const y = operandOf(new Float32Array(length), "float32");
      const expected = new Float32Array(length);
      gather.run({ x: x.subarray(2), index: index.subarray(1), y: expected }, { length });
      engine.edge = seed;
      engine.splits = seed % 3 === 0;
      const operands = { x: operandOf(x, "float32", 2), index: operandOf(index, type, 1), y };
      expect(overrideFor(overrides, gather).run(operands, { length })).toBe(true);
      expect(bitsOf(engine.result(y.storage))).toBe(bitsOf(expected));
    }
  });

  it.each([true, false])("scatter has the portable kernel's bits, accumulating: %s", (accumulate) => {
    for (let seed = 0; seed < 40; seed++) {
      const random = numbers(seed);
      const length = 1 + Math.floor(random() * 200);
      const size = 1 + Math.floor(random() * 60);
      const x = floats(random, length);
      const index = someIndex(random, length, size, type === "int64", 0);
      const before = floats(random, size + 1);
      const y = operandOf(before, "float32", 1);
      const expected = before.slice();
      const params = { length, accumulate };
      scatter.run({ x, index, y: expected.subarray(1) }, params);
      engine.edge = seed;
      const operands = { x: operandOf(x, "float32"), index: operandOf(index, type), y };
      expect(overrideFor(overrides, scatter).run(operands, params)).toBe(true);
      expect(bitsOf(engine.result(y.storage))).toBe(bitsOf(expected));
    }
  });
});

it("leaves elements of other sizes to the portable kernel", () => {
  const index = operandOf(Int32Array.of(0), "int32");
  const x = operandOf(new Float64Array(1), "float64");
  const y = operandOf(new Float64Array(1), "float64");
  expect(overrideFor(overrides, gather).run({ x, index, y }, { length: 1 })).toBe(false);
  expect(overrideFor(overrides, scatter).run({ x, index, y }, { length: 1, accumulate: false })).toBe(false);
});
