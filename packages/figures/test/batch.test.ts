// Several samples: each is what it would be alone, all share one matrix, and the weight's gradient sums over them.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import {
  caseOfPreset,
  type FigureCase,
  flipped,
  formulaOf,
  highlightOf,
  layOut,
  matrixLayoutOf,
  type Numbers,
  nameOf,
  partialSums,
  type Scene,
  sceneOf,
  spokenFocus,
  spokenName,
  structureOf,
  windowOf,
} from "../src/index.ts";

const quarters = (count: number, from: number) =>
  Array.from({ length: count }, (_, i) => (((i + from) * 7) % 17) / 4 - 2);

/** Two samples next to each other, the first of them as it is in the preset. */
function batch({ input, ...figure }: FigureCase): readonly [both: FigureCase, first: FigureCase, second: FigureCase] {
  const other = { shape: input.shape, values: quarters(input.values.length, 3) };
  return [
    { ...figure, input: joined(input, other) },
    { ...figure, input },
    { ...figure, input: other },
  ];
}

function joined(a: Numbers, b: Numbers): Numbers {
  return { shape: [2, ...a.shape.slice(1)], values: [...a.values, ...b.values] };
}

const half = <T>(values: readonly T[], sample: number): readonly T[] =>
  values.slice((sample * values.length) / 2, ((sample + 1) * values.length) / 2);

const cases = convPresets.map((preset) => {
  const [both, ...alone] = batch(caseOfPreset(preset));
  return { id: preset.id, scene: sceneOf(both), alone: alone.map((figure) => sceneOf(figure)) };
});
const known = (id: string) => cases.find((entry) => entry.id === id)!;

/** What the terms of a formula add up to. */
function sumOf(scene: Scene, on: "input" | "weight" | "output", index: number): number {
  const { taps } = highlightOf(scene, { on, index })!;
  const operands = (["input", "weight", "output"] as const).filter((side) => side !== scene.result);
  return taps.reduce((sum, tap) => sum + operands.reduce((term, side) => term * scene[side].values[tap[side]]!, 1), 0);
}

