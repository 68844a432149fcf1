// A layer in TensorFlow.js, on whatever backend is set: NHWC, two axes at most but for dense 3-D, no groups but depthwise.
import type { Layer } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import { outputShape, weightShape } from "../shapes.ts";
import type { Work } from "./contestant.ts";

interface TfTensor {
  dispose(): void;
  dataSync(): Float32Array;
}

type Pads = number | readonly (readonly [number, number])[] | "same" | "valid";

interface FusedConv {
  x: TfTensor;
  filter: TfTensor;
  strides: readonly number[];
  pad: Pads;
  dataFormat: "NHWC";
  dilations: readonly number[];
  bias: TfTensor;
}

/** The part of TensorFlow.js's API that is used. */
export interface Tf {
  readonly version_core: string;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  getBackend(): string;
  tensor(data: Float32Array, shape: readonly number[]): TfTensor;
  transpose(x: TfTensor, order: readonly number[]): TfTensor;
  tidy<T>(compute: () => T): T;
  add(a: TfTensor, b: TfTensor): TfTensor;
  conv2dTranspose(x: TfTensor, w: TfTensor, shape: readonly number[], strides: number, pad: number): TfTensor;
  conv3d(x: TfTensor, w: TfTensor, strides: number, pad: "same" | "valid"): TfTensor;
  readonly fused: { conv2d(options: FusedConv): TfTensor; depthwiseConv2d(options: FusedConv): TfTensor };
}

/** The layer, or why TensorFlow.js cannot compute it. */
export function tfjsWork(tf: Tf, layer: Layer): Work | string {
  const problem = unsupported(layer);
  if (problem !== null) return problem;
  const { x, weight, bias } = onTwoAxes(layer);
  const operands = operandsOf(layer);
  const rank = x.length - 2;
  const channelsLast = [0, ...axesFrom(2, rank), 1];
  // [O, C, ...k] -> [...k, C, O]; depthwise [C * m, 1, ...k] -> [...k, C, m]; transposed [C, O, ...k] -> [...k, O, C].
  const input = tf.tidy(() => tf.transpose(tf.tensor(operands.x, x), channelsLast));
  const filter = tf.tidy(() => tf.transpose(tf.tensor(operands.weight, weight), filterOrder(layer, rank)));
  const biasTensor = tf.tensor(operands.bias, bias);
  const compute = computation(tf, layer, input, filter, biasTensor);
  let last: TfTensor | null = null;
  return {
    runs: {
      resident() {
        last?.dispose();
        last = compute();
      },
    },
    result: () => {
      const channelsFirst = [0, rank + 1, ...axesFrom(1, rank)];
      return tf.tidy(() => tf.transpose(last!, channelsFirst).dataSync());
    },
    release() {
      for (const tensor of [last, input, filter, biasTensor]) tensor?.dispose();
    },
  };
}

const axesFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

const isDepthwise = ({ kind, g, x, o }: Layer) => kind === "conv" && g > 1 && g === x[1] && o % g === 0;

function unsupported(layer: Layer): string | null {
  const { kind, k, s, p, d, g } = layer;
  if (g > 1 && !isDepthwise(layer)) return "has no grouped convolution";
  if (s > 1 && d > 1) return "has no strided dilated convolution";
  if (kind === "convT" && (k.length === 3 || d > 1)) return "has no such transposed convolution";
  if (k.length < 3) return null;
  const same = s === 1 && k.every((size) => size === 2 * p + 1);
  return g === 1 && d === 1 && (same || p === 0) ? null : "has no such padding in 3-D";
}

/** A 1-D layer gets an axis of one row. */
function onTwoAxes(layer: Layer) {
  const row = layer.k.length === 1 ? [1] : [];
  const [n, c, ...space] = layer.x as [number, number, ...number[]];
  const [rows, columns, ...k] = weightShape(layer) as [number, number, ...number[]];
  const lead = isDepthwise(layer) ? [c, layer.o / c] : [rows, columns];
  return { x: [n, c, ...row, ...space], weight: [...lead, ...row, ...k], bias: [layer.o] };
}

function filterOrder(layer: Layer, rank: number): number[] {
  const space = axesFrom(2, rank);
  return isDepthwise(layer) ? [...space, 0, 1] : [...space, 1, 0];
}

function computation(tf: Tf, layer: Layer, x: TfTensor, filter: TfTensor, bias: TfTensor): () => TfTensor {
  const { kind, k, s, p, d } = layer;
  if (k.length === 3) {
    const pad = p === 0 ? "valid" : "same";
    return () => tf.tidy(() => tf.add(tf.conv3d(x, filter, s, pad), bias));
  }
  const flat = k.length === 1;
  if (kind === "convT") {
    const [n, o, ...space] = outputShape(layer) as [number, number, ...number[]];
    const shape = [n, ...(flat ? [1] : []), ...space, o];
    return () => tf.tidy(() => tf.add(tf.conv2dTranspose(x, filter, shape, s, p), bias));
  }
  const rows = flat ? 0 : p;
  const options: FusedConv = {
    x,
    filter,
    strides: flat ? [1, s] : [s, s],
    pad: [
      [0, 0],
      [rows, rows],
      [p, p],
      [0, 0],
    ],
    dataFormat: "NHWC",
    dilations: flat ? [1, d] : [d, d],
    bias,
  };
  return isDepthwise(layer) ? () => tf.fused.depthwiseConv2d(options) : () => tf.fused.conv2d(options);
}
