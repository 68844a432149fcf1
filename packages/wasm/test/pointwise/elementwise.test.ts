// Pointwise functions against the portable kernels, bit for bit: every function, any strides, at the end of memory, in any units.
import type { Operand, TypedArray } from "@toeplitz/tensor/extend";
import { binary, select, unary } from "@toeplitz/tensor/kernels";
import { describe, expect, it } from "vitest";
import { emitPointwise } from "../../src/kernels/pointwise.ts";
import { pointwiseFunctions } from "../../src/kernels/pointwise-functions.ts";
import { elementwise } from "../../src/overrides/elementwise.ts";
import { anyFloat, bitsOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const engine = new EdgeEngine("deterministic", [emitPointwise]);
const overrides = elementwise(engine);

/** A shape of up to six axes, and where an operand's elements lie: transposed, broadcast, with gaps, with an offset. */
function layouts(random: () => number, operands: number) {
  const large = random() < 0.06;
  const rank = Math.floor(random() * (large ? 3 : 6));
  const whole = (most: number) => 1 + Math.floor(random() * most);
  const shape = Array.from({ length: rank }, (_, i) =>
    large ? (i === rank - 1 ? whole(20000) : whole(2)) : whole(random() < 0.15 ? 37 : 4),
  );
  const strides = Array.from({ length: operands }, () => {
    const own: number[] = Array(rank).fill(0);
    const order = shape.map((_, axis) => axis);
    if (random() < 0.4) order.sort(() => random() - 0.5);
    const gaps = random() < 0.3;
    let step = gaps && random() < 0.5 ? 2 : 1;
    for (const axis of order.reverse()) {
      if (random() < 0.25) continue; // broadcast
      own[axis] = step;
      step *= shape[axis]! + (gaps && random() < 0.4 ? 1 : 0);
    }
    return own;
  });
  return { shape, strides };
}

function extent(shape: readonly number[], strides: readonly number[]): number {
  return shape.reduce((n, size, axis) => n + (size - 1) * strides[axis]!, 1);
}

const count = (shape: readonly number[]) => shape.reduce((n, size) => n * size, 1);

function floats(random: () => number, shape: readonly number[], strides: readonly number[]): Operand {
  const offset = Math.floor(random() * 3);
  const values = Float32Array.from({ length: offset + extent(shape, strides) }, () => anyFloat(random));
  return operandOf(values, "float32", offset);
}

function booleans(random: () => number, shape: readonly number[], strides: readonly number[]): Operand {
  const offset = Math.floor(random() * 3);
  return operandOf(
    Uint8Array.from({ length: offset + extent(shape, strides) }, () => Math.floor(random() * 2)),
    "bool",
    offset,
  );
}

function outputs(shape: readonly number[], byte: boolean): [Operand, Operand] {
  const make = () =>
    byte ? operandOf(new Uint8Array(count(shape)), "bool") : operandOf(new Float32Array(count(shape)), "float32");
  return [make(), make()];
}

/** Runs the portable kernel and the override, and compares. */
function check(
  kernel: typeof unary | typeof binary | typeof select,
  operands: Record<string, Operand>,
  params: object,
  y: Operand,
  seed: number,
): void {
  const arrays = Object.fromEntries(
    Object.entries({ ...operands, y }).map(([name, { storage, offset }]) => [
      name,
      storage.read().subarray(offset) as TypedArray,
    ]),
  );
  (kernel.run as (arrays: unknown, params: unknown) => void)(arrays, params);
  const { storage } = y;
  const expected = bitsOf(storage.read());
  const out: Operand = operandOf(
    storage
      .read()
      .slice()
      .fill(0 as never),
    storage.dtype,
  );
  engine.edge = seed;
  engine.splits = seed % 3 === 0;
  expect(overrideFor(overrides, kernel).run({ ...operands, y: out }, params)).toBe(true);
  expect(bitsOf(engine.result(out.storage))).toBe(expected);
}

const exact = [...pointwiseFunctions].filter(([, fn]) => fn.exact);
const named = (prefix: string) =>
  exact.filter(([name]) => name.startsWith(prefix)).map(([name, fn]) => ({ op: name.slice(prefix.length), fn }));

describe("unary functions have the portable kernel's bits", () => {
  it.each(named("unary_"))("$op", ({ op, fn }) => {
    for (let seed = 0; seed < 25; seed++) {
      const random = numbers(seed);
      const { shape, strides } = layouts(random, 1);
      const [x] = strides as [number[]];
      check(
        unary,
        { x: floats(random, shape, x) },
        { op, shape, x, dtype: "float32" },
        outputs(shape, fn.output === 1)[0],
        seed,
      );
    }
  });
});

describe("binary functions have the portable kernel's bits", () => {
  it.each(named("binary_"))("$op", ({ op, fn }) => {
    for (let seed = 0; seed < 40; seed++) {
      const random = numbers(seed);
      const { shape, strides } = layouts(random, 2);
      const [a, b] = strides as [number[], number[]];
      const operands = { a: floats(random, shape, a), b: floats(random, shape, b) };
      check(binary, operands, { op, shape, a, b, dtype: "float32" }, outputs(shape, fn.output === 1)[0], seed);
    }
  });
});

describe("functions of booleans have the portable kernel's bits", () => {
  it.each(named("bytes_"))("$op", ({ op }) => {
    for (let seed = 0; seed < 30; seed++) {
      const random = numbers(seed);
      const { shape, strides } = layouts(random, 2);
      const [a, b] = strides as [number[], number[]];
      const [y] = outputs(shape, true);
      if (op === "logicalNot")
        check(unary, { x: booleans(random, shape, a) }, { op, shape, x: a, dtype: "bool" }, y, seed);
      else
        check(
          binary,
          { a: booleans(random, shape, a), b: booleans(random, shape, b) },
          { op, shape, a, b, dtype: "bool" },
          y,
          seed,
        );
    }
  });
});

it("squares where the exponent is 2, and leaves other powers", () => {
  const random = numbers(5);
  const shape = [300];
  const two = operandOf(Float32Array.of(2), "float32");
  const params = { op: "pow", shape, a: [1], b: [0], dtype: "float32" };
  check(binary, { a: floats(random, shape, [1]), b: two }, params, outputs(shape, false)[0], 1);
  const three = {
    a: floats(random, shape, [1]),
    b: operandOf(Float32Array.of(3), "float32"),
    y: outputs(shape, false)[0],
  };
  expect(overrideFor(overrides, binary).run(three, params)).toBe(false);
});

it("units that begin amid an axis find their rows", () => {
  const random = numbers(1);
  const shape = [100, 7, 5, 31];
  const [a, b] = [
    [7 * 5 * 32, 5 * 32, 32, 1],
    [0, 31, 0, 1],
  ];
  const operands = { a: floats(random, shape, a), b: floats(random, shape, b) };
  for (const seed of [0, 1]) {
    check(binary, operands, { op: "sub", shape, a, b, dtype: "float32" }, outputs(shape, false)[0], seed);
  }
});

it("choice has the portable kernel's bits", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = numbers(seed);
    const { shape, strides } = layouts(random, 3);
    const [condition, a, b] = strides as [number[], number[], number[]];
    const operands = {
      condition: booleans(random, shape, condition),
      a: floats(random, shape, a),
      b: floats(random, shape, b),
    };
    check(select, operands, { shape, condition, a, b }, outputs(shape, false)[0], seed);
  }
});

it("declines what it has no function for", () => {
  const x = operandOf(Float32Array.of(1, 2), "float32");
  const y = operandOf(new Float32Array(2), "float32");
  const shape = [2];
  const run = (op: string, dtype: string) => overrideFor(overrides, unary).run({ x, y }, { op, shape, x: [1], dtype });
  expect(run("exp", "float32")).toBe(false);
  expect(run("neg", "int32")).toBe(false);
  expect(run("neg", "float32")).toBe(true);
});
