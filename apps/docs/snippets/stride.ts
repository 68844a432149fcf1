import { conv2d, convTranspose2d, ones } from "toeplitz";

const w = ones([1, 1, 3, 3]);
const sizes = [7, 8].map((size) => conv2d(ones([1, 1, size, size]), w, { stride: 2, padding: 1 }));
console.log(...sizes.map((y) => y.shape[3])); // two sizes of input, one size of output
const y = sizes[0]!;
console.log(convTranspose2d(y, w, { stride: 2, padding: 1 }).shape[3]);
console.log(convTranspose2d(y, w, { stride: 2, padding: 1, outputPadding: 1 }).shape[3]);
