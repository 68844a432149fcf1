// @toeplitz/kernel-matrix: convolution as one matrix, transposed convolution as its transpose.
export { getKernelMatrix } from "./get-kernel-matrix.ts";
export {
  type CompressedRows,
  KernelMatrix,
  type KernelMatrixOptions,
  kernelMatrix,
  type MatrixEntry,
} from "./kernel-matrix.ts";
