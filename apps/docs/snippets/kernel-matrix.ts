import { arange, conv2d, getKernelMatrix } from "toeplitz";

const kernel = arange(1, 10, { dtype: "float32" }).reshape([3, 3]);
const K = getKernelMatrix(kernel, [4, 4]);
console.log(K);
const x = arange(16, { dtype: "float32" });
const y = conv2d(x.reshape([1, 1, 4, 4]), kernel.reshape([1, 1, 3, 3]));
console.log(K.matmul(x).reshape([2, 2]));
console.log(K.matmul(x).equal(y.flatten()));
