// The networks that the Train view offers: what each is for, and the lines that make it, here and in PyTorch.
import type { TrainableNetwork } from "../../state/training.ts";

interface GarmentClassifier {
  readonly title: string;
  /** What one learns from it. */
  readonly sentence: string;
  /** Numbers that are learned. */
  readonly parameters: number;
  /** What its files of weights are called. */
  readonly file: string;
  /** Lines that come before `network`, and what `network` is. */
  readonly typescript: readonly [before: string, network: string];
  readonly python: readonly [before: string, network: string];
}

const halved = {
  typescript: `const halved = (from: number, to: number) =>
  new nn.Sequential(new nn.Conv2d(from, to, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));`,
  python: `def halved(start, end):
    return nn.Sequential(nn.Conv2d(start, end, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))`,
};

/** A network of features and a classifier over them. */
const layered = (features: string) => ({
  typescript: `new nn.Sequential({
  features: new nn.Sequential(${features}),
  classifier: new nn.Sequential(new nn.Flatten(), new nn.Linear(576, 64), new nn.ReLU(), new nn.Linear(64, 10)),
})`,
  python: `nn.Sequential(OrderedDict(
    features=nn.Sequential(${features}),
    classifier=nn.Sequential(nn.Flatten(), nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)),
))`,
});

const convolutional = layered("halved(1, 16), halved(16, 32), halved(32, 64)");
const separable = layered("halved(1, 16), separable(16, 32), separable(32, 64)");
const normed = layered("normed(1, 16), normed(16, 32), normed(32, 64)");

export const garmentClassifiers: Readonly<Record<TrainableNetwork, GarmentClassifier>> = {
  convolutional: {
    title: "three convolutions",
    sentence: "Three convolutions of 3 × 3, each halved by pooling, and two linear layers.",
    parameters: 60_874,
    file: "fashion-classifier",
    typescript: [halved.typescript, convolutional.typescript],
    python: [halved.python, convolutional.python],
  },
  linear: {
    title: "linear softmax",
    sentence: "No convolution: a weight for each pixel and class, so that what it learns are ten pictures.",
    parameters: 7_850,
    file: "linear-classifier",
    typescript: ["", "new nn.Sequential({ flatten: new nn.Flatten(), scores: new nn.Linear(784, 10) })"],
    python: ["", "nn.Sequential(OrderedDict(flatten=nn.Flatten(), scores=nn.Linear(784, 10)))"],
  },
  separable: {
    title: "depthwise-separable",
    sentence:
      "The second and third convolution fall into one by channel and one across channels: a seventh of their weights.",
    parameters: 40_874,
    file: "separable-classifier",
    typescript: [
      `${halved.typescript}

const separable = (from: number, to: number) =>
  new nn.Sequential({
    depthwise: new nn.Conv2d(from, from, 3, { padding: 1, groups: from }),
    pointwise: new nn.Conv2d(from, to, 1),
    relu: new nn.ReLU(),
    pool: new nn.MaxPool2d(2),
  });`,
      separable.typescript,
    ],
    python: [
      `${halved.python}

def separable(start, end):
    return nn.Sequential(OrderedDict(
        depthwise=nn.Conv2d(start, start, 3, padding=1, groups=start),
        pointwise=nn.Conv2d(start, end, 1),
        relu=nn.ReLU(),
        pool=nn.MaxPool2d(2),
    ))`,
      separable.python,
    ],
  },
  normed: {
    title: "with batch norm",
    sentence:
      "The three convolutions, each channel brought to mean 0 and spread 1 over the batch: it bears a higher learning rate.",
    parameters: 60_986,
    file: "normed-classifier",
    typescript: [
      `const normed = (from: number, to: number) =>
  new nn.Sequential({
    conv: new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    norm: new nn.BatchNorm2d(to),
    relu: new nn.ReLU(),
    pool: new nn.MaxPool2d(2),
  });`,
      normed.typescript,
    ],
    python: [
      `def normed(start, end):
    return nn.Sequential(OrderedDict(
        conv=nn.Conv2d(start, end, 3, padding=1, bias=False),
        norm=nn.BatchNorm2d(end),
        relu=nn.ReLU(),
        pool=nn.MaxPool2d(2),
    ))`,
      normed.python,
    ],
  },
};
