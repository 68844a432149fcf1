// One number of a convolution with what it is made of: so much of the input around it, and so many channels, as the Arithmetic view can hold.
import { type Excerpt, excerptAround, heaviestChannels } from "@toeplitz/figures";
import { limits } from "@toeplitz/widgets";
import { type nn, pad, type Tensor, tensor, toTypedArray } from "toeplitz";
import type { Piece } from "./network-messages.ts";

type PlaneConv = nn.Conv2d | nn.ConvTranspose2d;

const most = limits(2);
/** Rows and columns that are enough to see what happens around the place. */
const roomy = { conv: 9, transposed: 5 } as const;

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
  const [rows, columns] = ([0, 1] as const).map((axis) => alongAxis(conv, input, axis, place[axis]));
  if (rows == null || columns == null || Math.max(rows.length, columns.length) > most.size[1]) return null;

  const perGroup = outChannels / groups;
  const all = conv.inChannels / groups;
  const group = Math.floor(channel / perGroup);
  const from = `${group * all}:${(group + 1) * all}`;
  const around = cut(input.detach().index(":", from), rows, columns);
  const kernels = weight.detach();
  const kernel = transposed
    ? kernels.index(from, channel % perGroup).unsqueeze(1)
    : kernels.index(`${channel}:${channel + 1}`);

  const at = rows.at * columns.outputs + columns.at;
  const shown = Math.min(all, most.channels[1]);
  const chosen = shown === all ? null : heaviest(conv, around, kernel, at, shown);
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
    at,
  };
}

function alongAxis(conv: PlaneConv, input: Tensor, axis: 0 | 1, place: number): Excerpt | null {
  const { transposed, padding } = conv;
  const [stride, dilation, outputPadding] = [conv.stride[axis]!, conv.dilation[axis]!, conv.outputPadding[axis]!];
  const sides = typeof padding === "string" ? padding : padding[axis]!;
  const options = { stride, dilation, padding: sides, ...(transposed ? { outputPadding } : {}) };
  const line = { transposed, size: input.shape[2 + axis]!, kernel: conv.kernelSize[axis]!, options };
  return excerptAround(line, place, transposed ? roomy.transposed : roomy.conv);
}

/** The rows and columns of the input, and zeros where there are none. */
function cut(input: Tensor, ...spans: readonly [Excerpt, Excerpt]): Tensor {
  const parts = spans.map(({ start, length }, axis) => {
    const size = input.shape[2 + axis]!;
    const from = Math.min(Math.max(0, start), size);
    const to = Math.min(Math.max(from, start + length), size);
    const before = Math.min(length, Math.max(0, -start));
    return { range: `${from}:${to}`, before, after: length - before - (to - from) };
  });
  const [down, across] = parts as [(typeof parts)[number], (typeof parts)[number]];
  const there = input.index(":", ":", down.range, across.range);
  return pad(there, [across.before, across.after, down.before, down.after]);
}

/** The channels whose products at the place are largest together, in their order. */
function heaviest(conv: PlaneConv, around: Tensor, kernel: Tensor, at: number, count: number): number[] {
  const { transposed, stride, dilation } = conv;
  const sum = { transposed, input: numbersOf(around), weight: numbersOf(kernel), options: { stride, dilation } };
  return heaviestChannels(sum, at, count);
}

function numbersOf(tensor: Tensor): Piece["input"] {
  return { shape: tensor.shape, values: Array.from(toTypedArray(tensor.contiguous()) as Float32Array) };
}
