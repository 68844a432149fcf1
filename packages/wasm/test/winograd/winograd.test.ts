// Winograd convolution against a float64 reference: every index by one-hot pairs, every error by its bound.
import type { Activation } from "@toeplitz/conv/geometry";
import { describe, expect, it } from "vitest";
import { tilings } from "../../src/kernels/winograd-job.ts";
import { chunksOf } from "../../src/winograd/chunks.ts";
import { planWinograd, WinogradPlan } from "../../src/winograd/plan.ts";
import { shapeOf } from "../../src/winograd/shape.ts";
import { bounds } from "./bounds.ts";
import { compute, type Order } from "./machine.ts";
import { answer, type Case, type Direction, geometryOf } from "./reference.ts";

/** Half the distance from 1 to the next float32. */
const u = 2 ** -24;

interface Options {
  readonly direction?: Direction;
  readonly fused?: boolean;
  readonly activation?: Activation;
  readonly threads?: number;
  readonly order?: Order;
  readonly bias?: boolean;
}

/** A plan with tiles of that kind, whatever it would cost. */
function planOf(c: Case, kind: number, { direction = "narrow", fused = true, threads = 1 }: Options): WinogradPlan {
  const shape = shapeOf(geometryOf(c, direction), direction)!;
  const blockRows = fused ? 6 : 5;
  const chunks = chunksOf(shape, kind, blockRows)!;
  return new WinogradPlan(shape, chunks, direction, { level: "default", blockRows, threads });
}

/** Numbers between -1 and 1, the same ones each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function operandsOf(c: Case, direction: Direction, seed: number, bias = true) {
  const g = geometryOf(c, direction);
  const next = random(seed);
  const fill = (count: number) => Float32Array.from({ length: count }, next);
  const { batch = 1, groups = 1, channels, outputs, size } = c;
  return {
    source: fill(batch * groups * channels * size[0] * size[1] * size[2]),
    weight: fill(groups * channels * outputs * g.kernel[0] * g.kernel[1] * g.kernel[2]),
    bias: bias ? fill(groups * outputs) : null,
  };
}

/** Compares all outputs with their bounds, and the tensor as a whole. */
function check(c: Case, kind: number, options: Options = {}, seed = 1): void {
  const { direction = "narrow", activation = "none", bias = true } = options;
  const data = operandsOf(c, direction, seed, bias);
  const plan = planOf(c, kind, options);
  const got = compute(plan, geometryOf(c, direction), direction, data, options);
  const { rows, columns } = tilings[kind]!;
  const value = answer(c, direction, data, activation);
  const bound = bounds(c, direction, data, [rows.outputs, columns.outputs]);
  const channels = c.channels * (c.kernel?.[0] ?? 1);
  let error = 0;
  let norm = 0;
  for (let i = 0; i < value.length; i++) {
    const allowed = 2 * u * bound[i]! * Math.max(1, Math.sqrt(channels) / 8);
    const distance = Math.abs(got[i]! - value[i]!);
    if (!(distance <= allowed))
      expect.fail(`${JSON.stringify(c)} output ${i}: ${got[i]} is not ${value[i]} ± ${allowed}`);
    error += distance ** 2;
    norm += value[i]! ** 2;
  }
  const [a, b] = kind === 0 ? [5e-7, 1.2e-7] : [2e-7, 5e-8];
  // Sums along one axis only are nearer to direct ones; the gate of 2 x 2 holds for them up to their larger points.
  const gate = kind === 2 ? 2 * (a + b * Math.sqrt(channels)) : a + b * Math.sqrt(channels);
  if (value.length >= 100) expect(Math.sqrt(error / norm)).toBeLessThan(gate);
}

describe("every one-hot pair of a tile", () => {
  const size = (kind: number): readonly [number, number, number] => {
    const { rows, columns } = tilings[kind]!;
    return [1, rows.outputs + rows.taps - 1, columns.outputs + columns.taps - 1];
  };
  it.for([
    [0, true, 26],
    [0, false, 26],
    [1, true, 0],
    [1, false, 0],
    [2, true, 26],
  ] as const)("tiling %i, fused %s: within %i u", ([kind, fused, units]) => {
    const [, H, W] = size(kind);
    const KH = tilings[kind]!.rows.taps;
    for (const direction of ["narrow", "wide"] as const) {
      // Each image has a one at another place, and each output channel at another tap.
      const padding = direction === "narrow" ? ([0, 0, 0] as const) : ([0, KH - 1, 2] as const);
      const c: Case = {
        ...{ batch: H * W, channels: 1, outputs: 3 * KH, size: [1, H, W], kernel: [1, KH, 3], padding },
      };
      const source = new Float32Array(H * W * H * W);
      for (let i = 0; i < H * W; i++) source[i * H * W + i] = 1;
      const weight = new Float32Array(3 * KH * 3 * KH);
      for (let k = 0; k < 3 * KH; k++) weight[k * 3 * KH + k] = 1;
      const data = { source, weight, bias: null };
      const got = compute(planOf(c, kind, { direction, fused }), geometryOf(c, direction), direction, data, { fused });
      const value = answer(c, direction, data);
      expect(value.some((y) => y === 1)).toBe(true);
      const worst = got.reduce((most, y, i) => Math.max(most, Math.abs(y - value[i]!)), 0);
      expect(worst).toBeLessThanOrEqual(units * u);
      expect(got.includes(Number.NaN)).toBe(false);
    }
  });
});

