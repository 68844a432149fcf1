// How strided operands are walked together: adjacent axes merged, as words of the pointwise job.
import { mostOuterAxes } from "../kernels/walk.ts";

/** Merged axes that a job can walk: the row and the outer ones. */
const mostAxes = 1 + mostOuterAxes;

/** Work of one unit in elements: large enough to be worth a turn, small enough to share out. */
export const unitElements = 16384;

/** Axes of up to three operands, the innermost first. One object is used again and again: planning allocates nothing. */
export class Walk {
  /** Number of merged axes. */
  rank = 0;
  /** Elements in all. */
  count = 0;
  readonly sizes = new Int32Array(mostAxes);
  /** Strides in elements, by operand. */
  readonly strides = [new Int32Array(mostAxes), new Int32Array(mostAxes), new Int32Array(mostAxes)] as const;
  readonly #order: number[] = [];

  /** Merges axes in their order. False if there are too many, or no elements. */
  merge(shape: readonly number[], s0: readonly number[], s1 = s0, s2 = s0): boolean {
    this.#begin();
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (!this.#take(shape[axis]!, s0[axis]!, s1[axis]!, s2[axis]!)) return false;
    }
    return true;
  }

  /** Merges axes sorted by the second operand's strides: for work whose order does not matter. */
  mergeSorted(shape: readonly number[], s0: readonly number[], s1: readonly number[]): boolean {
    this.#begin();
    const order = this.#order;
    order.length = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      let at = order.length;
      for (; at > 0 && s1[order[at - 1]!]! > s1[axis]!; at--) order[at] = order[at - 1]!;
      order[at] = axis;
    }
    for (const axis of order) if (!this.#take(shape[axis]!, s0[axis]!, s1[axis]!, s1[axis]!)) return false;
    return true;
  }

  /** Takes away an axis that the rows do not walk. */
  remove(axis: number): void {
    this.rank -= 1;
    for (let i = axis; i < this.rank; i++) {
      this.sizes[i] = this.sizes[i + 1]!;
      for (const strides of this.strides) strides[i] = strides[i + 1]!;
    }
  }

  #begin(): void {
    this.rank = 0;
    this.count = 1;
    this.sizes[0] = 1;
    for (const strides of this.strides) strides[0] = 0;
  }

  #take(size: number, t0: number, t1: number, t2: number): boolean {
    const { sizes, strides } = this;
    this.count *= size;
    if (size === 1) return true;
    const inner = this.rank - 1;
    if (inner >= 0) {
      const n = sizes[inner]!;
      if (t0 === strides[0][inner]! * n && t1 === strides[1][inner]! * n && t2 === strides[2][inner]! * n) {
        sizes[inner] = n * size;
        return size !== 0;
      }
    }
    if (size === 0 || this.rank === mostAxes) return false;
    const axis = this.rank++;
    sizes[axis] = size;
    strides[0][axis] = t0;
    strides[1][axis] = t1;
    strides[2][axis] = t2;
    return true;
  }
}
