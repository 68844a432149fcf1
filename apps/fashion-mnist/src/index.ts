// Trains the classifier and keeps its weights: pnpm train [--epochs 12] [--data FOLDER] [--out FILE]. Ctrl-C stops after a step.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { saveSafetensors } from "@toeplitz/io";
import { accuracyOf, FashionClassifier, type LabelledPictures, trainClassifier } from "@toeplitz/networks";
import { manualSeed, setBackend, status } from "toeplitz";
import { readPictures } from "./idx.ts";
import { showProgress } from "./progress-bar.ts";
import { writeTestSheet, writeTrainingSheet } from "./sheet.ts";

const { values } = parseArgs({
  options: {
    // Where Debian's package dataset-fashion-mnist puts them.
    data: { type: "string", default: "/usr/share/datasets/fashion-mnist" },
    out: { type: "string", default: "weights/fashion-classifier.safetensors" },
    epochs: { type: "string", default: "12" },
    batch: { type: "string", default: "128" },
    rate: { type: "string", default: "0.004" },
    seed: { type: "string", default: "0" },
    portable: { type: "boolean", default: false },
    // Only writes the pictures that tests and the playground have, and trains nothing.
    sheet: { type: "boolean", default: false },
  },
});
if (values.portable) setBackend(null);
const [epochs, batchSize, learningRate, seed] = [values.epochs, values.batch, values.rate, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

if (values.sheet) {
  const folder = new URL("../pictures/", import.meta.url);
  writeTestSheet(folder, readPictures(values.data, "t10k"), 240);
  writeTrainingSheet(folder, readPictures(values.data, "train"), 400);
  process.exit();
}
const train = readPictures(values.data, "train");
const test = readPictures(values.data, "t10k");
manualSeed(seed);
const network = new FashionClassifier();
const weights = network.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
console.log(`${train.labels.length} pictures to learn from, ${test.labels.length} to be tested with`);
console.log(`${weights} weights, ${epochs} epochs in steps of ${batchSize}, backend ${status().backend}`);

console.log("epoch   loss  right in training  right in the test  seconds");
let [lossSum, right, count, start] = [0, 0, 0, performance.now()];
for (const step of trainClassifier(network, train, { epochs, batchSize, learningRate, seed })) {
  lossSum += step.loss * step.count;
  right += step.right;
  count += step.count;
  showProgress(step.step, step.steps, `epoch ${step.epoch} of ${epochs}, loss ${(lossSum / count).toFixed(3)}`);
  if (step.step === step.steps || count >= train.labels.length) {
    const seconds = (performance.now() - start) / 1000;
    report(step.epoch, { loss: lossSum / count, right: right / count, seconds }, test);
    [lossSum, right, count, start] = [0, 0, 0, performance.now()];
  }
  if (stop.signal.aborted) break;
}
writeFileSync(values.out, await saveSafetensors(network.stateDict()));
console.log(`${stop.signal.aborted ? "stopped; " : ""}weights in ${values.out}`);

interface Epoch {
  readonly loss: number;
  readonly right: number;
  readonly seconds: number;
}

function report(epoch: number, { loss, right: share, seconds }: Epoch, pictures: LabelledPictures): void {
  const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
  const cells = [
    loss.toFixed(4).padStart(6),
    percent(share).padStart(17),
    percent(accuracyOf(network, pictures)).padStart(17),
  ];
  console.log(`${String(epoch).padStart(5)} ${cells.join("  ")} ${seconds.toFixed(1).padStart(8)}`);
}
