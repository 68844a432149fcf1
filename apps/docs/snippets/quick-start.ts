import { conv2d, getKernelMatrix, manualSeed, nn, randn } from "toeplitz";

manualSeed(0);
const layer = new nn.Conv2d(1, 1, 3, { bias: false });
const x = randn([1, 1, 4, 4]);
const y = layer.forward(x);
const K = getKernelMatrix(layer.weight.reshape([3, 3]), [4, 4]);
console.log(y.reshape([2, 2])); // the convolution
console.log(K.matmul(x.flatten()).reshape([2, 2])); // the same four numbers, from a matrix
console.log(conv2d(x, layer.weight).equal(y));
