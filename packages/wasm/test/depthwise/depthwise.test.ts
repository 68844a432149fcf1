// Depthwise sums against the portable kernels, bit for bit, at the end of memory and in any split of units.
import { type Activation, type ConvGeometry, type SpatialRank, volume } from "@toeplitz/conv/geometry";
import { convNarrow, convWide } from "@toeplitz/conv/kernels";
import { describe, expect, it } from "vitest";
import { fuse } from "../../src/assembler/fuse.ts";
import { ModuleBuilder } from "../../src/assembler/module-builder.ts";
import { type DepthwisePlan, type Direction, planDepthwise, type StripChoice } from "../../src/depthwise/plan.ts";
import { emitDepthwise } from "../../src/kernels/depthwise.ts";
import { depthwise } from "../../src/kernels/depthwise-job.ts";

type Job = (settings: number, from: number, to: number, scratch: number) => void;

const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
const page = 65536;

function instantiate(fused: boolean): Job {
  const m = new ModuleBuilder();
  emitDepthwise(m);
  const bytes = fused ? fuse(m.encode()) : m.encode();
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return instance.exports.depthwise as Job;
}

/** The same numbers in [0, 1) for the same seed. */
function numbers(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** A depthwise geometry of any rank, stride, dilation and padding, for either direction. */
function geometry(seed: number, direction: Direction): ConvGeometry {
  const random = numbers(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const rank = whole(1, 3) as SpatialRank;
  const triple = (make: (axis: number) => number) =>
    [0, 1, 2].map((axis) => (axis < 3 - rank ? 1 : make(axis))) as [number, number, number];
  const most = rank === 1 ? 300 : rank === 2 ? 19 : 6;
  const stride = triple(() => (random() < 0.5 ? 1 : whole(1, 4)));
  const dilation = triple(() => (random() < 0.6 ? 1 : whole(1, 3)));
  const kernel = triple((axis) => (random() < 0.3 ? 3 : whole(1, axis === 2 && rank < 3 ? 9 : 5)));
  const narrow = triple((axis) => whole(1, axis === 2 ? most : Math.min(most, 14)));
  const padding = triple(() => 0).map((_, a) => (random() < 0.3 || a < 3 - rank ? 0 : whole(0, 4)));
  const wide = narrow.map((n, a) => {
    const reach = (n - 1) * stride[a]! + (kernel[a]! - 1) * dilation[a]! + 1 - 2 * padding[a]!;
    return a < 3 - rank ? 1 : Math.max(1, reach + whole(0, stride[a]! - 1));
  });
  const many = random() < 0.3 ? whole(2, 5) : 1;
  const outputs = random() < 0.7;
  return {
    rank,
    transposed: direction === "wide",
    batch: whole(1, 2),
    groups: whole(1, 5),
    widePerGroup: (direction === "narrow") === outputs ? 1 : many,
    narrowPerGroup: (direction === "narrow") === outputs ? many : 1,
    wide: wide as [number, number, number],
    narrow,
    kernel,
    stride,
    dilation,
    padding: padding as [number, number, number],
    paddingAfter: [0, 0, 0],
    paddingMode: "zeros",
  };
}

interface Operands {
  readonly source: Float32Array<ArrayBuffer>;
  readonly weight: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer> | null;
}

function operands(g: ConvGeometry, direction: Direction, seed: number, exact: boolean): Operands {
  const random = numbers(seed + 7919);
  const value = () =>
    exact ? (Math.floor(random() * 17) - 8) / 4 : (random() - 0.5) * 2 ** Math.floor(random() * 12 - 6);
  const fill = (count: number) => Float32Array.from({ length: count }, value);
  const wide = g.batch * g.groups * g.widePerGroup * volume(g.wide);
  const narrow = g.batch * g.groups * g.narrowPerGroup * volume(g.narrow);
  const channels = g.groups * (direction === "narrow" ? g.narrowPerGroup : g.widePerGroup);
  return {
    source: fill(direction === "narrow" ? wide : narrow),
    weight: fill(g.groups * g.narrowPerGroup * g.widePerGroup * volume(g.kernel)),
    bias: seed % 3 === 0 ? null : fill(channels),
  };
}

function portable(g: ConvGeometry, direction: Direction, o: Operands, activation: Activation): Float32Array {
  const planes = g.batch * g.groups;
  if (direction === "narrow") {
    const y = new Float32Array(planes * g.narrowPerGroup * volume(g.narrow));
    convNarrow.run({ x: o.source, weight: o.weight, bias: o.bias, y }, { geometry: g, activation });
    return y;
  }
  const x = new Float32Array(planes * g.widePerGroup * volume(g.wide));
  convWide.run({ y: o.source, weight: o.weight, bias: o.bias, x }, { geometry: g, activation });
  return x;
}

/** Runs the job with the operand `last` (or, in turn, another) at the very end of memory, units in pieces of `piece`. */
function accelerated(
  job: Job,
  plan: DepthwisePlan,
  o: Operands,
  activation: Activation,
  outputs: number,
  last: number,
  piece: number,
): Float32Array {
  const sizes = [o.source.length, o.weight.length, o.bias?.length ?? 0, outputs].map((count) => 4 * count);
  const needed = sizes.reduce((a, b) => a + b, 0) + 4 * plan.tables.length + plan.scratchBytes + 4096;
  if (needed > memory.buffer.byteLength) memory.grow(Math.ceil((needed - memory.buffer.byteLength) / page));
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0xff);
  let at = 256;
  const place = (size: number, atEnd: boolean) => {
    if (atEnd) return memory.buffer.byteLength - size;
    const address = at;
    at = 4 * Math.ceil((at + size + 12) / 4);
    return address;
  };
  const [x, weight, bias, y] = sizes.map((size, index) => place(size, index === last)) as [
    number,
    number,
    number,
    number,
  ];
  const tables = place(4 * plan.tables.length, false);
  const scratch = 64 * Math.ceil(at / 64);
  const put = (address: number, data: Float32Array) => new Float32Array(memory.buffer, address, data.length).set(data);
  put(x, o.source);
  put(weight, o.weight);
  if (o.bias !== null) put(bias, o.bias);
  new Int32Array(memory.buffer, tables, plan.tables.length).set(plan.tables);
  const words = plan.settings({ x, weight, bias: o.bias === null ? 0 : bias, y, tables, scratch }, activation);
  expect(4 * words.length).toBeLessThanOrEqual(252);
  new Int32Array(memory.buffer, 0, words.length).set(words);
  const guard = bytes.slice(scratch + plan.scratchBytes, scratch + plan.scratchBytes + 64);
  // Later pieces first: units are independent of each other.
  for (let to = plan.units; to > 0; to -= piece) job(0, Math.max(0, to - piece), to, scratch);
  expect(bytes.slice(scratch + plan.scratchBytes, scratch + plan.scratchBytes + 64)).toEqual(guard);
  const around = new Uint8Array(memory.buffer, y - 4, 4);
  if (last !== 3) expect([...around]).toEqual([255, 255, 255, 255]);
  return new Float32Array(memory.buffer, y, outputs).slice();
}

function expectSameBits(got: Float32Array, wanted: Float32Array, what: string): void {
  const [a, b] = [new Int32Array(got.buffer), new Int32Array(wanted.buffer)];
  expect(a.length, what).toBe(b.length);
  for (let i = 0; i < b.length; i++)
    if (a[i] !== b[i]) expect.fail(`${what}: element ${i} is ${got[i]}, not ${wanted[i]}`);
}

const choices: readonly StripChoice[] = [
  { pair: 6, single: 7, pairFrom: 1 },
  { pair: 3, single: 5, pairFrom: 2 },
  { pair: 0, single: 7 },
];

const activations: readonly Activation[] = ["none", "relu", "relu6"];

function hasRelaxed(): boolean {
  const m = new ModuleBuilder();
  emitDepthwise(m);
  return WebAssembly.validate(fuse(m.encode()));
}

describe.each([
  ["plain, random data", false],
  ["fused, exact data", true],
])("%s", (_, fused) => {
  describe.each(["narrow", "wide"] as const)("%s", (direction) => {
    it.skipIf(fused && !hasRelaxed())("has the portable bits", () => {
      const job = instantiate(fused);
      for (let seed = 1; seed <= 200; seed++) {
        const g = geometry(seed, direction);
        const plan = planDepthwise(g, direction, choices[seed % 3]);
        const what = `${direction} ${JSON.stringify(g)}`;
        if (plan === null) throw new Error(`no plan for ${what}`);
        const o = operands(g, direction, seed, fused);
        const activation = activations[(seed >> 1) % 3]!;
        const wanted = portable(g, direction, o, activation);
        const got = accelerated(job, plan, o, activation, wanted.length, seed % 4, 1 + (seed % 3));
        expectSameBits(got, wanted, what);
      }
    });
  });
});

/** Sizes that are cut into bands along each axis: [narrow, kernel, stride, dilation]. */
const large: readonly (readonly [number[], number[], number[], number[]])[] = [
  [
    [1, 1, 30011],
    [1, 1, 9],
    [1, 1, 1],
    [1, 1, 1],
  ],
  [
    [1, 1, 9001],
    [1, 1, 5],
    [1, 1, 2],
    [1, 1, 3],
  ],
  [
    [1, 1, 7001],
    [1, 1, 4],
    [1, 1, 3],
    [1, 1, 1],
  ],
  [
    [1, 151, 149],
    [1, 5, 5],
    [1, 1, 1],
    [1, 1, 1],
  ],
  [
    [1, 165, 241],
    [1, 3, 4],
    [1, 2, 2],
    [1, 3, 1],
  ],
  [
    [1, 9, 3001],
    [1, 7, 3],
    [1, 1, 1],
    [1, 2, 1],
  ],
  [
    [14, 30, 31],
    [3, 3, 3],
    [1, 1, 1],
    [1, 1, 1],
  ],
  [
    [31, 47, 57],
    [3, 5, 3],
    [2, 2, 2],
    [1, 1, 1],
  ],
];

describe.each(["narrow", "wide"] as const)("in bands, %s", (direction) => {
  it.each(large)("%j", (narrow, kernel, stride, dilation) => {
    const padding = kernel.map((k) => Math.floor(k / 2));
    const wide = narrow.map((n, a) => (n - 1) * stride[a]! + (kernel[a]! - 1) * dilation[a]! + 1 - 2 * padding[a]!);
    const g = {
      rank: 3,
      transposed: direction === "wide",
      batch: 1,
      groups: 2,
      widePerGroup: 1,
      narrowPerGroup: 1,
      ...{ wide, narrow, kernel, stride, dilation, padding },
      paddingAfter: [0, 0, 0],
      paddingMode: "zeros",
    } as unknown as ConvGeometry;
    const plan = planDepthwise(g, direction);
    if (plan === null) throw new Error("no plan");
    const words = plan.settings({ x: 0, weight: 0, bias: 0, y: 0, tables: 0, scratch: 0 }, "none");
    const { bandsD, bandsH, bandsW } = depthwise.at;
    expect(words[bandsD]! * words[bandsH]! * words[bandsW]!).toBeGreaterThan(1);
    const o = operands(g, direction, narrow[2]!, false);
    const wanted = portable(g, direction, o, "relu");
    expectSameBits(accelerated(instantiate(false), plan, o, "relu", wanted.length, 0, 1), wanted, direction);
    expectSameBits(accelerated(instantiate(false), plan, o, "relu", wanted.length, 3, plan.units), wanted, direction);
  });
});

describe("planDepthwise", () => {
  const small: ConvGeometry = {
    rank: 2,
    transposed: false,
    batch: 1,
    groups: 3,
    widePerGroup: 1,
    narrowPerGroup: 1,
    wide: [1, 9, 9],
    narrow: [1, 9, 9],
    kernel: [1, 3, 3],
    stride: [1, 1, 1],
    dilation: [1, 1, 1],
    padding: [0, 1, 1],
    paddingAfter: [0, 0, 0],
    paddingMode: "zeros",
  };

  it("keeps outputs clean that a source without end does not touch", () => {
    for (const direction of ["narrow", "wide"] as const) {
      const plan = planDepthwise(small, direction);
      if (plan === null) throw new Error("no plan");
      const o = operands(small, direction, 1, true);
      o.source[40] = Number.NaN;
      o.source[81 + 8] = Number.POSITIVE_INFINITY;
      const wanted = portable(small, direction, o, "none");
      const got = accelerated(instantiate(false), plan, o, "none", wanted.length, 0, 1);
      expect([...got]).toEqual([...wanted]);
      expect(wanted.filter(Number.isFinite).length).toBe(3 * 81 - 9 - 4);
    }
  });

  it("says where zeros outside of the source are multiplied", () => {
    const valid: ConvGeometry = { ...small, narrow: [1, 7, 7], padding: [0, 0, 0] };
    expect(planDepthwise(small, "narrow")?.pads).toBe(true);
    expect(planDepthwise(small, "wide")?.pads).toBe(true);
    expect(planDepthwise(valid, "narrow")?.pads).toBe(false);
    expect(planDepthwise(valid, "wide")?.pads).toBe(true);
    const apart: ConvGeometry = { ...valid, kernel: [1, 2, 2], stride: [1, 2, 2], wide: [1, 14, 14] };
    expect(planDepthwise(apart, "wide")?.pads).toBe(false);
  });

  it("leaves other convolutions and empty ones alone", () => {
    expect(planDepthwise({ ...small, widePerGroup: 2, narrowPerGroup: 2 }, "narrow")).toBeNull();
    expect(planDepthwise({ ...small, batch: 0 }, "narrow")).toBeNull();
    expect(planDepthwise({ ...small, narrowPerGroup: 4 }, "narrow")).not.toBeNull();
    expect(planDepthwise({ ...small, narrowPerGroup: 4 }, "wide")).not.toBeNull();
  });

  it("cuts large layers into units for several threads, also those of one channel", () => {
    const size = (width: number): [number, number, number] => [1, width, width];
    const layer = (groups: number, width: number) => ({ ...small, groups, wide: size(width), narrow: size(width) });
    for (const [groups, width] of [
      [32, 112],
      [1, 512],
    ] as const) {
      const plan = planDepthwise(layer(groups, width), "narrow");
      expect(plan?.units).toBeGreaterThanOrEqual(4);
      expect(plan?.scratchBytes).toBeLessThan(64 * 1024);
    }
  });
});
