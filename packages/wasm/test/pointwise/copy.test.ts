// Copies and fills against the portable kernels, bit for bit: any strides on both sides, any element size, conversions.
import type { DType, Operand, TypedArray } from "@toeplitz/tensor/extend";
import { type CopyParams, copy, fill } from "@toeplitz/tensor/kernels";
import { describe, expect, it } from "vitest";
import { emitPointwise } from "../../src/kernels/pointwise.ts";
import { copies } from "../../src/overrides/copy.ts";
import { anyFloat, bytesOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const engine = new EdgeEngine("default", [emitPointwise]);
const overrides = copies(engine);

type Random = () => number;

const arrays = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  float32: Float32Array,
  int64: BigInt64Array,
  float64: Float64Array,
} as const;

/** Elements whose bytes are all of any value; booleans are 0 or 1. */
function elements(random: Random, dtype: DType, length: number): TypedArray {
  const made = new arrays[dtype](length);
  const bytes = bytesOf(made);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * (dtype === "bool" ? 2 : 256));
  // A number: what is none may come out as another one, where JavaScript copies it.
  if (made instanceof Float32Array || made instanceof Float64Array)
    made.forEach((_, i) => void (made[i] = anyFloat(random)));
  return made;
}

/** Strides of a row-major layout of permuted axes, some of them wider than they need be. */
function someStrides(random: Random, shape: readonly number[], broadcasts: boolean): number[] {
  const order = shape.map((_, axis) => axis);
  if (random() < 0.6) order.sort(() => random() - 0.5);
  const strides = shape.map(() => 0);
  let step = random() < 0.2 ? 3 : 1;
  for (const axis of order) {
    if (broadcasts && random() < 0.15) continue;
    strides[axis] = step;
    step *= shape[axis]! + (random() < 0.2 ? 2 : 0);
  }
  return strides;
}

const extent = (shape: readonly number[], strides: readonly number[]) =>
  shape.reduce((n, size, axis) => n + (size - 1) * strides[axis]!, 1);

function someShape(random: Random): number[] {
  const large = random() < 0.1;
  const shape = Array.from(
    { length: Math.floor(random() * (large ? 3 : 6)) },
    () => 1 + Math.floor(random() * (large ? 190 : random() < 0.3 ? 23 : 5)),
  );
  return shape.reduce((n, size) => n * size, 1) < 40000 ? shape : someShape(random);
}

function checkCopy(seed: number, from: DType, to: DType, contiguous: boolean): void {
  const random = numbers(seed);
  const shape = someShape(random);
  const x = someStrides(random, shape, true);
  const y = contiguous
    ? shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1))
    : someStrides(random, shape, false);
  const lead = contiguous ? 0 : Math.floor(random() * 3);
  const source = operandOf(elements(random, from, 2 + extent(shape, x)), from, Math.floor(random() * 3));
  const target = elements(random, to, lead + extent(shape, y) + (contiguous ? 0 : 1));
  const out = operandOf(target, to, lead);
  const params: CopyParams = { shape, x, y, from, to };
  engine.edge = seed;
  engine.splits = seed % 3 === 0;
  expect(overrideFor(overrides, copy).run({ x: source, y: out }, params)).toBe(true);
  const expected = target.slice();
  copy.run({ x: source.storage.read().subarray(source.offset), y: expected.subarray(lead) }, params);
  expect(
    Buffer.from(bytesOf(engine.result(out.storage))).equals(bytesOf(expected)),
    `${from} ${shape} ${x} -> ${y}`,
  ).toBe(true);
}

describe("copies between strided views", () => {
  it.each(["bool", "float32", "int32", "int64", "float64"] as const)("of %s", (dtype) => {
    for (let seed = 0; seed < (dtype === "float32" ? 300 : 100); seed++) checkCopy(seed, dtype, dtype, seed % 4 === 0);
  });

  it("that transpose", () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = numbers(seed);
      const [n, m, k] = [
        1 + Math.floor(random() * 3),
        4 + Math.floor(random() * 90),
        4 + Math.floor(random() * 90),
      ] as const;
      const params: CopyParams = {
        shape: [n, m, k],
        x: [m * k, 1, m],
        y: [m * k, k, 1],
        from: "float32",
        to: "float32",
      };
      const x = operandOf(elements(random, "float32", n * m * k), "float32");
      const y = operandOf(new Float32Array(n * m * k), "float32");
      engine.edge = seed;
      engine.splits = seed % 3 === 0;
      expect(overrideFor(overrides, copy).run({ x, y }, params)).toBe(true);
      const expected = new Float32Array(n * m * k);
      copy.run({ x: x.storage.read(), y: expected }, params);
      expect(Buffer.from(bytesOf(engine.result(y.storage))).equals(bytesOf(expected))).toBe(true);
    }
  });
});

it.each([
  ["bool", "float32"],
  ["uint8", "float32"],
  ["int32", "float32"],
  ["float32", "bool"],
  ["bool", "uint8"],
] as const)("copies that convert %s to %s", (from, to) => {
  for (let seed = 0; seed < 60; seed++) checkCopy(seed, from, to, true);
});

it("declines other conversions, and copies within a storage", () => {
  const x = operandOf(new Float32Array(4), "float32");
  const run = (y: Operand, to: DType) =>
    overrideFor(overrides, copy).run({ x, y }, { shape: [2], x: [1], y: [1], from: "float32", to });
  expect(run(operandOf(new BigInt64Array(2), "int64"), "int64")).toBe(false);
  expect(run({ ...x, offset: 2 }, "float32")).toBe(false);
  expect(run(operandOf(new Float32Array(2), "float32"), "float32")).toBe(true);
});

it.each([
  ["float32", -0.1],
  ["float64", 0.1],
  ["int32", -7],
  ["bool", 1],
  ["int64", -(2n ** 40n)],
] as const)("fills %s", (dtype, value) => {
  for (let seed = 0; seed < 60; seed++) {
    const random = numbers(seed);
    const shape = someShape(random);
    const strides = someStrides(random, shape, false);
    const lead = Math.floor(random() * 3);
    const target = elements(random, dtype, lead + extent(shape, strides) + 1);
    const y = operandOf(target, dtype, lead);
    const params = { shape, y: strides, value };
    engine.edge = seed;
    engine.splits = seed % 3 === 0;
    expect(overrideFor(overrides, fill).run({ y }, params)).toBe(true);
    const expected = target.slice();
    fill.run({ y: expected.subarray(lead) }, params);
    expect(Buffer.from(bytesOf(engine.result(y.storage))).equals(bytesOf(expected)), `${shape} ${strides}`).toBe(true);
  }
});
