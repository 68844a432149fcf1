// The batch axes of a product, with those that can be walked as one joined.

/** A product for every position of these axes. Strides are in elements; 0 repeats. */
export interface BatchAxis {
  readonly count: number;
  readonly a: number;
  readonly b: number;
}

/** The axes from the outermost to the innermost, without those of one position; the last one may stand for several. */
export function joinedAxes(batch: readonly number[], a: readonly number[], b: readonly number[]): BatchAxis[] {
  const axes: BatchAxis[] = [];
  for (let i = 0; i < batch.length; i++) {
    const axis = { count: batch[i]!, a: a[i]!, b: b[i]! };
    if (axis.count === 1) continue;
    const outer = axes.at(-1);
    if (outer !== undefined && outer.a === axis.a * axis.count && outer.b === axis.b * axis.count) {
      axes[axes.length - 1] = { ...axis, count: outer.count * axis.count };
    } else {
      axes.push(axis);
    }
  }
  return axes;
}

/** Offsets of a and b, in elements, for every position of the axes. */
export function* positionsOf(axes: readonly BatchAxis[]): Generator<readonly [a: number, b: number]> {
  const [axis, ...inner] = axes;
  if (axis === undefined) {
    yield [0, 0];
    return;
  }
  for (let i = 0; i < axis.count; i++) {
    for (const [a, b] of positionsOf(inner)) yield [i * axis.a + a, i * axis.b + b];
  }
}
