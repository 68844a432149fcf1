// The weights that are kept here name garments rightly, portably and on the accelerator; training learns, and can be stopped.
import { readFileSync } from "node:fs";
import { loadSafetensors } from "@toeplitz/io";
import { accuracyOf, classesOf, FashionClassifier, trainClassifier } from "@toeplitz/networks";
import { manualSeed, setBackend, status, wasm } from "toeplitz";
import { afterEach, expect, test } from "vitest";
import { readSheet } from "../src/sheet.ts";

const pictures = readSheet(new URL("../pictures/", import.meta.url));
const file = new URL("../weights/fashion-classifier.safetensors", import.meta.url);

afterEach(() => setBackend(wasm()));

async function trained(): Promise<FashionClassifier> {
  const network = new FashionClassifier();
  network.loadStateDict(await loadSafetensors(readFileSync(file)));
  return network.eval();
}

test("the weights are small", () => {
  expect(readFileSync(file).length).toBeLessThan(300_000);
});

test.each([
  ["portable", null],
  ["wasm", wasm()],
])("%s: more than nine in ten of the pictures are named rightly", async (name, backend) => {
  setBackend(backend);
  const network = await trained();
  expect(status().backend).toBe(name);
  expect(accuracyOf(network, pictures)).toBeGreaterThan(0.9);
});

test("both backends name the pictures alike", async () => {
  const network = await trained();
  const accelerated = classesOf(network, pictures);
  setBackend(null);
  expect(classesOf(network, pictures)).toEqual(accelerated);
});

test("training lowers the loss, is the same for the same seed, and ends when nobody asks for more", () => {
  const run = (steps: number) => {
    manualSeed(3);
    const losses: number[] = [];
    const options = { epochs: 20, batchSize: 48, learningRate: 0.01, seed: 1 };
    for (const { step, steps: all, loss } of trainClassifier(new FashionClassifier(), pictures, options)) {
      expect(all).toBe(100);
      losses.push(loss);
      if (step === steps) break;
    }
    return losses;
  };
  const losses = run(40);
  expect(losses).toHaveLength(40);
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
  expect(run(3)).toEqual(losses.slice(0, 3));
}, 60_000);
