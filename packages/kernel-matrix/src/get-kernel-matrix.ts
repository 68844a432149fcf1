// The notebook's kernel matrix: one channel, two dimensions, dense.
import { reshape, type Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { kernelMatrix } from "./kernel-matrix.ts";

/**
 * The zero-padded, flattened kernel of every output position, stacked row by row.
 *
 * `kernel [kh, kw]`, `inputSize [h, w]` -> `[oh * ow, h * w]`: (4, 16) for a 3x3 kernel on a 4x4 input. For channels, padding,
 * dilation, groups, and 1-D or 3-D see {@link kernelMatrix}.
 *
 * @param options `stride`, a number or one per axis
 * @throws ToeplitzError with PyTorch's sentence for a kernel that does not fit.
 * @example [...getKernelMatrix(ones([3, 3]), [4, 4]).matmul(ones([16, 1])).toTypedArray()] // [9,9,9,9]
 */
export function getKernelMatrix(
  kernel: Tensor,
  inputSize: readonly [number, number],
  options: { readonly stride?: number | readonly number[] } = {},
): Tensor {
  checkTensor("getKernelMatrix", "kernel", kernel);
  checkOptions("getKernelMatrix", options, ["stride"]);
  if (kernel.ndim !== 2) {
    throw argumentError("getKernelMatrix", "kernel", "have 2 axes", kernel.shape, {
      code: "shape",
      hint: "kernelMatrix() takes weights with channels",
    });
  }
  return kernelMatrix(reshape(kernel, [1, 1, ...kernel.shape]), inputSize, options).dense();
}
