// A layer as a .tflite model of one operator, NHWC, with weight and bias as constants.
import type { Layer } from "../layer.ts";
import { type Operands, operandsOf } from "../operands.ts";
import { outputShape, product, weightShape } from "../shapes.ts";
import { flatbuffer, int, type Table } from "./flatbuffer.ts";

/** A model, its input, and the shape of its output. */
export interface TfliteLayer {
  readonly model: Uint8Array;
  readonly input: Float32Array;
  readonly inputShape: readonly number[];
}

// Numbers of enums in schema.fbs.
const operators = { conv: 3, depthwise: 4, transposed: 67 } as const;
const optionTypes = { conv: 1, depthwise: 2, transposed: 49 } as const;
const paddings = { same: 0, valid: 1 } as const;
const tensorTypes = { float32: 0, int32: 2 } as const;

/** The model, or why there is none. */
export function tfliteLayer(layer: Layer): TfliteLayer | string {
  const { kind, k, s, p, d, g, o } = layer;
  if (k.length === 3) return "has no 3-D convolution";
  const operands = operandsOf(layer);
  const flat = k.length === 1;
  const [n, c, ...space] = layer.x as [number, number, ...number[]];
  const [height, width] = flat ? [1, space[0]!] : [space[0]!, space[1]!];
  const [kh, kw] = flat ? [1, k[0]!] : [k[0]!, k[1]!];
  const [, , ...outSpace] = outputShape(layer);
  const output = [n, ...(flat ? [1] : []), ...outSpace, o];
  const steps = [int(s), int(flat ? 1 : s)];
  const spread = [int(d), int(flat ? 1 : d)];
  const depthwise = kind === "conv" && g > 1 && g === c && o % g === 0;
  if (g > 1 && kind === "convT") return "has no grouped transposed convolution";

  if (kind === "convT") {
    const padding = transposedPadding(layer);
    if (padding === null) return "has no such padding of a transposed convolution";
    const options = [int(padding), ...steps, int(0)];
    const weight = { shape: [o, kh, kw, c], data: permuted(operands.weight, [c, o, kh * kw], [1, 2, 0]) };
    const shapes = { input: [n, height, width, c], output };
    const outputSizes = Int32Array.from(output);
    return modelOf("transposed", options, layer, operands, shapes, weight, outputSizes);
  }
  // A border that SAME does not give is put around the input, before the clock starts.
  const same = s === 1 && [kh, kw].every((size, axis) => 2 * (flat && axis === 0 ? 0 : p) === d * (size - 1));
  const border = same ? [0, 0] : [flat ? 0 : p, p];
  const input = [n, height + 2 * border[0]!, width + 2 * border[1]!, c];
  const padding = int(same ? paddings.same : paddings.valid);
  const [rows, columns, ...taps] = weightShape(layer) as [number, number, ...number[]];
  const data = permuted(operands.weight, [rows, columns, product(taps)], depthwise ? [1, 2, 0] : [0, 2, 1]);
  const weight = { shape: depthwise ? [1, kh, kw, o] : [o, kh, kw, c / g], data };
  const options = depthwise
    ? [padding, ...steps, int(o / c), int(0), ...spread]
    : [padding, ...steps, int(0), ...spread];
  return modelOf(depthwise ? "depthwise" : "conv", options, layer, operands, { input, output }, weight);
}

/** VALID where nothing is cropped, SAME where it crops as much on both sides. */
function transposedPadding({ k, s, p, d, op }: Layer): number | null {
  if (d > 1 || op > 0) return null;
  if (p === 0 && k.every((size) => size >= s)) return paddings.valid;
  return k.every((size) => size - s === 2 * p) ? paddings.same : null;
}

function modelOf(
  kind: keyof typeof operators,
  options: Table,
  layer: Layer,
  operands: Operands,
  shapes: { readonly input: readonly number[]; readonly output: readonly number[] },
  weight: { readonly shape: readonly number[]; readonly data: Float32Array },
  outputSizes?: Int32Array,
): TfliteLayer {
  const buffers: Table[] = [[]];
  const tensors: Table[] = [];
  const tensor = (shape: readonly number[], type: number, content?: Float32Array | Int32Array) => {
    const buffer = content === undefined ? 0 : buffers.length;
    if (content !== undefined) {
      buffers.push([{ bytes: new Uint8Array(content.buffer, content.byteOffset, content.byteLength) }]);
    }
    const name = { bytes: new TextEncoder().encode(`t${tensors.length}\0`).subarray(0, 2) };
    tensors.push([{ ints: shape }, int(type), int(buffer), name]);
    return tensors.length - 1;
  };
  const x = tensor(shapes.input, tensorTypes.float32);
  const w = tensor(weight.shape, tensorTypes.float32, weight.data);
  const b = tensor([layer.o], tensorTypes.float32, operands.bias);
  const y = tensor(shapes.output, tensorTypes.float32);
  const inputs = outputSizes === undefined ? [x, w, b] : [tensor([4], tensorTypes.int32, outputSizes), w, x, b];
  const operator: Table = [int(0), { ints: inputs }, { ints: [y] }, int(optionTypes[kind]), { table: options }];
  const code: Table = [int(operators[kind]), null, int(3), int(operators[kind])];
  const graph: Table = [{ tables: tensors }, { ints: [x] }, { ints: [y] }, { tables: [operator] }];
  const model: Table = [int(3), { tables: [code] }, { tables: [graph] }, null, { tables: buffers }];
  return {
    model: flatbuffer(model, "TFL3"),
    input: channelsLast(layer, operands.x, shapes.input),
    inputShape: shapes.input,
  };
}

/** NCHW to NHWC, in the middle of a border of zeros. */
function channelsLast(layer: Layer, x: Float32Array, shape: readonly number[]): Float32Array {
  const [n, c, ...space] = layer.x as [number, number, ...number[]];
  const [height, width] = space.length === 1 ? [1, space[0]!] : [space[0]!, space[1]!];
  const [, rows, columns] = shape as [number, number, number];
  const [top, left] = [(rows - height) / 2, (columns - width) / 2];
  const out = new Float32Array(product(shape));
  let from = 0;
  for (let image = 0; image < n; image++) {
    for (let channel = 0; channel < c; channel++) {
      for (let row = 0; row < height; row++) {
        let to = ((image * rows + top + row) * columns + left) * c + channel;
        for (let column = 0; column < width; column++, to += c) out[to] = x[from++]!;
      }
    }
  }
  return out;
}

/** A 3-D array with its axes in another order. */
export function permuted(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = [shape[1]! * shape[2]!, shape[2]!, 1];
  const [a, b, c] = order.map((axis) => ({ size: shape[axis]!, stride: strides[axis]! })) as [Axis, Axis, Axis];
  const out = new Float32Array(data.length);
  let to = 0;
  for (let i = 0; i < a.size; i++) {
    for (let j = 0; j < b.size; j++) {
      const from = i * a.stride + j * b.stride;
      for (let l = 0; l < c.size; l++) out[to++] = data[from + l * c.stride]!;
    }
  }
  return out;
}

interface Axis {
  readonly size: number;
  readonly stride: number;
}
