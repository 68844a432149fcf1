// Writes a network of ours as an ONNX graph, a call at a time: each takes names of values and gives the name of its result.
import type { ConvNd, Linear } from "@toeplitz/nn";
import type { Attribute, OnnxArray, OnnxGraph, OnnxNode } from "../contestants/onnx.ts";
import { elementsOf } from "./networks.ts";

/** The name of a value. */
export type Value = string & { readonly value?: never };

/** A graph that grows; its input is `x`. */
export class GraphWriter {
  readonly #nodes: OnnxNode[] = [];
  readonly #arrays: OnnxArray[] = [];

  /** A node of any kind. */
  node(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    const output = `v${this.#nodes.length}`;
    this.#nodes.push({ op, inputs, output, attributes });
    return output;
  }

  /** Numbers that are part of the model. */
  array(shape: readonly number[], data: Float32Array | BigInt64Array): Value {
    const name = `w${this.#arrays.length}`;
    this.#arrays.push({ name, shape, data });
    return name;
  }

  /** A convolution of either kind, with its weights. */
  convolution(x: Value, conv: ConvNd): Value {
    const { weight, bias, kernelSize, stride, padding, dilation, groups, outputPadding, transposed } = conv;
    const pads =
      padding === "same"
        ? [0, 1].flatMap((end) => kernelSize.map((size) => Math.floor((size - 1 + end) / 2)))
        : [...(padding as readonly number[]), ...(padding as readonly number[])];
    const attributes = { kernel_shape: kernelSize, strides: stride, pads, dilations: dilation, group: groups };
    const inputs = [x, this.array(weight.shape, elementsOf(weight))];
    if (bias !== null) inputs.push(this.array(bias.shape, elementsOf(bias)));
    return transposed
      ? this.node("ConvTranspose", inputs, { ...attributes, output_padding: outputPadding })
      : this.node("Conv", inputs, attributes);
  }

  relu(x: Value): Value {
    return this.node("Relu", [x]);
  }

  /** Held between 0 and 6. */
  relu6(x: Value): Value {
    return this.node("Clip", [x, this.array([], Float32Array.of(0)), this.array([], Float32Array.of(6))]);
  }

  add(a: Value, b: Value): Value {
    return this.node("Add", [a, b]);
  }

  /** Side by side along the channels. */
  cat(...values: Value[]): Value {
    return this.node("Concat", values, { axis: 1 });
  }

  maxPool(x: Value, size: number, stride: number, padding = 0): Value {
    const twice = (value: number) => [value, value];
    const pads = [...twice(padding), ...twice(padding)];
    return this.node("MaxPool", [x], { kernel_shape: twice(size), strides: twice(stride), pads });
  }

  /** The average of each channel, `[N, C]`. */
  averages(x: Value): Value {
    return this.node("Flatten", [this.node("GlobalAveragePool", [x])]);
  }

  linear(x: Value, { weight, bias }: Linear): Value {
    const inputs = [x, this.array(weight.shape, elementsOf(weight))];
    if (bias !== null) inputs.push(this.array(bias.shape, elementsOf(bias)));
    return this.node("Gemm", inputs, { transB: 1 });
  }

  /** The graph whose result is this value. */
  finished(y: Value, input: readonly number[], output: readonly number[]): OnnxGraph {
    const nodes = this.#nodes.map((node) => (node.output === y ? { ...node, output: "y" } : node));
    return { nodes, arrays: this.#arrays, input, output };
  }
}
