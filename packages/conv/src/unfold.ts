// unfold and fold: sliding blocks as columns, and columns added back.
import { squeeze, type Tensor, unsqueeze } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import { foldGeometry, type UnfoldOptions, unfoldGeometry } from "./geometry/columns-geometry.ts";
import type { PerAxis } from "./geometry/read-options.ts";
import { foldOp, unfoldOp } from "./ops/columns.ts";

export type { UnfoldOptions };

/**
 * Every block that a kernel of `kernelSize` would see, as a column.
 *
 * `input [N, C, H, W]` or `[C, H, W]` -> `[N, C * kh * kw, L]`, rows in the order (channel, kh, kw), columns over the L positions.
 *
 * @throws ToeplitzError with PyTorch's sentences.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 */
export function unfold(input: Tensor, kernelSize: PerAxis, options?: UnfoldOptions): Tensor {
  checkTensor("unfold", "input", input);
  const { geometry, unbatched } = unfoldGeometry("unfold", input, kernelSize, options);
  const columns = unfoldOp([unbatched ? unsqueeze(input, 0) : input], geometry);
  return unbatched ? squeeze(columns, 0) : columns;
}

/**
 * Adds columns back to the places that {@link unfold} takes them from; overlapping blocks add up, so this is no inverse.
 *
 * `input [N, C * kh * kw, L]` or `[C * kh * kw, L]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentences.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 */
export function fold(input: Tensor, outputSize: PerAxis, kernelSize: PerAxis, options?: UnfoldOptions): Tensor {
  checkTensor("fold", "input", input);
  const { geometry, unbatched } = foldGeometry("fold", input, outputSize, kernelSize, options);
  const image = foldOp([unbatched ? unsqueeze(input, 0) : input], geometry);
  return unbatched ? squeeze(image, 0) : image;
}
