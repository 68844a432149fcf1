import { arange, conv2d, convTranspose2d, ones } from "toeplitz";

const x = arange(16, { dtype: "float32" }).reshape([1, 1, 4, 4]).requiresGrad_();
const w = arange(1, 10, { dtype: "float32" }).reshape([1, 1, 3, 3]).requiresGrad_();
const y = conv2d(x, w);
const g = ones([1, 1, 2, 2]);
y.backward(g);
console.log(x.grad!.squeeze());
console.log(x.grad!.equal(convTranspose2d(g, w)));
console.log(w.grad!.equal(conv2d(x, g)));
