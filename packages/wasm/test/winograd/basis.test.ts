// That Winograd's transforms compute a convolution, proved: the matrices are read off the code, and multiplied in fractions.
import { expect, it } from "vitest";
import { v128 } from "../../src/assembler/expression.ts";
import type { FunctionBuilder } from "../../src/assembler/function-builder.ts";
import { fuse } from "../../src/assembler/fuse.ts";
import { ModuleBuilder } from "../../src/assembler/module-builder.ts";
import { weightLine } from "../../src/kernels/weight-winograd-lines.ts";
import { type Line, line2, line4 } from "../../src/kernels/winograd-lines.ts";

/** A numerator and a denominator, which is positive. */
type Fraction = readonly [bigint, bigint];
type Matrix = readonly (readonly Fraction[])[];

const zero: Fraction = [0n, 1n];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const isWhole = ([a, b]: Fraction, whole: bigint) => a === whole * b;

/** Exactly a number: every finite one is a fraction over a power of two. */
function exactly(x: number): Fraction {
  let denominator = 1n;
  while (!Number.isInteger(x)) {
    x *= 2;
    denominator *= 2n;
  }
  return [BigInt(x), denominator];
}

/** The fraction with the smallest denominator that is as near to a number as rounding may have put it. */
function behind(x: number, error: number): Fraction {
  for (let denominator = 1; denominator < 2 ** 17; denominator++) {
    const numerator = Math.round(x * denominator);
    if (Math.abs(x - numerator / denominator) <= error * Math.abs(x)) return [BigInt(numerator), BigInt(denominator)];
  }
  throw new Error(`no fraction is near ${x}`);
}

/** Writes the code of one line: values in, values out. */
type Emit = (f: FunctionBuilder) => (load: (i: number) => ReturnType<typeof v128.load>, store: Store) => void;
type Store = (i: number, value: Parameters<FunctionBuilder["storeV128"]>[1]) => void;

const ofValues =
  (line: (typeof weightLine)["x"], inputs: number): Emit =>
  (f) => {
    const write = line(f);
    const values = f.locals("v128", inputs);
    return (load, store) => {
      for (const [i, value] of values.entries()) f.set(value, load(i));
      for (const [i, value] of write(values).entries()) store(i, value);
    };
  };

/** A transform as a matrix of the numbers that it gives for each one-hot input. */
function numbersOf(emit: Emit, inputs: number, outputs: number, lanes: "f32" | "f64", fused: boolean): number[][] {
  const m = new ModuleBuilder();
  m.function({ name: "transform", params: ["i32", "i32"], exported: true }, (f) => {
    const [from, to] = f.addresses(2);
    const write = emit(f);
    write(
      (i) => v128.load(from, 16 * i),
      (i, value) => f.storeV128(to, value, 16 * i),
    );
  });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  const bytes = fused ? fuse(m.encode()) : m.encode();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const numbers = lanes === "f32" ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
  const perVector = lanes === "f32" ? 4 : 2;
  const columns = Array.from({ length: inputs }, (_, hot) => {
    numbers.fill(0, 0, perVector * inputs);
    numbers.fill(1, perVector * hot, perVector * (hot + 1));
    (exports.transform as (from: number, to: number) => void)(0, 1024);
    return Array.from({ length: outputs }, (_, i) => {
      const vector = numbers.slice(1024 / numbers.BYTES_PER_ELEMENT).subarray(perVector * i, perVector * (i + 1));
      expect([...vector]).toEqual(new Array(perVector).fill(vector[0]));
      return vector[0]!;
    });
  });
  return Array.from({ length: outputs }, (_, i) => columns.map((column) => column[i]!));
}

const matrix = (numbers: readonly (readonly number[])[], read: (x: number) => Fraction): Matrix =>
  numbers.map((row) => row.map(read));

/** Which sums of products a triple of transforms computes: for each output, the pairs of inputs with the factor 1; all others have 0. */
function pairsOf(out: Matrix, one: Matrix, other: Matrix): string[] {
  return out.flatMap((row, o) =>
    one[0]!.flatMap((_, i) =>
      other[0]!.flatMap((_, j) => {
        const sum = row.reduce((all, x, p) => plus(all, times(x, times(one[p]![i]!, other[p]![j]!))), zero);
        expect(isWhole(sum, 0n) || isWhole(sum, 1n), `${o} ${i} ${j}: ${sum.join("/")}`).toBe(true);
        return isWhole(sum, 1n) ? [`${o}: ${i} ${j}`] : [];
      }),
    ),
  );
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

it.for<readonly [string, Line, boolean]>([
  ["F(2, 3)", line2, false],
  ["F(2, 3), fused", line2, true],
  ["F(4, 3)", line4, false],
  ["F(4, 3), fused", line4, true],
])("%s is a correlation with three weights", ([, line, fused]) => {
  const { outputs, products, taps } = line;
  const inputs = outputs + taps - 1;
  // Points and their powers are exact in float32; weights are transformed in float64, and some entries are rounded: two units at most.
  const source = matrix(
    numbersOf((f) => line.source(f), inputs, products, "f32", fused),
    exactly,
  );
  const sums = matrix(
    numbersOf((f) => line.sums(f), products, outputs, "f32", fused),
    exactly,
  );
  const weights = matrix(
    numbersOf((f) => line.weights(f), taps, products, "f64", fused),
    (x) => behind(x, 2 ** -52),
  );
  const correlation = upTo(outputs).flatMap((o) => upTo(taps).map((k) => `${o}: ${o + k} ${k}`));
  expect(pairsOf(sums, source, weights).sort()).toEqual(correlation.sort());
  // A tile of a plane is a product of two lines, and so is what it computes.
});

it.for([false, true])("the weight's gradient is a correlation with four outputs, fused %s", (fused) => {
  const x = matrix(numbersOf(ofValues(weightLine.x, 6), 6, 6, "f32", fused), exactly);
  const y = matrix(numbersOf(ofValues(weightLine.y, 4), 4, 6, "f32", fused), exactly);
  const back = matrix(numbersOf(ofValues(weightLine.back, 6), 6, 3, "f32", fused), (value) => behind(value, 2 ** -23));
  const correlation = upTo(3).flatMap((k) => upTo(4).map((j) => `${k}: ${j + k} ${j}`));
  expect(pairsOf(back, x, y).sort()).toEqual(correlation.sort());
});
