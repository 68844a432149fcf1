// A small program that uses every kind of operand, to be run on any memory: its numbers must never change.
import { conv2d } from "@toeplitz/conv";
import { arange, cat, type Tensor, tensor, zeros } from "@toeplitz/tensor";

/** Small multiples of 1/4, so that no sum rounds. */
function quarters(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (((i * 7 + seed * 13) % 17) - 8) / 4);
}

/** Runs it and lists what it has computed. */
export function program(): unknown[] {
  const results: Tensor[] = [];
  const x = tensor(quarters(2 * 3 * 7 * 5, 1), { shape: [2, 3, 7, 5], requiresGrad: true });
  const weight = tensor(quarters(4 * 3 * 3 * 3, 2), { shape: [4, 3, 3, 3], requiresGrad: true });
  const bias = tensor(quarters(4, 3), { requiresGrad: true });
  for (const given of [bias, undefined]) {
    const y = conv2d(x, weight, given === undefined ? { padding: 1 } : { bias: given, stride: 2 });
    const rows = y.permute([0, 2, 3, 1]).reshape([-1, 4]);
    rows
      .matmul(weight.view([4, 27]))
      .relu()
      .sum()
      .backward();
    results.push(y, rows.index("1::2", "1:3"), x.grad as Tensor, weight.grad as Tensor);
  }
  // In place, through views, between element types, and from values that nobody has written.
  const board = zeros([6, 6]);
  board.index("1:5", "::2").add_(3);
  board.index(2).mul_(tensor(quarters(6, 4)));
  const counts = arange(0, 36).view([6, 6]).mul(board.ge(3));
  results.push(
    board,
    counts,
    cat([board, counts.to("float32")], { dim: 1 })
      .T.index("3:8")
      .mean({ dim: 0 }),
  );
  return results.map((result) => result.toArray());
}
