// The weight gradient in WebAssembly against the portable kernel: bits, bounds, splits, slices, and what is not finite.
import { type ConvGeometry, convWeight } from "@toeplitz/conv/kernels";
import { describe, expect, it } from "vitest";
import { weightContract } from "../../../conv/test/contract.ts";
import { counts, randomGeometry, wholeNumbers, wildNumbers } from "../../../conv/test/random-geometry.ts";
import { atOnce, backwards, Machine, type Split, singly } from "./machine.ts";

const plain = new Machine(false);
const fused = new Machine(true);
const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

interface Case {
  readonly g: ConvGeometry;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly weights: number;
}

function made(seed: number, numbers: (count: number, seed: number) => number[]): Case {
  const g = randomGeometry(seed);
  const { wide, narrow, weight } = counts(g);
  const [x, y] = [Float32Array.from(numbers(wide, seed)), Float32Array.from(numbers(narrow, seed + 1))];
  return { g, x, y, weights: weight };
}

function portably({ g, x, y, weights }: Case): Float32Array {
  const weight = new Float32Array(weights);
  convWeight.run({ x, y, weight }, g);
  return weight;
}

/** Tiles of every size, and each operand at the end of memory in turn. */
const varied = (seed: number) => ({
  rows: 1 + (seed % 6),
  last: (["x", "y", "weight"] as const)[seed % 3]!,
});

describe("the weight gradient", () => {
  it("has the portable kernel's bits when sums stay in their lanes", () => {
    for (const seed of seeds(1, 300)) {
      const given = made(seed, wildNumbers);
      expect(plain.run(given, { lanes: true, ...varied(seed) }), `seed ${seed}`).toEqual(portably(given));
    }
  });

  it("is exact in any order where every sum is", () => {
    for (const seed of seeds(1000, 300)) {
      const given = made(seed, wholeNumbers);
      const machine = seed % 2 === 0 ? plain : fused;
      expect(machine.run(given, { lanes: false, ...varied(seed) }), `seed ${seed}`).toEqual(portably(given));
    }
  });

  it("is as close to the sum of the rounded numbers as its length allows", () => {
    for (const seed of seeds(2000, 40)) {
      const given = made(seed, wildNumbers);
      const { g, x, y } = given;
      const exact = weightContract(x, y, g, (value) => value);
      const sizes = weightContract(x.map(Math.abs), y.map(Math.abs), g, (value) => value);
      const terms = g.batch * g.narrow.reduce((a, b) => a * b, 1);
      const most = Math.max(4, 2 * Math.sqrt(terms)) * 2 ** -24;
      for (const [i, sum] of fused.run(given, { lanes: false, rows: 6 }).entries()) {
        expect(Math.abs(sum - exact[i]!)).toBeLessThanOrEqual(most * sizes[i]!);
      }
    }
  });

  it("does not depend on how its units are shared out", () => {
    const thirds: Split = (units, part) => {
      const at = [0, Math.floor(units / 3), Math.ceil((2 * units) / 3), units];
      for (const i of [2, 0, 1]) part(at[i]!, at[i + 1]!);
    };
    for (const seed of seeds(3000, 40)) {
      const given = made(seed, wildNumbers);
      // Small units, so that there are several.
      const options = { lanes: false, rows: 1 + (seed % 6), unit: 1 };
      const expected = fused.run(given, { ...options, split: atOnce });
      for (const split of [singly, backwards, thirds]) {
        expect(fused.run(given, { ...options, split }), `seed ${seed}`).toEqual(expected);
      }
    }
  });

  it("works in slices when its copies would be large", () => {
    let most = 0;
    for (const seed of seeds(4000, 60)) {
      const given = made(seed, wildNumbers);
      const options = { lanes: true, rows: 1 + (seed % 6) };
      const limit = 256 * (1 + (seed % 20));
      expect(plain.run(given, { ...options, limit }), `seed ${seed}`).toEqual(portably(given));
      most = Math.max(most, plain.slices);
    }
    expect(most).toBeGreaterThan(10);
  });

  it("keeps its bits where rows are long and many", () => {
    const sizes = [
      { batch: 2, wide: [3, 21, 40], kernel: [2, 3, 3], stride: [1, 1, 1] },
      { batch: 1, wide: [1, 61, 61], kernel: [1, 3, 5], stride: [1, 2, 2] },
      { batch: 3, wide: [1, 1, 3000], kernel: [1, 1, 7], stride: [1, 1, 3] },
      { batch: 2, wide: [1, 40, 37], kernel: [1, 1, 1], stride: [1, 1, 1] },
    ] as const;
    for (const [seed, { batch, wide, kernel, stride }] of sizes.entries()) {
      const padding = kernel.map((k) => k >> 1) as unknown as ConvGeometry["padding"];
      const narrow = wide.map((w, i) => Math.floor((w + 2 * padding[i]! - kernel[i]!) / stride[i]!) + 1);
      const g: ConvGeometry = {
        ...randomGeometry(1),
        groups: 1,
        batch,
        wide,
        kernel,
        stride,
        padding,
        narrow: narrow as unknown as ConvGeometry["narrow"],
        dilation: [1, 1, 1],
        widePerGroup: 5,
        narrowPerGroup: 7,
      };
      const { wide: xs, narrow: ys, weight } = counts({ ...g, rank: 3 });
      const [x, y] = [Float32Array.from(wildNumbers(xs, seed)), Float32Array.from(wildNumbers(ys, seed + 9))];
      const given = { g, x, y, weights: weight };
      expect(plain.run(given, { lanes: true, rows: 5 }), `size ${seed}`).toEqual(portably(given));
      const [sx, sy] = [Float32Array.from(wholeNumbers(xs, seed)), Float32Array.from(wholeNumbers(ys, seed + 9))];
      const exact = { g, x: sx, y: sy, weights: weight };
      expect(fused.run(exact, { lanes: false, rows: 6 }), `size ${seed}`).toEqual(portably(exact));
    }
  });

  it("lets NaN and infinity into the weights that they meet, and into no others", () => {
    for (const seed of seeds(5000, 80)) {
      const given = made(seed, wildNumbers);
      const wrong = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][seed % 3]!;
      const target = seed % 2 === 0 ? given.x : given.y;
      target[(seed * 7919) % target.length] = wrong;
      const options = { lanes: true, ...varied(seed) };
      expect(plain.run(given, options), `seed ${seed}`).toEqual(portably(given));
    }
  });
});
