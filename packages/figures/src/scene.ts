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
import { arange, pad, tensor, toTypedArray } from "@toeplitz/tensor";
import type { FigureCase, Numbers } from "./figure-case.ts";
import type { Side } from "./focus.ts";
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
 * One finished convolution, or one finished gradient: then the array whose gradient it is holds that gradient, and the output holds
 * the one that came back to it.
 */
export interface Scene {
  readonly figure: FigureCase;
  readonly geometry: ConvGeometry;
  readonly input: Numbers;
  readonly weight: Numbers;
  readonly output: Numbers;
  /** The array that is worked out of the two others. */
  readonly result: Side;
  readonly names: Readonly<Record<Side, SideName>>;
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
  const { rank, transposed, options } = figure;
  const x = tensor([...figure.input.values], { shape: figure.input.shape, dtype: "float32" });
  const w = tensor([...figure.weight.values], { shape: figure.weight.shape, dtype: "float32" });
  const name = `conv${transposed ? "Transpose" : ""}${rank}d` as const;
  const functions = { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d };
  const convolve = functions[name] as (input: typeof x, weight: typeof w, given: object) => typeof x;
  const { gradient } = figure;
  if (gradient !== undefined) (gradient.to === "input" ? x : w).requiresGrad_(true);
  const y = convolve(x, w, options);
  const shown = { input: x, weight: w, output: y };
  if (gradient !== undefined) {
    shown.output = tensor([...gradient.upstream.values], { shape: gradient.upstream.shape, dtype: "float32" });
    y.backward(shown.output);
    shown[gradient.to] = shown[gradient.to].grad as typeof x;
  }
  const given = { input: figure.input, weight: figure.weight, output: gradient?.upstream };
  const numbers = (side: Side): Numbers => {
    const rounded = toTypedArray(shown[side]) as Float32Array;
    const before = given[side];
    // What is the same as before stays the same object, so that nobody need draw it anew.
    if (before?.values.every((value, i) => Object.is(value, rounded[i]))) return before;
    return { shape: shown[side].shape, values: Array.from(rounded) };
  };
  const { geometry } = convGeometry({ api: name, rank, transposed, input: x, weight: w, options });
  return {
    figure,
    geometry,
    input: numbers("input"),
    weight: numbers("weight"),
    output: numbers("output"),
    result: gradient?.to ?? "output",
    names: namesOf(figure, english),
    words: english,
    matrix: kernelMatrix(w.detach(), figure.input.shape.slice(1), { ...options, transposed }),
    border: borderOf(geometry),
  };
}

const plain = { input: "x", weight: "w", output: "y" } as const;

/** A gradient wears a ∂ before the letter of its array, and PyTorch's name. */
function namesOf({ gradient }: FigureCase, words: Words): Scene["names"] {
  const name = (side: Side): SideName =>
    gradient !== undefined && (side === "output" || side === gradient.to)
      ? { title: words.gradientOf(side), letter: `∂${plain[side]}` }
      : { title: words.sides[side], letter: plain[side] };
  return { input: name("input"), weight: name("weight"), output: name("output") };
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
export function checkFigure({ rank, transposed, input, weight, options }: FigureCase): FigureSize {
  const api = `conv${transposed ? "Transpose" : ""}${rank}d`;
  const sized = ({ shape }: Numbers) => ({ shape, dtype: "float32" as const });
  const { geometry, outputShape } = convGeometry({
    api,
    rank,
    transposed,
    input: sized(input),
    weight: sized(weight),
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
