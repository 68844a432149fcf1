// Calls whose results must not depend on the number of threads, on numbers that every call draws alike.
import { conv1d, conv2d, conv3d, convTranspose2d } from "@toeplitz/conv";
import { add, grad, manualSeed, matmul, randn, sum, type Tensor } from "@toeplitz/tensor";

/** The bits of all results. Everything is drawn anew, so nothing of another memory is in use. */
export function results(): Int32Array[] {
  manualSeed(7);
  const calls: (() => Tensor)[] = [
    () => conv2d(randn([2, 24, 19, 21]), randn([20, 24, 3, 3]), { bias: randn([20]), padding: 1, activation: "relu" }),
    () => conv2d(randn([1, 17, 15, 15]), randn([33, 17, 5, 3]), { stride: 2, dilation: [1, 2] }),
    () => conv2d(randn([1, 64, 14, 14]), randn([70, 64, 1, 1])),
    () => conv2d(randn([3, 16, 20, 20]), randn([16, 1, 3, 3]), { groups: 16, padding: 1 }),
    () => conv2d(randn([1, 12, 9, 9]), randn([9, 4, 3, 3]), { groups: 3 }),
    // More than the memory begins with: it grows while workers have it.
    () => conv2d(randn([1, 48, 56, 56]), randn([48, 48, 3, 3]), { padding: 1 }),
    () => conv1d(randn([2, 13, 300]), randn([9, 13, 7]), { padding: 3 }),
    () => conv3d(randn([1, 5, 6, 9, 8]), randn([7, 5, 3, 3, 3]), { padding: 1 }),
    () => convTranspose2d(randn([1, 18, 11, 9]), randn([18, 10, 4, 4]), { stride: 2, padding: 1 }),
    () => matmul(randn([61, 47]), randn([47, 53])),
    () => add(randn([40, 700]), randn([700])),
  ];
  const [x, w] = [randn([2, 9, 16, 16], { requiresGrad: true }), randn([11, 9, 3, 3], { requiresGrad: true })];
  const gradients = grad(sum(conv2d(x, w)), [x, w]);
  return [...calls.map((call) => call()), ...gradients].map(bits);
}

function bits(x: Tensor): Int32Array {
  const { buffer, byteOffset, length } = x.toTypedArray();
  return new Int32Array(buffer, byteOffset, length);
}
