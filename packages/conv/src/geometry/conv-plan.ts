// From a caller's shapes, dtypes and options to a geometry: every check of a convolution, in PyTorch's order and words.
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { checkDTypes, checkEmptyAxes, checkKernel, checkTransposedKernel } from "./backend-checks.ts";
import type { Activation, ConvGeometry, PaddingMode, SpatialRank, Triple } from "./conv-geometry.ts";
import { checkElements } from "./limits.ts";
import { kernelOf } from "./nearest.ts";
import { checkPadLimits } from "./pad-limits.ts";
import {
  type Padding,
  type PerAxis,
  readActivation,
  readPaddingMode,
  readPerAxis,
  readWhole,
  type Sized,
} from "./read-options.ts";
import { list, nameOf, refusal } from "./refusal.ts";
import {
  checkBiasDType,
  checkBiasShape,
  checkChannels,
  checkInputRank,
  checkReach,
  checkSigns,
  expand,
  resolveSame,
} from "./shape-checks.ts";
import { convSize, convTransposeSize } from "./size-formulas.ts";

/** The named options of a convolution, as a caller writes them; `bias` travels beside them. */
export interface ConvSettings {
  /** Step of the kernel. Default 1. */
  readonly stride?: PerAxis;
  /** Default 0. A transposed convolution takes numbers only, and removes that much border. */
  readonly padding?: Padding;
  /** Distance of the kernel's elements. Default 1. */
  readonly dilation?: PerAxis;
  /** Blocks of channels that do not see each other. Default 1. */
  readonly groups?: number;
  /** Extra size at the end of each axis; transposed convolutions only. Default 0. */
  readonly outputPadding?: PerAxis;
  /** What stands outside of the input. Default `'zeros'`. */
  readonly paddingMode?: PaddingMode;
  /** Applied by the kernel to each finished sum. Default `'none'`. */
  readonly activation?: Activation;
}

/** What a public function received. */
export interface ConvCall {
  /** Name of the public function, for messages. */
  readonly api: string;
  readonly rank: SpatialRank;
  readonly transposed: boolean;
  readonly input: Sized;
  readonly weight: Sized;
  readonly bias?: Sized | null | undefined;
  /** The option object as the caller wrote it, unchecked; `bias` in it is not looked at. */
  readonly options?: unknown;
}

/** A checked convolution. */
export interface ConvPlan {
  readonly geometry: ConvGeometry;
  readonly activation: Activation;
  /** The input came without a batch axis, and so will the output. */
  readonly unbatched: boolean;
  /** As the caller sees it. Has no element where batch or channels are zero: then no kernel need run. */
  readonly outputShape: readonly number[];
}

const names = ["bias", "stride", "padding", "dilation", "groups", "paddingMode", "activation"];
const transposedNames = [
  "bias",
  "stride",
  "padding",
  "outputPadding",
  "groups",
  "dilation",
  "paddingMode",
  "activation",
];

