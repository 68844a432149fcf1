// Classifiers of Fashion-MNIST to hold against each other: all take `[N, 1, 28, 28]`, from 0 to 1, and give scores `[N, 10]`.
import {
  BatchNorm2d,
  Conv2d,
  Flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  type TensorModule,
} from "@toeplitz/nn";
import type { Tensor } from "@toeplitz/tensor";

const head = () => new Sequential(new Flatten(), new Linear(576, 64), new ReLU(), new Linear(64, 10));

/** One weight for each pixel and class: its scores are ten weighted sums, and its weights are pictures. */
export class LinearClassifier extends Module {
  static override readonly name: string = "LinearClassifier";
  readonly scores = new Linear(784, 10);

  forward(input: Tensor): Tensor {
    return this.scores.forward(input.flatten(1));
  }
}

const separable = (from: number, to: number): TensorModule =>
  new Sequential({
    depthwise: new Conv2d(from, from, 3, { padding: 1, groups: from }),
    pointwise: new Conv2d(from, to, 1),
    relu: new ReLU(),
    pool: new MaxPool2d(2),
  });

/** `FashionClassifier` whose second and third convolution are each a depthwise and a pointwise one. */
export class SeparableClassifier extends Module {
  static override readonly name: string = "SeparableClassifier";
  readonly features = new Sequential(
    new Sequential(new Conv2d(1, 16, 3, { padding: 1 }), new ReLU(), new MaxPool2d(2)),
    separable(16, 32),
    separable(32, 64),
  );
  readonly classifier = head();

  forward(input: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(input));
  }
}

const normed = (from: number, to: number): TensorModule =>
  new Sequential({
    conv: new Conv2d(from, to, 3, { padding: 1, bias: false }),
    norm: new BatchNorm2d(to),
    relu: new ReLU(),
    pool: new MaxPool2d(2),
  });

/** `FashionClassifier` with a batch norm behind every convolution, which then needs no bias. */
export class NormedClassifier extends Module {
  static override readonly name: string = "NormedClassifier";
  readonly features = new Sequential(normed(1, 16), normed(16, 32), normed(32, 64));
  readonly classifier = head();

  forward(input: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(input));
  }
}
