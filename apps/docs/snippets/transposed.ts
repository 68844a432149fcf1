import { arange, convTranspose2d, getKernelMatrix, tensor } from "toeplitz";

const kernel = arange(1, 10, { dtype: "float32" }).reshape([3, 3]);
const y = tensor([
  [1, 0],
  [0, 10],
]);
const wide = convTranspose2d(y.reshape([1, 1, 2, 2]), kernel.reshape([1, 1, 3, 3]));
console.log(wide.squeeze());
const K = getKernelMatrix(kernel, [4, 4]);
console.log(K.T.matmul(y.flatten()).equal(wide.flatten()));
