// What an interpolation is, in numbers: which elements each output is made of along each axis, and how much of each.
import type { DType } from "@toeplitz/tensor";
import { allocate, argumentError, checkOptions, showWord } from "@toeplitz/tensor/extend";
import type { Triple } from "./conv-geometry.ts";
import { triple } from "./conv-plan.ts";
import { checkElements } from "./limits.ts";
import { list, refusal } from "./refusal.ts";

/** How {@link interpolate} finds elements between elements. */
export type InterpolationMode = "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area";

/** Options of {@link interpolate}: `size` or `scaleFactor` must be there. */
export interface InterpolateOptions {
  /** Size of the result: one number for every axis, or one each. */
  readonly size?: number | readonly number[] | null;
  /** How many times larger the result is: one number for every axis, or one each. Sizes are rounded down. */
  readonly scaleFactor?: number | readonly number[] | null;
  /** Default `'nearest'`. */
  readonly mode?: InterpolationMode;
  /** Whether the middles of the corner elements keep their places, instead of the corners. Default false; not for `'nearest'` and `'area'`. */
  readonly alignCorners?: boolean | null;
  /** Whether distances come from the sizes, not from the factors, which differ where sizes are rounded. Default false. */
  readonly recomputeScaleFactor?: boolean | null;
}

/** One axis: output `o` is the sum of `weight[o * taps + k]` times element `at[o * taps + k]`. */
export interface AxisTaps {
  readonly taps: number;
  readonly at: Int32Array;
  readonly weight: Float64Array;
}

/** An interpolation of `planes` arrays of size `from` to arrays of size `to`. */
export interface Interpolation {
  readonly planes: number;
  readonly from: Triple;
  readonly to: Triple;
  readonly axes: readonly [AxisTaps, AxisTaps, AxisTaps];
}

/** A checked call: sizes of the result, and factors where they say more than the sizes. */
export interface InterpolationCall {
  readonly mode: InterpolationMode;
  readonly alignCorners: boolean;
  readonly size: readonly number[];
  readonly factors: readonly number[] | null;
}

const optionNames = ["size", "scaleFactor", "mode", "alignCorners", "recomputeScaleFactor"];
const api = "interpolate";
const modeOfRank = { 3: "linear", 4: "bilinear", 5: "trilinear" } as const;
const rankOfMode: Readonly<Record<string, number>> = { linear: 3, bilinear: 4, trilinear: 5 };
const cornerless: readonly string[] = ["nearest", "nearest-exact", "area"];

/**
 * Reads and checks a call, in PyTorch's order and words.
 *
 * @throws ToeplitzError with PyTorch's sentence for the first check that fails.
 */
export function interpolationCall(
  { shape, dtype }: { readonly shape: readonly number[]; readonly dtype: DType },
  options: InterpolateOptions,
): InterpolationCall {
  checkOptions(api, options, optionNames);
  const { mode = "nearest", size = null, scaleFactor = null } = options;
  const { alignCorners = null, recomputeScaleFactor = null } = options;
  for (const [name, value] of Object.entries({ alignCorners, recomputeScaleFactor })) {
    if (value !== null && typeof value !== "boolean") throw argumentError(api, name, "be a boolean or null", value);
  }
  const fail = (sentence: string, argument: string, value: unknown) =>
    refusal(api, sentence, { argument, value, rule: "fit" });
  if (cornerless.includes(mode) && alignCorners !== null) {
    const sentence =
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear";
    throw fail(sentence, "alignCorners", alignCorners);
  }
  const input = shape.slice(2);
  if (size !== null && scaleFactor !== null) {
    throw fail("only one of size or scale_factor should be defined", "scaleFactor", scaleFactor);
  }
  if (size === null && scaleFactor === null) {
    throw fail("either size or scale_factor should be defined", "size", size);
  }
  const sizes = size === null ? null : perAxis("size", size, input);
  let factors = scaleFactor === null ? null : perAxis("scaleFactor", scaleFactor, input);
  if (recomputeScaleFactor === true && sizes !== null) {
    throw fail("recompute_scale_factor is not meaningful with an explicit size.", "recomputeScaleFactor", true);
  }
  const output = sizes ?? input.map((length, axis) => Math.floor(length * (factors as number[])[axis]!));
  if (recomputeScaleFactor === true || mode === "area") factors = null;
  checkMode(mode, shape.length, fail);
  checkSizes(shape, output);
  checkElements(api, [...shape.slice(0, 2), ...output]);
  if (dtype !== "float32" && dtype !== "float64") {
    throw argumentError(api, "input", "be float32 or float64", dtype, { code: "dtype", legal: ["float32", "float64"] });
  }
  return { mode, alignCorners: alignCorners === true, size: output, factors };
}

