// ONNX models: graphs of nodes with weights as initializers.
import type { Layer } from "../layer.ts";
import type { Operands } from "../operands.ts";
import { outputShape, weightShape } from "../shapes.ts";
import { modelProto } from "./onnx-schema.ts";

/** A number or a list of numbers, whole ones unless said otherwise. */
export type Attribute = number | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** Nodes in an order in which they can be computed, from input `x` to output `y`. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly arrays: readonly OnnxArray[];
  readonly input: readonly number[];
  readonly output: readonly number[];
}

// Numbers of enums in onnx.proto.
const elementType = { float32: 1, int64: 7 };
const attributeType = { float: 1, int: 2, ints: 7 };

function attribute([name, value]: [string, Attribute]) {
  if (typeof value === "number") return { name, i: value, type: attributeType.int };
  if ("float" in value) return { name, f: value.float, type: attributeType.float };
  return { name, ints: value, type: attributeType.ints };
}

const valueInfo = (name: string, shape: readonly number[]) => ({
  name,
  type: {
    tensor_type: { elem_type: elementType.float32, shape: { dim: shape.map((size) => ({ dim_value: size })) } },
  },
});

/** The bytes of a model file. */
export function onnxBytes({ nodes, arrays, input, output }: OnnxGraph): Uint8Array {
  const model = {
    ir_version: 8,
    graph: {
      name: "graph",
      node: nodes.map(({ op, inputs, output: result, attributes = {} }) => ({
        input: inputs,
        output: [result],
        name: result,
        op_type: op,
        attribute: Object.entries(attributes).map(attribute),
      })),
      initializer: arrays.map(({ name, shape, data }) => ({
        dims: shape,
        data_type: data instanceof Float32Array ? elementType.float32 : elementType.int64,
        name,
        raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })),
      input: [valueInfo("x", input)],
      output: [valueInfo("y", output)],
    },
    opset_import: [{ domain: "", version: 17 }],
  };
  // In Node.js a Buffer, whose slices are views.
  const { buffer, byteOffset, byteLength } = modelProto.encode(model).finish();
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A layer as a model of one node. */
export function onnxModel(layer: Layer, { weight, bias }: Operands): Uint8Array {
  const { kind, k, s, p, d, g, op, x, o } = layer;
  const axes = <T>(value: T) => k.map(() => value);
  const attributes = {
    kernel_shape: k,
    strides: axes(s),
    pads: [...axes(p), ...axes(p)],
    dilations: axes(d),
    group: g,
    ...(kind === "convT" ? { output_padding: axes(op) } : {}),
  };
  return onnxBytes({
    nodes: [{ op: kind === "convT" ? "ConvTranspose" : "Conv", inputs: ["x", "w", "b"], output: "y", attributes }],
    arrays: [
      { name: "w", shape: weightShape(layer), data: weight },
      { name: "b", shape: [o], data: bias },
    ],
    input: x,
    output: outputShape(layer),
  });
}
