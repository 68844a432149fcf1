// The equation that the matrix is drawn in: K x = y, Kᵀ ∂y = ∂x, and ∂y xᵀ, whose entries add up to ∂w.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import {
  caseOfPreset,
  drawnMatrixOf,
  type FigureCase,
  formulaOf,
  highlightOf,
  matrixLayoutOf,
  type Scene,
  sceneOf,
} from "../src/index.ts";

const quarters = (count: number) => Array.from({ length: count }, (_, i) => ((i * 7) % 17) / 4 - 2);

/** Two samples, the way there and both ways back. */
function waysOf(preset: FigureCase) {
  const { shape, values } = preset.input;
  const input = { shape: [2, ...shape.slice(1)], values: [...values, ...quarters(values.length)] };
  const there = sceneOf({ ...preset, input });
  const upstream = { shape: there.output.shape, values: quarters(there.output.values.length) };
  const back = (to: "input" | "weight") => sceneOf({ ...there.figure, gradient: { to, upstream } });
  return { there, toInput: back("input"), toWeight: back("weight") };
}

const words = (scene: Scene, kind: string) =>
  matrixLayoutOf(scene)
    .signs.filter((sign) => sign.kind === kind)
    .map(({ text }) => text);

describe.each(convPresets.map((preset) => ({ id: preset.id, ...waysOf(caseOfPreset(preset)) })))(
  "$id",
  ({ there, toInput, toWeight }) => {
    it.each([
      ["the output", there],
      ["the gradient of the input", toInput],
    ] as const)("multiplies what lies above it into what stands beside it: %s", (_, scene) => {
      const { above, beside } = drawnMatrixOf(scene);
      const { cells, rows, columns } = matrixLayoutOf(scene);
      for (const sample of [0, 1]) {
        const sums = new Array<number>(rows).fill(0);
        for (const { row, column, value } of cells)
          sums[row]! += value * scene[above].values[sample * columns + column]!;
        sums.forEach((sum, row) => {
          expect(sum).toBeCloseTo(scene[beside].values[sample * rows + row]!, 4);
        });
      }
    });

    it("holds products that add up to the gradient of the weight, hue by hue", () => {
      const sums = toWeight.weight.values.map(() => 0);
      for (const { weights, value } of matrixLayoutOf(toWeight).cells) {
        for (const weight of weights) sums[weight]! += value;
      }
      sums.forEach((sum, index) => {
        expect(sum).toBeCloseTo(toWeight.weight.values[index]!, 4);
      });
    });

    it("writes the equation, with its signs", () => {
      const [K, T] = there.geometry.transposed ? ["Kᵀ", "K"] : ["K", "Kᵀ"];
      expect(words(there, "name")).toEqual(["X", K, "Y"]);
      expect(words(toInput, "name")).toEqual(["∂Y", T, "∂X"]);
      expect(words(toWeight, "name")).toEqual(["Xᵀ", `∂${K}`, "∂Y"]);
      for (const scene of [there, toInput, toWeight]) expect(words(scene, "sign")).toEqual(["×", "="]);
    });
  },
);

it("says of an entry of the products which they are", () => {
  const { toWeight } = waysOf({
    rank: 1,
    transposed: false,
    input: { shape: [1, 1, 3], values: [1, 2, 3] },
    weight: { shape: [1, 1, 2], values: [1, 1] },
    options: {},
  });
  const highlight = highlightOf(toWeight, { on: "entry", row: 1, column: 2 })!;
  expect(formulaOf(toWeight, highlight)).toMatchObject({
    subject: "∂K[1, 2]",
    symbol: "∂y₀₀₁·x₀₀₂ + ∂y₁₀₁·x₁₀₂",
  });
});
