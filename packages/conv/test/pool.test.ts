// The pooling kernels against the contract, bit for bit, over random geometries; and the ops around them.
import { grad, noGrad, ones, randn, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import { describe, expect, it, test } from "vitest";
import { adaptivePoolGeometry } from "../src/geometry/adaptive-plan.ts";
import { poolGeometry } from "../src/geometry/pool-plan.ts";
import { adaptiveMaxPool2d, avgPool2d, maxPool2d } from "../src/index.ts";
import { avgPool, avgPoolGradient, maxPool, maxPoolPositions, type PoolGeometry } from "../src/kernels/index.ts";
import { divided, eachWindow, maximum } from "./pool-contract.ts";
import { randomNumbers, wildNumbers } from "./random-geometry.ts";

const cases = 150;
const outputs = (g: PoolGeometry) => g.planes * g.narrow[0] * g.narrow[1] * g.narrow[2];
const inputs = (g: PoolGeometry) => g.planes * g.wide[0] * g.wide[1] * g.wide[2];

/** A legal geometry of any kind. */
function randomPool(seed: number, kind: "max" | "avg"): PoolGeometry {
  const random = randomNumbers(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  for (;;) {
    const rank = whole(1, 3) as 1 | 2 | 3;
    const per = (make: () => number) => Array.from({ length: rank }, make);
    const input = { shape: [whole(1, 2), whole(1, 3), ...per(() => whole(1, 9))], dtype: "float32" } as const;
    const call = { api: "test", rank, kind, input };
    try {
      if (random() < 0.3) return adaptivePoolGeometry({ ...call, outputSize: per(() => whole(1, 7)) }).geometry;
      const kernelSize = per(() => whole(1, 4));
      const shared = {
        stride: per(() => whole(1, 4)),
        padding: kernelSize.map((k) => whole(0, k >> 1)),
        ceilMode: random() < 0.5,
      };
      const more =
        kind === "max"
          ? { dilation: per(() => (random() < 0.6 ? 1 : whole(2, 3))) }
          : {
              countIncludePad: random() < 0.5,
              ...(rank > 1 && random() < 0.3 ? { divisorOverride: whole(-9, -1) } : {}),
            };
      return poolGeometry({ ...call, kernelSize, options: { ...shared, ...more } }).geometry;
    } catch {
      // a window that does not fit: draw again
    }
  }
}

/** Numbers with ties, NaN and infinities among them. */
function specialNumbers(count: number, seed: number): number[] {
  const random = randomNumbers(seed);
  const few = [0, -0, 1, 1, -1, Number.NaN, Infinity, -Infinity, -Infinity];
  return Array.from({ length: count }, () => few[Math.floor(random() * few.length)]!);
}

function expectSameBits(got: ArrayLike<number | bigint>, wanted: ArrayLike<number | bigint>, what: string): void {
  expect(got.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (!Object.is(got[i], wanted[i])) expect.fail(`${what}: element ${i} is ${got[i]}, not ${wanted[i]}`);
  }
}

describe.each([
  ["float32", Float32Array, Math.fround],
  ["float64", Float64Array, (value: number) => value],
] as const)("%s", (_, array, round) => {
  /** Room for the operand, full of something else, with room behind that must stay as it is. */
  const buffer = (count: number) => new array(count + 2).fill(77) as Float32Array | Float64Array;
  const written = (got: Float32Array | Float64Array, what: string) => {
    expect([...got.slice(-2)], what).toEqual([77, 77]);
    return got.slice(0, -2);
  };

  it("maxima and their positions", () => {
    for (let seed = 1; seed <= cases; seed++) {
      const g = randomPool(seed, "max");
      const what = JSON.stringify(g);
      const x = new array(seed % 2 === 0 ? wildNumbers(inputs(g), seed) : specialNumbers(inputs(g), seed));
      const [wanted, places]: number[][] = [[], []] as [number[], number[]];
      eachWindow(g, (__, elements) => {
        const { value, at } = maximum(x, elements);
        wanted!.push(value);
        places!.push(at);
      });
      const [y, same] = [buffer(outputs(g)), buffer(outputs(g))];
      const positions = new Int32Array(outputs(g));
      maxPool.run({ x, y }, g);
      maxPoolPositions.run({ x, y: same, positions }, g);
      expectSameBits(written(y, what), wanted!, what);
      expectSameBits(written(same, what), wanted!, what);
      // The place of nothing is the ops' business.
      expectSameBits(
        positions.map((at, o) => (places![o] === -1 ? -1 : at)),
        places!,
        what,
      );
    }
  });

  it("averages and the way back", () => {
    for (let seed = 1; seed <= cases; seed++) {
      const g = randomPool(seed + 1000, "avg");
      const what = JSON.stringify(g);
      const x = new array(wildNumbers(inputs(g), seed));
      const sent = new array(wildNumbers(outputs(g), seed + 1));
      const wanted: number[] = [];
      const back = new Array<number>(inputs(g)).fill(0);
      eachWindow(g, (o, elements, sizes) => {
        const sum = elements.reduce((total, i) => round(total + x[i]!), 0);
        wanted.push(g.adaptive ? divided(sum, g, sizes, round) : divided(sum, g, sizes, round) + 0);
        const share = divided(sent[o]!, g, sizes, round);
        for (const i of elements) back[i] = round(back[i]! + share);
      });
      const y = buffer(outputs(g));
      avgPool.run({ x, y }, g);
      expectSameBits(written(y, what), wanted, what);
      const dx = buffer(inputs(g));
      avgPoolGradient.run({ y: sent, x: dx }, g);
      expectSameBits(written(dx, what), back, what);
    }
  });
});

test("averages of int64 wrap, and round towards zero", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const g = randomPool(seed + 2000, "avg");
    if (g.adaptive) continue;
    const x = BigInt64Array.from(wildNumbers(inputs(g), seed), (value) => BigInt(Math.round(value * 16)) << 50n);
    const wanted: bigint[] = [];
    eachWindow(g, (_, elements, [d, h, w]) => {
      const sum = elements.reduce((total, i) => BigInt.asIntN(64, total + x[i]!), 0n);
      wanted.push(sum / BigInt(g.divisor ?? d * h * w));
    });
    const y = new BigInt64Array(outputs(g));
    avgPool.run({ x, y }, g);
    expectSameBits(y, wanted, JSON.stringify(g));
  }
});

