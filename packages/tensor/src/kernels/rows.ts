// Walking strided operands together, row by row, with adjacent axes merged where every operand allows it.

/** How to walk some operands: an inner row for a tight loop, and outer axes around it. */
export interface RowPlan {
  /** Elements of a row. */
  readonly length: number;
  /** Distance between neighbours of a row, per operand. */
  readonly steps: readonly number[];
  readonly outerShape: readonly number[];
  /** Strides of the outer axes, per operand. */
  readonly outerStrides: readonly (readonly number[])[];
}

/** Plans a walk over `shape` for operands with these strides. */
export function planRows(shape: readonly number[], strides: readonly (readonly number[])[]): RowPlan {
  const merged: number[] = [];
  const mergedStrides: number[][] = strides.map(() => []);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 1) continue;
    const inner = merged.length - 1;
    const joins = inner >= 0 && strides.every((s, i) => s[axis] === mergedStrides[i]![inner]! * merged[inner]!);
    if (joins) {
      merged[inner] = merged[inner]! * size;
      continue;
    }
    merged.push(size);
    strides.forEach((s, i) => void mergedStrides[i]!.push(s[axis]!));
  }
  return {
    length: merged[0] ?? 1,
    steps: mergedStrides.map((s) => s[0] ?? 0),
    outerShape: merged.slice(1).reverse(),
    outerStrides: mergedStrides.map((s) => s.slice(1).reverse()),
  };
}

/** Calls `visit` with the first position of each operand's row, rows in row-major order. The list is reused. */
export function eachRow(plan: RowPlan, visit: (at: readonly number[]) => void): void {
  const { outerShape, outerStrides } = plan;
  if (plan.length === 0 || outerShape.includes(0)) return;
  const at = outerStrides.map(() => 0);
  const counter = outerShape.map(() => 0);
  for (;;) {
    visit(at);
    let axis = outerShape.length - 1;
    for (; axis >= 0; axis--) {
      counter[axis] = counter[axis]! + 1;
      const wraps = counter[axis] === outerShape[axis];
      for (let i = 0; i < at.length; i++) {
        const stride = outerStrides[i]![axis]!;
        at[i] = at[i]! + (wraps ? -stride * (outerShape[axis]! - 1) : stride);
      }
      if (!wraps) break;
      counter[axis] = 0;
    }
    if (axis < 0) return;
  }
}
