// The check of a call that overwrites several tensors: all of them are looked at before the first is changed.
import { noGrad, type Tensor } from "@toeplitz/tensor";
import { checkWritable } from "@toeplitz/tensor/extend";

/**
 * Refuses what cannot be written to, off the tape; null stands for what is not there.
 *
 * @throws ToeplitzError with PyTorch's sentence for a tensor of which several elements share a place, or one that was disposed of.
 */
export function checkAllWritable(api: string, tensors: readonly (Tensor | null)[]): void {
  noGrad(() => {
    for (const x of tensors) if (x !== null) checkWritable(api, x);
  });
}
