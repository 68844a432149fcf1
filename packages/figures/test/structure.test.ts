// What is said about a matrix, against the matrix itself.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import { caseOfPreset, sceneOf, structureOf } from "../src/index.ts";

const scenes = convPresets.map((preset) => ({ id: preset.id, scene: sceneOf(caseOfPreset(preset)) }));

describe.each(scenes)("$id", ({ scene }) => {
  const structure = structureOf(scene);
  const entries = [...scene.matrix.entries()];

  it("counts entries and their distance from the diagonal", () => {
    expect(structure.nnz).toBe(entries.length);
    expect(structure.density).toBeCloseTo(entries.length / (structure.rows * structure.columns), 12);
    const distances = entries.map(({ row, column }) => row - column);
    expect(structure.bandwidth).toEqual([Math.max(0, ...distances), Math.max(0, ...distances.map((d) => -d))]);
  });

  it("counts what reaches each element of the wide side", () => {
    const { transposed } = scene.geometry;
    const sums = structure.coverage.map(() => 0);
    for (const { row, column, weights } of entries) sums[transposed ? row : column]! += weights.length;
    expect(structure.coverage).toEqual(sums);
  });

  it("calls Toeplitz what is constant along the diagonals of its innermost blocks", () => {
    if (scene.figure.options.paddingMode !== undefined) return;
    const width = (side: "input" | "output") => scene[side].shape.at(-1)!;
    // Within one image row against one image row: the entry depends on the difference of the columns alone.
    const seen = new Map<string, string>();
    let constant = true;
    for (const { row, column, symbol } of entries) {
      const [w, v] = [width("output"), width("input")];
      const place = `${Math.floor(row / w)},${Math.floor(column / v)},${(row % w) - (column % v)}`;
      if ((seen.get(place) ?? symbol) !== symbol) constant = false;
      seen.set(place, symbol);
    }
    if (structure.isToeplitz) expect(constant).toBe(true);
  });
});

describe("the checkerboard", () => {
  const transposed = (kernel: number) =>
    sceneOf({
      rank: 1,
      transposed: true,
      input: { shape: [1, 1, 4], values: [1, 1, 1, 1] },
      weight: { shape: [1, 1, kernel], values: new Array(kernel).fill(1) },
      options: { stride: 2 },
    });

  it("is uneven where the stride does not divide the kernel, and even inside where it does", () => {
    expect(structureOf(transposed(3)).coverage).toEqual([1, 1, 2, 1, 2, 1, 2, 1, 1]);
    expect(structureOf(transposed(2)).coverageRange).toEqual([1, 1]);
  });
});
