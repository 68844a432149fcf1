// The written matrix: what is saved of it, what is copied of it, and where that ends.
import { describe, expect, it } from "vitest";
import {
  type FigureCase,
  highlightOf,
  listPicture,
  matrixCsv,
  matrixWindowOf,
  partShown,
  placeText,
  sceneOf,
  sparseLists,
  tablePicture,
} from "../src/index.ts";

const range = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

function line(size: number, options: FigureCase["options"] = {}) {
  return sceneOf({
    rank: 1,
    transposed: false,
    input: { shape: [1, 1, size], values: range(size) },
    weight: { shape: [1, 1, 3], values: [0.5, -2, 1.25] },
    options,
  });
}

const look = { title: "K", letters: false, highlight: null, colouring: "weight", theme: "light" } as const;
const all = (scene: ReturnType<typeof line>) => matrixWindowOf(scene, [0, 0], 64);

describe("a table that is saved", () => {
  const scene = line(4);
  const lit = highlightOf(scene, { on: "output", index: 1 });

  it.each([
    ["in numbers", { letters: false, colouring: "value" }],
    ["in symbols", { letters: true, colouring: "weight" }],
  ] as const)("%s", async (name, each) => {
    const picture = tablePicture(scene, all(scene), { ...look, ...each, highlight: lit, title: "K, 2 × 4" });
    await expect(`${JSON.stringify(picture, null, 1)}\n`).toMatchFileSnapshot(`./__snapshots__/table ${name}.json`);
  });

  it("has every place once, none over another, and all of them inside", () => {
    const { runs, width, height, grounds } = tablePicture(scene, all(scene), look);
    const places = runs.slice(1);
    expect(places.map(({ text }) => text)).toEqual(["0.5", "−2", "1.25", "0", "0", "0.5", "−2", "1.25"]);
    expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(8);
    for (const { x, y } of places) expect(x > 0 && x < width && y > 0 && y < height).toBe(true);
    expect(grounds).toHaveLength(scene.matrix.nnz);
  });

  it("gives a sum of weights the room that it takes", () => {
    const padded = line(3, { padding: 1, paddingMode: "replicate" });
    const { runs, width } = tablePicture(padded, all(padded), { ...look, letters: true });
    expect(runs[1]!.text).toBe("w₀+w₁");
    expect(width).toBeGreaterThan(3 * 34 + 10);
  });

  it("is as wide as its title", () => {
    const title = "K, rows 0 to 63 of 100, columns 0 to 63 of 144";
    expect(tablePicture(scene, all(scene), { ...look, title }).width).toBeGreaterThanOrEqual(7.8 * title.length);
  });

  it("frames nothing of a lit row in another part", () => {
    const long = line(12);
    const highlight = highlightOf(long, { on: "output", index: 9 });
    expect(tablePicture(long, matrixWindowOf(long, [0, 0], 4), { ...look, highlight }).frames).toEqual([]);
    expect(tablePicture(long, matrixWindowOf(long, [9, 8], 4), { ...look, highlight }).frames).toHaveLength(1);
  });
});

it("says which part of the matrix is shown, and nothing where all is", () => {
  const scene = line(12);
  expect(partShown(scene, all(scene))).toBeNull();
  expect(partShown(scene, matrixWindowOf(scene, [5, 9], 4))).toBe("Rows 4 to 7 of 10, columns 8 to 11 of 12");
});

describe("a list that is saved", () => {
  const scene = line(60);

  it("breaks behind commas and loses nothing", () => {
    const paragraphs = sparseLists(scene, 1000).map(({ name, text }) => `${name}=${text},`);
    const { runs, width } = listPicture("K", paragraphs);
    const lines = runs.slice(1).map(({ text }) => text);
    expect(lines.join(" ")).toBe(paragraphs.join(" "));
    expect(Math.max(...lines.map((text) => text.length))).toBeLessThanOrEqual(100);
    expect(width).toBeGreaterThanOrEqual(7.8 * Math.max(...lines.map((text) => text.length)));
  });

  it("says how many numbers it leaves out", () => {
    const { crowIndices, colIndices } = scene.matrix.csr();
    const [crow, col] = sparseLists(scene, 5);
    expect(crow!.text).toBe(`[0, 3, 6, 9, 12, and ${crowIndices.length - 5} more]`);
    expect(col!.text).toBe(`[0, 1, 2, 1, 2, and ${colIndices.length - 5} more]`);
  });
});

describe("comma-separated values", () => {
  it("are every place in numbers and in letters, or every entry", () => {
    const scene = line(4);
    expect(matrixCsv(scene, "numbers")).toBe("0.5,-2,1.25,0\n0,0.5,-2,1.25");
    expect(matrixCsv(scene, "symbols")).toBe("w₀,w₁,w₂,0\n0,w₀,w₁,w₂");
    expect(matrixCsv(scene, "list").split("\n").slice(0, 3)).toEqual([
      "row,column,value,weight",
      "0,0,0.5,w₀",
      "0,1,-2,w₁",
    ]);
  });

  it("quote names that have commas", () => {
    const scene = sceneOf({
      rank: 1,
      transposed: false,
      input: { shape: [1, 1, 12], values: range(12) },
      weight: { shape: [1, 1, 12], values: range(12) },
      options: {},
    });
    expect(placeText(scene, { value: 1, weights: [1, 11] }, true)).toBe("w₁+w₁₁");
    const two = sceneOf({
      ...scene.figure,
      input: { shape: [1, 2, 12], values: range(24) },
      weight: { shape: [1, 2, 12], values: range(24) },
    });
    expect(matrixCsv(two, "symbols").split(",").at(-1)).toBe('₁₁"');
  });

  it("say when they would be too long, and what is shorter", () => {
    const scene = sceneOf({
      rank: 1,
      transposed: false,
      input: { shape: [1, 1, 600], values: range(600) },
      weight: { shape: [1, 1, 1], values: [1] },
      options: {},
    });
    expect(() => matrixCsv(scene, "numbers")).toThrow(
      new RangeError("360000 places are too many to copy; the list has its 600 entries"),
    );
    expect(matrixCsv(scene, "list").split("\n")).toHaveLength(601);
  });
});
