// Parts of the matrix, and parts of its sums, against the whole.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import { caseOfPreset, columnsSide, matrixWindowOf, partialSums, sceneOf } from "../src/index.ts";

const scenes = convPresets.map((preset) => ({ id: preset.id, scene: sceneOf(caseOfPreset(preset)) }));

describe.each(scenes)("$id", ({ scene }) => {
  const [rows, columns] = scene.matrix.shape;

  it("has every entry in one of its windows", () => {
    const found: string[] = [];
    for (let row = 0; row < rows; row += 10) {
      for (let column = 0; column < columns; column += 10) {
        const window = matrixWindowOf(scene, [Math.min(row + 3, rows - 1), Math.min(column + 3, columns - 1)], 10);
        expect([window.row, window.column]).toEqual([row, column]);
        window.places.forEach((line, r) => {
          line.forEach((entry, c) => {
            if (entry !== null) found.push(`${row + r},${column + c} ${entry.value} ${entry.weights}`);
          });
        });
      }
    }
    const numbers = scene.matrix.dense().toArray() as number[][];
    const all = [...scene.matrix.entries()].map(
      ({ row, column, weights }) => `${row},${column} ${numbers[row]![column]} ${weights}`,
    );
    expect(found.sort()).toEqual(all.sort());
  });

  it("adds up, column by column, to the result", () => {
    const { values } = scene.input;
    expect(partialSums(scene, 0).every((value) => value === 0)).toBe(true);
    expect(partialSums(scene, values.length)).toEqual(scene.output.values);
    const half = values.length >> 1;
    const sums = scene.output.values.map(() => 0);
    const numbers = scene.matrix.dense().toArray() as number[][];
    for (const { row, column } of scene.matrix.entries()) {
      if (column < half) sums[row]! += numbers[row]![column]! * values[column]!;
    }
    partialSums(scene, half).forEach((value, i) => {
      expect(value).toBeCloseTo(sums[i]!, 5);
    });
  });

  it("adds up to the gradient of the input through the transpose", () => {
    const upstream = { shape: scene.output.shape, values: scene.output.values.map((_, i) => ((i * 7) % 9) / 4 - 1) };
    const back = sceneOf({ ...scene.figure, gradient: { to: "input", upstream } });
    expect(columnsSide(back)).toBe("output");
    partialSums(back, upstream.values.length).forEach((value, i) => {
      expect(value).toBeCloseTo(back.input.values[i]!, 5);
    });
  });
});
