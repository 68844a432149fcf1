// The ONNX side of the networks: every node reads what is there, and the weights are ours.
import { describe, expect, test } from "vitest";
import { modelProto } from "../contestants/onnx-schema.ts";
import { foldedNetwork, type NetworkName, networkTasks } from "../networks/networks.ts";
import { onnxNetwork } from "../networks/onnx-networks.ts";

interface Model {
  readonly graph: {
    readonly node: readonly { op_type: string; input: string[]; output: string[] }[];
    readonly initializer: readonly { name: string; dims: unknown[] }[];
  };
}

/** Nodes of each kind. */
const kinds: Readonly<Partial<Record<NetworkName, Record<string, number>>>> = {
  MobileNetV2: { Conv: 52, Clip: 35, Add: 10, GlobalAveragePool: 1, Flatten: 1, Gemm: 1 },
  DcganGenerator: { ConvTranspose: 5, Relu: 4, Tanh: 1 },
  SuperResolution: { Conv: 12, Relu: 4, Concat: 3, Add: 3, Resize: 1 },
};

describe.each(networkTasks.filter(({ name }) => name in kinds))("$name", (task) => {
  const { graph } = modelProto.toObject(modelProto.decode(onnxNetwork(task)), { arrays: true }) as Model;

  test("has the nodes of its layers, each after what it reads", () => {
    const counts: Record<string, number> = {};
    const known = new Set(["", "x", ...graph.initializer.map(({ name }) => name)]);
    for (const { op_type, input, output } of graph.node) {
      counts[op_type] = (counts[op_type] ?? 0) + 1;
      expect(input.filter((name) => !known.has(name))).toEqual([]);
      known.add(output[0]!);
    }
    expect(counts).toEqual(kinds[task.name]);
    expect(graph.node.at(-1)!.output).toEqual(["y"]);
  });

  test("has all weights, and no batch norm any more", () => {
    const ours = [...foldedNetwork(task.name).stateDict()];
    expect(ours.filter(([name]) => name.includes("running"))).toEqual([]);
    const shapes = graph.initializer.map(({ dims }) => dims.map(Number).join(" "));
    for (const [, { shape }] of ours) expect(shapes).toContain(shape.join(" "));
  });
});
