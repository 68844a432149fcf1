// ResNet-18, with the names of torchvision's.
import { AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Linear, MaxPool2d, Module, ReLU, Sequential } from "@toeplitz/nn";
import { add, type Tensor } from "@toeplitz/tensor";

/** Two 3x3 convolutions beside a shortcut, which is a 1x1 convolution where the shape changes. `[N, C, H, W]` -> `[N, O, H', W']`. */
class BasicBlock extends Module {
  static override readonly name: string = "BasicBlock";
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu = new ReLU({ inplace: true });
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | null;

  constructor(inChannels: number, channels: number, stride: number) {
    super();
    this.conv1 = new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(channels);
    this.downsample =
      stride === 1 && inChannels === channels
        ? null
        : new Sequential(new Conv2d(inChannels, channels, 1, { stride, bias: false }), new BatchNorm2d(channels));
  }

  forward(input: Tensor): Tensor {
    const shortcut = this.downsample === null ? input : this.downsample.forward(input);
    const once = this.relu.forward(this.bn1.forward(this.conv1.forward(input)));
    return this.relu.forward(add(this.bn2.forward(this.conv2.forward(once)), shortcut));
  }
}

const stage = (inChannels: number, channels: number, stride: number) =>
  new Sequential(new BasicBlock(inChannels, channels, stride), new BasicBlock(channels, channels, 1));

/**
 * A residual network of 18 layers. `input [N, 3, H, W]` -> `[N, classes]`.
 *
 * @see https://arxiv.org/abs/1512.03385 and torchvision.models.resnet18, whose state dict it takes.
 */
export class ResNet18 extends Module {
  static override readonly name: string = "ResNet";
  readonly conv1 = new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  readonly bn1 = new BatchNorm2d(64);
  readonly relu = new ReLU({ inplace: true });
  readonly maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1 = stage(64, 64, 1);
  readonly layer2 = stage(64, 128, 2);
  readonly layer3 = stage(128, 256, 2);
  readonly layer4 = stage(256, 512, 2);
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc: Linear;

  constructor(classes = 1000) {
    super();
    this.fc = new Linear(512, classes);
  }

  forward(input: Tensor): Tensor {
    let x = this.maxpool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(input))));
    for (const layer of [this.layer1, this.layer2, this.layer3, this.layer4]) x = layer.forward(x);
    return this.fc.forward(this.avgpool.forward(x).flatten(1));
  }
}