function perAxis(
  argument: "size" | "scaleFactor",
  value: number | readonly number[],
  input: readonly number[],
): number[] {
  const numbers = Array.isArray(value) ? [...(value as number[])] : input.map(() => value as number);
  const legal = argument === "size" ? Number.isInteger : Number.isFinite;
  if (!numbers.every(legal)) {
    throw argumentError(api, argument, `be a ${argument === "size" ? "whole " : ""}number, or a list of them`, value);
  }
  if (numbers.length === input.length) return numbers;
  const sentence =
    argument === "size"
      ? "Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of " +
        `${list(input)} and output size of ${list(numbers)}. Please provide input tensor in (N, C, d1, d2, ...,dK) format ` +
        "and output size in (o1, o2, ...,oK) format."
      : "Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of " +
        `${list(input)} and scale_factor of shape ${list(numbers)}. Please provide input tensor in (N, C, d1, d2, ...,dK) ` +
        "format and scale_factor in (s1, s2, ...,sK) format.";
  throw refusal(api, sentence, { argument, value, rule: `be a number or a list of ${input.length}` });
}

function checkMode(
  mode: string,
  rank: number,
  fail: (sentence: string, argument: string, value: unknown) => Error,
): void {
  // The mode may be anything, also the name of something that every object has.
  const needs = typeof mode === "string" && Object.hasOwn(rankOfMode, mode) ? rankOfMode[mode] : undefined;
  const served = rank === 3 || rank === 4 || rank === 5;
  if (served && (cornerless.includes(mode) || mode === modeOfRank[rank] || (mode === "bicubic" && rank === 4))) return;
  if (served && needs !== undefined) {
    throw fail(`Got ${rank}D input, but ${mode} mode needs ${needs}D input`, "mode", mode);
  }
  throw fail(
    `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | bilinear | ` +
      `bicubic | trilinear | area | nearest-exact (got ${showWord(mode)})`,
    served ? "mode" : "input",
    mode,
  );
}

/** Only the batch may be empty. */
function checkSizes(shape: readonly number[], output: readonly number[]): void {
  const input = shape.slice(2);
  const letters = ["D", "H", "W"].slice(3 - input.length);
  const named = (sizes: readonly number[]) => `(${sizes.map((size, axis) => `${letters[axis]}: ${size}`).join(", ")})`;
  if ([...input, ...output].some((size) => size <= 0)) {
    throw refusal(
      api,
      `Input and output sizes should be greater than 0, but got input ${named(input)}${input.length === 1 ? " and" : ""} ` +
        `output ${named(output)}`,
      { code: "shape", argument: "size", value: output, rule: "be at least 1" },
    );
  }
  if (shape[1] === 0) {
    throw refusal(api, `Non-empty ${shape.length}D data tensor expected but got a tensor with sizes ${list(shape)}`, {
      code: "shape",
      argument: "input",
      value: shape,
      rule: "have channels",
    });
  }
}

/** Who asks for tables: where sizes say it all, PyTorch leaves the factors aside in some of its loops only. */
export type InterpolationLoop = "forward" | "forward, channels last" | "backward";

