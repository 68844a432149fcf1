// The figures say what the library says: every preset is worked out, and every highlight is the taps'.

import { convPresets } from "@toeplitz/conformance/rows";
import { taps } from "@toeplitz/conv";
import { describe, expect, it } from "vitest";
import {
  caseOfPreset,
  cellNumber,
  fittingSize,
  formulaOf,
  highlightOf,
  layOut,
  matrixLayoutOf,
  narrowedTo,
  sceneOf,
  spokenFocus,
  typedNumber,
  valueColour,
  weightHue,
  windowOf,
} from "../src/index.ts";

const scenes = convPresets.map((preset) => ({ id: preset.id, scene: sceneOf(caseOfPreset(preset)) }));

const preset = (id: string) => scenes.find((entry) => entry.id === id)!.scene;

describe.each(scenes)("$id", ({ scene }) => {
  it("has a cell for every element, in reading order, and none twice", () => {
    const layouts = layOut(scene);
    for (const side of ["input", "weight", "output"] as const) {
      const { cells, width, height, cell } = layouts[side];
      expect(cells.map((box) => box.index).sort((a, b) => a - b)).toEqual(scene[side].values.map((_, i) => i));
      expect(new Set(cells.map((box) => `${box.tableRow},${box.tableColumn}`)).size).toBe(cells.length);
      for (const box of cells) expect(box.x + cell <= width && box.y + cell <= height).toBe(true);
    }
  });

  it("lights up exactly the taps", () => {
    const all = [...taps(scene.geometry)];
    scene.output.values.forEach((_, index) => {
      const highlight = highlightOf(scene, { on: "output", index })!;
      const own = all.filter((tap) => tap.output === index);
      expect(highlight.taps).toEqual(own);
      expect(new Set(highlight.input.keys())).toEqual(new Set(own.map((tap) => tap.input)));
    });
  });

  it("lights one term of a sum alone, and says the same of the sum", () => {
    const highlight = highlightOf(scene, { on: "output", index: scene.output.values.length >> 1 })!;
    for (const tap of highlight.taps) {
      const lit = narrowedTo(scene, highlight, tap);
      for (const side of ["input", "weight", "output"] as const)
        expect([...lit[side]]).toEqual([[tap[side], tap.weight]]);
      expect(highlight.entries).toContainEqual(lit.entries[0]);
      expect(lit.entries).toHaveLength(1);
      expect(formulaOf(scene, lit)).toEqual(formulaOf(scene, highlight));
      expect(spokenFocus(scene, lit)).toBe(spokenFocus(scene, highlight));
    }
    expect(narrowedTo(scene, highlight, { output: -1, input: 0, weight: 0 })).toBe(highlight);
  });

  it.each(["input", "weight"] as const)("works out the gradient of the %s as the sum over its taps", (to) => {
    const upstream = { shape: scene.output.shape, values: scene.output.values.map((_, i) => ((i * 7) % 9) / 4 - 1) };
    const back = sceneOf({ ...scene.figure, gradient: { to, upstream } });
    expect([back.result, back.output]).toEqual([to, upstream]);
    const other = to === "input" ? scene.weight : scene.input;
    const sums = scene[to].values.map(() => 0);
    for (const tap of taps(scene.geometry)) {
      sums[tap[to]]! += upstream.values[tap.output]! * other.values[to === "input" ? tap.weight : tap.input]!;
    }
    expect(back[to].shape).toEqual(scene[to].shape);
    // The notebook's presets hold numbers that are rounded.
    for (const [i, value] of back[to].values.entries()) expect(value).toBeCloseTo(sums[i]!, 5);
    expect(back.matrix.nnz).toBe(scene.matrix.nnz);
    const highlight = highlightOf(back, { on: to, index: 0 })!;
    const formula = formulaOf(back, highlight);
    expect(formula.kind).toBe("sum");
    expect(formula.terms).toHaveLength(highlight.taps.length);
    expect(spokenFocus(back, highlight)).toContain(`gradient of ${to}`);
  });

  it("draws every entry of the matrix", () => {
    const layout = matrixLayoutOf(scene);
    expect(layout.cells).toHaveLength(scene.matrix.nnz);
    expect(layout.threads.length).toBeLessThanOrEqual(scene.weight.values.length);
  });
});

describe("formula", () => {
  it("writes an output as its products", () => {
    const scene = preset("notebook-matrix");
    const formula = formulaOf(scene, highlightOf(scene, { on: "output", index: 3 })!);
    expect(formula).toMatchObject({ subject: "y₁₁", kind: "sum" });
    expect(formula.terms.map((term) => term.factors.map(({ name }) => name).join("·")).slice(0, 2)).toEqual([
      "w₀₀·x₁₁",
      "w₀₁·x₁₂",
    ]);
  });

  it("reads itself aloud", () => {
    const scene = preset("strided");
    expect(spokenFocus(scene, highlightOf(scene, { on: "output", index: 3 })!)).toMatch(
      /^output row 1, column 1: −?[\d.]+, from 9 inputs$/,
    );
  });
});

describe("numbers in cells", () => {
  it.each([0, -0.25, 123.456, -12345, 1e6, -2.5e21, 1e-9, Number.NaN, Number.NEGATIVE_INFINITY])("%d fits", (value) => {
    const text = cellNumber(value);
    expect(text.length).toBeLessThanOrEqual(6);
    expect(fittingSize(text, 28, 9) * 0.6 * text.length).toBeLessThan(28);
  });

  it.each([0.1, -0.8894, 1 / 3, 123456789, 1e-9, 3, 0])("%d is typed in full and comes back the same", (value) => {
    const single = Math.fround(value);
    expect(Math.fround(Number(typedNumber(single)))).toBe(single);
    expect(typedNumber(Math.fround(-0.8894))).toBe("-0.8894");
  });

  it("keeps a true minus sign in powers of ten", () => {
    expect([1e6, -2e21].map(cellNumber)).toEqual(["1e6", "−2e21"]);
  });
});

describe("window", () => {
  it("marks the gaps of a dilated kernel and the taps on padding", () => {
    const dilated = preset("dilated");
    const gaps = windowOf(dilated, highlightOf(dilated, { on: "output", index: 0 })!, layOut(dilated).input)!;
    expect(gaps.marks.filter((mark) => mark.kind === "gap")).toHaveLength(25 - 9);
    const padded = preset("half-padding");
    const corner = windowOf(padded, highlightOf(padded, { on: "output", index: 0 })!, layOut(padded).input)!;
    expect(corner.marks.filter((mark) => mark.kind === "outside")).toHaveLength(5);
  });
});

describe("colours", () => {
  it("leave zero to the ground, and part the signs by hue and the sizes by lightness", () => {
    expect(valueColour(0, 4, "light")).toBe("transparent");
    const lightness = (colour: string) => Number(/oklch\(([\d.]+)/.exec(colour)?.[1]);
    expect(lightness(valueColour(4, 4, "light"))).toBeLessThan(lightness(valueColour(1, 4, "light")));
    expect(valueColour(-2, 4, "dark")).not.toBe(valueColour(2, 4, "dark"));
  });

  it("give every kernel position its own hue", () => {
    const { geometry, weight } = preset("notebook-layer");
    const hues = weight.values.map((_, index) => weightHue(geometry, index));
    expect(new Set(hues).size).toBe(hues.length);
  });
});
