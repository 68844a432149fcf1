// 6. The kernel behind two printed tables, recovered by least squares.
import { allclose, convTranspose2d, nn, type Tensor, tensor, zeros } from "toeplitz";
import type { Print } from "../section.ts";

/** What the notebook printed of a convolution's output. */
const output = tensor(
  [
    [-0.8894, -0.7435],
    [-0.7278, 3.2295],
  ],
  { dtype: "float64" },
);

/** What it printed of the transposed convolution of that output with the same kernel. */
const transposed = tensor(
  [
    [0.4447, 0.2788, 0.7479, 0.6902],
    [0.3124, -2.2003, 0.3181, -3.2531],
    [-0.1973, 1.0964, 2.8018, 1.25],
    [-0.127, 1.7263, -5.0211, -0.6162],
  ],
  { dtype: "float64" },
);

/**
 * The kernel k that minimises |convTranspose2d(y, k) - table|, by conjugate gradients on the normal equations.
 *
 * convTranspose2d is linear in its kernel: A k. Its adjoint A^T r is the gradient of a convolution with respect to its weight.
 */
function recover(y: Tensor, table: Tensor): Tensor {
  const apply = (k: Tensor) => convTranspose2d(y, k);
  const adjoint = (r: Tensor) => nn.grad.conv2dWeight(r, [1, 1, 3, 3], y);
  const square = (v: Tensor) => v.mul(v).sum();
  let kernel = zeros([1, 1, 3, 3], { dtype: "float64" });
  let residual = adjoint(table.sub(apply(kernel)));
  let direction = residual;
  // Nine unknowns: nine steps reach the minimum, three more polish the rounding away.
  for (let step = 0; step < 12; step++) {
    const length = square(residual);
    const alpha = length.div(square(apply(direction)).clamp({ min: 1e-300 }));
    kernel = kernel.add(direction.mul(alpha));
    const next = residual.sub(adjoint(apply(direction)).mul(alpha));
    direction = next.add(direction.mul(square(next).div(length.clamp({ min: 1e-300 }))));
    residual = next;
  }
  return kernel;
}

export function recoveredKernel(print: Print): void {
  const y = output.reshape([1, 1, 2, 2]);
  const kernel = recover(y, transposed.reshape([1, 1, 4, 4]));
  print(kernel.squeeze().to("float32"));
  const again = convTranspose2d(y, kernel).squeeze().to("float32");
  print(again);
  print("all 16 cells as printed", allclose(again, transposed.to("float32"), { rtol: 0, atol: 5e-5 }));
}
