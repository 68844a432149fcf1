// Rows become columns: moved back by what their diagonal says, the entries of a matrix stand where its transpose has them.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import { caseOfPreset, diagonalsOf, matrixLayoutOf, sceneOf } from "../src/index.ts";

const layouts = convPresets.map((preset) => [preset.id, matrixLayoutOf(sceneOf(caseOfPreset(preset)))] as const);

describe("diagonals", () => {
  it.each(layouts)("%s", (_, layout) => {
    const { cell, cells } = layout;
    const diagonals = diagonalsOf(layout);
    const moved = diagonals.flatMap(({ from: [dx, dy], cells: own }) =>
      own.map(({ row, column }) => `${(row * cell + dy) / cell},${(column * cell + dx) / cell}`),
    );
    expect(moved.sort()).toEqual(cells.map(({ row, column }) => `${column},${row}`).sort());
    const offsets = diagonals.map(({ offset }) => offset);
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    // The groups draw what the whole picture draws.
    const squares = (parts: readonly { readonly path: string }[]) =>
      parts.flatMap(({ path }) => path.split("z")).filter((square) => square !== "");
    expect(squares(diagonals.flatMap(({ threads }) => threads)).sort()).toEqual(squares(layout.threads).sort());
    expect(squares(diagonals.flatMap(({ tones }) => tones)).sort()).toEqual(squares(layout.tones).sort());
  });

  it("are none where there are too many entries to move", () => {
    const layout = layouts[0]![1];
    const cells = Array.from({ length: 1600 }, (_, row) => ({ row, column: 0, weights: [0], value: 1 }));
    expect(diagonalsOf({ ...layout, cells })).toEqual([]);
  });
});
