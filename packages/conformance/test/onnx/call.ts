// What ONNX's operators mean, said with this library's functions.
import type { Tensor } from "@toeplitz/tensor";
import { type Api, called } from "../../src/rows/index.ts";
import type { Attributes, OnnxNode } from "./cases.ts";

/** Amounts before and after each spatial axis. */
type Borders = readonly (readonly [before: number, after: number])[];

/** Results of one step. Of what PyTorch does not have, fewer than ONNX lists. */
export function callNode(t: Api, { op, attributes: a }: OnnxNode, inputs: readonly Tensor[]): readonly Tensor[] {
  const [x, second, third, fourth, fifth] = inputs as [Tensor, ...(Tensor | undefined)[]];
  switch (op) {
    case "Conv":
      return [conv(t, a, x, second!, third)];
    case "ConvTranspose":
      return [convTranspose(t, a, x, second!, third)];
    case "AveragePool":
      return [averagePool(t, a, x)];
    case "MaxPool":
      return maxPool(t, a, x);
    case "GlobalAveragePool":
      return [t.adaptiveAvgPool2d(x, 1)];
    case "GlobalMaxPool":
      return [t.adaptiveMaxPool2d(x, 1)];
    case "Pad":
      return [pad(t, a, x, second, third)];
    case "BatchNormalization":
      return [batchNorm(t, a, x, { weight: second!, bias: third!, mean: fourth!, variance: fifth! })];
    case "Unsqueeze":
      return [a.axes!.reduce((y, axis) => t.unsqueeze(y, axis), x)];
    case "Squeeze":
      return [a.axes!.reduceRight((y, axis) => t.squeeze(y, axis), x)];
    default:
      throw new Error(`${op} has no meaning here`);
  }
}

const spatial = (x: Tensor): readonly number[] => x.shape.slice(2);
const each = (given: readonly number[] | undefined, axes: number): readonly number[] =>
  given ?? new Array<number>(axes).fill(1);

/** Explicit pads, or those that keep `ceil(size / stride)`: the odd element goes behind with UPPER, in front with LOWER. */
function borders(a: Attributes, sizes: readonly number[], kernel: readonly number[]): Borders {
  const strides = each(a.strides, sizes.length);
  const dilations = each(a.dilations, sizes.length);
  return sizes.map((size, i) => {
    if (a.auto_pad === "SAME_UPPER" || a.auto_pad === "SAME_LOWER") {
      const windows = Math.ceil(size / strides[i]!);
      const total = (windows - 1) * strides[i]! + dilations[i]! * (kernel[i]! - 1) + 1 - size;
      return shared(Math.max(total, 0), a.auto_pad === "SAME_UPPER");
    }
    return [a.pads?.[i] ?? 0, a.pads?.[i + sizes.length] ?? 0];
  });
}

function shared(total: number, oddBehind: boolean): readonly [number, number] {
  const half = Math.floor(total / 2);
  return oddBehind ? [half, total - half] : [total - half, half];
}

const alike = (sides: Borders) => sides.every(([before, after]) => before === after);
/** PyTorch lists the last axis first. */
const fromLast = (sides: Borders, sign = 1) => [...sides].reverse().flatMap((side) => side.map((n) => n * sign || 0));

function conv(t: Api, a: Attributes, x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const sides = borders(a, spatial(x), spatial(weight));
  const function_ = called(t, `conv${sides.length}d`);
  const options = { ...(bias && { bias }), stride: each(a.strides, sides.length), groups: a.group ?? 1 };
  const dilation = each(a.dilations, sides.length);
  if (alike(sides)) return function_(x, weight, { ...options, dilation, padding: sides.map(([before]) => before) });
  return function_(t.pad(x, fromLast(sides)), weight, { ...options, dilation });
}

