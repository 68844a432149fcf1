// A convolution and the normalisation behind it as one convolution, for when nothing is trained any more.
import {
  add,
  Generator,
  mul,
  noGrad,
  reshape,
  rsqrt,
  sub,
  type Tensor,
  ToeplitzError,
  zerosLike,
} from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "./batch-norm.ts";
import { ConvNd } from "./conv-nd.ts";
import { Parameter } from "./parameter.ts";

/**
 * A convolution that gives what `bn` makes of what `conv` gives. Both must be in evaluation mode; neither changes, and the result has
 * parameters of its own.
 *
 * @throws ToeplitzError with PyTorch's sentence for modules that are still training.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.fusion.fuse_conv_bn_eval.html
 */
export function fuseConvBn<C extends ConvNd>(conv: C, bn: BatchNorm1d | BatchNorm2d | BatchNorm3d): C {
  const api = "fuseConvBn";
  if (!(conv instanceof ConvNd)) throw argumentError(api, "conv", "be a convolution", conv);
  if (![BatchNorm1d, BatchNorm2d, BatchNorm3d].some((norm) => bn instanceof norm)) {
    throw argumentError(api, "bn", "be a normalisation of batches", bn);
  }
  if (conv.training || bn.training) {
    throw new ToeplitzError("Fusion only for eval!", { code: "state", api, argument: conv.training ? "conv" : "bn" });
  }
  const { runningMean, runningVar, eps } = bn;
  if (runningMean === null || runningVar === null) throw argumentError(api, "bn", "have running statistics", bn);
  return noGrad(() => {
    const deviation = rsqrt(add(runningVar, eps));
    const { weight: factor, bias: shift } = bn;
    const fused = sameButFor(conv);
    const scale = factor === null ? deviation : mul(factor, deviation);
    fused.weight = new Parameter(scaled(conv, scale));
    const centred = mul(sub(conv.bias ?? zerosLike(runningMean), runningMean), deviation);
    const bias = factor === null ? centred : mul(centred, factor);
    fused.bias = new Parameter(shift === null ? bias : add(bias, shift));
    return fused.eval();
  });
}

/** A convolution with the same arguments, a bias, and values that nobody will see. */
function sameButFor<C extends ConvNd>(conv: C): C {
  const { inChannels, outChannels, kernelSize, stride, padding, dilation, groups, paddingMode, outputPadding } = conv;
  const Conv = conv.constructor as new (...args: unknown[]) => C;
  const shared = {
    stride,
    padding,
    dilation,
    groups,
    paddingMode,
    dtype: conv.weight.dtype,
    generator: new Generator(),
  };
  const options = conv.transposed ? { ...shared, outputPadding } : shared;
  return new Conv(inChannels, outChannels, kernelSize, options);
}

/** The weight times a factor for each output. A transposed convolution's outputs stand along the second axis, group by group. */
function scaled({ weight, transposed, groups }: ConvNd, scale: Tensor): Tensor {
  const [first, second, ...kernel] = weight.shape as [number, number, ...number[]];
  const ones = kernel.map(() => 1);
  if (!transposed) return mul(weight, reshape(scale, [first, 1, ...ones]));
  const grouped = reshape(weight, [groups, first / groups, second, ...kernel]);
  return reshape(mul(grouped, reshape(scale, [groups, 1, second, ...ones])), weight.shape);
}
