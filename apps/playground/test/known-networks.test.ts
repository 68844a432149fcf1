// Weights of every known network are known as that network's alone, and it runs on what it is said to take.
import { noGrad } from "toeplitz";
import { expect, it } from "vitest";
import { knownNetworks } from "../src/views/network/known-networks.ts";
import type { NetworkInput } from "../src/views/network/network-messages.ts";

/** Shapes of the weights that say how large a network is. */
const sizes: Readonly<Record<string, readonly number[]>> = {
  "fc.weight": [7, 512],
  "classifier.1.weight": [7, 1280],
  "encoder1.enc1conv1.weight": [4, 1, 3, 3],
  "conv.weight": [2, 4, 1, 1],
  "main.0.weight": [10, 32, 4, 4],
  "main.12.weight": [4, 3, 4, 4],
};

const inputs: Readonly<Record<NetworkInput["kind"], NetworkInput>> = {
  garment: { kind: "garment", greys: new Uint8Array(784).fill(200) },
  photo: { kind: "photo", pixels: { width: 40, height: 34, bytes: new Uint8ClampedArray(4 * 40 * 34).fill(90) } },
  code: { kind: "code", seed: 1 },
};

const outputs: Readonly<Record<string, readonly number[]>> = {
  "Fashion-MNIST classifier": [1, 10],
  "linear softmax": [1, 10],
  "depthwise-separable classifier": [1, 10],
  "classifier with batch norm": [1, 10],
  "super-resolution": [1, 3, 68, 80],
  "PyTorch’s MNIST example": [1, 10],
  "ResNet-18": [1, 7],
  MobileNetV2: [1, 7],
  "U-Net": [1, 2, 32, 32],
  "DCGAN generator": [1, 3, 64, 64],
};

it.each(knownNetworks.map((known) => [known.title, known] as const))("%s", (title, { make, inputOf, takes }) => {
  const network = make((name) => sizes[name]!).eval();
  const state = network.stateDict();
  const found = knownNetworks.filter(({ marks }) => marks.every((name) => state.has(name)));
  expect(found.map((known) => known.title)).toEqual([title]);
  const shapeOf = (name: string) => state.get(name)!.shape;
  expect(found[0]!.make(shapeOf).loadStateDict(state).missingKeys).toEqual([]);
  const output = noGrad(() => network.forward(inputOf(inputs[takes], shapeOf)));
  expect(output.shape).toEqual(outputs[title]);
  expect(output.isfinite().all().item()).toBe(true);
});
