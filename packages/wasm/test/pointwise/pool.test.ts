// Pooling against the portable kernels, bit for bit: sliding and adaptive windows, one to three axes, at the end of memory.
import { avgPool, avgPoolGradient, maxPool, maxPoolPositions, type PoolGeometry } from "@toeplitz/conv/kernels";
import type { Kernel, Operand } from "@toeplitz/tensor/extend";
import { expect, it } from "vitest";
import { emitPool } from "../../src/kernels/pool.ts";
import { emitPoolGradient } from "../../src/kernels/pool-gradient.ts";
import { pooling } from "../../src/overrides/pool.ts";
import { anyFloat, bitsOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const engine = new EdgeEngine("deterministic", [emitPool, emitPoolGradient]);
const overrides = pooling(engine);

type Triple = [number, number, number];

/** Windows of every kind: padded, overlapping, with gaps, reaching behind the end, of one element, adaptive. */
function someGeometry(seed: number, kind: "max" | "avg"): PoolGeometry {
  const random = numbers(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const rank = whole(1, 3) as 1 | 2 | 3;
  const axes = (make: (axis: number) => number, none: number) =>
    [0, 1, 2].map((axis) => (axis < 3 - rank ? none : make(axis))) as Triple;
  const most = rank === 1 ? 90 : rank === 2 ? 22 : 8;
  const adaptive = random() < 0.25;
  const square = random() < 0.5;
  const side = whole(1, 3);
  const kernel = axes(() => (square ? side : whole(1, 4)), 1);
  const stride = axes((axis) => (random() < 0.3 ? kernel[axis]! : whole(1, 3)), 1);
  const padding = axes((axis) => whole(0, Math.floor(kernel[axis]! / 2)), 0);
  const dilation = axes(() => (kind === "max" && random() < 0.3 ? whole(2, 4) : 1), 1);
  const wide = axes(() => whole(4, most), 1);
  const ceil = random() < 0.4;
  const narrow = wide.map((size, axis) => {
    if (axis < 3 - rank) return 1;
    if (adaptive) return whole(1, size + 2);
    const room = size + 2 * padding[axis]! - dilation[axis]! * (kernel[axis]! - 1) - 1;
    const steps = room / stride[axis]!;
    const outputs = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // The last window begins inside, or in the padding in front.
    return ceil && (outputs - 1) * stride[axis]! >= size + padding[axis]! ? outputs - 1 : outputs;
  }) as Triple;
  if (narrow.some((size) => size < 1)) return someGeometry(seed + 1000, kind);
  return {
    rank,
    planes: whole(1, 11),
    wide,
    narrow,
    kernel,
    stride,
    padding,
    dilation,
    adaptive,
    countIncludePad: random() < 0.5,
    divisor: kind === "avg" && !adaptive && random() < 0.2 ? whole(1, 9) : null,
  };
}

const volume = ([d, h, w]: readonly [number, number, number]) => d * h * w;

function floats(seed: number, length: number): Float32Array {
  const random = numbers(seed);
  const special = seed % 2 === 0;
  return Float32Array.from({ length }, () =>
    special && random() < 0.3 ? anyFloat(random) : Math.fround(random() - 0.5),
  );
}

/** Runs both and compares every output. */
function check(
  kernel: Kernel<never, never>,
  inputs: Record<string, Operand>,
  outputs: Record<string, Operand>,
  g: PoolGeometry,
  seed: number,
): void {
  const views = Object.fromEntries(
    Object.entries(inputs).map(([name, { storage, offset }]) => [name, storage.read().subarray(offset)]),
  );
  const expected = Object.fromEntries(
    Object.entries(outputs).map(([name, { storage }]) => [name, storage.read().slice()]),
  );
  (kernel.run as (arrays: unknown, params: unknown) => void)({ ...views, ...expected }, g);
  engine.edge = seed;
  engine.splits = seed % 3 === 0;
  const entry = overrideFor(overrides, kernel);
  const operands = { ...inputs, ...outputs };
  expect(entry.supports?.(operands, g)).toBe(true);
  expect(entry.run(operands, g)).toBe(true);
  for (const [name, { storage }] of Object.entries(outputs)) {
    expect(bitsOf(engine.result(storage)), `${name} of ${JSON.stringify(g)}`).toBe(bitsOf(expected[name]!));
  }
}

const cases = Array.from({ length: 250 }, (_, seed) => seed);
const floatsOut = (length: number) => operandOf(new Float32Array(length), "float32");
const token = (kernel: unknown) => kernel as Kernel<never, never>;

it("maxima have the portable kernel's bits", () => {
  for (const seed of cases) {
    const g = someGeometry(seed, "max");
    const x = operandOf(floats(seed, 1 + g.planes * volume(g.wide)), "float32", 1);
    check(token(maxPool), { x }, { y: floatsOut(g.planes * volume(g.narrow)) }, g, seed);
  }
});

it("maxima have the portable kernel's positions", () => {
  for (const seed of cases) {
    const g = someGeometry(seed, "max");
    const x = operandOf(floats(seed, 1 + g.planes * volume(g.wide)), "float32", 1);
    const length = g.planes * volume(g.narrow);
    const positions = operandOf(new Int32Array(length), "int32");
    check(token(maxPoolPositions), { x }, { y: floatsOut(length), positions }, g, seed);
  }
});

it("averages have the portable kernel's bits", () => {
  for (const seed of cases) {
    const g = someGeometry(seed, "avg");
    const x = operandOf(floats(seed, 1 + g.planes * volume(g.wide)), "float32", 1);
    check(token(avgPool), { x }, { y: floatsOut(g.planes * volume(g.narrow)) }, g, seed);
  }
});

it("the way back from averages has the portable kernel's bits", () => {
  for (const seed of cases) {
    const g = someGeometry(seed, "avg");
    const y = operandOf(floats(seed, 1 + g.planes * volume(g.narrow)), "float32", 1);
    check(token(avgPoolGradient), { y }, { x: floatsOut(g.planes * volume(g.wide)) }, g, seed);
  }
});

it("leaves other element types to the portable kernels", () => {
  const g = someGeometry(1, "avg");
  const x = operandOf(new Float64Array(g.planes * volume(g.wide)), "float64");
  const y = operandOf(new Float64Array(g.planes * volume(g.narrow)), "float64");
  expect(overrideFor(overrides, avgPool).supports?.({ x, y }, g)).toBe(false);
});
