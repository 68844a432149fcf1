// The tap iterator against naive loops, in both directions and every padding mode.
import { describe, expect, it } from "vitest";
import { type ConvGeometry, convGeometry, type PaddingMode, prepadded } from "../src/geometry.ts";
import { convNarrow, convWide } from "../src/kernels/index.ts";
import { countTaps, eachTap, taps, tapsOfInput, tapsOfOutput, tapsOfWeight } from "../src/taps.ts";
import { counts, randomGeometry, wildNumbers } from "./random-geometry.ts";

function sums(g: ConvGeometry, input: Float32Array, weight: Float32Array): Float32Array {
  const size = counts(g);
  const output = new Float32Array(g.transposed ? size.wide : size.narrow);
  eachTap(g, (o, i, k) => {
    output[o] = output[o]! + Math.fround(input[i]! * weight[k]!);
  });
  return output;
}

describe("taps", () => {
  it("define the operation, in the order in which the kernels add", () => {
    for (let seed = 1; seed <= 120; seed++) {
      const g = randomGeometry(seed + 100);
      const size = counts(g);
      const input = Float32Array.from(wildNumbers(g.transposed ? size.narrow : size.wide, seed));
      const weight = Float32Array.from(wildNumbers(size.weight, seed + 1));
      const output = new Float32Array(g.transposed ? size.wide : size.narrow);
      const params = { geometry: g, activation: "none" as const };
      if (g.transposed) convWide.run({ y: input, weight, bias: null, x: output }, params);
      else convNarrow.run({ x: input, weight, bias: null, y: output }, params);
      expect(sums(g, input, weight), JSON.stringify(g)).toEqual(output);
    }
  });

  it("are the same from every side", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const g = randomGeometry(seed + 700);
      const size = counts(g);
      const [inputs, outputs] = g.transposed ? [size.narrow, size.wide] : [size.wide, size.narrow];
      const all = [...taps(g)].map((tap) => `${tap.output} ${tap.input} ${tap.weight}`);
      expect(all.length).toBe(countTaps(g));
      expect(new Set(all).size).toBe(all.length);
      const from = (count: number, ask: typeof tapsOfOutput) =>
        Array.from({ length: count }, (_, i) => ask(g, i))
          .flat()
          .map((tap) => `${tap.output} ${tap.input} ${tap.weight}`);
      expect(from(outputs, tapsOfOutput)).toEqual(all);
      expect(from(inputs, tapsOfInput).sort()).toEqual([...all].sort());
      expect(from(size.weight, tapsOfWeight).sort()).toEqual([...all].sort());
    }
  });

  it.each(["reflect", "replicate", "circular"] as const)("%s padding is a convolution of the padded input", (mode) => {
    const { geometry } = convGeometry({
      api: "test",
      rank: 2,
      transposed: false,
      input: { shape: [2, 3, 5, 6], dtype: "float32" },
      weight: { shape: [2, 3, 3, 4], dtype: "float32" },
      options: { padding: [2, 3], stride: [2, 1], dilation: [2, 1], paddingMode: mode },
    });
    const x = Float32Array.from(wildNumbers(180, 3));
    const weight = Float32Array.from(wildNumbers(72, 4));
    const inner = prepadded(geometry);
    const [, height, width] = inner.wide;
    const padded = new Float32Array(6 * height * width);
    for (let c = 0; c < 6; c++) {
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          padded[(c * height + i) * width + j] = x[(c * 5 + at(i - 2, 5, mode)) * 6 + at(j - 3, 6, mode)]!;
        }
      }
    }
    const y = new Float32Array(counts(inner).narrow);
    convNarrow.run({ x: padded, weight, bias: null, y }, { geometry: inner, activation: "none" });
    expect(sums(geometry, x, weight)).toEqual(y);
    expect([...taps(geometry)].length).toBe(countTaps(geometry));
    const fromInputs = Array.from({ length: 180 }, (_, i) => tapsOfInput(geometry, i)).flat();
    expect(fromInputs.length).toBe(countTaps(geometry));
  });

  it("refuse an element that does not exist", () => {
    const g = randomGeometry(1);
    expect(() => tapsOfOutput(g, -1)).toThrow("output must be the index of one of");
    expect(() => tapsOfWeight(g, 1e9)).toThrow("weight must be the index of one of");
    expect(() => tapsOfInput(g, 0.5)).toThrow("input must be the index of one of");
  });
});

function at(position: number, size: number, mode: PaddingMode): number {
  if (mode === "circular") return (position + size) % size;
  if (mode === "replicate") return Math.min(size - 1, Math.max(0, position));
  return size - 1 - Math.abs(size - 1 - Math.abs(position));
}
