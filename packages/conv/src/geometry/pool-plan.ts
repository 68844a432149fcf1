// From a caller's shapes, dtypes and options to the geometry of sliding windows: every check, in PyTorch's order and words.
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import type { SpatialRank } from "./conv-geometry.ts";
import {
  camelCase,
  checkCounts,
  checkDType,
  checkInt32,
  checkKernelFits,
  checkLineRank,
  checkOne,
  checkOutput,
  checkPlanes,
  checkSigns,
  checkSteps,
  checkVolumes,
  readSwitch,
} from "./pool-checks.ts";
import { type PoolPlan, slidingGeometry, type Window } from "./pool-geometry.ts";
import { readPerAxis, readWhole, type Sized } from "./read-options.ts";
import { list, refusal } from "./refusal.ts";
import { pooledSize } from "./size-formulas.ts";

/** What a public function received. */
export interface PoolCall {
  /** Name of the public function, for messages. */
  readonly api: string;
  readonly rank: SpatialRank;
  readonly kind: "max" | "avg";
  readonly input: Sized;
  readonly kernelSize: unknown;
  /** The option object as the caller wrote it, unchecked. */
  readonly options?: unknown;
  /** A gradient will be wanted: PyTorch then takes another path through its maximum of one axis, with other words. */
  readonly recording?: boolean;
}

/** The option object, read. A stride that is empty is the kernel's size. */
interface Read extends Window {
  readonly ceilMode: boolean;
  readonly returnIndices: boolean;
  readonly countIncludePad: boolean;
  readonly divisor: number | null;
}

/**
 * Checks a call of a maximum or an average over sliding windows, and spells out its geometry.
 *
 * @throws ToeplitzError with PyTorch's sentence for the first check that fails, in PyTorch's order.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export function poolGeometry(call: PoolCall): PoolPlan {
  const { api, rank, kind, input } = call;
  const read = readOptions(call);
  const shape = input.shape;
  if (rank === 1 && kind === "max" && !read.returnIndices) {
    checkMaxLine(api, shape);
    if (call.recording !== true) return lineOfMaxima(api, input, read);
  }
  const window = rank === 1 ? lineWindow(api, kind, shape, read) : areaWindow(api, rank, kind, read);
  // One axis runs as two, the first of size 1, and later messages say so.
  const axes = Math.max(2, rank);
  const shown = rank === 1 ? shape.toSpliced(-1, 0, 1) : shape;
  checkRank(api, rank, kind, shape, read.divisor);

  const size = shown.slice(shown.length - axes);
  checkSteps(api, window);
  const output = sizes(size, window, read.ceilMode);
  checkSigns(api, window);
  if (rank === 3) {
    checkVolumes(api, kind === "max" ? "max_pool3d_with_indices_out_cpu_template" : "avg_pool3d", shape);
    if (kind === "avg") checkKernelFits(api, shape, window);
  } else {
    checkPlanes(api, shape, shown);
  }
  checkOutput(api, shape, shown, output, window);
  checkDType(api, routines[kind][rank - 1]!, input.dtype, dtypes[kind]);
  return finish(api, rank, shape, output, window, read);
}

const routines = {
  max: ["max_pool2d", "max_pool2d", "max_pool3d_with_indices_cpu"],
  avg: ["avg_pool2d", "avg_pool2d", "avg_pool3d_out_frame"],
} as const;

const dtypes = { max: ["float32", "float64"], avg: ["float32", "float64", "int64"] } as const;

function readOptions({ api, rank, kind, kernelSize, options }: PoolCall): Read {
  const names =
    kind === "max"
      ? ["stride", "padding", "dilation", "ceilMode", "returnIndices"]
      : ["stride", "padding", "ceilMode", "countIncludePad", ...(rank === 1 ? [] : ["divisorOverride"])];
  checkOptions(api, options, names);
  const given = (options ?? {}) as Readonly<Record<string, unknown>>;
  if (kernelSize === undefined) {
    throw argumentError(api, "kernelSize", rank === 1 ? "be a number" : `be a number or a list of ${rank}`, kernelSize);
  }
  return {
    kernel: readPerAxis(api, "kernelSize", kernelSize, rank, 0),
    stride: readPerAxis(api, "stride", given.stride ?? [], rank, 0),
    padding: readPerAxis(api, "padding", given.padding, rank, 0),
    dilation: readPerAxis(api, "dilation", given.dilation, rank, 1),
    ceilMode: readSwitch(api, "ceilMode", given.ceilMode, false),
    returnIndices: readSwitch(api, "returnIndices", given.returnIndices, false),
    countIncludePad: readSwitch(api, "countIncludePad", given.countIncludePad, true),
    divisor: given.divisorOverride == null ? null : readWhole(api, "divisorOverride", given.divisorOverride, 1),
  };
}

/** Sizes of the result. */
function sizes(size: readonly number[], { kernel, stride, padding, dilation }: Window, ceilMode: boolean): number[] {
  return size.map((n, axis) => pooledSize(n, kernel[axis]!, stride[axis]!, padding[axis]!, dilation[axis]!, ceilMode));
}

