// Reductions against the portable kernel: every one of them, over any axes, at the end of memory, in any units.
import { Storage, type TypedArray } from "@toeplitz/tensor/extend";
import { type ReduceName, type ReduceParams, reduce } from "@toeplitz/tensor/kernels";
import { describe, expect, it } from "vitest";
import { emitPointwise } from "../../src/kernels/pointwise.ts";
import { emitReduce } from "../../src/kernels/reduce.ts";
import { reductions } from "../../src/overrides/reduce.ts";
import { anyFloat, bitsOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const strict = new EdgeEngine("deterministic", [emitReduce]);
const loose = new EdgeEngine("default", [emitReduce]);

const names: readonly ReduceName[] = ["sum", "prod", "max", "min", "argmax", "argmin", "all", "any", "var", "std"];

function resultOf(op: ReduceName, length: number) {
  if (op === "argmax" || op === "argmin") return operandOf(new BigInt64Array(length), "int64");
  if (op === "all" || op === "any") return operandOf(new Uint8Array(length), "bool");
  return operandOf(new Float32Array(length), "float32");
}

const product = (sizes: readonly number[]) => sizes.reduce((n, size) => n * size, 1);

interface Case {
  readonly x: Float32Array;
  readonly offset: number;
  readonly params: Omit<ReduceParams, "op">;
}

/** Axes of a permuted layout, some of them reduced, others kept. */
function someCase(seed: number): Case {
  const random = numbers(seed);
  const whole = (most: number) => 1 + Math.floor(random() * most);
  const rank = 1 + Math.floor(random() * 5);
  const large = rank < 4 && random() < 0.3;
  const shape = Array.from({ length: rank }, () => whole(large ? 45 : random() < 0.3 ? 20 : 4));
  const order = shape.map((_, axis) => axis).reverse();
  if (random() < 0.4) order.sort(() => random() - 0.5);
  const strides = shape.map(() => 0);
  let step = random() < 0.15 ? 2 : 1;
  for (const axis of order) {
    if (random() < 0.07) continue;
    strides[axis] = step;
    step *= shape[axis]! + (random() < 0.1 ? 1 : 0);
  }
  const isReduced = shape.map(() => random() < 0.5);
  const pick = (list: readonly number[], which: boolean) => list.filter((_, axis) => isReduced[axis] === which);
  const offset = Math.floor(random() * 3);
  const special = random() < 0.4;
  const x = Float32Array.from({ length: offset + step }, () =>
    special && random() < 0.2 ? anyFloat(random) : Math.fround((random() - 0.4) * 3),
  );
  return {
    x,
    offset,
    params: {
      dtype: "float32",
      kept: pick(shape, false),
      keptStrides: pick(strides, false),
      reduced: pick(shape, true),
      reducedStrides: pick(strides, true),
      correction: seed % 2 === 0 ? 1 : 0.5,
    },
  };
}

function run(engine: EdgeEngine, op: ReduceName, { x, offset, params }: Case, seed: number): [TypedArray, TypedArray] {
  const length = product(params.kept);
  const all = { ...params, op };
  const portable = resultOf(op, length).storage.read();
  reduce.run({ x: x.subarray(offset), y: portable }, all);
  const y = resultOf(op, length);
  engine.edge = seed;
  engine.splits = seed % 3 === 0;
  expect(overrideFor(reductions(engine), reduce).run({ x: operandOf(x, "float32", offset), y }, all)).toBe(true);
  return [engine.result(y.storage), portable];
}

describe("reductions have the portable kernel's bits", () => {
  it.each(names)("%s", (op) => {
    for (let seed = 0; seed < 120; seed++) {
      const given = someCase(seed);
      const [got, wanted] = run(strict, op, given, seed);
      expect(bitsOf(got), `${op} ${JSON.stringify(given.params)}`).toBe(bitsOf(wanted));
    }
  });

  it.each(names)("%s of many rows and of long ones", (op) => {
    const x = Float32Array.from({ length: 70 * 601 }, numbers(3));
    const forms: readonly (readonly [number[], number[], number[], number[]])[] = [
      [[70], [601], [601], [1]],
      [[601], [1], [70], [601]],
      [[7, 601], [6010, 1], [10], [601]],
      [[10], [601], [7, 601], [6010, 1]],
      [[], [], [70, 601], [601, 1]],
    ];
    forms.forEach(([kept, keptStrides, reduced, reducedStrides], seed) => {
      const params = { dtype: "float32", kept, keptStrides, reduced, reducedStrides, correction: 1 } as const;
      const [got, wanted] = run(strict, op, { x, offset: 0, params }, seed);
      expect(bitsOf(got)).toBe(bitsOf(wanted));
    });
  });
});

describe("where the order may change", () => {
  it.each(["sum", "var", "std"] as const)("%s of everything differs in the last bit at most", (op) => {
    for (const [length, seed] of [
      [64, 0],
      [1000, 1],
      [20003, 2],
      [100_000, 3],
    ] as const) {
      const random = numbers(seed);
      const x = Float32Array.from({ length }, () => Math.fround(random() - 0.3));
      const params = {
        dtype: "float32",
        kept: [],
        keptStrides: [],
        reduced: [length],
        reducedStrides: [1],
        correction: 1,
      } as const;
      const [got, wanted] = run(loose, op, { x, offset: 0, params }, seed) as [Float32Array, Float32Array];
      const bits = (array: Float32Array) => new Int32Array(array.buffer)[0] as number;
      expect(Math.abs(bits(got) - bits(wanted))).toBeLessThanOrEqual(1);
    }
  });

  it.each(["sum", "var"] as const)("%s of rows with gaps between them counts every term once", (op) => {
    const x = Float32Array.from({ length: 3 * 5 * 100 }, (_, i) => (i % 100 < 83 ? (i % 7) / 4 : Number.NaN));
    const params = {
      dtype: "float32",
      kept: [3],
      keptStrides: [500],
      reduced: [5, 83],
      reducedStrides: [100, 1],
      correction: 0,
    } as const;
    const [got, wanted] = run(loose, op, { x, offset: 0, params }, 1) as [Float32Array, Float32Array];
    if (op === "sum") expect(bitsOf(got)).toBe(bitsOf(wanted));
    else wanted.forEach((value, i) => void expect(got[i]).toBeCloseTo(value, 6));
  });
});

describe("norms", () => {
  const both = new EdgeEngine("default", [emitReduce, emitPointwise]);

  it.each([1, 2, Infinity, -Infinity])("%s differs in the last bit at most", (p) => {
    for (let seed = 0; seed < 40; seed++) {
      const { x, offset, params } = someCase(seed);
      const length = product(params.kept);
      const portable = new Float32Array(length);
      reduce.run({ x: x.subarray(offset), y: portable }, { ...params, op: "norm", p });
      const y = { storage: new Storage("float32", length), offset: 0 };
      both.edge = seed;
      both.splits = seed % 3 === 0;
      const { run: serve } = overrideFor(reductions(both), reduce);
      expect(serve({ x: operandOf(x, "float32", offset), y }, { ...params, op: "norm", p })).toBe(true);
      const got = both.result(y.storage) as Float32Array;
      portable.forEach((value, i) => {
        // Squares leave float32 before their sum's root does.
        if (p === 2 && !(value > 1e-18 && value < 1e18)) return;
        if (Number.isFinite(value)) expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(2 ** -22 * value);
        else expect(got[i]).toBe(value);
      });
    }
  });

  it("is the portable kernel's where bits count and squares would be rounded, and for other powers", () => {
    const params = { ...someCase(1).params, op: "norm" } as const;
    const operands = { x: operandOf(someCase(1).x, "float32"), y: operandOf(new Float32Array(100), "float32") };
    expect(overrideFor(reductions(strict), reduce).run(operands, { ...params, p: 2 })).toBe(false);
    expect(overrideFor(reductions(both), reduce).run(operands, { ...params, p: 3 })).toBe(false);
  });
});

it("leaves other element types and empty reductions to the portable kernel", () => {
  const y = operandOf(new Float32Array(1), "float32");
  const x = operandOf(new Float32Array(4), "float32");
  const params = {
    op: "sum",
    dtype: "float32",
    kept: [],
    keptStrides: [],
    reduced: [4],
    reducedStrides: [1],
    correction: 0,
  } as const;
  const { run: serve } = overrideFor(reductions(strict), reduce);
  expect(serve({ x, y }, { ...params, dtype: "int32" })).toBe(false);
  expect(serve({ x, y }, { ...params, reduced: [0] })).toBe(false);
  expect(serve({ x, y }, params)).toBe(true);
});
