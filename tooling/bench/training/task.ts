// What is trained: the network of PyTorch's MNIST example on Fashion-MNIST, and what a trainer is told and tells.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { saveNpz } from "@toeplitz/io";
import { MnistClassifier } from "@toeplitz/networks";
import { manualSeed, randperm } from "@toeplitz/tensor";

/** Where Debian's package dataset-fashion-mnist puts its files. */
export const dataset = "/usr/share/datasets/fashion-mnist";
/** Pictures of a step. */
const batchSize = 64;
/** Steps of an epoch of 60000 pictures. */
export const stepsPerEpoch = 938;
/** Stochastic gradient descent, as the example had it. */
const settings = { lr: 0.01, momentum: 0.5 } as const;

/** What both trainers are given, in files. */
export interface TrainingTask {
  /** First weights, an .npz file. */
  readonly weights: string;
  /** Places of the pictures in their order, int32. */
  readonly order: string;
  readonly dataset: string;
  readonly batchSize: number;
  readonly lr: number;
  readonly momentum: number;
}

/** What some steps gave. */
export interface Steps {
  /** Milliseconds of all of them together. */
  readonly ms: number;
  readonly losses: readonly number[];
}

/** Makes the files, in a folder of their own. */
export async function writeTask(): Promise<TrainingTask & { readonly folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-training-"));
  const file = (name: string) => path.join(folder, name);
  manualSeed(1);
  writeFileSync(file("weights.npz"), await saveNpz(new MnistClassifier().stateDict()));
  writeFileSync(file("order"), Int32Array.from(randperm(60_000).toArray() as number[]));
  return { folder, weights: file("weights.npz"), order: file("order"), dataset, batchSize, ...settings };
}
