// The lists of layers: their sizes, their classes, and the float64 sums that results are checked against.
import { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d } from "@toeplitz/conv";
import { conv2dInput, conv2dWeight } from "@toeplitz/conv/grad";
import { tensor } from "@toeplitz/tensor";
import { describe, expect, it, test } from "vitest";
import { relativeError } from "../agreement.ts";
import { gradInputReference, gradWeightReference } from "../backward/gradient-reference.ts";
import { classes, classOf } from "../classes.ts";
import { type Layer, readLayers } from "../layer.ts";
import { gradOutputOf, operandsOf } from "../operands.ts";
import { referenceAt, samplePositions } from "../reference.ts";
import { countFlops, outputShape, product, weightShape } from "../shapes.ts";

const published = readLayers("layers.json");
const more = readLayers("more-layers.json");
const all = [...published, ...more];

test("names are unique, flops are those of the shapes, and every layer has a class", () => {
  expect(published.length).toBe(30);
  expect(more.length).toBeGreaterThanOrEqual(25);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const layer of all) {
    expect(layer.flops, layer.name).toBe(countFlops(layer));
    expect(classes, layer.name).toHaveProperty(classOf(layer));
  }
});

test("classes name layers of the list, each once", () => {
  const listed = Object.values(classes).flatMap(({ layers }) => layers);
  expect([...listed].sort()).toEqual(published.map(({ name }) => name).sort());
  expect(() => classOf({ name: "unknown" })).toThrow("in no class");
});

const small = (layer: Partial<Layer>): Layer => ({
  name: "small",
  kind: "conv",
  x: [1, 2, 5, 6],
  o: 3,
  k: [3, 2],
  s: 1,
  p: 0,
  d: 1,
  g: 1,
  op: 0,
  flops: 0,
  ...layer,
});

const smallLayers: Record<string, Layer> = {
  plain: small({}),
  "strided, padded, batch": small({ x: [2, 2, 7, 5], k: [3, 3], s: 2, p: 1 }),
  dilated: small({ x: [1, 2, 9, 9], k: [3, 3], d: 3, p: 2 }),
  grouped: small({ x: [1, 4, 5, 5], o: 6, g: 2 }),
  depthwise: small({ x: [1, 4, 5, 5], o: 8, g: 4 }),
  "1-D": small({ x: [2, 3, 11], k: [4], s: 3, p: 1 }),
  "3-D": small({ x: [1, 2, 4, 5, 3], k: [2, 3, 2], p: 1 }),
  transposed: small({ kind: "convT", k: [3, 3], s: 2, p: 1, op: 1 }),
  "transposed, grouped, 1-D": small({ kind: "convT", x: [1, 4, 6], o: 6, k: [5], s: 3, g: 2, d: 2 }),
  "transposed, 3-D": small({ kind: "convT", x: [1, 2, 3, 2, 3], k: [2, 2, 2], s: 2 }),
};

describe("the float64 sums", () => {
  const forward = [conv1d, conv2d, conv3d];
  const transposed = [convTranspose1d, convTranspose2d, convTranspose3d];

  it.each(Object.entries(smallLayers))("are the convolution: %s", (_, layer) => {
    const operands = operandsOf(layer);
    const operator = (layer.kind === "convT" ? transposed : forward)[layer.k.length - 1]!;
    const y = operator(tensor(operands.x, { shape: layer.x }), tensor(operands.weight, { shape: weightShape(layer) }), {
      bias: tensor(operands.bias),
      stride: layer.s,
      padding: layer.p,
      dilation: layer.d,
      groups: layer.g,
      ...(layer.kind === "convT" ? { outputPadding: layer.op } : {}),
    });
    expect(y.shape).toEqual(outputShape(layer));
    const positions = samplePositions(y.numel());
    const error = relativeError([...(y.toTypedArray() as Float32Array)], referenceAt(layer, operands, positions));
    expect(error).toBeLessThan(5e-7);
    // Results that agree to the last bit would mean that one is made from the other.
    expect(error).toBeGreaterThan(0);
  });

  it("are the gradients", () => {
    const layer = small({ x: [1, 3, 8, 7], o: 4, k: [3, 3], p: 1 });
    const { x, weight } = operandsOf(layer);
    const gradOutput = tensor(gradOutputOf(layer), { shape: outputShape(layer) });
    const gradInput = conv2dInput(layer.x, tensor(weight, { shape: weightShape(layer) }), gradOutput, { padding: 1 });
    const gradWeight = conv2dWeight(tensor(x, { shape: layer.x }), weightShape(layer), gradOutput, { padding: 1 });
    const numbers = (t: typeof gradInput) => [...(t.toTypedArray() as Float32Array)];
    expect(relativeError(numbers(gradInput), gradInputReference(layer))).toBeLessThan(5e-7);
    expect(relativeError(numbers(gradWeight), gradWeightReference(layer))).toBeLessThan(5e-7);
  });
});

test("positions of a large result: as many as asked for, in range, both ends among them", () => {
  const length = product([64, 224, 224]);
  const positions = samplePositions(length);
  expect(positions.length).toBe(4096);
  expect(positions).toContain(0);
  expect(positions).toContain(length - 1);
  expect(positions.every((at) => Number.isInteger(at) && at >= 0 && at < length)).toBe(true);
});
