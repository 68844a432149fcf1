// The bound of exponentials, logarithms and their kin, over the whole range of float32.
import { type Operand, Storage } from "@toeplitz/tensor/extend";
import { type UnaryName, unary } from "@toeplitz/tensor/kernels";
import { describe, expect, it } from "vitest";
import { emitPointwise } from "../../src/kernels/pointwise.ts";
import { elementwise } from "../../src/overrides/elementwise.ts";
import { EdgeEngine, operandOf, overrideFor } from "../edge-engine.ts";

const engine = new EdgeEngine("default", [emitPointwise]);
const overrides = elementwise(engine);

/** Float32 from all over: every 32749th bit pattern, the neighbourhoods of what is special, and the usual range more densely. */
function samples(): Float32Array {
  const patterns = new Uint32Array(Array.from({ length: Math.floor(2 ** 32 / 32749) }, (_, i) => i * 32749));
  const usual = Array.from({ length: 60001 }, (_, i) => (i - 30000) / 1000);
  const near = [
    0,
    1,
    -1,
    88.7,
    88.73,
    89,
    -87.4,
    -103.9,
    -104,
    9.1,
    -9.1,
    Math.SQRT1_2,
    Math.SQRT2,
    2,
    0.5,
    1e-38,
    3.4e38,
  ];
  const around = near.flatMap((v) => Array.from({ length: 41 }, (_, i) => v * (1 + (i - 20) * 2 ** -23)));
  const special = [Infinity, -Infinity, Number.NaN, -0, 1e-45, -1e-45];
  return Float32Array.from([...new Float32Array(patterns.buffer), ...usual, ...around, ...special]);
}

const x = samples();

function serve(op: UnaryName): Float32Array {
  const y: Operand = { storage: new Storage("float32", x.length), offset: 0 };
  const params = { op, shape: [x.length], x: [1], dtype: "float32" as const };
  expect(overrideFor(overrides, unary).run({ x: operandOf(x, "float32"), y }, params)).toBe(true);
  return engine.result(y.storage) as Float32Array;
}

/** The function in float64, as the portable kernel computes it before it rounds. */
function exactly(op: UnaryName): Float64Array {
  const y = new Float64Array(x.length);
  unary.run({ x: Float64Array.from(x), y }, { op, shape: [x.length], x: [1], dtype: "float64" });
  return y;
}

/** Distance of float32 at this magnitude. */
function unit(value: number): number {
  const exponent = Math.floor(Math.log2(Math.max(Math.abs(value), 2 ** -126)));
  return 2 ** (exponent - 23);
}

const largest = (2 - 2 ** -23) * 2 ** 127;

describe.each([
  ["exp", 0],
  ["log", 0],
  ["sigmoid", 0],
  ["tanh", 0],
  ["silu", 0],
  ["erf", 0],
  // The portable kernel loses what 1 + tanh and 1 + erf cancel, up to one unit of float64.
  ["geluTanh", 2 ** -53],
  ["gelu", 2 ** -53],
] as const)("%s", (op, cancelled) => {
  it("is at most 0.501 units in the last place away", () => {
    const y = serve(op);
    const wanted = exactly(op);
    let most = 0;
    let different = 0;
    x.forEach((from, i) => {
      const [got, right] = [y[i] as number, wanted[i] as number];
      const rounded = Math.fround(right);
      if (Object.is(got, rounded)) return;
      if (!Number.isFinite(got) || !Number.isFinite(rounded)) {
        // What is beyond the largest number by less than the bound may be rounded either way.
        if (Math.abs(right) > largest && Math.abs(right) < largest * (1 + 2 ** -24) && Math.abs(got) >= largest) return;
        throw new Error(`${op}(${from}) is ${rounded}, not ${got}`);
      }
      different += 1;
      const error = Math.max(0, Math.abs(got - right) - cancelled * Math.abs(from));
      most = Math.max(most, error / unit(right));
    });
    expect(most).toBeLessThan(0.501);
    expect(different / x.length).toBeLessThan(cancelled === 0 ? 0.001 : 0.05);
  });
});

it("is left to the portable kernel where bits matter", () => {
  const strict = elementwise(new EdgeEngine("deterministic", [emitPointwise]));
  const y = operandOf(new Float32Array(1), "float32");
  for (const op of ["exp", "log", "sigmoid", "tanh", "silu", "geluTanh", "gelu", "erf"] as const) {
    const params = { op, shape: [1], x: [1], dtype: "float32" as const };
    expect(overrideFor(strict, unary).run({ x: operandOf(new Float32Array(1), "float32"), y }, params)).toBe(false);
  }
});
