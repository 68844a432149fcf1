// The benchmark's networks in ONNX, with the weights of ours.
import type { ConvNd, Linear, Module, Sequential, TensorModule } from "@toeplitz/nn";
import { onnxBytes } from "../contestants/onnx.ts";
import { foldedNetwork, type NetworkName, type NetworkTask } from "./networks.ts";
import { GraphWriter, type Value } from "./onnx-graph.ts";

type Writer = (graph: GraphWriter, network: Module) => Value;

const conv = (graph: GraphWriter, x: Value, module: Module, path: string) =>
  graph.convolution(x, module.getSubmodule(path) as ConvNd);
const linear = (graph: GraphWriter, x: Value, module: Module, path: string) =>
  graph.linear(x, module.getSubmodule(path) as Linear);

const resnet: Writer = (graph, network) => {
  let x = graph.maxPool(graph.relu(conv(graph, "x", network, "conv1")), 3, 2, 1);
  for (const stage of ["layer1", "layer2", "layer3", "layer4"]) {
    for (const block of network.getSubmodule(stage).children()) {
      const projected = block.namedChildren().some(([name]) => name === "downsample");
      const shortcut = projected ? conv(graph, x, block, "downsample.0") : x;
      const once = graph.relu(conv(graph, x, block, "conv1"));
      x = graph.relu(graph.add(conv(graph, once, block, "conv2"), shortcut));
    }
  }
  return linear(graph, graph.averages(x), network, "fc");
};

const mobileNet: Writer = (graph, network) => {
  let x: Value = "x";
  const clipped = (input: Value, module: Module) => graph.relu6(conv(graph, input, module, "0"));
  for (const block of network.getSubmodule("features").children()) {
    if (block.constructor.name === "Conv2dNormActivation") {
      x = clipped(x, block);
      continue;
    }
    const layers = block.getSubmodule("conv").children();
    const last = layers.findIndex((layer) => layer.constructor.name === "Conv2d");
    let inner = x;
    for (const layer of layers.slice(0, last)) inner = clipped(inner, layer);
    const narrowed = graph.convolution(inner, layers[last] as ConvNd);
    const wide = layers[0]!.getSubmodule("0") as ConvNd;
    const adds =
      (layers[last - 1]!.getSubmodule("0") as ConvNd).stride[0] === 1 &&
      wide.inChannels === (layers[last] as ConvNd).outChannels;
    x = adds ? graph.add(x, narrowed) : narrowed;
  }
  return linear(graph, graph.averages(x), network, "classifier.1");
};

const unet: Writer = (graph, network) => {
  const block = (x: Value, name: string) => {
    let inner = x;
    for (const layer of network.getSubmodule(name).children()) {
      if (layer.constructor.name === "Conv2d") inner = graph.relu(graph.convolution(inner, layer as ConvNd));
    }
    return inner;
  };
  const seen: Value[] = [];
  let x: Value = "x";
  for (const level of [1, 2, 3, 4]) {
    seen.push(block(x, `encoder${level}`));
    x = graph.maxPool(seen.at(-1)!, 2, 2);
  }
  x = block(x, "bottleneck");
  for (const level of [4, 3, 2, 1]) {
    x = block(graph.cat(conv(graph, x, network, `upconv${level}`), seen[level - 1]!), `decoder${level}`);
  }
  return graph.node("Sigmoid", [conv(graph, x, network, "conv")]);
};

const dcgan: Writer = (graph, network) => {
  let x: Value = "x";
  const layers = (network.getSubmodule("main") as Sequential).children();
  for (const layer of layers.filter(({ constructor }) => constructor.name === "ConvTranspose2d")) {
    const y = graph.convolution(x, layer as ConvNd);
    x = layer === layers.at(-2) ? graph.node("Tanh", [y]) : graph.relu(y);
  }
  return x;
};

const superResolution: Writer = (graph, network) => {
  const through = (x: Value, name: string) => conv(graph, x, network, name);
  const dense = (x: Value, grow: string, fuse: string) =>
    graph.add(through(graph.cat(x, graph.relu(through(x, grow))), fuse), x);
  const shallow = through("x", "F_m1");
  const first = dense(through(shallow, "F_0"), "F_1_1", "LFF_1");
  const second = dense(first, "F_2_1", "LFF_2");
  const fused = through(through(graph.cat(first, second), "GFF_1"), "GFF_2");
  const wide = graph.relu(through(graph.add(fused, shallow), "UPN1"));
  const narrow = through(graph.relu(through(wide, "UPN2")), "UPN3");
  const scales = graph.array([4], Float32Array.of(1, 1, 2, 2));
  return through(graph.node("Resize", [narrow, "", scales]), "SR");
};

const writers: Readonly<Record<NetworkName, Writer>> = {
  ResNet18: resnet,
  MobileNetV2: mobileNet,
  UNet: unet,
  DcganGenerator: dcgan,
  SuperResolution: superResolution,
};

/** The model file of a network. */
export function onnxNetwork({ name, input, output }: NetworkTask): Uint8Array {
  const graph = new GraphWriter();
  const network: TensorModule = foldedNetwork(name);
  return onnxBytes(graph.finished(writers[name](graph, network), input, output));
}
