// MobileNetV2, with the names of torchvision's.
import { BatchNorm2d, Conv2d, Dropout, Linear, Module, ReLU6, Sequential, type TensorModule } from "@toeplitz/nn";
import { add, type Tensor } from "@toeplitz/tensor";

interface ConvNormSettings {
  readonly kernel: 1 | 3;
  readonly stride?: number;
  readonly groups?: number;
}

/** A convolution that keeps the size at stride 1, normalised and clipped to 0..6. `[N, C, H, W]` -> `[N, O, H', W']`. */
class ConvNorm extends Sequential {
  static override readonly name: string = "Conv2dNormActivation";

  constructor(from: number, to: number, { kernel, stride = 1, groups = 1 }: ConvNormSettings) {
    super(
      new Conv2d(from, to, kernel, { stride, padding: (kernel - 1) / 2, groups, bias: false }),
      new BatchNorm2d(to),
      new ReLU6({ inplace: true }),
    );
  }
}

/** Widens, filters each channel by itself, narrows; added to its input where shapes allow. `[N, C, H, W]` -> `[N, O, H', W']`. */
class InvertedResidual extends Module {
  static override readonly name: string = "InvertedResidual";
  readonly conv: Sequential;
  readonly #adds: boolean;

  constructor(from: number, to: number, stride: number, expansion: number) {
    super();
    const hidden = from * expansion;
    const layers: TensorModule[] = expansion === 1 ? [] : [new ConvNorm(from, hidden, { kernel: 1 })];
    layers.push(
      new ConvNorm(hidden, hidden, { kernel: 3, stride, groups: hidden }),
      new Conv2d(hidden, to, 1, { bias: false }),
      new BatchNorm2d(to),
    );
    this.conv = new Sequential(...layers);
    this.#adds = stride === 1 && from === to;
  }

  forward(input: Tensor): Tensor {
    const output = this.conv.forward(input);
    return this.#adds ? add(input, output) : output;
  }
}

/** Expansion, output channels, number of blocks, stride of the first: table 2 of the paper. */
const settings = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * A network of depthwise convolutions. `input [N, 3, H, W]` -> `[N, classes]`.
 *
 * @see https://arxiv.org/abs/1801.04381 and torchvision.models.mobilenet_v2, whose state dict it takes.
 */
export class MobileNetV2 extends Module {
  static override readonly name: string = "MobileNetV2";
  readonly features: Sequential;
  readonly classifier: Sequential;

  constructor(classes = 1000) {
    super();
    const features: TensorModule[] = [new ConvNorm(3, 32, { kernel: 3, stride: 2 })];
    let channels = 32;
    for (const [expansion, to, count, stride] of settings) {
      for (let block = 0; block < count; block++) {
        features.push(new InvertedResidual(channels, to, block === 0 ? stride : 1, expansion));
        channels = to;
      }
    }
    features.push(new ConvNorm(channels, 1280, { kernel: 1 }));
    this.features = new Sequential(...features);
    this.classifier = new Sequential(new Dropout({ p: 0.2 }), new Linear(1280, classes));
  }

  forward(input: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(input).mean({ dim: [2, 3] }));
  }
}