function finish(
  api: string,
  rank: SpatialRank,
  shape: readonly number[],
  output: readonly number[],
  window: Window,
  { countIncludePad, divisor }: Read,
): PoolPlan {
  const own = (numbers: readonly number[]) => numbers.slice(numbers.length - rank);
  checkCounts(api, shape, [...shape.slice(0, shape.length - rank), ...own(output)]);
  const { kernel, stride, padding, dilation } = window;
  return slidingGeometry(
    shape,
    own(output),
    { kernel: own(kernel), stride: own(stride), padding: own(padding), dilation: own(dilation) },
    { countIncludePad, divisor },
  );
}

/** The maximum of one axis looks at its input first. */
function checkMaxLine(api: string, input: readonly number[]): void {
  const ranked = input.length === 2 || input.length === 3;
  if (ranked && input.slice(-2).every((size) => size > 0)) return;
  throw refusal(
    api,
    `max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:${list(input)}`,
    { code: "shape", argument: "input", value: input, rule: "have 2 or 3 axes, with elements along all but the batch" },
  );
}

/** The maximum of one axis when nothing is recorded and no index wanted: a path of its own, which allows an empty result. */
function lineOfMaxima(api: string, input: Sized, read: Read): PoolPlan {
  for (const [name, none] of [
    ["kernel_size", ""],
    ["stride", "None, "],
    ["padding", ""],
    ["dilation", ""],
  ] as const) {
    const argument = name === "kernel_size" ? "kernel" : name;
    const numbers = read[argument];
    if (numbers.length === 1 || (argument === "stride" && numbers.length === 0)) continue;
    const comma = argument === "kernel" || argument === "dilation" ? "" : ",";
    throw refusal(
      api,
      `max_pool1d() ${name} must be ${none}an int, list of ints${comma} or tuple of ints of size 1 but got size ${numbers.length}`,
      { argument: camelCase(name), value: numbers, rule: "be a number or a list of one" },
    );
  }
  const window = { ...read, stride: read.stride.length === 0 ? read.kernel : read.stride };
  const [kernel, stride, padding, dilation] = [
    window.kernel[0]!,
    window.stride[0]!,
    window.padding[0]!,
    window.dilation[0]!,
  ];
  const refuse = (argument: string, sentence: string, value: number, legal: number) =>
    refusal(api, `max_pool1d() ${sentence}`, { argument, value, rule: `be at least ${legal}`, legal: [legal] });
  if (kernel <= 0) throw refuse("kernelSize", `kernel_size must be greater than zero, but got ${kernel}`, kernel, 1);
  if (stride <= 0) throw refuse("stride", `stride must be greater than zero, but got ${stride}`, stride, 1);
  if (padding < 0) throw refuse("padding", `padding must be non-negative, but got ${padding}`, padding, 0);
  const most = Math.trunc(kernel / 2);
  if (padding > most) {
    throw refusal(
      api,
      `max_pool1d() padding should be at most half of kernel size, but got padding=${padding} and kernel_size=${kernel}`,
      { argument: "padding", value: padding, rule: "be at most half of the kernel size", legal: [most] },
    );
  }
  if (dilation <= 0) throw refuse("dilation", `dilation must be greater than zero, but got ${dilation}`, dilation, 1);
  const output = sizes(input.shape.slice(-1), window, read.ceilMode);
  if (output[0]! < 0) {
    throw refusal(api, `max_pool1d() Invalid computed output size: ${output[0]}`, {
      code: "shape",
      argument: "input",
      value: input.shape,
      rule: "be as long as the kernel",
    });
  }
  checkDType(api, "max_pool1d_impl", input.dtype, dtypes.max);
  return finish(api, 1, input.shape, output, window, read);
}

