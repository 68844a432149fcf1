// A case worked out by the library: geometry, output numbers and the kernel matrix. Everything that is drawn comes from here.
import {
  type ConvGeometry,
  conv1d,
  conv2d,
  conv3d,
  convGeometry,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  countTaps,
} from "@toeplitz/conv";
import { type KernelMatrix, kernelMatrix } from "@toeplitz/kernel-matrix";
import { arange, pad, type Tensor, tensor, toTypedArray } from "@toeplitz/tensor";
import type { FigureCase, Numbers } from "./figure-case.ts";
import type { Operand, Side } from "./focus.ts";
import { english, type Words } from "./words.ts";

/** Slices, rows and columns; the first is one where there are fewer than three dimensions. */
export type Triple = readonly [depth: number, height: number, width: number];

/** A border around one channel: what stands at each position, as a flat index into the channel or -1. */
export interface Border {
  /** Elements before the first slice, row and column, and after the last ones. */
  readonly before: Triple;
  readonly after: Triple;
  /** Row-major over the bordered channel. */
  readonly source: readonly number[];
}

/** What an array is called: in words, and as a letter. */
export interface SideName {
  readonly title: string;
  readonly letter: string;
}

/**
 * One finished convolution, or one finished gradient: then the array whose gradient it is holds that gradient, the bias holds its own,
 * and the output holds the one that came back to it.
 */
export interface Scene {
  readonly figure: FigureCase;
  readonly geometry: ConvGeometry;
  readonly input: Numbers;
  readonly weight: Numbers;
  readonly output: Numbers;
  /** Without elements where none is added. */
  readonly bias: Numbers;
  /** The array that is worked out of the two others. */
  readonly result: Side;
  readonly names: Readonly<Record<Operand, SideName>>;
  readonly words: Words;
  /** Of one sample: all of them share it. */
  readonly matrix: KernelMatrix;
  /** Around the wide side: padding of a convolution's input, or what a transposed one cuts off its output. */
  readonly border: Border;
}

/**
 * Works a case out.
 *
 * @throws ToeplitzError with PyTorch's sentence where the case is impossible.
 */
export function sceneOf(figure: FigureCase): Scene {
  const { rank, transposed, options, bias = noNumbers, gradient } = figure;
  const [x, w, b] = [figure.input, figure.weight, bias].map(tensorOf) as [Tensor, Tensor, Tensor];
  const biased = bias.values.length > 0;
  const wanted = gradient === undefined ? [] : [gradient.to === "input" ? x : w, ...(biased ? [b] : [])];
  for (const each of wanted) each.requiresGrad_(true);
  const y = convolve(figure, x, w, biased ? b : null);
  const shown = { input: x, weight: w, bias: b, output: y };
  if (gradient !== undefined) {
    shown.output = tensorOf(gradient.upstream);
    y.backward(shown.output);
    shown[gradient.to] = shown[gradient.to].grad!;
    if (biased) shown.bias = b.grad!;
  }
  const given = { input: figure.input, weight: figure.weight, bias, output: gradient?.upstream };
  const numbers = (side: Operand): Numbers => {
    const rounded = toTypedArray(shown[side]) as Float32Array;
    const before = given[side];
    // What is the same as before stays the same object, so that nobody need draw it anew.
    if (before?.values.every((value, i) => Object.is(value, rounded[i]))) return before;
    return { shape: shown[side].shape, values: Array.from(rounded) };
  };
  const { geometry } = convGeometry({ api: nameOf(figure), rank, transposed, input: x, weight: w, options });
  return {
    figure,
    geometry,
    input: numbers("input"),
    weight: numbers("weight"),
    output: numbers("output"),
    bias: numbers("bias"),
    result: gradient?.to ?? "output",
    names: namesOf(figure, english),
    words: english,
    matrix: kernelMatrix(w.detach(), figure.input.shape.slice(1), { ...options, transposed }),
    border: borderOf(geometry),
  };
}

const noNumbers: Numbers = { shape: [0], values: [] };

const tensorOf = ({ shape, values }: Numbers): Tensor => tensor([...values], { shape, dtype: "float32" });

const functions = { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d };

const nameOf = ({ rank, transposed }: FigureCase) => `conv${transposed ? "Transpose" : ""}${rank}d` as const;

type Convolve = (input: Tensor, weight: Tensor, given: object) => Tensor;

function convolve(figure: FigureCase, x: Tensor, w: Tensor, bias: Tensor | null): Tensor {
  return (functions[nameOf(figure)] as Convolve)(x, w, { ...figure.options, bias });
}

/** What the case makes of another input of the same shape. */
export function outputOf(figure: FigureCase, input: readonly number[]): readonly number[] {
  const { weight, bias } = figure;
  const x = tensorOf({ shape: figure.input.shape, values: input });
  const y = convolve(figure, x, tensorOf(weight), bias === undefined ? null : tensorOf(bias));
  return Array.from(toTypedArray(y) as Float32Array);
}

const plain = { input: "x", weight: "w", output: "y", bias: "b" } as const;

/** A gradient wears a ∂ before the letter of its array, and PyTorch's name. */
function namesOf({ gradient }: FigureCase, words: Words): Scene["names"] {
  const name = (side: Operand): SideName =>
    gradient !== undefined && (side === "output" || side === "bias" || side === gradient.to)
      ? { title: words.gradientOf(side), letter: `∂${plain[side]}` }
      : { title: words.sides[side], letter: plain[side] };
  return { input: name("input"), weight: name("weight"), output: name("output"), bias: name("bias") };
}

/** The same scene, told in other words. */
export function inWords(scene: Scene, words: Words): Scene {
  return { ...scene, words, names: namesOf(scene.figure, words) };
}

/** What a case would take to draw: elements of its largest array, and products. */
export interface FigureSize {
  readonly elements: number;
  readonly products: number;
}

/**
 * Checks a case without working it out.
 *
 * @throws ToeplitzError as {@link sceneOf} does.
 */
export function checkFigure(figure: FigureCase): FigureSize {
  const { rank, transposed, input, weight, bias, options } = figure;
  const sized = ({ shape }: Numbers) => ({ shape, dtype: "float32" as const });
  const { geometry, outputShape } = convGeometry({
    api: nameOf(figure),
    rank,
    transposed,
    input: sized(input),
    weight: sized(weight),
    bias: bias === undefined ? null : sized(bias),
    options,
  });
  const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  return {
    elements: Math.max(count(input.shape), count(weight.shape), count(outputShape)),
    products: countTaps(geometry),
  };
}

/** Pads a channel's own indices: what the library repeats at a position, the figure shows there. */
function borderOf(geometry: ConvGeometry): Border {
  const { wide, padding: before, paddingMode, transposed } = geometry;
  // A transposed convolution cuts what its geometry calls padding before; behind it, outputPadding gives some back.
  const after = transposed ? before : geometry.paddingAfter;
  const mode = paddingMode === "zeros" ? "constant" : paddingMode;
  const places = wide.reduce((product, size) => product * size, 1);
  // One more than the index, so that a border of zeros becomes -1.
  const plain = arange(1, places + 1, { dtype: "float32" }).reshape([1, 1, ...wide]);
  // The last axis comes first.
  const amounts = [2, 1, 0].flatMap((axis) => [before[axis]!, after[axis]!]);
  const ringed = amounts.some((n) => n > 0) ? pad(plain, amounts, { mode }) : plain;
  return {
    before,
    after,
    source: Array.from(toTypedArray(ringed) as Float32Array, (place) => place - 1),
  };
}