function convTranspose(t: Api, a: Attributes, x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const sizes = spatial(x);
  const stride = each(a.strides, sizes.length);
  const dilation = each(a.dilations, sizes.length);
  const outputPadding = sizes.map((_, i) => a.output_padding?.[i] ?? 0);
  const same = a.auto_pad === "SAME_UPPER" || a.auto_pad === "SAME_LOWER";
  const outputShape = a.output_shape ?? (same ? sizes.map((size, i) => size * stride[i]!) : undefined);
  const sides =
    outputShape === undefined
      ? borders({ ...(a.pads && { pads: a.pads }) }, sizes, sizes)
      : sizes.map((size, i) => {
          const reach = (size - 1) * stride[i]! + outputPadding[i]! + dilation[i]! * (spatial(weight)[i]! - 1) + 1;
          const total = reach - outputShape[i]!;
          // What is larger than all taps reach grows behind.
          if (total < 0) outputPadding[i]! -= total;
          return shared(Math.max(total, 0), a.auto_pad === "SAME_UPPER");
        });
  const function_ = called(t, `convTranspose${sizes.length}d`);
  const options = { ...(bias && { bias }), stride, dilation, outputPadding, groups: a.group ?? 1 };
  if (alike(sides)) return function_(x, weight, { ...options, padding: sides.map(([before]) => before) });
  return t.pad(function_(x, weight, options), fromLast(sides, -1));
}

/** PyTorch's poolings take borders that are alike and at most half a kernel. */
const fits = (sides: Borders, kernel: readonly number[]) =>
  alike(sides) && sides.every(([before], i) => 2 * before <= kernel[i]!);

function averagePool(t: Api, a: Attributes, x: Tensor): Tensor {
  const kernel = a.kernel_shape!;
  const sides = borders(a, spatial(x), kernel);
  const averages = called(t, `avgPool${kernel.length}d`);
  const options = { stride: each(a.strides, kernel.length), ceilMode: a.ceil_mode === 1 };
  const countIncludePad = a.count_include_pad === 1;
  if (fits(sides, kernel)) {
    return averages(x, kernel, { ...options, countIncludePad, padding: sides.map(([before]) => before) });
  }
  const padded = (y: Tensor) => averages(t.pad(y, fromLast(sides)), kernel, options) as Tensor;
  return countIncludePad ? padded(x) : t.div(padded(x), padded(t.onesLike(x)));
}

function maxPool(t: Api, a: Attributes, x: Tensor): readonly Tensor[] {
  const kernel = a.kernel_shape!;
  const sides = borders(a, spatial(x), kernel);
  const maxima = called(t, `maxPool${kernel.length}d`);
  const stride = each(a.strides, kernel.length);
  const options = { stride, dilation: each(a.dilations, kernel.length), ceilMode: a.ceil_mode === 1 };
  if (!fits(sides, kernel)) return [maxima(t.pad(x, fromLast(sides), { value: -Infinity }), kernel, options)];
  const padding = sides.map(([before]) => before);
  const [values, indices] = maxima(x, kernel, { ...options, padding, returnIndices: true }) as [Tensor, Tensor];
  return [values, a.storage_order === 1 ? byColumns(t, indices, spatial(x)) : indices];
}

/** Indices into a plane that is stored column by column. */
function byColumns(t: Api, indices: Tensor, [height, width]: readonly number[]): Tensor {
  const rows = t.floorDivide(indices, width!);
  return t.add(rows, t.mul(t.remainder(indices, width!), height!));
}

function pad(t: Api, a: Attributes, x: Tensor, amounts?: Tensor, value?: Tensor): Tensor {
  const pads = a.pads ?? Array.from(amounts!.toTypedArray() as BigInt64Array, Number);
  const sides: Borders = x.shape.map((_, i) => [pads[i]!, pads[i + x.ndim]!]);
  const first = sides.findIndex(([before, after]) => before !== 0 || after !== 0);
  const mode = a.mode === "edge" ? "replicate" : (a.mode ?? "constant");
  const fill = value === undefined ? (a.value ?? 0) : Number(value.item());
  return t.pad(x, fromLast(sides.slice(first)), mode === "constant" ? { mode, value: fill } : { mode });
}

type Moments = Readonly<Record<"weight" | "bias" | "mean" | "variance", Tensor>>;

function batchNorm(t: Api, a: Attributes, x: Tensor, { weight, bias, mean, variance }: Moments): Tensor {
  const options = { weight, bias, training: a.training_mode === 1, eps: a.epsilon ?? 1e-5 };
  return t.functional.batchNorm(x, mean.clone(), variance.clone(), options);
}
