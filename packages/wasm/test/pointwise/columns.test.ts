// Unfold and fold against the portable kernels, bit for bit.
import { type ConvGeometry, foldColumns, unfoldColumns } from "@toeplitz/conv/kernels";
import { expect, it } from "vitest";
import { emitColumns } from "../../src/kernels/columns.ts";
import { columns } from "../../src/overrides/columns.ts";
import { anyFloat, bitsOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const engine = new EdgeEngine("deterministic", [emitColumns]);
const overrides = columns(engine);

type Triple = [number, number, number];

function someGeometry(seed: number): ConvGeometry {
  const random = numbers(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const rank = whole(1, 3) as 1 | 2 | 3;
  const axes = (make: () => number, none: number) =>
    [0, 1, 2].map((axis) => (axis < 3 - rank ? none : make())) as Triple;
  const kernel = axes(() => whole(1, 4), 1);
  const stride = axes(() => (random() < 0.5 ? 1 : whole(1, 3)), 1);
  const dilation = axes(() => (random() < 0.6 ? 1 : whole(1, 3)), 1);
  const padding = axes(() => whole(0, 4), 0);
  const wide = axes(() => whole(1, rank === 1 ? 60 : 11), 1);
  const narrow = wide.map(
    (size, a) => Math.floor((size + 2 * padding[a]! - dilation[a]! * (kernel[a]! - 1) - 1) / stride[a]!) + 1,
  ) as Triple;
  if (narrow.some((size) => size < 1)) return someGeometry(seed + 1000);
  const plan = { rank, transposed: false, batch: whole(1, 2), groups: 1, widePerGroup: whole(1, 3), narrowPerGroup: 1 };
  return { ...plan, wide, narrow, kernel, stride, dilation, padding } as unknown as ConvGeometry;
}

const volume = ([d, h, w]: readonly [number, number, number]) => d * h * w;

function sizes(g: ConvGeometry): { image: number; columns: number } {
  const planes = g.batch * g.groups * g.widePerGroup;
  return { image: planes * volume(g.wide), columns: planes * volume(g.kernel) * volume(g.narrow) };
}

function floats(seed: number, length: number): Float32Array {
  const random = numbers(seed);
  return Float32Array.from({ length }, () => anyFloat(random));
}

const cases = Array.from({ length: 200 }, (_, seed) => seed);

it("unfold has the portable kernel's bits", () => {
  for (const seed of cases) {
    const g = someGeometry(seed);
    const size = sizes(g);
    const x = operandOf(floats(seed, 1 + size.image), "float32", 1);
    const out = operandOf(new Float32Array(size.columns), "float32");
    const expected = new Float32Array(size.columns);
    unfoldColumns.run({ x: x.storage.read().subarray(1), columns: expected }, g);
    engine.edge = seed;
    engine.splits = seed % 3 === 0;
    expect(overrideFor(overrides, unfoldColumns).run({ x, columns: out }, g)).toBe(true);
    expect(bitsOf(engine.result(out.storage)), JSON.stringify(g)).toBe(bitsOf(expected));
  }
});

it("fold has the portable kernel's bits", () => {
  for (const seed of cases) {
    const g = someGeometry(seed);
    const size = sizes(g);
    const from = operandOf(floats(seed, 1 + size.columns), "float32", 1);
    const out = operandOf(new Float32Array(size.image), "float32");
    const expected = new Float32Array(size.image);
    foldColumns.run({ columns: from.storage.read().subarray(1), x: expected }, g);
    engine.edge = seed;
    engine.splits = seed % 3 === 0;
    expect(overrideFor(overrides, foldColumns).run({ columns: from, x: out }, g)).toBe(true);
    expect(bitsOf(engine.result(out.storage)), JSON.stringify(g)).toBe(bitsOf(expected));
  }
});

it("leaves other element types to the portable kernels", () => {
  const g = someGeometry(1);
  const x = operandOf(new Float64Array(sizes(g).image), "float64");
  const out = operandOf(new Float64Array(sizes(g).columns), "float64");
  expect(overrideFor(overrides, unfoldColumns).supports?.({ x, columns: out }, g)).toBe(false);
});
