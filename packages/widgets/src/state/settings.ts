// The fields of the Arithmetic view as a person set them, possible or not, and the case that they describe.
import type { FigureCase, Numbers } from "@toeplitz/figures";

export type Pair = readonly [number, number];
export type Triple = readonly [depth: number, height: number, width: number];
export type Rank = FigureCase["rank"];
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** In two dimensions depths do not count, in one the width counts alone. */
export interface Settings {
  readonly rank: Rank;
  readonly transposed: boolean;
  /** Samples: N of the input. */
  readonly batch: number;
  /** Of the input. */
  readonly size: Triple;
  /** In and out. */
  readonly channels: Pair;
  readonly groups: number;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple | "same" | "valid";
  readonly paddingMode: PaddingMode;
  readonly dilation: Triple;
  readonly outputPadding: Triple;
  /** Whether a number is added to each channel of the output. */
  readonly bias: boolean;
}

export type Field = keyof Settings;
export const paddingModes: readonly PaddingMode[] = ["zeros", "reflect", "replicate", "circular"];
export const axisNames = ["depth", "height", "width"] as const;

const flat = {
  batch: [1, 4],
  size: [0, 16],
  channels: [1, 6],
  groups: [0, 6],
  kernel: [0, 9],
  stride: [0, 6],
  padding: [0, 8],
  dilation: [0, 5],
  outputPadding: [0, 5],
} as const satisfies Partial<Record<Field, Pair>>;

/** Of slices, fewer fit. */
const solid = {
  ...flat,
  size: [0, 8],
  channels: [1, 4],
  groups: [0, 4],
  kernel: [0, 5],
  stride: [0, 4],
  padding: [0, 4],
  dilation: [0, 3],
  outputPadding: [0, 3],
} as const satisfies Limits;

type Limits = Readonly<Record<keyof typeof flat, Pair>>;

/** More elements in one array would hold up the page that draws them. */
export const mostElements = 6000;

/** What a field can hold; more would not fit on a screen. Impossible combinations inside are the library's to refuse. */
export const limits = (rank: Rank): Limits => (rank === 3 ? solid : flat);

/** The most of one axis's padding that 'same' comes to. */
const mostSame = (flat.dilation[1] * (flat.kernel[1] - 1)) / 2;

/** What a link can hold: more than a person can set, for a flip makes an input of an output, and padding of 'same'. */
export const linkLimits = (rank: Rank): Limits => ({
  ...limits(rank),
  size: [0, mostElements],
  padding: [0, mostSame],
});

/** The axes that count. */
export const axesOf = (rank: Rank, triple: Triple): readonly number[] => triple.slice(3 - rank);

/** The triple with other values on the axes that count. */
export const withAxes = (triple: Triple, values: readonly number[]): Triple =>
  [...triple.slice(0, 3 - values.length), ...values] as [number, number, number];

/** Shape of the input array. */
export function inputShape({ rank, batch, size, channels }: Omit<Settings, "bias">): number[] {
  return [batch, channels[0], ...axesOf(rank, size)];
}

/** Shape of the weight array: channels that groups do not divide are rounded down, and the library says so. */
export function weightShape({ rank, transposed, channels, groups, kernel }: Omit<Settings, "bias">): number[] {
  const [first, second] = transposed ? channels : [channels[1], channels[0]];
  return [first, Math.max(1, Math.floor(second / Math.max(1, groups))), ...axesOf(rank, kernel)];
}

/** Shape of the bias array, were there one: as many channels as the weight makes. */
export function biasShape(settings: Omit<Settings, "bias">): number[] {
  const [first, second] = weightShape(settings) as [number, number];
  return [settings.transposed ? second * Math.max(1, settings.groups) : first];
}

/** The settings with another number of dimensions; a depth that was not there is made of the height, within its limits. */
export function withRank(settings: Settings, rank: Rank): Settings {
  if (rank !== 3 || settings.rank === 3) return { ...settings, rank };
  const { channels, groups, size, kernel, stride, padding, dilation, outputPadding } = settings;
  const within = (value: number, [least, most]: Pair) => Math.max(least, Math.min(most, value));
  const deep = ([, height, width]: Triple, room: Pair, depth = height): Triple => [
    within(depth, room),
    within(height, room),
    within(width, room),
  ];
  return {
    ...settings,
    rank,
    channels: [within(channels[0], solid.channels), within(channels[1], solid.channels)],
    groups: within(groups, solid.groups),
    size: deep(size, solid.size, Math.min(4, size[1])),
    kernel: deep(kernel, solid.kernel, Math.min(2, kernel[1])),
    stride: deep(stride, solid.stride),
    padding: typeof padding === "string" ? padding : deep(padding, solid.padding),
    dilation: deep(dilation, solid.dilation),
    outputPadding: deep(outputPadding, solid.outputPadding),
  };
}

/** The case that the settings describe, with the given numbers. */
export function figureOf(settings: Settings, input: Numbers, weight: Numbers, bias: Numbers | null = null): FigureCase {
  const { rank, transposed } = settings;
  const axes = (triple: Triple) => {
    const values = axesOf(rank, triple);
    return values.every((n) => n === values[0]) ? values[0]! : values;
  };
  const differs = (triple: Triple, from: number) => axesOf(rank, triple).some((n) => n !== from);
  const { stride, padding, paddingMode, dilation, groups, outputPadding } = settings;
  const padded = typeof padding === "string" || differs(padding, 0);
  return {
    rank,
    transposed,
    input,
    weight,
    ...(settings.bias && bias !== null ? { bias } : {}),
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
export function settingsOf({ rank, transposed, input, weight, bias, options }: FigureCase): Settings {
  const triple = (value: number | readonly number[] | undefined, absent: number): Triple =>
    withAxes(
      [absent, absent, absent],
      typeof value === "object" ? value : new Array<number>(rank).fill(value ?? absent),
    );
  const { padding = 0, groups = 1 } = options;
  const [batch, inputs, second] = [input.shape[0]!, input.shape[1]!, weight.shape[1]!];
  return {
    rank,
    transposed,
    batch,
    size: triple(input.shape.slice(2), 1),
    channels: [inputs, transposed ? second * groups : weight.shape[0]!],
    groups,
    kernel: triple(weight.shape.slice(2), 1),
    stride: triple(options.stride, 1),
    padding: typeof padding === "string" ? padding : triple(padding, 0),
    paddingMode: options.paddingMode ?? "zeros",
    dilation: triple(options.dilation, 1),
    outputPadding: triple(options.outputPadding, 0),
    bias: bias !== undefined,
  };
}
