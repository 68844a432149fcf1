// Which positions of an axis meet an element at all: computed once per row, so that inner loops need no test.

/** Smallest k >= 0 with `offset + k * step >= 0`. */
export function firstInside(offset: number, step: number): number {
  return offset >= 0 ? 0 : Math.ceil(-offset / step);
}

/** One past the largest k < count with `offset + k * step < size`. */
export function lastInside(offset: number, step: number, size: number, count: number): number {
  return offset >= size ? 0 : Math.min(count, Math.floor((size - 1 - offset) / step) + 1);
}

/** For each position in the kernel, the outputs along one axis that meet an element through it. */
export function columnSpans(axis: {
  readonly wide: number;
  readonly narrow: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}): { readonly first: Int32Array; readonly last: Int32Array } {
  const first = new Int32Array(axis.kernel);
  const last = new Int32Array(axis.kernel);
  for (let k = 0; k < axis.kernel; k++) {
    const offset = k * axis.dilation - axis.padding;
    first[k] = Math.min(axis.narrow, firstInside(offset, axis.stride));
    last[k] = Math.max(first[k]!, lastInside(offset, axis.stride, axis.wide, axis.narrow));
  }
  return { first, last };
}
