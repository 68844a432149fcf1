// Makes the networks that the Train view offers, with weights that have learned nothing.
import { FashionClassifier, LinearClassifier, NormedClassifier, SeparableClassifier } from "@toeplitz/networks";
import type { nn } from "toeplitz";
import type { TrainableNetwork } from "../../state/training.ts";

export function makeClassifier(network: TrainableNetwork): nn.TensorModule {
  switch (network) {
    case "convolutional":
      return new FashionClassifier();
    case "linear":
      return new LinearClassifier();
    case "separable":
      return new SeparableClassifier();
    case "normed":
      return new NormedClassifier();
  }
}
