// @toeplitz/kernel-matrix: convolution as one matrix, transposed convolution as its transpose.
export { getKernelMatrix } from "./get-kernel-matrix.ts";
export { type KernelMatrixOptions, kernelMatrix } from "./kernel-matrix.ts";
export { type CompressedRows, KernelMatrix, type MatrixEntry } from "./operator.ts";