/** The tables of a call that is no average. */
export function interpolationOf(
  shape: readonly number[],
  dtype: DType,
  call: InterpolationCall,
  loop: InterpolationLoop,
): Interpolation {
  const { mode, alignCorners, size, factors } = call;
  const sameSizes = size.every((output, axis) => output === shape[axis + 2]);
  const input = shape.slice(2);
  const round = dtype === "float32" ? Math.fround : (value: number) => value;
  const axes = input.map((length, axis) => {
    const output = size[axis] as number;
    const factor = factors?.[axis] ?? 0;
    const step = alignCorners
      ? output > 1
        ? round((length - 1) / (output - 1))
        : 0
      : round(factor > 0 ? 1 / factor : round(length) / output);
    const kept = keptElements(mode, length, output, loop, sameSizes);
    if (kept !== undefined) return kept;
    return axisTaps(mode, length, output, (o) => place(mode, alignCorners, o, step, round), round);
  });
  const still: AxisTaps = { taps: 1, at: allocate("int32", 1), weight: allocate("float64", 1).fill(1) };
  return {
    planes: (shape[0] as number) * (shape[1] as number),
    from: triple(input, 1),
    to: triple(size, 1),
    axes: [still, still, still, ...axes].slice(-3) as [AxisTaps, AxisTaps, AxisTaps],
  };
}

/** Where output `o` lies in the input, in elements. */
function place(mode: string, alignCorners: boolean, o: number, step: number, round: (value: number) => number): number {
  if (mode === "nearest" || alignCorners) return round(o * step);
  if (mode === "nearest-exact") return round((o + 0.5) * step);
  // One product and one difference; PyTorch's compiler rounds them once.
  const at = round((o + 0.5) * step - 0.5);
  return mode === "bicubic" || at > 0 ? at : 0;
}

/** The tables of an axis whose elements are copied, as they are or twice, whatever the factor; undefined where it counts. */
function keptElements(
  mode: string,
  length: number,
  output: number,
  loop: InterpolationLoop,
  sameSizes: boolean,
): AxisTaps | undefined {
  const same = output === length;
  // The second element counts nothing, but makes nan of an infinity.
  if (same && mode.endsWith("linear")) return copies(output, 2, 1);
  if (mode === "bicubic" && loop === "backward" && sameSizes) return copies(output, 1, 1);
  if (mode !== "nearest" || loop === "forward") return undefined;
  return same ? copies(output, 1, 1) : output === 2 * length ? copies(output, 1, 2) : undefined;
}

function copies(output: number, taps: number, times: number): AxisTaps {
  const at = allocate("int32", output * taps);
  const weight = allocate("float64", output * taps);
  for (let i = 0; i < at.length; i++) {
    at[i] = Math.floor(i / taps / times);
    weight[i] = i % taps === 0 ? 1 : 0;
  }
  return { taps, at, weight };
}

function axisTaps(
  mode: string,
  length: number,
  output: number,
  source: (o: number) => number,
  round: (value: number) => number,
): AxisTaps {
  const taps = mode.startsWith("nearest") ? 1 : mode === "bicubic" ? 4 : 2;
  const at = allocate("int32", output * taps);
  const weight = allocate("float64", output * taps);
  for (let o = 0; o < output; o++) {
    const real = source(o);
    const first = Math.min(Math.floor(real), length - 1);
    const rest = Math.min(Math.max(round(real - first), 0), 1);
    const weights = taps === 1 ? [1] : taps === 2 ? [round(1 - rest), rest] : cubic(rest, round);
    for (let k = 0; k < taps; k++) {
      at[o * taps + k] = Math.min(Math.max(first + k - (taps === 4 ? 1 : 0), 0), length - 1);
      weight[o * taps + k] = weights[k] as number;
    }
  }
  return { taps, at, weight };
}

/** Weights of four neighbours: the cubic convolution with a slope of -3/4. */
function cubic(t: number, round: (value: number) => number): number[] {
  const a = -0.75;
  const near = (x: number) => round(((a + 2) * x - (a + 3)) * x * x + 1);
  const far = (x: number) => round(((a * x - 5 * a) * x + 8 * a) * x - 4 * a);
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}