/**
 * Checks a call of a (transposed) convolution and spells out its geometry.
 *
 * `input [N, C, ...]` or `[C, ...]`; `weight [O, C/groups, ...kernel]`, transposed `[C, O/groups, ...kernel]`; `bias [O]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for the first check that fails, in PyTorch's order.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function convGeometry(call: ConvCall): ConvPlan {
  checkCall(call);
  const { api, rank, transposed } = call;
  checkOptions(api, call.options, transposed ? transposedNames : names);
  const settings = (call.options ?? {}) as ConvSettings;
  const read = readSettings(api, rank, transposed, settings);
  const { groups, mode } = read;
  const { padding: wanted } = read;
  const bias = call.bias ?? null;

  // Only conv2d looks at the bias before everything else; the others find it out with the other dtypes.
  if (rank === 2 && !transposed && typeof wanted !== "string") checkBiasDType(api, call.input, bias);
  const unbatched = checkInputRank(api, rank, transposed, call.input.shape);
  const input = unbatched ? [1, ...call.input.shape] : [...call.input.shape];
  const weight = call.weight.shape;

  let { stride, dilation } = read;
  let before: number[];
  let after: number[];
  let shown = input; // the input as messages show it: with the odd element of 'same' padded already
  if (wanted === "same") {
    [before, after] = resolveSame(api, input, weight, stride, dilation);
    shown = [...input.slice(0, 2), ...input.slice(2).map((size, i) => size + Math.abs(after[i]! - before[i]!))];
  } else if (typeof wanted !== "string") {
    before = after = wanted;
  } else if (wanted === "valid") {
    before = after = new Array<number>(Math.max(0, weight.length - 2)).fill(0);
  } else {
    throw refusal(api, `Invalid padding string: '${wanted.slice(0, 60)}'`, {
      argument: "padding",
      value: wanted,
      rule: "be a number, a list, 'same' or 'valid'",
      legal: ["same", "valid"],
    });
  }

  if (weight.length < 3) {
    throw refusal(api, "weight should have at least three dimensions", {
      code: "shape",
      argument: "weight",
      value: weight,
      rule: `have ${rank + 2} axes`,
      legal: [kernelOf(rank + 2, weight)],
    });
  }
  if (groups <= 0) {
    throw refusal(api, "non-positive groups is not supported", {
      argument: "groups",
      value: groups,
      rule: "be at least 1",
      legal: [1],
    });
  }
  stride = expand(api, "stride", stride, rank, weight);
  if (before === after) before = after = expand(api, "padding", before, rank, weight);
  dilation = expand(api, "dilation", dilation, rank, weight);
  const outputPadding = expand(api, "output_padding", read.outputPadding, rank, weight);
  checkSigns(
    api,
    "padding",
    before === after ? before : [...before, ...after],
    0,
    "negative padding is not supported",
    read.padding,
  );
  checkSigns(api, "outputPadding", outputPadding, 0, "negative output_padding is not supported", outputPadding);
  checkSigns(api, "stride", stride, 1, "non-positive stride is not supported", stride);
  if (weight.length !== input.length) {
    throw refusal(
      api,
      `Expected ${weight.length}-dimensional input for ${weight.length}-dimensional weight ${list(weight)}, but got ` +
        `${input.length}-dimensional input of size ${list(input)} instead`,
      {
        code: "shape",
        argument: "weight",
        value: weight,
        rule: `have ${input.length} axes`,
        legal: [kernelOf(input.length, weight)],
      },
    );
  }

  const spatial = input.slice(2);
  if (mode !== "zeros") {
    checkPadLimits(api, mode, call.input, before, after);
    shown = [...input.slice(0, 2), ...spatial.map((size, i) => size + before[i]! + after[i]!)];
  }
  const channels = checkChannels(api, transposed, call.input.shape, shown, weight, groups);
  checkBiasShape(api, transposed, weight, bias, transposed ? weight[1]! * groups : weight[0]!);
  const kernel = weight.slice(2);
  if (!transposed) checkReach(api, call.input.shape, spatial, before, after, kernel, dilation);
  checkEmptyAxes(api, call.input.shape, mode === "zeros" ? input : shown);

  const whole =
    groups === 1 &&
    [...stride, ...kernel].every((size) => size === 1) &&
    [...before, ...after].every((size) => size === 0);
  let output: number[];
  if (transposed) {
    output = spatial.map((size, i) =>
      convTransposeSize(size, kernel[i]!, stride[i]!, before[i]!, dilation[i]!, outputPadding[i]!),
    );
    checkTransposedKernel(api, call.input.shape, weight, groups, {
      spatial,
      output,
      kernel,
      stride,
      dilation,
      outputPadding,
    });
  } else {
    checkKernel(api, weight, dilation);
    output = spatial.map((size, i) => convSize(size, kernel[i]!, stride[i]!, before[i]!, after[i]!, dilation[i]!));
  }
  checkDTypes(api, transposed, kernel, dilation, whole, call.input.dtype, call.weight.dtype, bias?.dtype);

  const outChannels = channels === 0 ? 0 : transposed ? weight[1]! * groups : weight[0]!;
  const outputShape = [input[0]!, outChannels, ...output];
  checkElements(api, outputShape);
  if (mode !== "zeros") checkElements(api, shown);
  const geometry: ConvGeometry = Object.freeze({
    rank,
    transposed,
    batch: input[0]!,
    groups,
    widePerGroup: transposed ? weight[1]! : channels / groups,
    narrowPerGroup: transposed ? channels / groups : outChannels / groups,
    wide: triple(transposed ? output : spatial, 1),
    narrow: triple(transposed ? spatial : output, 1),
    kernel: triple(kernel, 1),
    stride: triple(stride, 1),
    dilation: triple(dilation, 1),
    padding: triple(before, 0),
    paddingAfter: triple(after, 0),
    paddingMode: mode,
  });
  return Object.freeze({
    geometry,
    activation: read.activation,
    unbatched,
    outputShape: Object.freeze(unbatched ? outputShape.slice(1) : outputShape),
  });
}

/** Refuses what is no description of a call: whoever makes one may be a user. */
function checkCall(call: unknown): asserts call is ConvCall {
  const { api, rank, transposed, input, weight, bias } = (call ?? {}) as Partial<Record<keyof ConvCall, unknown>>;
  const refuse = (name: string, rule: string, value: unknown) =>
    argumentError("convGeometry", `call.${name}`, rule, value);
  for (const [name, sized] of Object.entries({ input, weight, ...(bias == null ? {} : { bias }) })) {
    const { shape, dtype } = (sized ?? {}) as Partial<Record<keyof Sized, unknown>>;
    const known = typeof dtype === "string" && Object.hasOwn(nameOf, dtype);
    if (known && Array.isArray(shape) && shape.every(Number.isInteger)) continue;
    throw refuse(name, "have a shape and a dtype", sized);
  }
  if (typeof api !== "string") throw refuse("api", "be a string", api);
  if (rank !== 1 && rank !== 2 && rank !== 3) throw refuse("rank", "be 1, 2 or 3", rank);
  if (typeof transposed !== "boolean") throw refuse("transposed", "be a boolean", transposed);
}

