// Trains the small classifier away from the page, a step at a time, so that a pause is heard between two of them.
import { classesOf, type LabelledPictures, type TrainingStep, trainClassifier } from "@toeplitz/networks";
import { manualSeed, nn, toTypedArray } from "toeplitz";
import { saveSafetensors } from "toeplitz/io";
import { testPictures, trainingPictures } from "../garments/sheets.ts";
import { makeClassifier } from "./make-classifier.ts";
import type { TrainingAnswer, TrainingRequest } from "./training-messages.ts";

interface Run {
  readonly network: nn.TensorModule;
  readonly steps: Generator<TrainingStep, void, void>;
  readonly all: number;
  readonly test: LabelledPictures;
  at: number;
  evaluated: number;
}

let run: Run | null = null;
let going = false;
/** Between two looks at the first weights, in milliseconds. */
const glance = 150;

const post = (answer: TrainingAnswer) => self.postMessage(answer);
/** Lets messages in. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve));

async function begin({ training }: TrainingRequest & { kind: "begin" }): Promise<void> {
  const { pictures, rule, rate, decay, batch, epochs, mirror, seed } = training;
  const [learned, test] = await Promise.all([trainingPictures(pictures), testPictures()]);
  manualSeed(seed);
  const network = makeClassifier(training.network);
  const options = { epochs, batchSize: batch, learningRate: rate, seed, rule, weightDecay: decay, mirror };
  const all = epochs * Math.ceil(pictures / batch);
  run = { network, steps: trainClassifier(network, learned, options), all, test, at: 0, evaluated: -1 };
  post({ kind: "ready", steps: all });
  look(run);
}

/** Says how the network does on pictures that it never learns from, and what its first weights are. */
function look(now: Run): void {
  if (now.evaluated < now.at) {
    now.evaluated = now.at;
    const found = classesOf(now.network, now.test) as Uint8Array<ArrayBuffer>;
    const right = found.filter((label, i) => label === now.test.labels[i]).length;
    post({ kind: "evaluation", evaluation: { step: now.at, found, share: right / found.length } });
  }
  glanceAt(now);
}

/** The kernels of the first convolution; without one, what each class weighs the pixels with. */
function glanceAt({ network }: Run): void {
  const conv = network.modules().find((module) => module instanceof nn.Conv2d);
  const first = (conv ?? network).parameters()[0]!.detach();
  const values = new Float32Array(toTypedArray(first) as Float32Array);
  const count = first.shape[0]!;
  const side = Math.sqrt(values.length / count);
  post({ kind: "filters", filters: { of: conv === undefined ? "class" : "kernel", count, side, values } });
}

async function go(until: number): Promise<void> {
  if (run === null) return;
  going = true;
  const every = Math.max(1, Math.round(run.all / 40));
  let glanced = performance.now();
  while (going && run.at < Math.min(until, run.all)) {
    const start = performance.now();
    const { value } = run.steps.next();
    if (value === undefined) break;
    const milliseconds = performance.now() - start;
    const { step, epoch, loss, right, count } = value;
    run.at = step;
    post({ kind: "step", report: { step, epoch, loss, share: right / count, milliseconds } });
    if (step % every === 0) look(run);
    if (performance.now() - glanced > glance) {
      glanceAt(run);
      glanced = performance.now();
    }
    await breath();
  }
  going = false;
  look(run);
  post({ kind: "paused", step: run.at });
}

async function sendWeights(): Promise<void> {
  if (run === null) return;
  // The next step may come before all of it is written
  const state = new Map(Array.from(run.network.stateDict(), ([name, values]) => [name, values.clone()]));
  const bytes = await saveSafetensors(state);
  post({ kind: "weights", bytes: bytes.slice().buffer as ArrayBuffer });
}

let last: Promise<void> = Promise.resolve();

const inTurn = (work: () => Promise<void>) => {
  last = last.then(work).catch((error: unknown) => {
    going = false;
    post({ kind: "trouble", sentence: error instanceof Error ? error.message : String(error) });
  });
};

self.onmessage = ({ data }: MessageEvent<TrainingRequest>) => {
  switch (data.kind) {
    case "begin":
      going = false;
      return inTurn(() => begin(data));
    case "go":
      return inTurn(() => go(data.until ?? Number.POSITIVE_INFINITY));
    case "pause":
      going = false;
      return;
    case "weights":
      sendWeights();
  }
};
