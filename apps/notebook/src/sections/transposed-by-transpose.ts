// 3. The transposed convolution multiplies by the transpose.
import { allclose, convTranspose2d, getKernelMatrix, kernelMatrix, manualSeed, randn } from "toeplitz";
import type { Print } from "../section.ts";

export function transposedByTranspose(print: Print): void {
  manualSeed(2);
  const kernel = randn([3, 3]);
  const y = randn([2, 2]);
  const K = getKernelMatrix(kernel, [4, 4]);
  const back = K.T.matmul(y.reshape([-1, 1])).reshape([4, 4]);
  print(back);
  const transposed = convTranspose2d(y.reshape([1, 1, 2, 2]), kernel.reshape([1, 1, 3, 3]));
  print("K.T @ y is the transposed convolution", allclose(back, transposed.squeeze()));

  // With stride 2 both 7 and 8 shrink to 3; outputPadding says which of them to come back to.
  const weight = kernel.reshape([1, 1, 3, 3]);
  const small = randn([1, 1, 3, 3]);
  for (const [size, outputPadding] of [
    [7, 0],
    [8, 1],
  ] as const) {
    const wide = convTranspose2d(small, weight, { stride: 2, outputPadding });
    const operator = kernelMatrix(weight, [size, size], { stride: 2 });
    const product = operator.T.matmul(small.reshape([-1])).reshape([1, 1, size, size]);
    print("stride 2", operator.shape, "outputPadding", outputPadding, allclose(product, wide));
  }
}
