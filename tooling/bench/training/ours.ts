// The process in which ours is trained; asked by JSON lines. The one argument is JSON: settings of the accelerator.
import { readFileSync } from "node:fs";
import { loadNpz } from "@toeplitz/io";
import { MnistClassifier, picturesAt } from "@toeplitz/networks";
import { crossEntropy } from "@toeplitz/nn/functional";
import { SGD } from "@toeplitz/nn/optim";
import { tensor } from "@toeplitz/tensor";
import { readPictures } from "../../../apps/fashion-mnist/src/idx.ts";
import { fallbacks, startAccelerator } from "../contestants/accelerator.ts";
import type { Settings } from "../contestants/contestant.ts";
import { answerLines } from "../protocol/json-lines.ts";
import type { Steps, TrainingTask } from "./task.ts";

const versions = await startAccelerator(JSON.parse(process.argv[2]!) as Settings);
let steps: (from: number, count: number) => Steps;

async function prepare(task: TrainingTask): Promise<void> {
  const network = new MnistClassifier();
  network.loadStateDict(await loadNpz(readFileSync(task.weights)));
  const optimizer = new SGD(network.parameters(), { lr: task.lr, momentum: task.momentum });
  const pictures = readPictures(task.dataset, "train");
  const bytes = readFileSync(task.order);
  const order = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const step = (index: number): number => {
    const places = order.subarray(index * task.batchSize, (index + 1) * task.batchSize);
    const labels = tensor(BigInt64Array.from(places, (place) => BigInt(pictures.labels[place]!)));
    const loss = crossEntropy(network.forward(picturesAt(pictures, places)), labels);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item() as number;
  };
  steps = (from, count) => {
    const losses: number[] = [];
    const start = performance.now();
    for (let index = from; index < from + count; index++) losses.push(step(index));
    return { ms: performance.now() - start, losses };
  };
  fallbacks();
}

await answerLines({
  versions: () => versions,
  prepare,
  steps: (from: number, count: number) => steps(from, count),
  remarks: fallbacks,
});
