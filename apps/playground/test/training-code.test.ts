// The program that the Train view shows trains the network as the page does, to the last bit.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { trainClassifier } from "@toeplitz/networks";
import { manualSeed, type nn, type Tensor, tensor } from "toeplitz";
import { expect, it } from "vitest";
import { garmentClassifiers } from "../src/views/train/garment-classifiers.ts";
import { makeClassifier } from "../src/views/train/make-classifier.ts";
import { trainingCode } from "../src/views/train/training-code.ts";
import { namedTrainings } from "./named-trainings.ts";

const folder = fileURLToPath(new URL("../node_modules/.code/", import.meta.url));

interface Program {
  readonly network: nn.Module;
  train(pictures: Tensor, labels: Tensor): void;
}

it.each(namedTrainings)("%s", async (name, training) => {
  const count = 40;
  const pixels = Uint8Array.from({ length: count * 28 * 28 }, (_, i) => (i * 37) % 256);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);

  manualSeed(training.seed);
  const network = makeClassifier(training.network);
  const learned = network.parameters().reduce((sum, each) => sum + each.numel(), 0);
  expect(learned).toBe(garmentClassifiers[training.network].parameters);
  const { epochs, batch: batchSize, rate: learningRate, seed, rule, decay: weightDecay, mirror } = training;
  const steps = trainClassifier(
    network,
    { height: 28, width: 28, pixels, labels },
    { epochs, batchSize, learningRate, seed, rule, weightDecay, mirror },
  );
  expect([...steps]).toHaveLength(6);

  mkdirSync(folder, { recursive: true });
  const [, code] = trainingCode(training).find(([language]) => language === "TypeScript")!;
  writeFileSync(`${folder}${name}.ts`, code);
  const program = (await import(`${folder}${name}.ts`)) as Program;
  program.train(
    tensor(Float32Array.from(pixels), { shape: [count, 1, 28, 28] }).div(255),
    tensor(BigInt64Array.from(labels, BigInt)),
  );
  const expected = network.stateDict();
  for (const [name, values] of program.network.stateDict()) {
    expect(values.equal(expected.get(name)!), name).toBe(true);
  }
});
