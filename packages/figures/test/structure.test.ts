// What is said about a matrix, against the matrix itself.
import { convPresets } from "@toeplitz/conformance/rows";
import { describe, expect, it } from "vitest";
import { caseOfPreset, type FigureCase, type Scene, sceneOf, structureOf, unravel } from "../src/index.ts";

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

  it("calls Toeplitz what is constant along the diagonals of all its blocks, and nothing else", () => {
    expect(structure.brokenBy === null).toBe(isConstant(scene));
  });
});

/** Whether entries of one pair of channels depend on the differences of the places alone; one that is not there counts, too. */
function isConstant(scene: Scene): boolean {
  const [rows, columns] = [scene.output.shape.slice(1), scene.input.shape.slice(1)];
  const symbols = new Map([...scene.matrix.entries()].map(({ row, column, symbol }) => [`${row},${column}`, symbol]));
  const seen = new Map<string, string>();
  for (let row = 0; row < scene.matrix.shape[0]; row++) {
    for (let column = 0; column < scene.matrix.shape[1]; column++) {
      const [[oc, ...out], [ic, ...into]] = [unravel(row, rows), unravel(column, columns)];
      const diagonal = `${oc},${ic}: ${out.map((at, axis) => at - into[axis]!)}`;
      const symbol = symbols.get(`${row},${column}`) ?? "";
      if ((seen.get(diagonal) ?? symbol) !== symbol) return false;
      seen.set(diagonal, symbol);
    }
  }
  return true;
}

describe("a Toeplitz matrix", () => {
  const line = (options: FigureCase["options"]) => {
    const numbers = (length: number) => ({ shape: [1, 1, length], values: new Array<number>(length).fill(1) });
    return sceneOf({ rank: 1, transposed: false, input: numbers(6), weight: numbers(3), options });
  };

  it("ends with a border that repeats elements, unless it goes round, and with a stride", () => {
    const found = (["zeros", "reflect", "replicate", "circular"] as const).flatMap((paddingMode) =>
      [1, 2].map((stride) => structureOf(line({ padding: 2, paddingMode, stride })).brokenBy),
    );
    expect(found).toEqual([null, "stride", "border", "stride", "border", "stride", null, "stride"]);
    expect(structureOf(line({ paddingMode: "reflect" })).brokenBy).toBeNull();
  });

  it("is what the entries say, whatever the settings", () => {
    for (const paddingMode of ["zeros", "reflect", "replicate", "circular"] as const) {
      for (const stride of [1, 2, 5]) {
        for (const padding of [0, 1, 2]) {
          const scene = line({ paddingMode, stride, padding });
          expect(structureOf(scene).brokenBy === null).toBe(isConstant(scene));
        }
      }
    }
  });
});

it("is that of the transpose where the gradient of the input is made by it", () => {
  const plain: FigureCase = {
    rank: 1,
    transposed: false,
    input: { shape: [1, 2, 5], values: new Array(10).fill(1) },
    weight: { shape: [3, 2, 2], values: new Array(12).fill(1) },
    options: { stride: 2 },
  };
  const upstream = { shape: [1, 3, 2], values: new Array(6).fill(1) };
  const of = (figure: FigureCase) => structureOf(sceneOf(figure));
  const [forth, back] = [of(plain), of({ ...plain, gradient: { to: "input", upstream } })];
  expect([back.rows, back.columns]).toEqual([10, 6]);
  expect(back.bandwidth).toEqual([forth.bandwidth[1], forth.bandwidth[0]]);
  expect([back.blocks, back.blockSize]).toEqual([
    [2, 3],
    [5, 2],
  ]);
  expect(back.coverage).toEqual(forth.coverage);
  expect(of({ ...plain, gradient: { to: "weight", upstream } })).toEqual(forth);
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