/** Three axes from one, two or three: those that are missing lead. */
export function triple(numbers: readonly number[], missing: number): Triple {
  const last = numbers.length - 1;
  const width = numbers[last]!;
  const height = last >= 1 ? numbers[last - 1]! : missing;
  const depth = last >= 2 ? numbers[last - 2]! : missing;
  // Most are all ones or all zeros; sharing those saves a good part of the time that a small convolution takes.
  if (width === missing && height === missing && depth === missing) return missing === 0 ? zeros : ones;
  return Object.freeze([depth, height, width] as const);
}

const zeros: Triple = Object.freeze([0, 0, 0] as const);
const ones: Triple = Object.freeze([1, 1, 1] as const);

function readSettings(api: string, rank: SpatialRank, transposed: boolean, settings: ConvSettings) {
  const padding: unknown = settings.padding;
  const mode = readPaddingMode(api, settings.paddingMode);
  if (transposed && mode !== "zeros") {
    throw refusal(api, `Only "zeros" padding mode is supported for ConvTranspose${rank}d`, {
      argument: "paddingMode",
      value: mode,
      rule: "be zeros",
      legal: ["zeros"],
    });
  }
  return {
    mode,
    activation: readActivation(api, settings.activation),
    stride: readPerAxis(api, "stride", settings.stride, rank, 1),
    padding:
      typeof padding === "string" && !transposed ? padding : readPerAxis(api, "padding", settings.padding, rank, 0),
    dilation: readPerAxis(api, "dilation", settings.dilation, rank, 1),
    outputPadding: readPerAxis(api, "outputPadding", settings.outputPadding, rank, 0),
    groups: readWhole(api, "groups", settings.groups, 1),
  };
}
