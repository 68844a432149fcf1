// Convolution by panels, rows and planes against the portable kernels: every bit, at the edge of memory, in any order of units.
import { type ConvGeometry, convGeometry, type SpatialRank, volume } from "@toeplitz/conv/geometry";
import { type Activation, convNarrow, convWide } from "@toeplitz/conv/kernels";
import { Storage } from "@toeplitz/tensor/extend";
import { describe, expect, test } from "vitest";
import { gatherSum, hasFewPhases } from "../../src/convolution/gather-sum.ts";
import { planConvolution } from "../../src/convolution/plan.ts";
import { emitAbsMax } from "../../src/kernels/abs-max.ts";
import { emitDepthwise } from "../../src/kernels/depthwise.ts";
import { emitFillPlanes } from "../../src/kernels/fill-planes.ts";
import { emitPackWeights } from "../../src/kernels/pack-weights.ts";
import { emitPanels } from "../../src/kernels/panels.ts";
import { emitRows } from "../../src/kernels/rows.ts";
import { emitStage } from "../../src/kernels/stage.ts";
import { bitsOf, EdgeEngine, numbers } from "../edge-engine.ts";

const families = [emitStage, emitPackWeights, emitFillPlanes, emitAbsMax, emitPanels, emitRows, emitDepthwise];

const activations: readonly Activation[] = ["none", "relu", "relu6"];

