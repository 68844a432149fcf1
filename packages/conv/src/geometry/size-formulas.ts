// The formulas of output sizes, and nothing else.

/** Elements that a dilated kernel spans: `dilation * (kernel - 1) + 1`. */
export function span(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/** Positions of the kernel on a padded axis: `floor((size + before + after - span) / stride) + 1`. */
export function convSize(
  size: number,
  kernel: number,
  stride: number,
  before: number,
  after: number,
  dilation: number,
): number {
  return Math.floor((size + before + after - span(kernel, dilation)) / stride) + 1;
}

/**
 * Windows of a pooling on an axis padded on both sides. With `ceilMode` the last one may reach beyond the padding, but must start
 * before the padding behind.
 */
export function pooledSize(
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  ceilMode: boolean,
): number {
  const room = size + 2 * padding - span(kernel, dilation);
  if (!ceilMode) return Math.floor(room / stride) + 1;
  const count = Math.floor((room + stride - 1) / stride) + 1;
  return (count - 1) * stride >= size + padding ? count - 1 : count;
}

/** Size that a transposed convolution reaches: `(size - 1) * stride - 2 * padding + span + outputPadding`. */
export function convTransposeSize(
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  outputPadding: number,
): number {
  return (size - 1) * stride - 2 * padding + span(kernel, dilation) + outputPadding;
}

/** Padding that keeps the size at stride 1: the odd element goes behind, as in PyTorch. */
export function samePadding(kernel: number, dilation: number): readonly [before: number, after: number] {
  const total = span(kernel, dilation) - 1;
  // Truncating, not rounding down, gives the same negative values as PyTorch for a kernel of size 0, and so its refusal.
  const before = Math.trunc(total / 2);
  return [before, total - before];
}
