// Named convolutions worth looking at: figures and the playground show them, rows check them.
import { type ConvCase, type ConvCaseOptions, convFunctionName, listed } from "./conv-case.ts";
import { seedOf } from "./fill.ts";
import { data, type Recipe, values } from "./recipe.ts";

export interface ConvPreset {
  readonly id: string;
  /** What a menu shows. */
  readonly title: string;
  readonly case: ConvCase;
}

function preset(
  id: string,
  title: string,
  input: readonly number[] | Recipe,
  weight: readonly number[] | Recipe,
  options: ConvCaseOptions & { transposed?: boolean } = {},
): ConvPreset {
  const { transposed = false, ...rest } = options;
  const recipe = (given: readonly number[] | Recipe, name: string) =>
    "dtype" in given ? given : data(given, { seed: seedOf(`${id}/${name}`) });
  const x = recipe(input, "x");
  const rank = (x.shape.length - 2) as 1 | 2 | 3;
  const kind = convFunctionName({ transposed, rank });
  const conv = {
    id: `${kind}/preset-${id}`,
    rank,
    transposed,
    input: x,
    weight: recipe(weight, "w"),
    bias: null,
    options: rest,
  };
  return { id, title, case: conv };
}

const image = (rows: readonly (readonly number[])[]) =>
  values(listed(rows), { shape: [1, 1, rows.length, rows[0]!.length] });

const plane = (height: number, width = height) => [1, 1, height, width];
const ones = (height: number) => image(Array.from({ length: height }, () => new Array<number>(height).fill(1)));
const ramp = (height: number) => data(plane(height), { fill: "ramp" });

/**
 * A line behind two zeros. Numbers as padding pad both ends alike; a causal convolution pads the first alone, before it is called, so that
 * these zeros are elements of its input.
 */
const behindZeros = values([0, 0, 1.5, -2, 3, 0.5, -1, 2.25], { shape: [1, 1, 8] });

/** The notebook's kernel, found by least squares from the tables that it prints. */
const notebookKernel = image([
  [-0.49999, 0.10454, -0.92831],
  [0.05785, 0.52451, 0.34313],
  [0.17447, -1.59776, -0.1908],
]);

export const convPresets: readonly ConvPreset[] = [
  preset("no-padding", "No padding, stride 1", plane(4), plane(3)),
  preset("arbitrary-padding", "Padding 2, even kernel", plane(5), plane(4), { padding: 2 }),
  preset("half-padding", "Half (same) padding", plane(5), plane(3), { padding: 1 }),
  preset("same", "padding: 'same' with an even kernel", plane(5), plane(2, 4), { padding: "same" }),
  preset("full-padding", "Full padding", plane(5), plane(3), { padding: 2 }),
  preset("strided", "Stride 2", plane(5), plane(3), { stride: 2 }),
  preset("strided-padded", "Stride 2, padding 1", plane(5), plane(3), { stride: 2, padding: 1 }),
  preset("strided-odd", "Stride 2 that does not divide", plane(6), plane(3), { stride: 2, padding: 1 }),
  preset("dilated", "Dilation 2", ramp(7), plane(3), { dilation: 2 }),
  preset("dilated-mixed", "Dilation 1 x 3", plane(5, 9), plane(3), { dilation: [1, 3] }),
  preset("depthwise", "Depthwise: one kernel per channel", [1, 3, 5, 5], [3, 1, 3, 3], { groups: 3 }),
  preset("multiplier", "Depthwise, two kernels per channel", [1, 2, 4, 4], [4, 1, 3, 3], { groups: 2 }),
  preset("pointwise", "1 x 1: channels alone", [1, 3, 3, 3], [2, 3, 1, 1]),
  preset("grouped", "2 to 4 channels in two groups", [1, 2, 4, 4], [4, 1, 3, 3], { groups: 2 }),
  preset("reflect", "Padding mode reflect", plane(4), plane(3), { padding: 1, paddingMode: "reflect" }),
  preset("replicate", "Padding mode replicate", plane(4), plane(3), { padding: 2, paddingMode: "replicate" }),
  preset("circular", "Padding mode circular", plane(4), plane(3), { padding: 1, paddingMode: "circular" }),
  preset("transposed", "Transposed, stride 1", plane(2), plane(3), { transposed: true }),
  preset("transposed-padded", "Transposed, padding 1", plane(4), plane(3), { transposed: true, padding: 1 }),
  preset("transposed-strided", "Transposed, stride 2", plane(2), plane(3), { transposed: true, stride: 2 }),
  preset("transposed-output-padding", "Transposed, stride 2, output padding 1", plane(3), plane(3), {
    transposed: true,
    stride: 2,
    padding: 1,
    outputPadding: 1,
  }),
  preset("transposed-dilated", "Transposed, dilation 2", plane(3), plane(2), { transposed: true, dilation: 2 }),
  preset("checkerboard", "Checkerboard: stride 2 does not divide kernel 3", ones(4), ones(3), {
    transposed: true,
    stride: 2,
  }),
  preset("no-checkerboard", "No checkerboard: stride 2 divides kernel 4", ones(4), ones(4), {
    transposed: true,
    stride: 2,
  }),
  preset("sequence", "One dimension", [1, 1, 8], [1, 1, 3], { padding: 1 }),
  preset("causal", "Causal: F.pad(x, (2, 0))", behindZeros, [1, 1, 3]),
  preset("causal-pair", "One dimension, dilation 2", [1, 2, 9], [2, 2, 2], { dilation: 2 }),
  preset("volume", "Three dimensions", [1, 1, 3, 4, 4], [1, 1, 2, 3, 3]),
  preset("notebook-layer", "Notebook: 3 to 6 channels", [1, 3, 4, 4], [6, 3, 3, 3]),
  preset("notebook-matrix", "Notebook: the 4 x 4 image of the kernel matrix", plane(4), notebookKernel),
  preset(
    "notebook-transposed",
    "Notebook: transposed",
    image([
      [-0.8894, -0.7435],
      [-0.7278, 3.2295],
    ]),
    notebookKernel,
    { transposed: true },
  ),
  preset("notebook-dilation", "Notebook: 7 x 7 with dilation 2", ramp(7), plane(3), { dilation: 2 }),
  preset("notebook-groups", "Notebook: two groups", [1, 2, 5, 5], [4, 1, 3, 3], { groups: 2 }),
];
