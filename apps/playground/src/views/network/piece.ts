// One number of a convolution with what it is made of: so much of the input around it, and so many channels, as the Arithmetic view can hold.
import { limits } from "@toeplitz/widgets";
import { type nn, pad, type Tensor, tensor, toTypedArray } from "toeplitz";
import type { Piece } from "./network-messages.ts";

type PlaneConv = nn.Conv2d | nn.ConvTranspose2d;

const most = limits(2);
/** Rows and columns that are enough to see what happens around the place. */
const roomy = { conv: 9, transposed: 5 } as const;

/** Of an axis: the input from `start`, `length` long, zeros beyond its ends included, and the place among the outputs of that. */
interface Span {
  readonly start: number;
  readonly length: number;
  readonly at: number;
  readonly outputs: number;
}

/** Null for what is larger than the Arithmetic view's limits, or padded with anything but zeros. */
export function pieceOf(
  conv: PlaneConv,
  input: Tensor,
  channel: number,
  place: readonly [row: number, column: number],
): Piece | null {
  const { weight, transposed, groups, stride, dilation, kernelSize, outChannels, paddingMode } = conv;
  const within = (values: readonly number[], [, top]: readonly [number, number]) => values.every((n) => n <= top);
  if (paddingMode !== "zeros" || !within(kernelSize, most.kernel)) return null;
  if (!within(stride, most.stride) || !within(dilation, most.dilation)) return null;
  const spans = ([0, 1] as const).map((axis) => (transposed ? wideSpan : narrowSpan)(conv, input, axis, place[axis]));
  const [rows, columns] = spans as [Span, Span];
  // Behind the last window of a transposed convolution output padding has made room that nothing reaches
  if (spans.some(({ length, at, outputs }) => length > most.size[1] || at >= outputs)) return null;

  const perGroup = outChannels / groups;
  const all = conv.inChannels / groups;
  const group = Math.floor(channel / perGroup);
  const from = `${group * all}:${(group + 1) * all}`;
  const around = cut(input.detach().index(":", from), rows, columns);
  const kernels = weight.detach();
  const kernel = transposed
    ? kernels.index(from, channel % perGroup).unsqueeze(1)
    : kernels.index(`${channel}:${channel + 1}`);

  const shown = Math.min(all, most.channels[1]);
  const chosen = shown === all ? null : heaviest(conv, around, kernel, [rows, columns], shown);
  const pick = (x: Tensor, dim: number) =>
    chosen === null ? x : x.indexSelect(dim, tensor(BigInt64Array.from(chosen, BigInt)));
  return {
    transposed,
    input: numbersOf(pick(around, 1)),
    weight: numbersOf(pick(kernel, transposed ? 0 : 1)),
    stride: [stride[0]!, stride[1]!],
    dilation: [dilation[0]!, dilation[1]!],
    channels: [shown, all],
    chosen: chosen?.map((c) => group * all + c) ?? null,
    at: rows.at * columns.outputs + columns.at,
  };
}

const extentOf = ({ kernelSize, dilation }: PlaneConv, axis: 0 | 1) => dilation[axis]! * (kernelSize[axis]! - 1) + 1;

/** Of a convolution: windows before and after the place's, as they fit. */
function narrowSpan(conv: PlaneConv, input: Tensor, axis: 0 | 1, place: number): Span {
  const [extent, stride] = [extentOf(conv, axis), conv.stride[axis]!];
  const [before, after] = paddingOf(conv, axis, extent);
  const padded = input.shape[2 + axis]! + before + after;
  const room = Math.max(roomy.conv, extent);
  const at = Math.min(place, Math.floor((room - extent) / (2 * stride)));
  const first = (place - at) * stride;
  const length = Math.min(room, padded - first);
  return { start: first - before, length, at, outputs: Math.floor((length - extent) / stride) + 1 };
}

/** Of a transposed convolution: the inputs that reach the place, and some beside them. */
function wideSpan(conv: PlaneConv, input: Tensor, axis: 0 | 1, place: number): Span {
  const [extent, stride] = [extentOf(conv, axis), conv.stride[axis]!];
  const size = input.shape[2 + axis]!;
  const target = place + (conv.padding[axis] as number);
  const last = Math.min(size - 1, Math.floor(target / stride));
  const first = Math.min(last, Math.max(0, Math.ceil((target - extent + 1) / stride)));
  const length = Math.min(size, Math.max(roomy.transposed, last - first + 1));
  const start = Math.max(0, Math.min(size - length, first - ((length - (last - first + 1)) >> 1)));
  return { start, length, at: target - start * stride, outputs: (length - 1) * stride + extent };
}

function paddingOf({ padding }: PlaneConv, axis: 0 | 1, extent: number): readonly [before: number, after: number] {
  if (padding === "valid") return [0, 0];
  // The odd one of "same" comes last
  if (padding === "same") return [(extent - 1) >> 1, extent - 1 - ((extent - 1) >> 1)];
  return [padding[axis]!, padding[axis]!];
}

/** The rows and columns of the input, and zeros where there are none. */
function cut(input: Tensor, ...spans: readonly [Span, Span]): Tensor {
  const parts = spans.map(({ start, length }, axis) => {
    const size = input.shape[2 + axis]!;
    const [from, to] = [Math.max(0, start), Math.min(size, start + length)];
    return { range: `${from}:${to}`, before: from - start, after: start + length - to };
  });
  const [down, across] = parts as [(typeof parts)[number], (typeof parts)[number]];
  const there = input.index(":", ":", down.range, across.range);
  return pad(there, [across.before, across.after, down.before, down.after]);
}

/** The channels whose products at the place are largest together, in their order. */
function heaviest(
  { transposed, kernelSize, stride, dilation }: PlaneConv,
  around: Tensor,
  kernel: Tensor,
  spans: readonly [Span, Span],
  count: number,
): number[] {
  const [, all, height, width] = around.shape as readonly [number, number, number, number];
  const x = toTypedArray(around.contiguous()) as Float32Array;
  const w = toTypedArray(kernel.contiguous()) as Float32Array;
  const [down, across] = kernelSize as readonly [number, number];
  const weights = new Float64Array(all);
  /** The input that meets a weight at the place, or one beyond the ends. */
  const meets = (axis: 0 | 1, k: number) => {
    const { at } = spans[axis];
    const tap = k * dilation[axis]!;
    if (!transposed) return at * stride[axis]! + tap;
    return (at - tap) % stride[axis]! === 0 ? (at - tap) / stride[axis]! : -1;
  };
  for (let r = 0; r < down; r++) {
    const row = meets(0, r);
    if (row < 0 || row >= height) continue;
    for (let c = 0; c < across; c++) {
      const column = meets(1, c);
      if (column < 0 || column >= width) continue;
      for (let channel = 0; channel < all; channel++) {
        weights[channel]! += Math.abs(
          x[(channel * height + row) * width + column]! * w[(channel * down + r) * across + c]!,
        );
      }
    }
  }
  return [...weights.keys()]
    .sort((a, b) => weights[b]! - weights[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

function numbersOf(tensor: Tensor): Piece["input"] {
  return { shape: tensor.shape, values: Array.from(toTypedArray(tensor.contiguous()) as Float32Array) };
}
