// The generator of a DCGAN, with the names of PyTorch's tutorial.
import { BatchNorm2d, ConvTranspose2d, Module, ReLU, Sequential, Tanh, type TensorModule } from "@toeplitz/nn";
import type { Tensor } from "@toeplitz/tensor";

/**
 * Five transposed convolutions from a code to a picture. `input [N, latent, 1, 1]` -> `[N, channels, 64, 64]`, from -1 to 1.
 *
 * @see https://arxiv.org/abs/1511.06434 and https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html
 */
export class DcganGenerator extends Module {
  static override readonly name: string = "Generator";
  readonly main: Sequential;

  constructor(latent = 100, features = 64, channels = 3) {
    super();
    const widths = [latent, features * 8, features * 4, features * 2, features, channels];
    const layers: TensorModule[] = [];
    for (const [index, to] of widths.slice(1).entries()) {
      const doubling = index === 0 ? { stride: 1, padding: 0 } : { stride: 2, padding: 1 };
      layers.push(new ConvTranspose2d(widths[index]!, to, 4, { ...doubling, bias: false }));
      if (index < 4) layers.push(new BatchNorm2d(to), new ReLU({ inplace: true }));
    }
    this.main = new Sequential(...layers, new Tanh());
  }

  forward(input: Tensor): Tensor {
    return this.main.forward(input);
  }
}
