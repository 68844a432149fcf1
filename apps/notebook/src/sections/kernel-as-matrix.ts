// 2. A kernel unrolled into a matrix makes convolution a matrix product.
import { allclose, arange, conv2d, getKernelMatrix, kernelMatrix, manualSeed, randn } from "toeplitz";
import type { Print } from "../section.ts";

export function kernelAsMatrix(print: Print): void {
  // Whole numbers show where each kernel element lands.
  const counting = arange(1, 10).to("float32").reshape([3, 3]);
  const K = getKernelMatrix(counting, [4, 4]);
  print("K", K.shape);
  print(K);

  manualSeed(1);
  const x = randn([4, 4]);
  const kernel = randn([3, 3]);
  const product = getKernelMatrix(kernel, [4, 4])
    .matmul(x.reshape([-1, 1]))
    .reshape([2, 2]);
  const convolved = conv2d(x.reshape([1, 1, 4, 4]), kernel.reshape([1, 1, 3, 3]));
  print(product);
  print("K @ x is the convolution", allclose(product, convolved.squeeze()));

  // The stride counts: every second row and column of positions.
  const strided = getKernelMatrix(kernel, [5, 5], { stride: 2 });
  const y = randn([5, 5]);
  const expected = conv2d(y.reshape([1, 1, 5, 5]), kernel.reshape([1, 1, 3, 3]), { stride: 2 });
  print("stride 2", strided.shape, allclose(strided.matmul(y.reshape([-1, 1])).reshape([1, 1, 2, 2]), expected));

  // Channels, groups, padding, dilation and other ranks have a matrix too.
  const weight = randn([4, 1, 3, 3]);
  const image = randn([2, 6, 6]);
  const options = { groups: 2, padding: 1, dilation: 2, stride: 2 };
  const operator = kernelMatrix(weight, [2, 6, 6], options);
  const grouped = operator.matmul(image.reshape([-1])).reshape(operator.outputShape);
  print("groups", operator.shape, operator.nnz, allclose(grouped, conv2d(image, weight, options)));
}
