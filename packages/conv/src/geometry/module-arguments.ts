// What a convolution module remembers, read and checked before there is an input: PyTorch's constructor checks, in its order.
import { argumentError, show } from "@toeplitz/tensor/extend";
import type { PaddingMode, SpatialRank } from "./conv-geometry.ts";
import type { ConvSettings } from "./conv-plan.ts";
import { checkElements } from "./limits.ts";
import { readPerAxis, readWhole } from "./read-options.ts";
import { list, refusal } from "./refusal.ts";

/** A constructor call as the caller wrote it, unchecked but for its option names. */
export interface ModuleCall {
  /** Name of the class, for messages. */
  readonly api: string;
  readonly rank: SpatialRank;
  readonly transposed: boolean;
  readonly inChannels: unknown;
  readonly outChannels: unknown;
  readonly kernelSize: unknown;
  readonly options: ConvSettings;
}

/** The checked arguments of a convolution module, with every default filled in. Lists stand as they were given. */
export interface ModuleArguments {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  /** `[O, C/groups, ...kernel]`, transposed `[C, O/groups, ...kernel]`. */
  readonly weightShape: readonly number[];
}

const paddingModes: readonly unknown[] = ["zeros", "reflect", "replicate", "circular"];

/**
 * Reads the arguments of a convolution module. What depends on an input (signs, reach, channels) is checked by its first call.
 *
 * @throws ToeplitzError with PyTorch's sentence for the first check that fails, in PyTorch's order.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export function moduleArguments(call: ModuleCall): ModuleArguments {
  const { api, rank, transposed, options } = call;
  const inChannels = readWhole(api, "inChannels", given(api, "inChannels", call.inChannels), 0);
  const outChannels = readWhole(api, "outChannels", given(api, "outChannels", call.outChannels), 0);
  const kernelSize = readPerAxis(api, "kernelSize", given(api, "kernelSize", call.kernelSize), rank, 0);
  // PyTorch builds a module with a weight of the wrong rank from a shorter list, and no input will ever fit it.
  checkLength(api, "kernel_size", kernelSize, kernelSize.length === rank, rank);
  const stride = perAxis(api, "stride", options.stride, rank, 1);
  const padding = readPadding(api, rank, transposed, options.padding);
  const dilation = perAxis(api, "dilation", options.dilation, rank, 1);
  const outputPadding = perAxis(api, "output_padding", options.outputPadding, rank, 0);
  const groups = readWhole(api, "groups", options.groups, 1);
  const { paddingMode = "zeros" }: { readonly paddingMode?: unknown } = options;

  if (transposed && paddingMode !== "zeros") {
    throw refusal(api, `Only "zeros" padding mode is supported for ${api}`, {
      argument: "paddingMode",
      value: paddingMode,
      rule: "be zeros",
      legal: ["zeros"],
    });
  }
  checkGroups(api, groups, inChannels, outChannels);
  checkPaddingWord(api, padding, stride);
  if (!paddingModes.includes(paddingMode)) {
    throw refusal(
      api,
      "padding_mode must be one of {'zeros', 'reflect', 'replicate', 'circular'}, but got " +
        `padding_mode=${show(paddingMode).replaceAll('"', "'")}`,
      {
        argument: "paddingMode",
        value: paddingMode,
        rule: `be one of ${paddingModes.join(", ")}`,
        legal: paddingModes,
      },
    );
  }
  const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
  const weightShape = [...channels, ...kernelSize];
  checkWeightShape(api, weightShape, transposed);
  return {
    inChannels,
    outChannels,
    kernelSize: Object.freeze(kernelSize),
    stride: Object.freeze(stride),
    padding: typeof padding === "string" ? (padding as "same" | "valid") : Object.freeze(padding),
    dilation: Object.freeze(dilation),
    outputPadding: Object.freeze(outputPadding),
    groups,
    paddingMode: paddingMode as PaddingMode,
    weightShape,
  };
}

function given(api: string, argument: string, value: unknown): unknown {
  if (value === undefined) throw argumentError(api, argument, "be given", value);
  return value;
}

function readPadding(api: string, rank: SpatialRank, transposed: boolean, value: unknown): number[] | string {
  return typeof value === "string" && !transposed ? value : perAxis(api, "padding", value, rank, 0);
}

/** A number for every axis, or a list of one or of `rank`. PyTorch finds a wrong length only at the first call. */
function perAxis(api: string, argument: string, value: unknown, rank: SpatialRank, absent: number): number[] {
  const camelCase = argument === "output_padding" ? "outputPadding" : argument;
  const numbers = readPerAxis(api, camelCase, value, rank, absent);
  checkLength(api, argument, numbers, numbers.length === 1 || numbers.length === rank, rank);
  return numbers;
}

function checkLength(api: string, argument: string, numbers: readonly number[], fits: boolean, rank: number): void {
  if (fits) return;
  throw refusal(
    api,
    `expected ${argument} to be a single integer value or a list of ${rank} values to match the convolution dimensions, ` +
      `but got ${argument}=${list(numbers)}`,
    {
      argument: argument.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()),
      value: numbers,
      rule: `be a number or a list of ${rank}`,
    },
  );
}

function checkGroups(api: string, groups: number, inChannels: number, outChannels: number): void {
  if (groups <= 0) {
    throw refusal(api, "groups must be a positive integer", {
      argument: "groups",
      value: groups,
      rule: "be at least 1",
      legal: [1],
    });
  }
  for (const [argument, name, channels] of [
    ["inChannels", "in_channels", inChannels],
    ["outChannels", "out_channels", outChannels],
  ] as const) {
    if (channels % groups === 0) continue;
    const below = Math.floor(channels / groups) * groups;
    throw refusal(api, `${name} must be divisible by groups`, {
      argument,
      value: channels,
      rule: `be a multiple of ${groups}`,
      legal: [below, below + groups],
    });
  }
}

function checkPaddingWord(api: string, padding: number[] | string, stride: readonly number[]): void {
  if (typeof padding !== "string") return;
  if (padding !== "same" && padding !== "valid") {
    throw refusal(api, `Invalid padding string '${padding.slice(0, 60)}', should be one of {'valid', 'same'}`, {
      argument: "padding",
      value: padding,
      rule: "be a number, a list, 'same' or 'valid'",
      legal: ["valid", "same"],
    });
  }
  if (padding === "same" && stride.some((step) => step !== 1)) {
    throw refusal(api, "padding='same' is not supported for strided convolutions", {
      argument: "stride",
      value: stride,
      rule: "be 1 where padding is 'same'",
      legal: [1],
    });
  }
}

function checkWeightShape(api: string, shape: readonly number[], transposed: boolean): void {
  const axis = shape.findIndex((size) => size < 0);
  if (axis >= 0) {
    const negative = shape[axis]!;
    const inputs = (axis === 0) === transposed;
    throw refusal(api, `Trying to create tensor with negative dimension ${negative}: ${list(shape)}`, {
      code: "shape",
      argument: axis > 1 ? "kernelSize" : inputs ? "inChannels" : "outChannels",
      value: negative,
      rule: "not be negative",
    });
  }
  checkElements(api, shape, "weight");
}
