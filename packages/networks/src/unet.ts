// U-Net for segmentation, with the names of the one in PyTorch Hub (mateuszbuda/brain-segmentation-pytorch).
import { BatchNorm2d, Conv2d, ConvTranspose2d, MaxPool2d, Module, ReLU, Sequential } from "@toeplitz/nn";
import { cat, sigmoid, type Tensor } from "@toeplitz/tensor";

/** Two 3x3 convolutions, each normalised and rectified, under names that begin alike. `[N, C, H, W]` -> `[N, O, H, W]`. */
const block = (from: number, to: number, name: string) =>
  new Sequential({
    [`${name}conv1`]: new Conv2d(from, to, 3, { padding: 1, bias: false }),
    [`${name}norm1`]: new BatchNorm2d(to),
    [`${name}relu1`]: new ReLU({ inplace: true }),
    [`${name}conv2`]: new Conv2d(to, to, 3, { padding: 1, bias: false }),
    [`${name}norm2`]: new BatchNorm2d(to),
    [`${name}relu2`]: new ReLU({ inplace: true }),
  });

const half = () => new MaxPool2d(2, { stride: 2 });
const twice = (from: number, to: number) => new ConvTranspose2d(from, to, 2, { stride: 2 });

/**
 * Down by pooling, up by transposed convolutions, with what was seen on the way down beside it.
 * `input [N, C, H, W]` -> probabilities `[N, O, H, W]`; H and W are multiples of 16.
 *
 * @see https://arxiv.org/abs/1505.04597
 */
export class UNet extends Module {
  static override readonly name: string = "UNet";
  readonly encoder1: Sequential;
  readonly pool1 = half();
  readonly encoder2: Sequential;
  readonly pool2 = half();
  readonly encoder3: Sequential;
  readonly pool3 = half();
  readonly encoder4: Sequential;
  readonly pool4 = half();
  readonly bottleneck: Sequential;
  readonly upconv4: ConvTranspose2d;
  readonly decoder4: Sequential;
  readonly upconv3: ConvTranspose2d;
  readonly decoder3: Sequential;
  readonly upconv2: ConvTranspose2d;
  readonly decoder2: Sequential;
  readonly upconv1: ConvTranspose2d;
  readonly decoder1: Sequential;
  readonly conv: Conv2d;

  constructor(inChannels = 3, outChannels = 1, features = 32) {
    super();
    this.encoder1 = block(inChannels, features, "enc1");
    this.encoder2 = block(features, features * 2, "enc2");
    this.encoder3 = block(features * 2, features * 4, "enc3");
    this.encoder4 = block(features * 4, features * 8, "enc4");
    this.bottleneck = block(features * 8, features * 16, "bottleneck");
    this.upconv4 = twice(features * 16, features * 8);
    this.decoder4 = block(features * 16, features * 8, "dec4");
    this.upconv3 = twice(features * 8, features * 4);
    this.decoder3 = block(features * 8, features * 4, "dec3");
    this.upconv2 = twice(features * 4, features * 2);
    this.decoder2 = block(features * 4, features * 2, "dec2");
    this.upconv1 = twice(features * 2, features);
    this.decoder1 = block(features * 2, features, "dec1");
    this.conv = new Conv2d(features, outChannels, 1);
  }

  forward(input: Tensor): Tensor {
    const seen1 = this.encoder1.forward(input);
    const seen2 = this.encoder2.forward(this.pool1.forward(seen1));
    const seen3 = this.encoder3.forward(this.pool2.forward(seen2));
    const seen4 = this.encoder4.forward(this.pool3.forward(seen3));
    const joined = (up: Tensor, seen: Tensor) => cat([up, seen], { dim: 1 });
    let x = this.bottleneck.forward(this.pool4.forward(seen4));
    x = this.decoder4.forward(joined(this.upconv4.forward(x), seen4));
    x = this.decoder3.forward(joined(this.upconv3.forward(x), seen3));
    x = this.decoder2.forward(joined(this.upconv2.forward(x), seen2));
    x = this.decoder1.forward(joined(this.upconv1.forward(x), seen1));
    return sigmoid(this.conv.forward(x));
  }
}
