// A network without its batch norms, for when nothing is trained any more.
import { BatchNorm1d, BatchNorm2d, BatchNorm3d, ConvNd, fuseConvBn, Identity, type Module } from "@toeplitz/nn";

/**
 * Puts each batch norm into the convolution before it, where it stands right behind one in the same module; an identity takes its
 * place. The network must be in evaluation mode.
 *
 * @returns how many were folded
 * @throws ToeplitzError with PyTorch's sentence for a network that is still training.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.fusion.fuse_conv_bn_eval.html
 */
export function foldBatchNorms(network: Module): number {
  let folded = 0;
  for (const module of network.modules()) {
    let before: readonly [string, Module] | null = null;
    for (const [name, member] of module.namedChildren()) {
      if (isBatchNorm(member) && before?.[1] instanceof ConvNd) {
        module.registerModule(before[0], fuseConvBn(before[1], member));
        module.registerModule(name, new Identity());
        folded += 1;
      }
      before = [name, member];
    }
  }
  return folded;
}

const isBatchNorm = (module: Module): module is BatchNorm1d | BatchNorm2d | BatchNorm3d =>
  module instanceof BatchNorm1d || module instanceof BatchNorm2d || module instanceof BatchNorm3d;