describe("ragged edges", () => {
  it.for([4, 5, 7, 13, 14, 17, 30, 33])("width %i", (width) => {
    for (const kind of [0, 1]) {
      check({ channels: 3, outputs: 7, size: [1, Math.min(width, 14), width], batch: 2 }, kind);
      check({ channels: 2, outputs: 4, size: [1, 6, width] }, kind, { direction: "wide", fused: false });
    }
    check({ channels: 3, outputs: 5, size: [1, 2, width], kernel: [1, 1, 3], padding: [0, 0, 1] }, 2);
  });

  it("fewer columns than a vector, of a tile or of the output", () => {
    for (const kind of [0, 1]) {
      check({ channels: 2, outputs: 3, size: [1, 4, 4], padding: [0, 0, 0] }, kind);
      check({ channels: 2, outputs: 3, size: [1, 3, 4], padding: [0, 0, 0] }, kind, { bias: false });
      check({ channels: 2, outputs: 3, size: [1, 5, 4], padding: [0, 2, 4] }, kind);
      // A padding of the wide side beyond the kernel crops the source.
      check({ channels: 2, outputs: 3, size: [1, 9, 11], padding: [0, 4, 3] }, kind, { direction: "wide" });
    }
  });

  it("rows longer than a chunk", () => {
    check({ channels: 1, outputs: 2, size: [1, 3, 290] }, 0);
    check({ channels: 1, outputs: 2, size: [1, 3, 262] }, 1, { direction: "wide" });
    check({ channels: 2, outputs: 2, size: [1, 1, 523], kernel: [1, 1, 3], padding: [0, 0, 1] }, 2);
  });
});

describe("dilation", () => {
  it.for([2, 3, 4, 5, 6, 12])("by %i", (d) => {
    const padding = [0, d, d] as const;
    const dilation = [1, d, d] as const;
    for (const kind of [0, 1]) {
      check({ channels: 2, outputs: 3, size: [1, 25, 25 + d], padding, dilation }, kind);
      check({ channels: 2, outputs: 3, size: [1, 14, 31], padding, dilation }, kind, { direction: "wide" });
    }
    check({ channels: 2, outputs: 3, size: [1, 1, 70], kernel: [1, 1, 3], padding: [0, 0, d], dilation: [1, 1, d] }, 2);
  });

  it("of one axis only, in chunks", () => {
    check({ channels: 1, outputs: 2, size: [1, 9, 30], dilation: [1, 3, 1], padding: [0, 2, 1] }, 0);
    check({ channels: 1, outputs: 2, size: [1, 5, 400], dilation: [1, 1, 40], padding: [0, 1, 40] }, 1);
  });
});

describe("depth", () => {
  it("taps along the depth add up as channels do", () => {
    for (const direction of ["narrow", "wide"] as const) {
      const size = [4, 6, 9] as const;
      check({ channels: 3, outputs: 4, size, kernel: [3, 3, 3], padding: [1, 1, 1], batch: 2 }, 0, { direction });
      check({ channels: 2, outputs: 3, size, kernel: [2, 3, 3], padding: [1, 1, 0] }, 1, { direction });
    }
  });

  it("without taps along it, it is more rows", () => {
    check({ channels: 3, outputs: 4, size: [3, 6, 9], batch: 2 }, 0);
    check({ channels: 3, outputs: 4, size: [3, 6, 9], padding: [1, 1, 1] }, 1);
  });

  it("in chunks", () => {
    const c: Case = { channels: 3, outputs: 8, size: [5, 6, 9], kernel: [3, 3, 3], padding: [1, 1, 1] };
    const g = geometryOf(c, "narrow");
    const shape = shapeOf(g, "narrow")!;
    const chunks = chunksOf(shape, 0, 6)!;
    const settings = { level: "default", blockRows: 6, threads: 1 } as const;
    const whole = new WinogradPlan(shape, chunks, "narrow", settings);
    const cut = { ...chunks, depthsPerChunk: 2, depthChunks: 3 };
    const parts = new WinogradPlan(shape, cut, "narrow", settings);
    const data = operandsOf(c, "narrow", 3);
    expect(compute(parts, g, "narrow", data)).toEqual(compute(whole, g, "narrow", data));
  });
});

