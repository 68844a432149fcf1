// From a caller's shapes and sizes to the geometry of windows that share out an input: every check, in PyTorch's order and words.
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import type { SpatialRank } from "./conv-geometry.ts";
import { checkCounts, checkDType, checkLineRank, checkOne, readSwitch } from "./pool-checks.ts";
import { adaptiveGeometry, type PoolPlan } from "./pool-geometry.ts";
import { readPerAxis, type Sized } from "./read-options.ts";
import { list, nameOf, refusal } from "./refusal.ts";

/** What a public function received. */
export interface AdaptiveCall {
  /** Name of the public function, for messages. */
  readonly api: string;
  readonly rank: SpatialRank;
  readonly kind: "max" | "avg";
  readonly input: Sized;
  readonly outputSize: unknown;
  /** The option object as the caller wrote it, unchecked. */
  readonly options?: unknown;
}

/** A checked adaptive pooling. */
export interface AdaptivePlan extends PoolPlan {
  /** One window holds everything, and its average is PyTorch's `mean`, whatever the input's other axes are. */
  readonly mean: boolean;
}

/**
 * Checks a call of an adaptive pooling and spells out its geometry.
 *
 * @throws ToeplitzError with PyTorch's sentence for the first check that fails, in PyTorch's order.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export function adaptivePoolGeometry(call: AdaptiveCall): AdaptivePlan {
  const { api, rank, kind, input } = call;
  checkOptions(api, call.options, kind === "max" ? ["returnIndices"] : []);
  const given = (call.options ?? {}) as Readonly<Record<string, unknown>>;
  readSwitch(api, "returnIndices", given.returnIndices, false);
  const { shape } = input;
  const size = readOutputSize(call);
  // One axis runs as two, the first of size 1, and later messages say so.
  const axes = rank === 1 ? 2 : rank;
  const shown = rank === 1 ? shape.toSpliced(-1, 0, 1) : shape;
  const output = rank === 1 ? [1, ...size] : size;
  const mean = kind === "avg" ? checkAverage(call, axes, shown, output) : checkMaximum(call, axes, shown, output);
  const own = output.slice(output.length - rank);
  checkCounts(api, shape, [...shape.slice(0, -rank), ...own]);
  return { ...adaptiveGeometry(shape, own, kind === "avg"), mean };
}

/** A number for each axis: one stands for all, and null for the input's own size. */
function readOutputSize({ api, rank, kind, input, outputSize }: AdaptiveCall): number[] {
  if (outputSize === undefined) {
    throw argumentError(api, "outputSize", rank === 1 ? "be a number" : `be a number or a list of ${rank}`, outputSize);
  }
  const nulls = rank > 1 && Array.isArray(outputSize) && outputSize.includes(null);
  const numbers = nulls ? outputSize.map((size: unknown) => size ?? 0) : outputSize;
  const read = readPerAxis(api, "outputSize", numbers, rank, 0);
  if (rank === 1) {
    const routine = `adaptive_${kind}_pool1d`;
    checkLineRank(api, routine, input.shape);
    checkOne(api, routine, "output_size", read);
  } else if (Array.isArray(outputSize) && outputSize.length >= input.shape.length) {
    throw refusal(api, `Input dimension should be at least ${outputSize.length + 1}`, {
      code: "shape",
      argument: "input",
      value: input.shape,
      rule: `have ${rank + 1} or ${rank + 2} axes`,
    });
  }
  if (!nulls) return read;
  const own = input.shape.slice(input.shape.length - read.length);
  return read.map((size, axis) => ((outputSize as unknown[])[axis] === null ? own[axis]! : size));
}

/** Checks an average; says whether it is a plain mean. */
function checkAverage(
  { api, input }: AdaptiveCall,
  axes: number,
  shown: readonly number[],
  output: readonly number[],
): boolean {
  const routine = `adaptive_avg_pool${axes}d`;
  checkCount(api, `${routine}: output_size must be ${axes}`, axes, output);
  if (output.some((size) => size < 0)) {
    const [first, ...rest] = output;
    throw refusal(
      api,
      // The name and the spaces are PyTorch's, for volumes too.
      `adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received {${first}, ${rest.join()}}`,
      { argument: "outputSize", value: output, rule: "not be negative", legal: [0] },
    );
  }
  if (output.every((size) => size === 1)) {
    checkMean(api, axes, input);
    return true;
  }
  // Volumes look at their sizes first, planes at their number of axes.
  if (axes === 3) checkFilled(api, routine, shown, 1);
  checkAxes(api, `${routine}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got ${list(shown)}`, axes, shown);
  if (axes === 2) checkFilled(api, routine, shown, shown.length - 2);
  const empty = [...shown.slice(0, -axes), ...output].includes(0);
  if (axes === 3 || !empty)
    checkDType(api, axes === 2 ? routine : `${routine}_cpu`, input.dtype, ["float32", "float64"]);
  return false;
}

function checkMaximum(
  { api, input }: AdaptiveCall,
  axes: number,
  shown: readonly number[],
  output: readonly number[],
): boolean {
  const routine = `adaptive_max_pool${axes}d`;
  checkAxes(api, `${routine}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got: ${list(shown)}`, axes, shown);
  checkFilled(api, routine, shown, 1);
  checkCount(api, `${routine}(): internal error: output_size.size() must be ${axes}`, axes, output);
  const negative = output.find((size) => size < 0);
  if (negative !== undefined) {
    const made = [...shown.slice(0, -axes), ...output];
    throw refusal(api, `Trying to create tensor with negative dimension ${negative}: ${list(made)}`, {
      argument: "outputSize",
      value: output,
      rule: "not be negative",
      legal: [0],
    });
  }
  checkDType(api, axes === 2 ? routine : `${routine}_cpu`, input.dtype, ["float32", "float64"]);
  return false;
}

function checkCount(api: string, sentence: string, axes: number, output: readonly number[]): void {
  if (output.length === axes) return;
  throw refusal(api, sentence, { argument: "outputSize", value: output, rule: `be a number or a list of ${axes}` });
}

function checkAxes(api: string, sentence: string, axes: number, shown: readonly number[]): void {
  if (shown.length === axes + 1 || shown.length === axes + 2) return;
  throw refusal(api, sentence, {
    code: "shape",
    argument: "input",
    value: shown,
    rule: `have ${axes + 1} or ${axes + 2} axes`,
  });
}

function checkFilled(api: string, routine: string, shown: readonly number[], from: number): void {
  const empty = shown.findIndex((size, axis) => axis >= from && size === 0);
  if (empty < 0) return;
  throw refusal(
    api,
    `${routine}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${list(shown)} ` +
      `with dimension ${empty} being empty`,
    { code: "shape", argument: "input", value: shown, rule: "have elements along each of its spatial axes" },
  );
}

/** What `mean` checks: its axes, counted from behind, and its type. */
function checkMean(api: string, axes: number, input: Sized): void {
  const count = Math.max(1, input.shape.length);
  const beyond = Array.from({ length: axes }, (_, axis) => axis + 1).find((axis) => axis > count);
  if (input.dtype !== "float32" && input.dtype !== "float64") {
    throw refusal(
      api,
      "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: " +
        nameOf[input.dtype].scalar,
      { code: "dtype", argument: "input", value: input.dtype, rule: "be floating", legal: ["float32", "float64"] },
    );
  }
  if (beyond === undefined) return;
  throw refusal(
    api,
    `Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${-beyond})`,
    { code: "shape", argument: "input", value: input.shape, rule: `have at least ${axes} axes` },
  );
}
