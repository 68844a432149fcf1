// A small classifier of Fashion-MNIST, whose weights fit in 300 KB.
import { Conv2d, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential } from "@toeplitz/nn";
import type { Tensor } from "@toeplitz/tensor";

/** What the ten classes are, in the order of the labels. */
export const fashionClasses = [
  "T-shirt",
  "trousers",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "ankle boot",
] as const;

const halved = (from: number, to: number) =>
  new Sequential(new Conv2d(from, to, 3, { padding: 1 }), new ReLU(), new MaxPool2d(2));

/** Three convolutions, each followed by pooling, and two linear layers. `input [N, 1, 28, 28]`, from 0 to 1 -> scores `[N, 10]`. */
export class FashionClassifier extends Module {
  static override readonly name: string = "FashionClassifier";
  readonly features = new Sequential(halved(1, 16), halved(16, 32), halved(32, 64));
  readonly classifier = new Sequential(new Flatten(), new Linear(576, 64), new ReLU(), new Linear(64, 10));

  forward(input: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(input));
  }
}
