// A bias in the figures: what the library adds, what is lit with it, what is said of it, and its gradient.
import { conv2d } from "@toeplitz/conv";
import { type Tensor, tensor } from "@toeplitz/tensor";
import { describe, expect, it } from "vitest";
import {
  checkFigure,
  type FigureCase,
  formulaOf,
  highlightOf,
  layOut,
  matrixLayoutOf,
  type Numbers,
  narrowedTo,
  partialSums,
  sceneOf,
  spokenFocus,
  spokenName,
} from "../src/index.ts";

const quarters = (shape: readonly number[], seed: number): Numbers => {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, values: Array.from({ length: count }, (_, i) => ((i * 5 + seed) % 11) / 4 - 1) };
};
const upstream = quarters([2, 4, 2, 2], 3);
const bias: Numbers = { shape: [4], values: [0.5, -3, 0.1, 2] };
const plain: FigureCase = {
  rank: 2,
  transposed: false,
  input: quarters([2, 2, 3, 3], 1),
  weight: quarters([4, 1, 2, 2], 2),
  options: { groups: 2 },
};
const figure: FigureCase = { ...plain, bias };
const scene = sceneOf(figure);
const back = (to: "input" | "weight") => sceneOf({ ...figure, gradient: { to, upstream } });

const made = ({ shape, values }: Numbers, requiresGrad = false): Tensor =>
  tensor([...values], { shape, dtype: "float32", requiresGrad });
/** Of a factor, which has brackets where it is below zero. */
const read = (text: string) => Number(text.replace(/[()]/g, "").replace("−", "-"));
const numbers = (t: Tensor) => t.detach().flatten().toArray();

