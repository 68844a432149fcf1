// A part of a convolution that is small enough to be drawn and still makes one of its outputs: along an axis, and by channel.

import type { ConvCaseOptions } from "@toeplitz/conformance/rows";
import {
  type ConvGeometry,
  convGeometry,
  convOutputSize,
  convTransposeOutputSize,
  tapsOfInput,
  tapsOfOutput,
} from "@toeplitz/conv";
import type { Numbers } from "./figure-case.ts";

/** A convolution along one axis by itself. */
export interface ExcerptAxis {
  readonly transposed: boolean;
  /** Of the whole input. */
  readonly size: number;
  readonly kernel: number;
  readonly options: Pick<ConvCaseOptions, "stride" | "padding" | "dilation" | "outputPadding">;
}

/** Input elements from `start`, beyond the ends of the input too, and the place among the outputs that they make without padding. */
export interface Excerpt {
  readonly start: number;
  readonly length: number;
  readonly at: number;
  readonly outputs: number;
}

/** What makes an output of an axis, with so much beside it as `room` has; null where nothing can. */
export function excerptAround(axis: ExcerptAxis, place: number, room: number): Excerpt | null {
  const { stride = 1, dilation = 1 } = axis.options;
  const steps = { stride, dilation } as { stride: number; dilation: number };
  const whole = lineOf(axis, axis.size, axis.options);
  const [before, behind] = [whole.padding[2], whole.paddingAfter[2]];
  return axis.transposed ? wide(axis, whole, place, room, steps) : narrow(axis, [before, behind], place, room, steps);
}

/** Windows before and after the place's, as they fit. */
function narrow(
  axis: ExcerptAxis,
  [before, behind]: readonly [number, number],
  place: number,
  room: number,
  steps: { readonly stride: number; readonly dilation: number },
): Excerpt {
  const padded = axis.size + before + behind;
  const bare = lineOf(axis, padded, steps);
  const window = (output: number) => tapsOfOutput(bare, output).map(({ input }) => input);
  const extent = window(0).at(-1)! + 1;
  const fitting = convOutputSize(Math.max(room, extent), axis.kernel, steps);
  const at = Math.min(place, (fitting - 1) >> 1);
  const first = window(place - at)[0]!;
  const length = Math.min(Math.max(room, extent), padded - first);
  return { start: first - before, length, at, outputs: convOutputSize(length, axis.kernel, steps) };
}

/** The inputs that reach the place, and some beside them. */
function wide(
  axis: ExcerptAxis,
  whole: ConvGeometry,
  place: number,
  room: number,
  steps: { readonly stride: number; readonly dilation: number },
): Excerpt | null {
  const { size } = axis;
  const bare = lineOf(axis, size, steps);
  const target = place + whole.padding[2];
  // Behind the last window output padding has made room that nothing reaches.
  if (target >= bare.wide[2]) return null;
  const reaching = (output: number): readonly number[] => tapsOfOutput(bare, output).map(({ input }) => input);
  // Nothing reaches a gap: then what reaches the output before it.
  const [least, most] = rangeOf(reaching(lastReached(target, reaching)));
  const length = Math.min(size, Math.max(room, most - least + 1));
  const start = Math.max(0, Math.min(size - length, least - ((length - (most - least + 1)) >> 1)));
  const { output } = tapsOfInput(bare, start)[0]!;
  return { start, length, at: target - output, outputs: convTransposeOutputSize(length, axis.kernel, steps) };
}

const rangeOf = (numbers: readonly number[]) => [Math.min(...numbers), Math.max(...numbers)] as const;

function lastReached(target: number, reaching: (output: number) => readonly number[]): number {
  let output = target;
  while (reaching(output).length === 0) output -= 1;
  return output;
}

function lineOf({ transposed, kernel }: ExcerptAxis, size: number, options: ExcerptAxis["options"]): ConvGeometry {
  const sized = (length: number) => ({ shape: [1, 1, length], dtype: "float32" as const });
  const api = transposed ? "convTranspose1d" : "conv1d";
  return convGeometry({ api, rank: 1, transposed, input: sized(size), weight: sized(kernel), options }).geometry;
}

/** The input channels whose products at an output are largest together, in their order. */
export function heaviestChannels(
  { transposed, input, weight, options }: ExcerptSum,
  output: number,
  count: number,
): number[] {
  const sized = ({ shape }: Numbers) => ({ shape, dtype: "float32" as const });
  const { geometry } = convGeometry({
    api: transposed ? "convTranspose2d" : "conv2d",
    rank: 2,
    transposed,
    input: sized(input),
    weight: sized(weight),
    options,
  });
  const [, channels, height, width] = input.shape as readonly [number, number, number, number];
  const weights = new Array<number>(channels).fill(0);
  for (const tap of tapsOfOutput(geometry, output)) {
    weights[Math.floor(tap.input / (height * width))]! += Math.abs(
      input.values[tap.input]! * weight.values[tap.weight]!,
    );
  }
  return [...weights.keys()]
    .sort((a, b) => weights[b]! - weights[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** One sum over channels in two dimensions. */
export interface ExcerptSum {
  readonly transposed: boolean;
  readonly input: Numbers;
  readonly weight: Numbers;
  readonly options: Pick<ConvCaseOptions, "stride" | "dilation">;
}
