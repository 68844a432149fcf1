// The network of PyTorch's MNIST example, without its dropout: what a training step is measured with.
import { Conv2d, Linear, Module } from "@toeplitz/nn";
import { maxPool2d, relu } from "@toeplitz/nn/functional";
import type { Tensor } from "@toeplitz/tensor";

/** Two convolutions, a pooling, two linear layers. `input [N, 1, 28, 28]` -> scores `[N, 10]`. */
export class MnistClassifier extends Module {
  static override readonly name: string = "MnistClassifier";
  readonly conv1 = new Conv2d(1, 32, 3);
  readonly conv2 = new Conv2d(32, 64, 3);
  readonly fc1 = new Linear(9216, 128);
  readonly fc2 = new Linear(128, 10);

  forward(input: Tensor): Tensor {
    const features = maxPool2d(relu(this.conv2.forward(relu(this.conv1.forward(input)))), 2);
    return this.fc2.forward(relu(this.fc1.forward(features.flatten(1))));
  }
}
