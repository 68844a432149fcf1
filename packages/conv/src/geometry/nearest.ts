// The nearest shapes and lists that would do, for errors to name.

/** A list of `axes` numbers: what is too much is left out behind, what is missing is as the last number, or 1. */
export function listOf(axes: number, numbers: readonly number[]): number[] {
  return Array.from({ length: axes }, (_, i) => numbers[i] ?? numbers.at(-1) ?? 1);
}

/** An input of `axes` axes: what is too much is left out in front, what is missing has one element. */
export function withAxes(axes: number, shape: readonly number[]): number[] {
  return [...new Array<number>(Math.max(0, axes - shape.length)).fill(1), ...shape.slice(-axes)];
}

/** A weight of `axes` axes, its channels as they are. */
export function kernelOf(axes: number, weight: readonly number[]): number[] {
  return Array.from({ length: axes }, (_, i) => weight[i] ?? 1);
}

/** The shape with at least one element along each of the last `axes`. */
export function filled(shape: readonly number[], axes: number): number[] {
  return shape.map((size, i) => (i < shape.length - axes ? size : Math.max(size, 1)));
}

/** The shape with another number of channels in front of its `axes`. */
export function withChannels(shape: readonly number[], axes: number, channels: number): number[] {
  return shape.with(shape.length - axes - 1, channels);
}
