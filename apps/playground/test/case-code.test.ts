// Copied programs print what the screen shows: TypeScript is run, Python is read.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FigureCase, type Numbers, sceneOf } from "@toeplitz/figures";
import { playgroundOf, reduce, settle } from "@toeplitz/widgets";
import type { Tensor } from "toeplitz";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Programs } from "../src/components/code-note.tsx";
import { readHash } from "../src/state/link.ts";
import { opening } from "../src/state/presets.ts";
import { caseProgramsOf } from "../src/views/arithmetic/case-code.ts";
import { matrixProgramsOf } from "../src/views/matrix/matrix-code.ts";

const folder = fileURLToPath(new URL("../node_modules/.code/", import.meta.url));
mkdirSync(folder, { recursive: true });
afterEach(() => vi.restoreAllMocks());

/** The case that a link shows. */
function linked(hash: string): FigureCase {
  const { settings, input, weight, bias, gradient } = readHash(`#/arithmetic?v=1&${hash}`);
  const given = { settings: settings!, input: input!, weight: weight!, ...(bias === null ? {} : { bias }), gradient };
  const state = settle({ ...playgroundOf(opening), ...given });
  expect(state.problem).toBeNull();
  return state.scene.figure;
}

const edited = reduce(playgroundOf(opening), { type: "edit", side: "weight", index: 4, value: -0.15 }).scene.figure;

const cases: readonly [name: string, figure: FigureCase][] = [
  ["opening", opening],
  ["edited", edited],
  ["batch", linked("op=conv2d&batch=2&size=4x5&channels=2x3&kernel=2x3&stride=1x2&padding=1x0")],
  ["grouped", linked("op=conv2d&batch=3&size=4x4&channels=2x4&groups=2&kernel=3x3&padding=same&dilation=1x1")],
  ["circular", linked("op=conv1d&batch=2&size=1x8&channels=1x1&kernel=1x3&padding=1x1&mode=circular")],
  ["transposed", linked("op=transposed2d&batch=2&size=3x3&channels=2x1&kernel=3x3&stride=2x2&padding=1x1&output=1x1")],
  ["volume", linked("op=conv3d&batch=2&size=3x4x4&channels=1x2&kernel=2x3x3&padding=0x1x1")],
  ["to-input", linked("op=conv2d&batch=2&size=4x4&channels=2x2&kernel=3x3&gradient=input")],
  ["to-weight", linked("op=transposed2d&batch=2&size=3x3&channels=2x2&kernel=2x2&stride=2x2&gradient=weight")],
  ["biased", linked("op=conv2d&batch=2&size=4x4&channels=2x2&kernel=3x3&b=0.75_-0.15")],
  ["biased-transposed", linked("op=transposed1d&size=1x4&channels=2x4&groups=2&kernel=1x3&stride=1x2&b=1_2_-3_0.5")],
  ["biased-to-input", linked("op=conv2d&batch=2&size=4x4&channels=1x2&kernel=2x2&b=3_0.5&gradient=input")],
  ["biased-to-weight", linked("op=conv1d&size=1x6&channels=1x1&kernel=1x3&b=-1&gradient=weight")],
];

/** What a copied program prints. */
async function printed(programs: Programs, name: string): Promise<Tensor[]> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const [language, program] = programs[0]!;
  expect(language).toBe("TypeScript");
  writeFileSync(`${folder}${name}.ts`, program());
  await import(`${folder}${name}.ts`);
  return log.mock.calls.map(([tensor]) => tensor as Tensor);
}

const numbers = (tensor: Tensor): number[] => tensor.detach().flatten().toArray() as number[];

/** The numbers that Python makes an array of. */
function written(code: string, name: string): Numbers {
  const [, values, shape] = new RegExp(
    `^${name} = torch\\.tensor\\(\\[([^\\]]*)\\], dtype=torch\\.float32\\)\\.reshape\\(([^)]*)\\)`,
    "m",
  ).exec(code)!;
  const list = (text: string) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map(Number);
  return { shape: list(shape!), values: list(values!) };
}

describe.each(cases)("%s", (name, figure) => {
  const scene = sceneOf(figure);
  const result = scene[scene.result];

  it("prints the result", async () => {
    const tensors = await printed(caseProgramsOf(figure), `case-${name}`);
    const shown = [result, ...(figure.gradient === undefined || figure.bias === undefined ? [] : [scene.bias])];
    expect(tensors.map((tensor) => ({ shape: tensor.shape, values: numbers(tensor) }))).toEqual(shown);
  });

  it("prints the matrix, and what it makes of the samples", async () => {
    const [matrix, product] = await printed(matrixProgramsOf(figure), `matrix-${name}`);
    expect(matrix!.toArray()).toEqual(scene.matrix.dense().toArray());
    const found = scene.result === "weight" ? product! : product!.T;
    // Through the matrix, sums of the gradients go another way.
    numbers(found).forEach((value, i) => {
      expect(value).toBeCloseTo(result.values[i]!, 5);
    });
    expect(numbers(found)).toHaveLength(result.values.length);
  });

  it("has the same numbers in Python, on lines that can be read", () => {
    for (const programs of [caseProgramsOf(figure), matrixProgramsOf(figure)]) {
      const [language, program] = programs[1]!;
      expect(language).toBe("PyTorch");
      const code = program();
      const single = ({ shape, values }: Numbers) => ({ shape, values: values.map(Math.fround) });
      expect(single(written(code, "x"))).toEqual(single(figure.input));
      expect(single(written(code, "w"))).toEqual(single(figure.weight));
      // A gradient goes back through the matrix past the bias.
      const biased = figure.bias !== undefined && (figure.gradient === undefined || code.includes("y.backward"));
      expect(code.includes("\nb = ")).toBe(biased);
      if (biased) expect(single(written(code, "b"))).toEqual(single(figure.bias!));
      if (figure.gradient !== undefined) expect(single(written(code, "g"))).toEqual(single(figure.gradient.upstream));
      for (const line of [...code.split("\n"), ...programs[0]![1]().split("\n")]) expect(line.length).toBeLessThan(140);
    }
  });
});

it("writes the picture that the page opens with as a person would", () => {
  const [[, typescript], [, python]] = caseProgramsOf(opening) as [Programs[number], Programs[number]];
  expect(typescript()).toBe(`import { conv2d, tensor } from "toeplitz";

const x = tensor([
  3, 3, 2, 1, 0,
  0, 0, 1, 3, 1,
  3, 1, 2, 2, 3,
  2, 0, 0, 2, 2,
  2, 0, 0, 0, 1,
], { shape: [1, 1, 5, 5] });
const w = tensor([0.5, 1, -1, 2, -0.5, 0.25, 0, 1.5, -2], { shape: [1, 1, 3, 3] });
const y = conv2d(x, w);
console.log(y);
`);
  expect(python().split("\n").slice(-5)).toEqual([
    "], dtype=torch.float32).reshape(1, 1, 5, 5)",
    "w = torch.tensor([0.5, 1, -1, 2, -0.5, 0.25, 0, 1.5, -2], dtype=torch.float32).reshape(1, 1, 3, 3)",
    "y = F.conv2d(x, w)",
    "print(y)",
    "",
  ]);
});