describe("positions", () => {
  const launched = (run: () => unknown): string[] => {
    resetServed();
    run();
    return [...servedBy().keys()].sort();
  };
  const x = randn([1, 2, 6, 6], { requiresGrad: true });

  it("are computed where a gradient or an index is wanted, and only there", () => {
    expect(launched(() => maxPool2d(x.detach(), 2))).toEqual(["max_pool"]);
    expect(launched(() => noGrad(() => maxPool2d(x, 2)))).toEqual(["max_pool"]);
    expect(launched(() => maxPool2d(x, 2))).toEqual(["max_pool_positions"]);
    expect(launched(() => maxPool2d(x.detach(), 2, { returnIndices: true }))).toContain("max_pool_positions");
    expect(launched(() => adaptiveMaxPool2d(x.detach(), 5))).toEqual(["max_pool"]);
  });

  it("of a changed copy do not lead the gradient astray", () => {
    const [y, indices] = maxPool2d(x, 3, { returnIndices: true });
    const [before] = grad(y, [x], { gradOutputs: ones(y.shape), retainGraph: true }) as [Tensor];
    indices.zero_();
    const [after] = grad(y, [x], { gradOutputs: ones(y.shape) }) as [Tensor];
    expect(after.equal(before)).toBe(true);
  });
});

describe("windows without elements", () => {
  // The rows of the only row of windows are -1 and 1, and there is but row 0.
  const options = { stride: 1, padding: 1, dilation: 2 } as const;

  it("are -infinity and send no gradient anywhere, to any order", () => {
    const plane = tensor([[[5, 1, 3]]], { requiresGrad: true });
    const y = maxPool2d(plane, 2, options);
    expect(y.toArray()).toEqual([[[-Infinity, -Infinity, -Infinity]]]);
    const sent = ones(y.shape, { requiresGrad: true });
    const [dx] = grad(y, [plane], { gradOutputs: sent, createGraph: true }) as [Tensor];
    expect(dx.toArray()).toEqual([[[0, 0, 0]]]);
    const [back] = grad(dx, [sent], { gradOutputs: ones(dx.shape) }) as [Tensor];
    expect(back.toArray()).toEqual([[[0, 0, 0]]]);
  });

  it("are never beside others", () => {
    let lacking = 0;
    for (let seed = 1; seed <= 600; seed++) {
      const empty = new Set<boolean>();
      eachWindow(randomPool(seed + 3000, "max"), (_, elements) => empty.add(elements.length === 0));
      expect(empty.size, String(seed)).toBeLessThan(2);
      if (empty.has(true)) lacking += 1;
    }
    expect(lacking).toBeGreaterThan(0);
  });
});

test("nothing in, nothing out, and zeros back", () => {
  const x = zeros([0, 2, 4, 4], { requiresGrad: true });
  for (const y of [
    maxPool2d(x, 2),
    avgPool2d(x, 2),
    adaptiveMaxPool2d(zeros([1, 2, 4, 4], { requiresGrad: true }), 0),
  ]) {
    expect(y.numel()).toBe(0);
    expect(y.requiresGrad).toBe(true);
  }
  const [dx] = grad(maxPool2d(x, 2), [x], { gradOutputs: zeros([0, 2, 2, 2]) }) as [Tensor];
  expect(dx.shape).toEqual([0, 2, 4, 4]);
});
