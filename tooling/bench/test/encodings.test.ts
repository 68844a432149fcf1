// Bytes that the benchmark makes itself: ONNX models and WebAssembly tiles; and those that it finds in a bundle.
import { expect, test } from "vitest";
import { encodeText } from "../../../packages/wasm/src/kernels/byte-text.ts";
import { onnxModel } from "../contestants/onnx.ts";
import { tfliteLayer } from "../contestants/tflite.ts";
import type { Layer } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import { tileModule } from "../protocol/tile.ts";
import { inlinedModules } from "../sections/size.ts";

type Field = number | Uint8Array;

/** The fields of a protobuf message by number, in order: a number for a varint, bytes for the rest. */
function fields(message: Uint8Array): Record<number, Field[]> {
  const found: Record<number, Field[]> = {};
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag % 8;
    if (kind !== 0 && kind !== 2) throw new Error(`wire type ${kind} is not used by these models`);
    let field: Field = varint();
    if (kind === 2) field = message.subarray(at, (at += field));
    (found[Math.floor(tag / 8)] ??= []).push(field);
  }
  return found;
}

const inner = (field: Field | undefined) => fields(field as Uint8Array);
const text = (field: Field | undefined) => new TextDecoder().decode(field as Uint8Array);

const layer: Layer = {
  name: "small",
  kind: "convT",
  x: [1, 4, 5, 300],
  o: 6,
  k: [3, 2],
  s: 2,
  p: 1,
  d: 1,
  g: 2,
  op: 1,
  flops: 0,
};

test("a model of one node, by the field numbers of onnx.proto", () => {
  const operands = operandsOf(layer);
  const model = fields(onnxModel(layer, operands));
  expect(model[1]).toEqual([8]);
  expect(inner(model[8]![0])[2]).toEqual([17]);
  const graph = inner(model[7]![0]);
  const node = inner(graph[1]![0]);
  expect(node[1]!.map(text)).toEqual(["x", "w", "b"]);
  expect(node[2]!.map(text)).toEqual(["y"]);
  expect(text(node[4]![0])).toBe("ConvTranspose");
  const attributes = Object.fromEntries(
    node[5]!.map((field) => {
      const { 1: name, 3: int, 8: ints, 20: type } = inner(field);
      // AttributeProto: type 2 is INT in field 3, type 7 INTS in field 8.
      expect(type).toEqual(int === undefined ? [7] : [2]);
      return [text(name![0]), int?.[0] ?? ints];
    }),
  );
  expect(attributes).toEqual({
    kernel_shape: [3, 2],
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    dilations: [1, 1],
    group: 2,
    output_padding: [1, 1],
  });
  const [weight, bias] = graph[5]!.map(inner);
  expect(weight![1]).toEqual([4, 3, 3, 2]);
  expect(text(weight![8]![0])).toBe("w");
  const raw = weight![9]![0] as Uint8Array;
  expect(new Float32Array(raw.slice().buffer)).toEqual(operands.weight);
  expect(bias![1]).toEqual([6]);
  const shapeOf = (info: Field) =>
    inner(inner(inner(inner(info)[2]![0])[1]![0])[2]![0])[1]!.map((dim) => inner(dim)[1]![0]);
  expect(shapeOf(graph[11]![0]!)).toEqual([1, 4, 5, 300]);
  expect(shapeOf(graph[12]![0]!)).toEqual([1, 6, 10, 599]);
  const plain = fields(onnxModel({ ...layer, kind: "conv", op: 0 }, operands));
  expect(text(inner(inner(plain[7]![0])[1]![0])[4]![0])).toBe("Conv");
});

/** Reads FlatBuffers as their documents say: tables by their list of places, vectors by their length. */
function flatbufferReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const follow = (at: number) => at + view.getUint32(at, true);
  const place = (table: number, field: number) => {
    const places = table - view.getInt32(table, true);
    const offset = 4 + 2 * field < view.getUint16(places, true) ? view.getUint16(places + 4 + 2 * field, true) : 0;
    return offset === 0 ? null : table + offset;
  };
  const start = (table: number, field: number) => follow(place(table, field)!);
  const list = (table: number, field: number) => {
    const at = start(table, field);
    return Array.from({ length: view.getUint32(at, true) }, (_, i) => at + 4 + 4 * i);
  };
  return {
    root: follow(0),
    has: (table: number, field: number) => place(table, field) !== null,
    int: (table: number, field: number) => view.getInt32(place(table, field)!, true),
    ints: (table: number, field: number) => list(table, field).map((at) => view.getInt32(at, true)),
    table: start,
    tables: (table: number, field: number) => list(table, field).map(follow),
    data: (table: number, field: number) => ({
      at: start(table, field) + 4,
      size: view.getUint32(start(table, field), true),
    }),
  };
}

