// The flipped case has the transposed matrix, entry for entry.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import { caseOfPreset, flipped, sceneOf } from "../src/index.ts";

const flippable = convPresets.filter(({ case: { options } }) => {
  // Padding that differs between front and back, or repeats elements, has no transposed convolution of PyTorch's.
  return options.padding !== "same" && (options.paddingMode ?? "zeros") === "zeros";
});

describe("flipped", () => {
  it.each(flippable.map((preset) => [preset.id, preset] as const))("%s", (_, preset) => {
    const scene = sceneOf(caseOfPreset(preset));
    const other = sceneOf(flipped(scene));
    expect(other.matrix.shape).toEqual([...scene.matrix.shape].reverse());
    const places = (entries: Iterable<{ row: number; column: number; symbol: string }>, turned: boolean) =>
      [...entries].map(({ row, column, symbol }) => `${turned ? [column, row] : [row, column]} ${symbol}`).sort();
    expect(places(other.matrix.entries(), true)).toEqual(places(scene.matrix.entries(), false));
  });
});
