// The convolution modules of one, two and three dimensions: a call of the function with what the module remembers.
import { type ConvOptions, conv1d, conv2d, conv3d, type PerAxis } from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { type ConvModuleOptions, ConvNd } from "./conv-nd.ts";

function settings({ bias, stride, padding, dilation, groups, paddingMode }: ConvNd): ConvOptions {
  return { bias, stride, padding, dilation, groups, paddingMode };
}

/**
 * 1-D convolution with a weight `[O, C/groups, k]` and a bias `[O]` of its own.
 *
 * `input [N, C, L]` or `[C, L]` -> `[N, O, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 */
export class Conv1d extends ConvNd {
  static override readonly name: string = "Conv1d";

  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvModuleOptions = {}) {
    super(1, false, inChannels, outChannels, kernelSize, options);
  }

  override get passingForward(): unknown {
    return Conv1d.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return conv1d(input, this.weight, settings(this));
  }
}

/**
 * 2-D convolution with a weight `[O, C/groups, kh, kw]` and a bias `[O]` of its own.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, O, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d extends ConvNd {
  static override readonly name: string = "Conv2d";

  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvModuleOptions = {}) {
    super(2, false, inChannels, outChannels, kernelSize, options);
  }

  override get passingForward(): unknown {
    return Conv2d.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return conv2d(input, this.weight, settings(this));
  }
}

/**
 * 3-D convolution with a weight `[O, C/groups, kd, kh, kw]` and a bias `[O]` of its own.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]` -> `[N, O, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for arguments, and later inputs, that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html
 */
export class Conv3d extends ConvNd {
  static override readonly name: string = "Conv3d";

  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvModuleOptions = {}) {
    super(3, false, inChannels, outChannels, kernelSize, options);
  }

  override get passingForward(): unknown {
    return Conv3d.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    return conv3d(input, this.weight, settings(this));
  }
}
