// A kernel as a column times a row, where it is one: then two thin convolutions do what one square one does.
import { sideOf } from "./image-kernels.ts";

export interface Split {
  readonly column: readonly number[];
  readonly row: readonly number[];
}

/** The column and the row whose products the kernel is; null where there are none. */
export function splitOf(kernel: readonly number[]): Split | null {
  const side = sideOf(kernel);
  const pivot = kernel.reduce((best, value, i) => (Math.abs(value) > Math.abs(kernel[best]!) ? i : best), 0);
  const most = kernel[pivot]!;
  if (most === 0) return null;
  const [top, left] = [Math.floor(pivot / side), pivot % side];
  const column = Array.from({ length: side }, (_, r) => kernel[r * side + left]!);
  const row = Array.from({ length: side }, (_, c) => kernel[top * side + c]! / most);
  const near = (value: number, i: number) =>
    Math.abs(value - column[Math.floor(i / side)]! * row[i % side]!) <= 1e-6 * Math.abs(most);
  return kernel.every(near) ? { column, row } : null;
}
