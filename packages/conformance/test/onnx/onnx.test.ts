// ONNX's own cases of convolution, pooling, padding and batch norm, on everything that computes: values that neither this library nor its authors made.
import type { Tensor } from "@toeplitz/tensor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decode, difference, sumBound } from "../../src/index.ts";
import { type Ground, runOn } from "../backends.ts";
import { library } from "../library.ts";
import { callNode } from "./call.ts";
import { leftOut, type OnnxCase, onnxCases } from "./cases.ts";

/** Results by name, in the order of the model's outputs; `change` maps every floating element that goes in. */
function run({ nodes, inputs, outputs }: OnnxCase, change: (x: number) => number = (x) => x): (Tensor | undefined)[] {
  const named = new Map<string, Tensor>();
  for (const { name, dtype, shape, ...rest } of inputs) {
    const elements = decode({ dtype, ...rest });
    const changed = elements instanceof Float32Array ? elements.map(change) : elements;
    named.set(name, library.tensor(changed as never, { dtype, shape }));
  }
  for (const node of nodes) {
    const results = callNode(
      library,
      node,
      node.inputs.map((name) => named.get(name)!),
    );
    for (const [i, result] of results.entries()) if (node.outputs[i]) named.set(node.outputs[i], result);
  }
  return outputs.map(({ name }) => named.get(name));
}

/** Maxima and padding move numbers; all else rounds, by no more than a sum of products in any order does. */
const rounds = ({ nodes }: OnnxCase) => nodes.some(({ op }) => /Conv|Average|Norm/.test(op));

const normalizes = ({ nodes }: OnnxCase) => nodes.some(({ op }) => op === "BatchNormalization");

/** Results of a normalization are about 1, and their few steps round by less than this in all. */
const nearOne = () => 1e-5;

function problems(onnx: OnnxCase): string[] {
  const [sums, counts] = rounds(onnx) && !normalizes(onnx) ? [run(onnx, Math.abs), run(onnx, () => 1)] : [];
  return run(onnx).flatMap((actual, i) => {
    const expected = onnx.outputs[i]!;
    if (actual === undefined) return [];
    if (normalizes(onnx)) return difference(actual, expected, nearOne) ?? [];
    const floating = expected.dtype === "float32" && sums !== undefined;
    return difference(actual, expected, floating ? sumBound(sums[i]!, counts![i]!) : undefined) ?? [];
  });
}

afterAll(() => runOn("default"));

const grounds: readonly Ground[] = ["portable", "default", "high", "deterministic"];

describe.each(grounds)("onnx: %s", (ground) => {
  beforeAll(() => runOn(ground));

  it.each([...onnxCases])("%s", (_, onnx) => {
    expect(problems(onnx)).toEqual([]);
  });
});

describe("onnx", () => {
  it("has every case of these operators, but for some with a reason", () => {
    const count: Record<string, number> = {};
    for (const { nodes } of onnxCases.values()) for (const { op } of nodes) count[op] = (count[op] ?? 0) + 1;
    expect(onnxCases.size).toBe(106);
    expect(count).toEqual({
      Conv: 33,
      ConvTranspose: 13,
      AveragePool: 20,
      MaxPool: 21,
      GlobalAveragePool: 2,
      GlobalMaxPool: 2,
      Pad: 6,
      BatchNormalization: 9,
      Unsqueeze: 2,
      Squeeze: 2,
    });
    expect(Object.keys(leftOut)).toHaveLength(11);
    expect(Object.values(leftOut).filter((why) => why.length < 30)).toEqual([]);
  });

  it("notices a number that is off by more than rounding", () => {
    const onnx = onnxCases.get("pytorch-converted/Conv2d_groups")!;
    const elements = decode(onnx.inputs[0]!) as Float32Array;
    elements[0]! *= 1.001;
    const bits = Buffer.from(elements.buffer).toString("base64");
    expect(problems({ ...onnx, inputs: [{ ...onnx.inputs[0]!, bits }, ...onnx.inputs.slice(1)] })).toHaveLength(1);
  });
});
