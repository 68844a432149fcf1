// The six convolution functions: one path from arguments to the op, six names.
import { pad, squeeze, type Tensor, unsqueeze } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import { type ConvGeometry, prepadded, type SpatialRank } from "./geometry/conv-geometry.ts";
import type { ConvSettings } from "./geometry/conv-plan.ts";
import type { PerAxis } from "./geometry/read-options.ts";
import { recentGeometry } from "./geometry/recent-plans.ts";
import { convolution } from "./ops/convolution.ts";

/** Options of {@link conv1d}, {@link conv2d} and {@link conv3d}. */
export interface ConvOptions extends Omit<ConvSettings, "outputPadding"> {
  /** One number per output channel, [O], added to every sum. */
  readonly bias?: Tensor | null;
}

/** Options of {@link convTranspose1d}, {@link convTranspose2d} and {@link convTranspose3d}. */
export interface ConvTransposeOptions extends Omit<ConvSettings, "padding" | "paddingMode"> {
  /** Border to remove from the result, in elements per axis. Default 0. */
  readonly padding?: PerAxis;
  /** One number per output channel, [O], added to every sum. */
  readonly bias?: Tensor | null;
}

function convolve(
  api: string,
  rank: SpatialRank,
  transposed: boolean,
  input: Tensor,
  weight: Tensor,
  options: { readonly bias?: Tensor | null } | undefined,
): Tensor {
  checkTensor(api, "input", input);
  checkTensor(api, "weight", weight);
  const bias = options?.bias ?? null;
  if (bias !== null) checkTensor(api, "bias", bias);
  const plan = recentGeometry({ api, rank, transposed, input, weight, bias, options });
  const { geometry, activation, unbatched, outputShape } = plan;
  const zeroPadded = geometry.paddingMode === "zeros";
  // Before the batch axis comes: reflection does not look at the channels of a single image, which may be none.
  const bordered = zeroPadded ? input : padded(input, geometry);
  const output = convolution([unbatched ? unsqueeze(bordered, 0) : bordered, weight, bias], {
    geometry: zeroPadded ? geometry : prepadded(geometry),
    activation,
    outputShape: unbatched ? [1, ...outputShape] : outputShape,
  });
  return unbatched ? squeeze(output, 0) : output;
}

/** The input with its border filled in the geometry's mode. */
function padded(input: Tensor, { rank, padding, paddingAfter, paddingMode }: ConvGeometry): Tensor {
  const amounts: number[] = [];
  for (let axis = 2; axis >= 3 - rank; axis--) amounts.push(padding[axis]!, paddingAfter[axis]!);
  return pad(input, amounts, { mode: paddingMode === "zeros" ? "constant" : paddingMode });
}

/**
 * 1-D convolution (cross-correlation, as everywhere in deep learning: the kernel is not flipped).
 *
 * `input [N, C, L]` or `[C, L]`, `weight [O, C/groups, k]`, `bias [O]` -> `[N, O, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 */
export function conv1d(input: Tensor, weight: Tensor, options?: ConvOptions): Tensor {
  return convolve("conv1d", 1, false, input, weight, options);
}

/**
 * 2-D convolution (cross-correlation, as everywhere in deep learning: the kernel is not flipped).
 *
 * `input [N, C, H, W]` or `[C, H, W]`, `weight [O, C/groups, kh, kw]`, `bias [O]` -> `[N, O, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function conv2d(input: Tensor, weight: Tensor, options?: ConvOptions): Tensor {
  return convolve("conv2d", 2, false, input, weight, options);
}

/**
 * 3-D convolution (cross-correlation, as everywhere in deep learning: the kernel is not flipped).
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]`, `weight [O, C/groups, kd, kh, kw]`, `bias [O]` -> `[N, O, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 */
export function conv3d(input: Tensor, weight: Tensor, options?: ConvOptions): Tensor {
  return convolve("conv3d", 3, false, input, weight, options);
}

/**
 * 1-D transposed convolution: the transpose of the matrix that {@link conv1d} with the same weight multiplies by.
 *
 * `input [N, C, L]` or `[C, L]`, `weight [C, O/groups, k]`, `bias [O]` -> `[N, O, L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose1d.html
 */
export function convTranspose1d(input: Tensor, weight: Tensor, options?: ConvTransposeOptions): Tensor {
  return convolve("convTranspose1d", 1, true, input, weight, options);
}

/**
 * 2-D transposed convolution: the transpose of the matrix that {@link conv2d} with the same weight multiplies by.
 *
 * `input [N, C, H, W]` or `[C, H, W]`, `weight [C, O/groups, kh, kw]`, `bias [O]` -> `[N, O, H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html
 */
export function convTranspose2d(input: Tensor, weight: Tensor, options?: ConvTransposeOptions): Tensor {
  return convolve("convTranspose2d", 2, true, input, weight, options);
}

/**
 * 3-D transposed convolution: the transpose of the matrix that {@link conv3d} with the same weight multiplies by.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]`, `weight [C, O/groups, kd, kh, kw]`, `bias [O]` -> `[N, O, D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, types and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose3d.html
 */
export function convTranspose3d(input: Tensor, weight: Tensor, options?: ConvTransposeOptions): Tensor {
  return convolve("convTranspose3d", 3, true, input, weight, options);
}
