// The residual dense network of the npm package @upscalerjs/default-model (MIT), which doubles a photograph's size.
import { Conv2d, Module, Upsample } from "@toeplitz/nn";
import { add, cat, relu, type Tensor } from "@toeplitz/tensor";

const same = (from: number, to: number, kernel: number) => new Conv2d(from, to, kernel, { padding: "same" });

/**
 * Twice the size. `input [N, 3, H, W]` -> `[N, 3, 2H, 2W]`; both are colours from 0 to 255.
 *
 * Names are those of the package's layers. The doubling repeats pixels, and a convolution smooths them: unlike a transposed
 * convolution, that leaves no checkerboard.
 *
 * @see https://arxiv.org/abs/1802.08797
 */
export class SuperResolution extends Module {
  static override readonly name: string = "SuperResolution";
  readonly F_m1 = same(3, 64, 3);
  readonly F_0 = same(64, 64, 3);
  readonly F_1_1 = same(64, 4, 3);
  readonly LFF_1 = same(68, 64, 1);
  readonly F_2_1 = same(64, 4, 3);
  readonly LFF_2 = same(68, 64, 1);
  readonly GFF_1 = same(128, 64, 1);
  readonly GFF_2 = same(64, 64, 3);
  readonly UPN1 = same(64, 64, 5);
  readonly UPN2 = same(64, 32, 3);
  readonly UPN3 = same(32, 12, 3);
  readonly UPsample = new Upsample({ scaleFactor: 2, mode: "nearest" });
  readonly SR = same(12, 3, 3);

  forward(input: Tensor): Tensor {
    const shallow = this.F_m1.forward(input);
    const start = this.F_0.forward(shallow);
    const first = dense(start, this.F_1_1, this.LFF_1);
    const second = dense(first, this.F_2_1, this.LFF_2);
    const fused = this.GFF_2.forward(this.GFF_1.forward(cat([first, second], { dim: 1 })));
    const wide = relu(this.UPN1.forward(add(fused, shallow)));
    const narrow = this.UPN3.forward(relu(this.UPN2.forward(wide)));
    return this.SR.forward(this.UPsample.forward(narrow));
  }
}

/** What a layer sees beside its input, brought back to the input's width and added to it. */
function dense(x: Tensor, grow: Conv2d, fuse: Conv2d): Tensor {
  return add(fuse.forward(cat([x, relu(grow.forward(x))], { dim: 1 })), x);
}
