// The flipped case has the transposed matrix, entry for entry, or there is none.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import { caseOfPreset, type FigureCase, flipped, type Scene, sceneOf } from "../src/index.ts";

function expectTransposed(scene: Scene): void {
  const other = sceneOf(flipped(scene));
  expect(other.matrix.shape).toEqual([...scene.matrix.shape].reverse());
  const places = (entries: Iterable<{ row: number; column: number; symbol: string }>, turned: boolean) =>
    [...entries].map(({ row, column, symbol }) => `${turned ? [column, row] : [row, column]} ${symbol}`).sort();
  expect(places(other.matrix.entries(), true)).toEqual(places(scene.matrix.entries(), false));
}

const refused: Readonly<Record<string, RegExp>> = {
  same: /no transposed convolution has this Kᵀ: 0 is padded in front and 1 behind/,
  reflect: /Only "zeros" padding mode/,
  replicate: /Only "zeros" padding mode/,
  circular: /Only "zeros" padding mode/,
};

describe("flipped", () => {
  it.each(convPresets.map((preset) => [preset.id, preset] as const))("%s", (id, preset) => {
    const scene = sceneOf(caseOfPreset(preset));
    if (id in refused) expect(() => sceneOf(flipped(scene))).toThrow(refused[id]!);
    else expectTransposed(scene);
  });

  const line = (transposed: boolean, size: number, kernel: number, options: FigureCase["options"]): Scene => {
    const numbers = (length: number) => ({ shape: [1, 1, length], values: Array.from({ length }, (_, i) => i + 1) });
    return sceneOf({ rank: 1, transposed, input: numbers(size), weight: numbers(kernel), options });
  };

  it("takes padding 'same' wherever both ends have as much", () => {
    for (const kernel of [1, 2, 3, 4, 5]) {
      for (const dilation of [1, 2, 3]) {
        const scene = line(false, 7, kernel, { padding: "same", dilation });
        if ((dilation * (kernel - 1)) % 2 === 0) expectTransposed(scene);
        else expect(() => flipped(scene)).toThrow("cuts the same off both ends");
      }
    }
  });

  it("takes outputPadding below the stride alone, which dilation lets be more", () => {
    for (const stride of [1, 2, 3]) {
      for (const dilation of [1, 2, 3, 4]) {
        for (let outputPadding = 0; outputPadding < Math.max(stride, dilation); outputPadding++) {
          const scene = line(true, 3, 3, { stride, dilation, outputPadding });
          if (outputPadding < stride) expectTransposed(scene);
          else expect(() => flipped(scene)).toThrow(/room for more windows, [456] instead of 3/);
        }
      }
    }
  });
});
