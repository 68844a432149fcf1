// The kernels of pooling as tokens: maxima of windows, with or without their positions, averages, and the way back from averages.
import { defineKernel } from "@toeplitz/tensor/extend";
import { volume } from "../geometry/conv-geometry.ts";
import type { PoolGeometry } from "../geometry/pool-geometry.ts";
import { eachRow, type OutputRow } from "./pool-windows.ts";

/**
 * y = the largest element of each window. Operands are contiguous, float32 or float64.
 *
 * A window starts at -infinity and goes through its elements in row-major order (d, h, w); an element that is greater than the
 * largest so far, or NaN, takes its place. So the first of equal elements wins (-0 and 0 are equal), and NaN beats all. A window
 * without elements, which a kernel dilated by more than the input may have, stays -infinity.
 */
export const maxPool = defineKernel({
  name: "max_pool",
  operands: { x: "read", y: "all" },
  run({ x, y }, geometry: PoolGeometry) {
    maxima(x as Floats, y as Floats, null, geometry);
  },
});

/**
 * {@link maxPool}, and where each largest element stands: its flat position in the whole of x, as int32, which x must be small enough
 * for.
 *
 * The last NaN of a window wins. Where nothing is greater than -infinity, it is the window's first element; of a window
 * without elements the place where its first one that is not in the padding in front would be, which may lie outside of x.
 */
export const maxPoolPositions = defineKernel({
  name: "max_pool_positions",
  operands: { x: "read", y: "all", positions: "all" },
  run({ x, y, positions }, geometry: PoolGeometry) {
    maxima(x as Floats, y as Floats, positions as Int32Array, geometry);
  },
});

/**
 * y = the average of each window. Operands are contiguous: float32, float64 or int64.
 *
 * One accumulator of the element type starts at 0 and takes the window's elements in row-major order (d, h, w), every sum rounded
 * (int64 wraps). It is divided once, by the divisor or by the count of the window, itself rounded to the element type (int64 rounds
 * the quotient towards zero), and 0 is added, which makes -0 a 0. An adaptive average is divided by the window's depth, then
 * by its height, then by its width, each quotient rounded, and nothing is added.
 */
export const avgPool = defineKernel({
  name: "avg_pool",
  operands: { x: "read", y: "all" },
  run({ x, y }, geometry: PoolGeometry) {
    if (x instanceof BigInt64Array) wholeAverages(x, y as BigInt64Array, geometry);
    else averages(x as Floats, y as Floats, geometry);
  },
});

/**
 * x = the gradient that averages send back, from theirs, y: what {@link avgPool} is the transpose of. float32 or float64.
 *
 * Every y is divided as {@link avgPool} divides its sum, without the 0, and added to the elements of its window; so an element of x,
 * which starts at 0, takes its terms in the row-major order of y, every sum rounded.
 */
export const avgPoolGradient = defineKernel({
  name: "avg_pool_gradient",
  operands: { y: "read", x: "all" },
  run({ y, x }, geometry: PoolGeometry) {
    spread(y as Floats, x as Floats, geometry);
  },
});

// What the dtype checks let through; averages of int64 have loops of their own.
type Floats = Float32Array | Float64Array;

function maxima(x: Floats, y: Floats, positions: Int32Array | null, g: PoolGeometry): void {
  eachRow(g, ({ start, count, step }, { output, first, planes, rows, planeStep, rowStep }) => {
    for (let ow = 0; ow < start.length; ow++) {
      const corner = first + start[ow]!;
      const reach = count[ow]! * step;
      let largest = Number.NEGATIVE_INFINITY;
      let at = corner;
      for (let d = 0, inPlane = corner; d < planes; d++, inPlane += planeStep) {
        for (let h = 0, inRow = inPlane; h < rows; h++, inRow += rowStep) {
          for (let i = inRow; i < inRow + reach; i += step) {
            const value = x[i]!;
            // Only NaN differs from itself.
            if (value > largest || value !== value) {
              largest = value;
              at = i;
            }
          }
        }
      }
      y[output + ow] = largest;
      if (positions !== null) positions[output + ow] = at;
    }
  });
}

function averages(x: Floats, y: Floats, g: PoolGeometry): void {
  const single = x instanceof Float32Array;
  eachRow(g, ({ start, count, size }, row) => {
    const { output, first, planes, rows, planeStep, rowStep } = row;
    for (let ow = 0; ow < start.length; ow++) {
      const corner = first + start[ow]!;
      const reach = count[ow]!;
      let sum = 0;
      for (let d = 0, inPlane = corner; d < planes; d++, inPlane += planeStep) {
        for (let h = 0, inRow = inPlane; h < rows; h++, inRow += rowStep) {
          if (single) for (let i = inRow; i < inRow + reach; i++) sum = Math.fround(sum + x[i]!);
          else for (let i = inRow; i < inRow + reach; i++) sum += x[i]!;
        }
      }
      const average = divided(sum, single, g, row, size[ow]!);
      y[output + ow] = g.adaptive ? average : average + 0;
    }
  });
}

function wholeAverages(x: BigInt64Array, y: BigInt64Array, g: PoolGeometry): void {
  eachRow(g, ({ start, count, size }, row) => {
    const { output, first, planes, rows, planeStep, rowStep } = row;
    for (let ow = 0; ow < start.length; ow++) {
      const corner = first + start[ow]!;
      let sum = 0n;
      for (let d = 0, inPlane = corner; d < planes; d++, inPlane += planeStep) {
        for (let h = 0, inRow = inPlane; h < rows; h++, inRow += rowStep) {
          for (let i = inRow; i < inRow + count[ow]!; i++) sum += x[i]!;
        }
      }
      y[output + ow] = BigInt.asIntN(64, sum) / BigInt(g.divisor ?? row.depth * row.height * size[ow]!);
    }
  });
}

function spread(y: Floats, x: Floats, g: PoolGeometry): void {
  const single = y instanceof Float32Array;
  x.fill(0, 0, g.planes * volume(g.wide));
  eachRow(g, ({ start, count, size }, row) => {
    const { output, first, planes, rows, planeStep, rowStep } = row;
    for (let ow = 0; ow < start.length; ow++) {
      const corner = first + start[ow]!;
      const reach = count[ow]!;
      const share = divided(y[output + ow]!, single, g, row, size[ow]!);
      for (let d = 0, inPlane = corner; d < planes; d++, inPlane += planeStep) {
        for (let h = 0, inRow = inPlane; h < rows; h++, inRow += rowStep) {
          for (let i = inRow; i < inRow + reach; i++) x[i] = x[i]! + share;
        }
      }
    }
  });
}

/** A sum or a gradient, divided by all of its window, or, if adaptive, axis by axis. */
function divided(value: number, single: boolean, g: PoolGeometry, row: OutputRow, width: number): number {
  const { depth, height } = row;
  if (g.adaptive) {
    if (!single) return value / depth / height / width;
    return Math.fround(Math.fround(Math.fround(value / depth) / height) / width);
  }
  const divisor = g.divisor ?? depth * height * width;
  return single ? Math.fround(value / Math.fround(divisor)) : value / divisor;
}
