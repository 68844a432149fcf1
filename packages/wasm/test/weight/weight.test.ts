// The weight gradient in WebAssembly against the portable kernel: bits, bounds, splits, slices, and what is not finite.
import { type ConvGeometry, convGeometry } from "@toeplitz/conv/geometry";
import { describe, expect, it } from "vitest";
import { caseOf, inDoubles, portably, randomCase } from "./cases.ts";
import { atOnce, backwards, Machine, type Split, singly } from "./machine.ts";

const plain = new Machine(false);
const fused = new Machine(true);
const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** Tiles of every size, and each operand at the end of memory in turn. */
const varied = (seed: number) => ({
  rows: 1 + (seed % 6),
  last: (["x", "y", "weight"] as const)[seed % 3]!,
});

describe("the weight gradient", () => {
  it("has the portable kernel's bits when sums stay in their lanes", () => {
    for (const seed of seeds(1, 300)) {
      const given = randomCase(seed, "wild");
      expect(plain.run(given, { lanes: true, ...varied(seed) }), `seed ${seed}`).toEqual(portably(given));
    }
  });

  it("is exact in any order where every sum is", () => {
    for (const seed of seeds(1000, 300)) {
      const given = randomCase(seed, "whole");
      const machine = seed % 2 === 0 ? plain : fused;
      expect(machine.run(given, { lanes: false, ...varied(seed) }), `seed ${seed}`).toEqual(portably(given));
    }
  });

  it("is as close to the sum of the rounded numbers as its length allows", () => {
    for (const seed of seeds(2000, 40)) {
      const given = randomCase(seed, "wild");
      const exact = inDoubles(given);
      const sizes = inDoubles(given, Math.abs);
      const terms = given.g.batch * given.g.narrow.reduce((a, b) => a * b, 1);
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
      const given = randomCase(seed, "wild");
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
      const given = randomCase(seed, "wild");
      const options = { lanes: true, rows: 1 + (seed % 6) };
      const limit = 256 * (1 + (seed % 20));
      expect(plain.run(given, { ...options, limit }), `seed ${seed}`).toEqual(portably(given));
      most = Math.max(most, plain.slices);
    }
    expect(most).toBeGreaterThan(10);
  });

  it("keeps its bits where rows are long and many", () => {
    const shapes = [
      { input: [2, 5, 3, 21, 40], kernel: [2, 3, 3], stride: [1, 1, 1] },
      { input: [1, 5, 61, 61], kernel: [3, 5], stride: [2, 2] },
      { input: [3, 5, 3000], kernel: [7], stride: [3] },
      { input: [2, 5, 40, 37], kernel: [1, 1], stride: [1, 1] },
    ];
    for (const [seed, { input, kernel, stride }] of shapes.entries()) {
      const { geometry } = convGeometry({
        api: "test",
        rank: kernel.length as ConvGeometry["rank"],
        transposed: false,
        input: { shape: input, dtype: "float32" },
        weight: { shape: [7, 5, ...kernel], dtype: "float32" },
        options: { stride, padding: kernel.map((k) => k >> 1) },
      });
      const wild = caseOf(geometry, seed, "wild");
      expect(plain.run(wild, { lanes: true, rows: 5 }), `shape ${seed}`).toEqual(portably(wild));
      const whole = caseOf(geometry, seed, "whole");
      expect(fused.run(whole, { lanes: false, rows: 6 }), `shape ${seed}`).toEqual(portably(whole));
    }
  });

  it("lets NaN and infinity into the weights that they meet, and into no others", () => {
    for (const seed of seeds(5000, 80)) {
      const given = randomCase(seed, "wild");
      const wrong = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][seed % 3]!;
      const target = seed % 2 === 0 ? given.x : given.y;
      target[(seed * 7919) % target.length] = wrong;
      const options = { lanes: true, ...varied(seed) };
      expect(plain.run(given, options), `seed ${seed}`).toEqual(portably(given));
    }
  });
});