/** A legal geometry, in either direction: few or many channels, groups, strides, dilations, paddings, odd sizes. */
function drawn(seed: number): ConvGeometry {
  const random = numbers(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  for (;;) {
    const rank = whole(1, 3) as SpatialRank;
    const most = [0, 40, 12, 5][rank]!;
    const groups = random() < 0.6 ? 1 : whole(2, 4);
    const transposed = random() < 0.5;
    const per = (make: () => number) => Array.from({ length: rank }, make);
    const [narrow, wide] = [whole(1, 14), whole(1, 9)];
    const pointwise = random() < 0.2;
    const stride = per(() => (random() < 0.5 ? 1 : whole(1, 4)));
    try {
      return convGeometry({
        api: "test",
        rank,
        transposed,
        input: {
          shape: [whole(1, 3), groups * (transposed ? narrow : wide), ...per(() => whole(1, most))],
          dtype: "float32",
        },
        weight: { shape: [groups * narrow, wide, ...per(() => (pointwise ? 1 : whole(1, 4)))], dtype: "float32" },
        options: {
          stride,
          dilation: per(() => (random() < 0.6 ? 1 : whole(1, 3))),
          groups,
          padding: per(() => (random() < 0.4 ? 0 : whole(0, 3))),
        },
      }).geometry;
    } catch {
      // a kernel that does not fit: draw again
    }
  }
}

/** Both answers of one direction. */
function both(engine: EdgeEngine, g: ConvGeometry, seed: number, element: (random: () => number) => number) {
  const random = numbers(seed);
  const array = (length: number) => Float32Array.from({ length }, () => element(random));
  const direction = g.transposed ? "wide" : "narrow";
  const [wide, narrow] = [
    array(g.batch * g.groups * g.widePerGroup * volume(g.wide)),
    array(g.batch * g.groups * g.narrowPerGroup * volume(g.narrow)),
  ];
  const weight = array(g.groups * g.narrowPerGroup * g.widePerGroup * volume(g.kernel));
  const outputs = g.groups * (g.transposed ? g.widePerGroup : g.narrowPerGroup);
  const bias = random() < 0.5 ? null : array(outputs);
  const activation = activations[seed % 3]!;
  const [source, expected] = g.transposed ? [narrow, wide.fill(0)] : [wide, narrow.fill(0)];
  const operand = (values: Float32Array) => ({ storage: new Storage("float32", values.length, values), offset: 0 });
  const out = operand(new Float32Array(expected.length));
  const operands = { source: operand(source), weight: operand(weight), bias: bias && operand(bias), out };
  const ran = planConvolution(engine, g, direction).run(engine, operands, activation);
  const params = { geometry: g, activation };
  if (g.transposed) convWide.run({ y: source, weight, bias, x: expected }, params);
  else convNarrow.run({ x: source, weight, bias, y: expected }, params);
  return { ran, ours: () => bitsOf(engine.result(out.storage)), portable: bitsOf(expected) };
}

const quarters = (random: () => number) => Math.floor(random() * 17 - 8) / 4;
const wild = (random: () => number) => Math.fround((random() - 0.5) * 2 ** Math.floor(random() * 12 - 6));

describe.each([
  ["plain, random numbers", false, wild],
  ["fused, exact numbers", true, quarters],
] as const)("%s", (_, fused, element) => {
  const engine = new EdgeEngine(fused ? "default" : "deterministic", families, 40, fused);

  test.each(Array.from({ length: 12 }, (_, part) => part))("the portable bits, part %i", (part) => {
    for (let seed = 40 * part; seed < 40 * (part + 1); seed++) {
      const g = drawn(seed);
      engine.edge = seed;
      engine.splits = seed % 2 === 1;
      const { ran, ours, portable } = both(engine, g, seed, element);
      expect(ran).toBe(true);
      if (ours() !== portable) expect({ seed, g, bits: ours() }).toEqual({ seed, g, bits: portable });
    }
  });
});

test("an infinite weight under padding is left to the portable kernel", () => {
  const engine = new EdgeEngine("default", families, 40, true);
  const { geometry } = convGeometry({
    api: "test",
    rank: 2,
    transposed: false,
    input: { shape: [1, 4, 6, 6], dtype: "float32" },
    weight: { shape: [8, 4, 3, 3], dtype: "float32" },
    options: { padding: 1 },
  });
  const { ran } = both(engine, geometry, 1, (random) =>
    random() < 0.01 ? Number.POSITIVE_INFINITY : quarters(random),
  );
  expect(ran).toBe(false);
});

describe("strides beyond everything", () => {
  const engine = new EdgeEngine("default", families, 40, true);

  /** A transposed convolution of a few columns, so far apart that most outputs meet no element. */
  function transposed(channels: number, groups: number, kernel: number, stride: number, padding = 0): ConvGeometry {
    return convGeometry({
      api: "test",
      rank: 1,
      transposed: true,
      input: { shape: [2, channels, 3], dtype: "float32" },
      weight: { shape: [channels, 4 / groups, kernel], dtype: "float32" },
      options: { stride, groups, padding },
    }).geometry;
  }

  test.each([
    ["many channels", 5, 1, 3, 0],
    ["some outputs cut away", 5, 1, 7, 3],
    ["a channel each", 4, 4, 3, 0],
    ["one channel between groups of two", 2, 2, 4, 1],
  ])("the portable bits at a stride of 5000: %s", (_, channels, groups, kernel, padding) => {
    const g = transposed(channels, groups, kernel, 5000, padding);
    expect(g.wide[2]).toBeGreaterThan(10_000);
    const { ran, ours, portable } = both(engine, g, 3, quarters);
    expect(ran).toBe(true);
    expect(ours()).toBe(portable);
  });

  test("a sum has a phase for each element that an output meets, however large the stride", () => {
    const [one, two] = [
      transposed(2, 1, 2, 1_000_000),
      { ...transposed(2, 1, 2, 3), stride: [1, 1, 2 ** 31] as const },
    ];
    expect(gatherSum(one, "wide").phases.map(({ origin, count }) => [origin[2], count[2]])).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect(gatherSum(two, "wide").phases.map(({ count }) => count[2])).toEqual([1, 1]);
  });

  test.each([
    [4096, 5000, true],
    [4097, 4096, true],
    [4097, 4097, false],
  ])("a kernel of %i at a stride of %i has few enough phases: %j", (kernel, stride, few) => {
    expect(hasFewPhases(transposed(1, 1, kernel, stride))).toBe(few);
  });
});