describe("a bias", () => {
  it("is what the library adds, and no part of the matrix", () => {
    const y = conv2d(made(figure.input), made(figure.weight), { groups: 2, bias: made(bias) });
    expect(scene.output.values).toEqual(numbers(y));
    expect(scene.bias.values).toEqual(numbers(made(bias)));
    expect(scene.matrix.dense().toArray()).toEqual(sceneOf(plain).matrix.dense().toArray());
    expect(sceneOf(plain).bias.values).toEqual([]);
  });

  it("is refused where it has not a number for each channel", () => {
    const wrong = { ...figure, bias: { shape: [3], values: [1, 2, 3] } };
    for (const work of [sceneOf, checkFigure])
      expect(() => work(wrong)).toThrow("expected bias to be 1-dimensional with 4 elements, but got bias of size [3]");
  });

  it("is lit with the outputs of its channel in every sample, and they with it", () => {
    const lit = highlightOf(scene, { on: "bias", index: 1 })!;
    expect([...lit.output.keys()]).toEqual([4, 5, 6, 7, 20, 21, 22, 23]);
    expect([lit.taps, lit.sample, lit.row, lit.column]).toEqual([[], null, null, null]);
    for (const index of scene.output.values.keys()) {
      const { bias: partners } = highlightOf(scene, { on: "output", index })!;
      expect([...partners.keys()]).toEqual([Math.floor(index / 4) % 4]);
    }
    const output = highlightOf(scene, { on: "output", index: 9 })!;
    expect(narrowedTo(scene, output, output.taps[0]!).bias.size).toBe(0);
    expect(highlightOf(scene, { on: "input", index: 0 })!.bias.size).toBe(0);
    expect(highlightOf(scene, { on: "bias", index: 4 })).toBeNull();
    expect(highlightOf(sceneOf(plain), { on: "bias", index: 0 })).toBeNull();
    expect(highlightOf(sceneOf(plain), { on: "output", index: 0 })!.bias.size).toBe(0);
  });

  it("ends the written-out sum, which is the output", () => {
    for (const [index, value] of scene.output.values.entries()) {
      const { terms, addends, kind } = formulaOf(scene, highlightOf(scene, { on: "output", index })!);
      expect([kind, addends]).toEqual([
        "sum",
        [{ name: `b${"₀₁₂₃"[Math.floor(index / 4) % 4]}`, value: expect.any(String) }],
      ]);
      const products = terms.map(({ factors }) => read(factors[0].value) * read(factors[1].value));
      expect(products.reduce((sum, product) => sum + product, read(addends[0]!.value))).toBeCloseTo(value, 5);
    }
    expect(formulaOf(sceneOf(plain), highlightOf(sceneOf(plain), { on: "output", index: 0 })!).addends).toEqual([]);
    expect(formulaOf(scene, highlightOf(scene, { on: "input", index: 0 })!).addends).toEqual([]);
  });

  it("says what it is added to", () => {
    const said = (on: "bias" | "output", index: number) => spokenFocus(scene, highlightOf(scene, { on, index })!);
    expect(said("bias", 1)).toBe("bias channel 1: −3, to 8 outputs");
    expect(said("output", 0)).toMatch(/^output sample 0, channel 0, row 0, column 0: .*, from 4 inputs and the bias$/);
    expect(formulaOf(scene, highlightOf(scene, { on: "bias", index: 3 })!)).toMatchObject({
      subject: "b₃",
      value: "2",
      kind: "added",
      count: 8,
      rest: 0,
      samples: 2,
    });
  });

  it.each(["input", "weight"] as const)("shows its own gradient beside that of the %s", (to) => {
    const [x, w, b] = [figure.input, figure.weight, bias].map((each) => made(each, true)) as [Tensor, Tensor, Tensor];
    conv2d(x, w, { groups: 2, bias: b }).backward(made(upstream));
    const scene = back(to);
    expect(scene.bias).toEqual({ shape: [4], values: numbers(b.grad!) });
    expect(scene[to].values).toEqual(numbers((to === "input" ? x : w).grad!));
    const highlight = highlightOf(scene, { on: "bias", index: 2 })!;
    const formula = formulaOf(scene, highlight);
    expect(formula).toMatchObject({ subject: "∂b₂", kind: "gathers", count: 8, terms: [] });
    expect(formula.addends.map(({ name }) => name)).toEqual([...highlight.output.keys()].map(nameOfGradient));
    const sum = formula.addends.reduce((total, { value }) => total + read(value), 0);
    expect(sum).toBe(scene.bias.values[2]);
    expect(formulaOf(scene, highlight, 3)).toMatchObject({ addends: { length: 3 }, rest: 5 });
    expect(spokenName(scene, "bias", 2)).toMatch(/^gradient of bias channel 2: /);
    expect(spokenFocus(scene, highlight)).toMatch(/, from 8 outputs$/);
    expect(spokenFocus(scene, highlightOf(scene, { on: to, index: 0 })!)).not.toContain("bias");
  });

  it("has a cell of its own for each channel, in the brackets of its group", () => {
    const { bias: layout, output } = layOut(scene);
    expect(layout.cells.map(({ index, tableRow, tableColumn }) => [index, tableRow, tableColumn])).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0],
      [3, 3, 0],
    ]);
    expect(layout.cell).toBe(output.cell);
    expect(layout.brackets.map(({ label }) => label)).toEqual(["group 0", "group 1"]);
    expect(layout.planes.map(({ label }) => label)).toEqual(["b[0]", "b[1]", "b[2]", "b[3]"]);
    expect(layOut(sceneOf(plain)).bias.cells).toEqual([]);
  });

  it("stands in the equation between the matrix and the output, and in no gradient's", () => {
    const signs = (of: typeof scene) => matrixLayoutOf(of).signs.map(({ text }) => text);
    expect(signs(scene)).toContain("b");
    for (const other of [sceneOf(plain), back("input"), back("weight")]) expect(signs(other)).not.toContain("b");
    const { signs: placed, origin, output, full } = matrixLayoutOf(scene);
    const xs = ["+", "b", "="].map((sign) => placed.find(({ text }) => text === sign)!.at[0]);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(xs.at(-1)).toBeLessThan(output.at[0]);
    expect(origin[0] + output.at[0] + 2 * output.box[0]).toBeLessThan(full[0]);
  });

  it("is in every output from the first column on", () => {
    const start = partialSums(scene, 0);
    expect(start).toEqual(scene.output.values.map((_, i) => scene.bias.values[Math.floor(i / 4) % 4]));
    expect(partialSums(scene, scene.input.values.length)).toEqual(scene.output.values);
  });
});

/** `∂y₁₂₀₁` */
function nameOfGradient(index: number): string {
  const places = [Math.floor(index / 16), Math.floor(index / 4) % 4, Math.floor(index / 2) % 2, index % 2];
  return `∂y${places.map((place) => "₀₁₂₃"[place]).join("")}`;
}