test("a .tflite model of one operator, by the field numbers of schema.fbs", () => {
  const conv: Layer = { ...layer, kind: "conv", g: 1, op: 0, x: [1, 4, 5, 7] };
  const { weight, x } = operandsOf(conv);
  const made = tfliteLayer(conv);
  if (typeof made === "string") throw new Error(made);
  const { model, input, inputShape } = made;
  expect(String.fromCharCode(...model.subarray(4, 8))).toBe("TFL3");
  const { root, has, int, ints, table, tables, data } = flatbufferReader(model);
  expect(int(root, 0)).toBe(3);
  expect(int(tables(root, 1)[0]!, 3)).toBe(3);
  const [graph] = tables(root, 2);
  const tensors = tables(graph!, 0);
  // A border of one all round: SAME would put it on one side only, so the input has it.
  expect(tensors.map((tensor) => ints(tensor, 0))).toEqual([[1, 7, 9, 4], [6, 3, 2, 4], [6], [1, 3, 4, 6]]);
  expect([ints(graph!, 1), ints(graph!, 2)]).toEqual([[0], [3]]);
  const [operator] = tables(graph!, 3);
  expect([ints(operator!, 1), ints(operator!, 2), int(operator!, 3)]).toEqual([[0, 1, 2], [3], 1]);
  const options = table(operator!, 4);
  expect([0, 1, 2, 3, 4, 5].map((field) => int(options, field))).toEqual([1, 2, 2, 0, 1, 1]);
  const buffers = tables(root, 4);
  expect(has(buffers[0]!, 0)).toBe(false);
  const { at, size } = data(buffers[int(tensors[1]!, 2)]!, 0);
  expect(at % 16).toBe(0);
  // [O, C, kh, kw] became [O, kh, kw, C].
  const stored = new Float32Array(model.slice(at, at + size).buffer);
  expect(stored[((2 * 3 + 1) * 2 + 1) * 4 + 3]).toBe(weight[((2 * 4 + 3) * 3 + 1) * 2 + 1]);
  expect(inputShape).toEqual([1, 7, 9, 4]);
  expect(input[((0 * 7 + 1 + 2) * 9 + 1 + 5) * 4 + 3]).toBe(x[(3 * 5 + 2) * 7 + 5]);
  expect(tfliteLayer({ ...layer, g: 1 })).toMatch("no such padding");
});

test.each([
  ["mul+add", false],
  ["mul+add", true],
  ["fma", false],
  ["fma", true],
] as const)("a tile multiplies: %s, paired: %s", (mix, paired) => {
  const tile = { rows: 3, vectors: 3, unroll: 2, paired };
  const bytes = tileModule(tile, mix);
  expect(WebAssembly.validate(bytes)).toBe(true);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const numbers = new Float32Array((exports.memory as WebAssembly.Memory).buffer);
  const k = 6;
  const columns = tile.vectors * 4;
  const [a, b, c] = [0, 100, 300];
  for (let i = 0; i < k * tile.rows; i++) numbers[a + i] = i + 1;
  for (let i = 0; i < k * columns; i++) numbers[b + i] = (i % 7) - 3;
  const repeats = 2;
  (exports.run as (...args: number[]) => void)(a * 4, b * 4, c * 4, k, repeats);
  for (let row = 0; row < tile.rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let step = 0; step < k; step++)
        sum += numbers[a + step * tile.rows + row]! * numbers[b + step * columns + column]!;
      expect(numbers[c + row * columns + column]).toBe(repeats * sum);
    }
  }
});

test("modules in a bundle are found once each", () => {
  const module = tileModule({ rows: 1, vectors: 1, unroll: 1, paired: false }, "mul+add");
  const text = encodeText(module);
  const other = encodeText(module.subarray(1));
  const code = "f(1);".repeat(50);
  expect(
    inlinedModules(`g("");${code}const a="${text}";const b=\`${text}\`;const c="${other}";const d='${text}';`),
  ).toEqual([text]);
});