describe.each(cases)("$id, twice", ({ scene, alone }) => {
  const [rows, columns] = scene.matrix.shape;

  it("has the output of each sample alone, and the matrix of both", () => {
    for (const sample of [0, 1]) expect(half(scene.output.values, sample)).toEqual(alone[sample]!.output.values);
    expect(scene.matrix.shape).toEqual(alone[0]!.matrix.shape);
    expect(scene.matrix.nnz).toBe(alone[0]!.matrix.nnz);
    expect(structureOf(scene)).toEqual(structureOf(alone[0]!));
    expect(matrixLayoutOf(scene).cells).toEqual(matrixLayoutOf(alone[0]!).cells);
  });

  it("adds the terms of the second sample up to its outputs, and writes all of them", () => {
    for (let index = rows; index < 2 * rows; index++) {
      const highlight = highlightOf(scene, { on: "output", index })!;
      const formula = formulaOf(scene, highlight);
      expect(sumOf(scene, "output", index)).toBeCloseTo(scene.output.values[index]!, 4);
      expect([formula.kind, formula.samples, formula.terms.length]).toEqual(["sum", 1, highlight.taps.length]);
      const single = highlightOf(alone[1]!, { on: "output", index: index - rows })!;
      expect([highlight.sample, highlight.row]).toEqual([1, single.row]);
      expect(highlight.entries).toEqual(single.entries);
      expect([...highlight.input.keys()].map((input) => input - columns)).toEqual([...single.input.keys()]);
    }
  });

  it("draws samples apart, each with its name and all of its cells, and arrow keys find every one", () => {
    const layouts = layOut(scene);
    expect(layouts.weight.samples).toEqual([]);
    for (const side of ["input", "output"] as const) {
      const { cells, samples, cell, width, height } = layouts[side];
      expect(cells.map(({ index }) => index).sort((a, b) => a - b)).toEqual(scene[side].values.map((_, i) => i));
      expect(new Set(cells.map(({ tableRow, tableColumn }) => `${tableRow},${tableColumn}`)).size).toBe(cells.length);
      expect(samples.map(({ label }) => label)).toEqual(["sample 0", "sample 1"]);
      const [a, b] = [samples[0]!, samples[1]!];
      expect(b.x >= a.x + a.width || b.y >= a.y + a.height).toBe(true);
      for (const { index, x, y } of cells) {
        const box = samples[Math.floor(index / (cells.length / 2))]!;
        expect(x >= box.x && x + cell <= box.x + box.width && y > box.y && y + cell <= box.y + box.height + 1).toBe(
          true,
        );
      }
      expect(b.x + b.width <= width && b.y + b.height <= height).toBe(true);
    }
  });

  it("stands samples below each other where there is more height than width", () => {
    const { input } = layOut(scene, true);
    const [a, b] = [input.samples[0]!, input.samples[1]!];
    if (scene.geometry.groups === 1 || scene.geometry.rank !== 2) expect(b.y).toBeGreaterThanOrEqual(a.y + a.height);
    expect(new Set(input.cells.map(({ x, y }) => `${x},${y}`)).size).toBe(input.cells.length);
  });

  it("lights an entry's partners in both samples", () => {
    const { row, column } = scene.matrix.entries().next().value!;
    const highlight = highlightOf(scene, { on: "entry", row, column })!;
    expect([...highlight.input.keys()]).toEqual([column, columns + column]);
    expect([...highlight.output.keys()]).toEqual([row, rows + row]);
    expect([highlight.sample, highlight.row, highlight.column]).toEqual([null, row, column]);
    const single = highlightOf(alone[0]!, { on: "entry", row, column })!;
    expect(formulaOf(scene, highlight).symbol).toBe(formulaOf(alone[0]!, single).symbol);
    expect(highlightOf(scene, { on: "entry", row: rows, column })).toBeNull();
  });

  it("has the weight's gradient of both samples together, and the input's of each alone", () => {
    const [shape, count] = [alone[0]!.output.shape, alone[0]!.output.values.length];
    const upstream = [0, 1].map((sample) => ({ shape, values: quarters(count, 5 * sample) }));
    const back = (to: "input" | "weight") => ({
      together: sceneOf({ ...scene.figure, gradient: { to, upstream: joined(upstream[0]!, upstream[1]!) } }),
      each: alone.map(({ figure }, i) => sceneOf({ ...figure, gradient: { to, upstream: upstream[i]! } })),
    });
    const input = back("input");
    for (const sample of [0, 1]) {
      expect(half(input.together.input.values, sample)).toEqual(input.each[sample]!.input.values);
    }
    const { together, each } = back("weight");
    together.weight.values.forEach((value, index) => {
      expect(value).toBeCloseTo(each[0]!.weight.values[index]! + each[1]!.weight.values[index]!, 4);
      expect(sumOf(together, "weight", index)).toBeCloseTo(value, 4);
    });
    const highlight = highlightOf(together, { on: "weight", index: 0 })!;
    const formula = formulaOf(together, highlight, 5);
    expect([formula.samples, formula.count]).toEqual([2, highlight.taps.length]);
    const shown = Math.min(2, highlight.taps.length / 2);
    expect(formula.terms.map(({ sample }) => sample)).toEqual([...Array(shown).fill(0), ...Array(shown).fill(1)]);
  });

  it("adds up by columns, the first sample before the second", () => {
    expect(partialSums(scene, 2 * columns)).toEqual(scene.output.values);
    const first = partialSums(scene, columns);
    expect(half(first, 0)).toEqual(half(scene.output.values, 0));
    expect(half(first, 1).every((value) => value === 0)).toBe(true);
  });

  it("lies in rows above the matrix and stands in columns beside it, and nothing over another", () => {
    const layout = matrixLayoutOf(scene);
    const { input, output, width, height, origin, full } = layout;
    expect([input.samples, input.length, output.length]).toEqual([2, columns, rows]);
    expect(input.at[1] + 2 * input.box[1]).toBeLessThan(0);
    expect(input.length * input.step[0]).toBe(width);
    expect(output.at[0]).toBeGreaterThan(width);
    expect(full[0]).toBeGreaterThan(origin[0] + output.at[0] + 2 * output.box[0]);
    expect(full[1]).toBeGreaterThan(origin[1] + height);
    expect(origin[1]).toBeGreaterThanOrEqual(-input.at[1]);
    for (const { at } of layout.signs) {
      expect(at[0] + origin[0] > 0 && at[0] + origin[0] < full[0]).toBe(true);
      expect(at[1] + origin[1] > 0 && at[1] + origin[1] < full[1]).toBe(true);
    }
  });

  it("keeps its samples when it is flipped", () => {
    // PyTorch has no way back from these, with or without a batch.
    if (scene.figure.options.paddingMode !== undefined || scene.figure.options.padding === "same") return;
    expect(flipped(scene).input).toBe(scene.output);
    expect(sceneOf(flipped(scene)).output.shape).toEqual(scene.input.shape);
  });
});

describe("words", () => {
  const { scene } = known("half-padding");

  it("name the sample first, in letters and aloud", () => {
    const index = scene.matrix.shape[0];
    expect(nameOf(scene, "output", index)).toBe("y₁₀₀₀");
    expect(nameOf(scene, "weight", 1)).toBe("w₀₁");
    expect(spokenName(scene, "output", index)).toMatch(/^output sample 1, row 0, column 0: /);
    expect(spokenName(scene, "weight", 0)).toMatch(/^weight row 0, column 0: /);
    expect(spokenFocus(scene, highlightOf(scene, { on: "output", index })!)).toMatch(/, from 4 inputs$/);
  });

  it("frame the kernel in the sample that it reads", () => {
    const { input } = layOut(scene);
    const second = windowOf(scene, highlightOf(scene, { on: "output", index: scene.matrix.shape[0] })!, input)!;
    const box = input.samples[1]!;
    for (const { x, y } of second.frames) expect(x >= box.x && y > box.y).toBe(true);
    expect(second.marks.filter(({ kind }) => kind === "outside")).toHaveLength(5);
  });
});