it("any channels, groups, batches, activations and flavours", () => {
  const next = random(7);
  const pick = (from: number, to: number) => from + Math.floor(((next() + 1) / 2) * (to - from + 1));
  for (let round = 0; round < 24; round++) {
    const size = [1, pick(3, 14), pick(4, 22)] as const;
    const c: Case = {
      ...{ batch: pick(1, 2), groups: pick(1, 2), channels: pick(1, 5), outputs: pick(1, 13), size },
      padding: [0, pick(0, 2), pick(0, 2)],
    };
    const activation = (["none", "relu", "relu6"] as const)[round % 3]!;
    const direction = round % 2 === 0 ? "narrow" : "wide";
    check(c, pick(0, 1), { direction, activation, fused: round % 4 < 2, bias: round % 5 !== 0 }, round);
  }
});

it("many channels", () => {
  check({ channels: 130, outputs: 6, size: [1, 9, 12] }, 0);
  check({ channels: 130, outputs: 6, size: [1, 9, 12] }, 1, { fused: false });
});

it("wide tiles give the same bits", () => {
  const c: Case = { channels: 3, outputs: 13, size: [1, 14, 45] };
  const g = geometryOf(c, "narrow");
  const data = operandsOf(c, "narrow", 11);
  const settings = { level: "default", blockRows: 6, threads: 1 } as const;
  const narrow = planWinograd(g, "narrow", settings)!;
  const wide = planWinograd(g, "narrow", { ...settings, vectors: 4 })!;
  expect(compute(wide, g, "narrow", data)).toEqual(compute(narrow, g, "narrow", data));
});

it("threads and the order of units change no bit", () => {
  const cases: Case[] = [
    { channels: 13, outputs: 25, size: [1, 14, 14] },
    { channels: 3, outputs: 9, size: [1, 50, 60], batch: 3, groups: 2 },
    { channels: 5, outputs: 13, size: [3, 9, 9], kernel: [3, 3, 3], padding: [1, 1, 1] },
  ];
  for (const c of cases) {
    const g = geometryOf(c, "narrow");
    const data = operandsOf(c, "narrow", 5);
    const alone = compute(planOf(c, 0, {}), g, "narrow", data);
    for (const order of ["single", "backward"] as const) {
      const shared = compute(planOf(c, 0, { threads: 3 }), g, "narrow", data, { threads: 3, order });
      expect(shared).toEqual(alone);
    }
  }
});

describe("the plan", () => {
  const settings = { level: "default", blockRows: 6, threads: 1 } as const;
  const tilingOf = (
    c: Case,
    level: "default" | "high" | "deterministic" = "default",
    direction: Direction = "narrow",
  ) => planWinograd(geometryOf(c, direction), direction, { ...settings, level })?.tiling ?? null;

  it("takes the tile that costs less, as far as the level allows", () => {
    const c: Case = { channels: 64, outputs: 64, size: [1, 56, 56] };
    expect(tilingOf(c)).toBe("4x4");
    expect(tilingOf(c, "default", "wide")).toBe("4x4");
    expect(tilingOf(c, "high")).toBe("2x2");
    expect(tilingOf(c, "deterministic")).toBe(null);
    expect(tilingOf({ channels: 512, outputs: 512, size: [1, 7, 7] })).toBe("2x2");
    const line: Case = { channels: 80, outputs: 384, size: [1, 1, 300], kernel: [1, 1, 3], padding: [0, 0, 1] };
    expect(tilingOf(line)).toBe("1x4");
    expect(tilingOf(line, "high")).toBe(null);
  });

  it("applies to kernels of three, steps of one and sources of four columns", () => {
    const c: Case = { channels: 8, outputs: 8, size: [1, 8, 8] };
    const g = geometryOf(c, "narrow");
    expect(planWinograd(g, "narrow", settings)).not.toBe(null);
    expect(planWinograd({ ...g, stride: [1, 1, 2] }, "narrow", settings)).toBe(null);
    expect(tilingOf({ ...c, kernel: [1, 5, 3] })).toBe(null);
    expect(tilingOf({ ...c, kernel: [1, 3, 5] })).toBe(null);
    expect(tilingOf({ ...c, size: [1, 8, 3] })).toBe(null);
    // The first and last depth would meet no source at all.
    expect(tilingOf({ ...c, size: [4, 8, 8], kernel: [3, 3, 3], padding: [3, 1, 1] })).toBe(null);
    expect(tilingOf({ ...c, size: [9, 8, 8], kernel: [3, 3, 3], dilation: [2, 1, 1] })).toBe(null);
  });

  it("refuses magnitudes that a transform could carry to infinity", () => {
    const plan = planWinograd(
      geometryOf({ channels: 64, outputs: 64, size: [1, 56, 56] }, "narrow"),
      "narrow",
      settings,
    )!;
    expect(plan.accepts(1, 1)).toBe(true);
    expect(plan.accepts(2 ** 55, 2 ** 55)).toBe(true);
    expect(plan.accepts(2 ** 55, 2 ** 56)).toBe(false);
    expect(plan.accepts(2 ** 124, 0)).toBe(false);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(plan.accepts(bad, 1)).toBe(false);
      expect(plan.accepts(1, bad)).toBe(false);
    }
  });
});
