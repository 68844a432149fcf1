// Bytes that the benchmark makes itself: ONNX models and WebAssembly tiles; and those that it finds in a bundle.
import { expect, test } from "vitest";
import { onnxModel } from "../contestants/onnx.ts";
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

test.each(["mul+add", "fma"] as const)("a tile multiplies: %s", (mix) => {
  const tile = { rows: 3, vectors: 2, unroll: 2 };
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
  const module = tileModule({ rows: 1, vectors: 1, unroll: 1 }, "mul+add");
  const base64 = Buffer.from(module).toString("base64");
  const found = inlinedModules(`const a="${base64}";const b='${base64}';const c="AGFzbQ";`);
  expect(found.map((bytes) => [...bytes])).toEqual([[...module]]);
});
