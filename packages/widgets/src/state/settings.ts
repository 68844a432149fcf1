// The fields of the Arithmetic view as a person set them, possible or not, and the case that they describe.
import type { FigureCase, Numbers } from "@toeplitz/figures";

export type Pair = readonly [number, number];
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** Pairs are [height, width]; in one dimension the width counts alone. */
export interface Settings {
  readonly rank: 1 | 2;
  readonly transposed: boolean;
  /** Of the input. */
  readonly size: Pair;
  /** In and out. */
  readonly channels: Pair;
  readonly groups: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair | "same" | "valid";
  readonly paddingMode: PaddingMode;
  readonly dilation: Pair;
  readonly outputPadding: Pair;
}

export type Field = keyof Settings;
export const paddingModes: readonly PaddingMode[] = ["zeros", "reflect", "replicate", "circular"];

/** What a field can hold; more would not fit on a screen. Impossible combinations inside are the library's to refuse. */
export const limits = {
  size: [0, 16],
  channels: [1, 6],
  groups: [0, 6],
  kernel: [0, 9],
  stride: [0, 6],
  padding: [0, 8],
  dilation: [0, 5],
  outputPadding: [0, 5],
} as const satisfies Partial<Record<Field, Pair>>;

/** Shape of the input array. */
export function inputShape({ rank, size, channels }: Settings): number[] {
  return [1, channels[0], ...size.slice(2 - rank)];
}

/** Shape of the weight array: channels that groups do not divide are rounded down, and the library says so. */
export function weightShape({ rank, transposed, channels, groups, kernel }: Settings): number[] {
  const [first, second] = transposed ? channels : [channels[1], channels[0]];
  return [first, Math.max(1, Math.floor(second / Math.max(1, groups))), ...kernel.slice(2 - rank)];
}

/** The case that the settings describe, with the given numbers. */
export function figureOf(settings: Settings, input: Numbers, weight: Numbers): FigureCase {
  const { rank, transposed } = settings;
  const axes = (pair: Pair) => (rank === 1 || pair[0] === pair[1] ? pair[1] : pair);
  const differs = (pair: Pair, from: number) => pair.slice(2 - rank).some((n) => n !== from);
  const { stride, padding, paddingMode, dilation, groups, outputPadding } = settings;
  const padded = typeof padding === "string" || differs(padding, 0);
  return {
    rank,
    transposed,
    input,
    weight,
    options: {
      ...(differs(stride, 1) ? { stride: axes(stride) } : {}),
      ...(padded ? { padding: typeof padding === "string" ? padding : axes(padding) } : {}),
      ...(differs(dilation, 1) ? { dilation: axes(dilation) } : {}),
      ...(groups === 1 ? {} : { groups }),
      ...(transposed && differs(outputPadding, 0) ? { outputPadding: axes(outputPadding) } : {}),
      ...(paddingMode === "zeros" ? {} : { paddingMode }),
    },
  };
}

/** The settings that describe a case. */
export function settingsOf({ rank, transposed, input, weight, options }: FigureCase): Settings {
  const pair = (value: number | readonly number[] | undefined, absent: number): Pair => {
    if (typeof value !== "object") return [value ?? absent, value ?? absent];
    return value.length === 1 ? [absent, value[0]!] : [value[0]!, value[1]!];
  };
  const { padding = 0, groups = 1 } = options;
  const [inputs, second] = [input.shape[1]!, weight.shape[1]!];
  return {
    rank,
    transposed,
    size: pair(input.shape.slice(2), 1),
    channels: [inputs, transposed ? second * groups : weight.shape[0]!],
    groups,
    kernel: pair(weight.shape.slice(2), 1),
    stride: pair(options.stride, 1),
    padding: typeof padding === "string" ? padding : pair(padding, 0),
    paddingMode: options.paddingMode ?? "zeros",
    dilation: pair(options.dilation, 1),
    outputPadding: pair(options.outputPadding, 0),
  };
}
