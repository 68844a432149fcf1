// The same program in PyTorch, run by PyTorch where there is one: from the same seed it learns the same weights.
import { spawnSync } from "node:child_process";
import { trainClassifier } from "@toeplitz/networks";
import { manualSeed } from "toeplitz";
import { expect, it } from "vitest";
import { makeClassifier } from "../src/views/train/make-classifier.ts";
import { trainingCode } from "../src/views/train/training-code.ts";
import { namedTrainings } from "./named-trainings.ts";

const python = "/usr/bin/python3";
const hasTorch = spawnSync(python, ["-c", "import torch"]).status === 0;
const count = 40;

const onTheSame = `
import json
pixels = (torch.arange(${count} * 28 * 28) * 37 % 256).reshape(${count}, 1, 28, 28)
train(pixels.float() / 255, torch.arange(${count}) % 10)
print(json.dumps({name: values.flatten().tolist() for name, values in network.state_dict().items()}))
`;

for (const [name, training] of namedTrainings) {
  it.skipIf(!hasTorch)(`${name}${hasTorch ? "" : " (this machine has no python3-torch)"}`, () => {
    const { epochs, batch: batchSize, rate: learningRate, seed, rule, decay: weightDecay, mirror } = training;
    manualSeed(seed);
    const network = makeClassifier(training.network);
    const pictures = {
      height: 28,
      width: 28,
      pixels: Uint8Array.from({ length: count * 28 * 28 }, (_, i) => (i * 37) % 256),
      labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
    };
    const before = network.parameters()[0]!.clone();
    const options = { epochs, batchSize, learningRate, seed, rule, weightDecay, mirror };
    for (const _ of trainClassifier(network, pictures, options));
    expect(network.parameters()[0]!.sub(before).abs().max().item()).toBeGreaterThan(1e-5);

    const [, code] = trainingCode(training).find(([language]) => language === "PyTorch")!;
    const { stdout, stderr } = spawnSync(python, ["-c", code + onTheSame], { encoding: "utf8", maxBuffer: 2 ** 26 });
    expect(stderr).toBe("");
    const theirs = JSON.parse(stdout) as Record<string, number[]>;
    for (const [name, values] of network.stateDict()) {
      const ours = values.flatten().toArray() as number[];
      const furthest = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[name]![i]!)), 0);
      // Adam divides a gradient by its own size, so that rounding of the smallest counts: a fifth of one of its six steps
      expect(furthest, name).toBeLessThan(rule !== "sgd" ? 2e-4 : 1e-6);
    }
  });
}
