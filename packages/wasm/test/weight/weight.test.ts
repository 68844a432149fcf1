// The weight gradient in WebAssembly against the naive contract and the portable kernel.
import { convWeight } from "@toeplitz/conv/kernels";
import { describe, expect, test } from "vitest";
import { counts, randomGeometry, wholeNumbers, wildNumbers } from "../../../conv/test/random-geometry.ts";
import { Machine } from "./machine.ts";

const plain = new Machine(false);

function portable(x: Float32Array, y: Float32Array, weights: number, g: never): Float32Array {
  const weight = new Float32Array(weights);
  convWeight.run({ x, y, weight }, g);
  return weight;
}

describe("levels", () => {
  test("plain", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const g = randomGeometry(seed);
      const sizes = counts(g);
      const x = Float32Array.from(wildNumbers(sizes.wide, seed));
      const y = Float32Array.from(wildNumbers(sizes.narrow, seed + 1));
      const last = (["x", "y", "weight"] as const)[seed % 3]!;
      const given = plain.run(g, x, y, sizes.weight, { lanes: true, rows: 1 + (seed % 6), last });
      expect(given, `seed ${seed}`).toEqual(portable(x, y, sizes.weight, g as never));
    }
  });
});
void wholeNumbers;