/** One number each, and then a window of two axes. */
function lineWindow(api: string, kind: "max" | "avg", input: readonly number[], read: Read): Window {
  const routine = `${kind}_pool1d`;
  const stride = read.stride.length === 0 ? read.kernel : read.stride;
  checkLineRank(api, routine, input);
  checkOne(api, routine, "kernel_size", read.kernel);
  checkOne(api, routine, "stride", stride);
  checkOne(api, routine, "padding", read.padding);
  checkOne(api, routine, "dilation", read.dilation);
  const window = {
    kernel: [1, ...read.kernel],
    stride: [1, ...stride],
    padding: [0, ...read.padding],
    dilation: [1, ...read.dilation],
  };
  for (const [name, numbers] of Object.entries(window))
    checkInt32(api, name === "kernel" ? "kernelSize" : name, numbers);
  return window;
}

/** How each routine asks for one number or one per axis. */
const wordings = {
  max2: ["must either be", "must either be omitted,", "must be either be", "must be either"],
  max3: ["must either be", "must either be omitted,", "must be either be", "must be either"],
  avg2: ["must either be", "must either be omitted,", "must either be", ""],
  avg3: ["must be", "must be omitted,", "must be", ""],
} as const;

/** One number for all axes, or one for each; the kernel's size where there is no stride. */
function areaWindow(api: string, rank: 2 | 3, kind: "max" | "avg", read: Read): Window {
  const words = wordings[`${kind}${rank}`];
  const checked = (argument: "kernel" | "stride" | "padding" | "dilation", name: string, word: string) => {
    const numbers = read[argument];
    const fits = numbers.length === 1 || numbers.length === rank || (argument === "stride" && numbers.length === 0);
    if (!fits) {
      throw refusal(
        api,
        `${kind}_pool${rank}d: ${name} ${word} a single int, or a tuple of ${rank === 2 ? "two" : "three"} ints`,
        { argument: camelCase(name), value: numbers, rule: `be a number or a list of ${rank}` },
      );
    }
    checkInt32(api, camelCase(name), numbers);
    return numbers.length === 1 ? new Array<number>(rank).fill(numbers[0]!) : numbers;
  };
  const kernel = checked("kernel", "kernel_size", words[0]);
  const stride = checked("stride", "stride", words[1]);
  return {
    kernel,
    stride: stride.length === 0 ? kernel : stride,
    padding: checked("padding", "padding", words[2]),
    dilation: checked("dilation", "dilation", words[3]),
  };
}

/** The input's axes, and the divisor, which stands between other checks. */
function checkRank(
  api: string,
  rank: SpatialRank,
  kind: "max" | "avg",
  input: readonly number[],
  divisor: number | null,
): void {
  const fields = { code: "shape", argument: "input", value: input, rule: `have ${rank + 1} or ${rank + 2} axes` };
  const fits = input.length === rank + 1 || input.length === rank + 2;
  if (!fits && (kind === "max" || rank === 3)) {
    throw refusal(api, `non-empty ${rank + 1}D or ${rank + 2}D (batch mode) tensor expected for input`, fields);
  }
  if (divisor === 0) {
    throw refusal(api, "divisor must be not zero", {
      argument: "divisorOverride",
      value: divisor,
      rule: "not be 0",
      legal: [1],
    });
  }
  // Averages of planes count axes from behind; one axis too many is found later.
  const axes = input.length;
  if (rank === 2 && axes < 3) {
    const sentence =
      axes === 0
        ? "Dimension specified as -3 but tensor has no dimensions"
        : `Dimension out of range (expected to be in range of [${-axes}, ${axes - 1}], but got -3)`;
    throw refusal(api, sentence, fields);
  }
}
