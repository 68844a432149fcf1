// The same as convolution.mjs, for CommonJS, and for a plain script where `require` gives the global `toeplitz`.
const { conv2d, grad, ones, status } = require("toeplitz");

const weight = ones([8, 4, 3, 3], { requiresGrad: true });
const output = conv2d(ones([1, 4, 16, 16]), weight, { stride: 2, padding: 1 });
const sum = output.sum();
const [slope] = grad(sum, weight);
const corner = output.index(0, 0, ":2", ":2").toArray();
const { backend, reason, simd, memory } = status();

console.log(
  JSON.stringify({
    corner,
    sum: sum.item(),
    slope: slope.sum().item(),
    backend,
    reason,
    simd,
    copies: memory?.copiesIn,
  }),
);
