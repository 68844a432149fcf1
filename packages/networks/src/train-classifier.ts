// Training of a classifier, a step at a time: whoever asks for the next step decides when, and whether there is one.
import type { TensorModule } from "@toeplitz/nn";
import { crossEntropy } from "@toeplitz/nn/functional";
import { Adam, AdamW, OneCycleLR, SGD } from "@toeplitz/nn/optim";
import { flip, manualSeed, noGrad, rand, randperm, type Tensor, tensor, where } from "@toeplitz/tensor";

/** Pictures of one channel as bytes, and the class of each. */
export interface LabelledPictures {
  readonly height: number;
  readonly width: number;
  /** `[N, height, width]`, 0 black, 255 white. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** How gradients become steps: plain descent with a momentum, Adam, or Adam whose weight decay is apart from the gradients. */
export type UpdateRule = "sgd" | "adam" | "adamw";

export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest rate of the one cycle. */
  readonly learningRate: number;
  /** Decides the order of the pictures; the weights' own draws are the caller's. */
  readonly seed: number;
  /** Default `"adam"`. */
  readonly rule?: UpdateRule;
  /** Default 0. */
  readonly weightDecay?: number;
  /** Whether each picture of a step is mirrored or not, by a draw. Default false. */
  readonly mirror?: boolean;
}

/** What a step has done. */
export interface TrainingStep {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  /** Of this step's pictures, how many were named rightly before it. */
  readonly right: number;
  readonly count: number;
}

/** The pictures at these places, `[n, 1, height, width]` from 0 to 1. */
export function picturesAt({ height, width, pixels }: LabelledPictures, places: ArrayLike<number>): Tensor {
  const size = height * width;
  const values = new Float32Array(places.length * size);
  for (let i = 0; i < places.length; i++) {
    const from = places[i]! * size;
    for (let p = 0; p < size; p++) values[i * size + p] = pixels[from + p]! / 255;
  }
  return tensor(values, { shape: [places.length, 1, height, width] });
}

/** Half of the pictures, drawn one by one, as a mirror shows them. */
function mirrored(pictures: Tensor): Tensor {
  return where(rand([pictures.shape[0]!, 1, 1, 1]).lt(0.5), flip(pictures, [3]), pictures);
}

function optimizerOf(network: TensorModule, { learningRate: lr, rule = "adam", weightDecay = 0 }: TrainingOptions) {
  const parameters = network.parameters();
  switch (rule) {
    case "sgd":
      return new SGD(parameters, { lr, momentum: 0.9, weightDecay });
    case "adam":
      return new Adam(parameters, { lr, weightDecay });
    case "adamw":
      return new AdamW(parameters, { lr, weightDecay });
  }
}

/** Runs one step, on one cycle of learning rates and momenta, whenever the next value is asked for. */
export function* trainClassifier(
  network: TensorModule,
  pictures: LabelledPictures,
  options: TrainingOptions,
): Generator<TrainingStep, void, void> {
  const { epochs, batchSize, learningRate, seed, mirror = false } = options;
  const total = pictures.labels.length;
  const perEpoch = Math.ceil(total / batchSize);
  const steps = epochs * perEpoch;
  const optimizer = optimizerOf(network, options);
  const schedule = new OneCycleLR(optimizer, learningRate, { totalSteps: steps });
  manualSeed(seed);
  network.train();
  let order: readonly number[] = [];
  for (let step = 1; step <= steps; step++) {
    const batch = (step - 1) % perEpoch;
    if (batch === 0) order = randperm(total).toArray() as number[];
    const places = order.slice(batch * batchSize, (batch + 1) * batchSize);
    const labels = tensor(BigInt64Array.from(places, (place) => BigInt(pictures.labels[place]!)));
    const seen = picturesAt(pictures, places);
    const scores = network.forward(mirror ? mirrored(seen) : seen);
    const loss = crossEntropy(scores, labels);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    schedule.step();
    const right = noGrad(() => scores.argmax({ dim: 1 }).eq(labels).sum().item() as number);
    const epoch = Math.floor((step - 1) / perEpoch) + 1;
    yield { step, steps, epoch, loss: loss.item() as number, right, count: places.length };
  }
}

/** The class that the network finds likeliest, for every picture. */
export function classesOf(network: TensorModule, pictures: LabelledPictures, batchSize = 500): Uint8Array {
  const found = new Uint8Array(pictures.labels.length);
  const { training } = network;
  network.eval();
  for (let from = 0; from < found.length; from += batchSize) {
    const places = Array.from({ length: Math.min(batchSize, found.length - from) }, (_, i) => from + i);
    const scores = noGrad(() => network.forward(picturesAt(pictures, places)));
    found.set(Uint8Array.from(scores.argmax({ dim: 1 }).toArray() as number[]), from);
  }
  network.train(training);
  return found;
}

/** The share of pictures that the network names rightly. */
export function accuracyOf(network: TensorModule, pictures: LabelledPictures): number {
  const right = classesOf(network, pictures).filter((found, i) => found === pictures.labels[i]).length;
  return right / Math.max(1, pictures.labels.length);
}
