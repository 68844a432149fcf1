// A layer as an ONNX model of one node, with weight and bias as initializers: the few protobuf fields that takes.
import type { Layer } from "../layer.ts";
import type { Operands } from "../operands.ts";
import { outputShape, weightShape } from "../shapes.ts";

const encoder = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A field that holds a number. */
const int = (field: number, value: number) => Uint8Array.from([...varint(field * 8), ...varint(value)]);

/** A field that holds bytes: text, raw data, or a message. */
function bytes(field: number, content: Uint8Array | string | readonly Uint8Array[]): Uint8Array {
  const body =
    typeof content === "string" ? encoder.encode(content) : content instanceof Uint8Array ? content : concat(content);
  return concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(body.length)]), body]);
}

// Numbers of enums in onnx.proto.
const float32 = 1;
const attributeInt = 2;
const attributeInts = 7;

const intAttribute = (name: string, value: number) => bytes(5, [bytes(1, name), int(3, value), int(20, attributeInt)]);

const intsAttribute = (name: string, values: readonly number[]) =>
  bytes(5, [bytes(1, name), ...values.map((value) => int(8, value)), int(20, attributeInts)]);

const initializer = (name: string, shape: readonly number[], data: Float32Array) =>
  bytes(5, [
    ...shape.map((size) => int(1, size)),
    int(2, float32),
    bytes(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

const valueInfo = (field: number, name: string, shape: readonly number[]) => {
  const dims = shape.map((size) => bytes(1, [int(1, size)]));
  return bytes(field, [bytes(1, name), bytes(2, [bytes(1, [int(1, float32), bytes(2, dims)])])]);
};

/** The bytes of a model with input `x` and output `y`. */
export function onnxModel(layer: Layer, { weight, bias }: Operands): Uint8Array {
  const { kind, k, s, p, d, g, op, x, o } = layer;
  const axes = <T>(value: T) => k.map(() => value);
  const node = [
    bytes(1, "x"),
    bytes(1, "w"),
    bytes(1, "b"),
    bytes(2, "y"),
    bytes(3, "layer"),
    bytes(4, kind === "convT" ? "ConvTranspose" : "Conv"),
    intsAttribute("kernel_shape", k),
    intsAttribute("strides", axes(s)),
    intsAttribute("pads", [...axes(p), ...axes(p)]),
    intsAttribute("dilations", axes(d)),
    intAttribute("group", g),
    ...(kind === "convT" ? [intsAttribute("output_padding", axes(op))] : []),
  ];
  const graph = [
    bytes(1, node),
    bytes(2, "graph"),
    initializer("w", weightShape(layer), weight),
    initializer("b", [o], bias),
    valueInfo(11, "x", x),
    valueInfo(12, "y", outputShape(layer)),
  ];
  const irVersion = 8;
  const opset = 17;
  return concat([int(1, irVersion), bytes(7, graph), bytes(8, [bytes(1, ""), int(2, opset)])]);
}
