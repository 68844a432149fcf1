// unfold (im2col) and its adjoint fold (col2im) as kernel tokens.
import type { TypedArray } from "@toeplitz/tensor";
import { defineKernel } from "@toeplitz/tensor/extend";
import { type ConvGeometry, volume } from "../geometry/conv-geometry.ts";
import { axisOf, narrowPhases, narrowTaps } from "./axis-taps.ts";

/** Sliding blocks as columns: wide [N, C, ...] -> columns [N, C * kernel, narrow], rows ordered (channel, kd, kh, kw). */
export const unfoldColumns = defineKernel({
  name: "unfold",
  operands: { x: "read", columns: "all" },
  run({ x, columns }, geometry: ConvGeometry) {
    const into = columns as { [index: number]: unknown };
    fill(
      columns,
      geometry.batch * geometry.groups * geometry.widePerGroup * volume(geometry.kernel) * volume(geometry.narrow),
    );
    eachRow(geometry, (column, element, step, count) => {
      for (let j = 0; j < count; j++) into[column + j] = x[element + j * step];
    });
  },
});

/**
 * Adds columns back to where they were taken from: columns [N, C * kernel, narrow] -> wide [N, C, ...].
 *
 * The terms of an element are added in the order of their rows.
 */
export const foldColumns = defineKernel({
  name: "fold",
  operands: { columns: "read", x: "all" },
  run({ columns, x }, geometry: ConvGeometry) {
    // Numbers and bigints add alike; storing rounds or wraps.
    const into = x as { [index: number]: number };
    const from = columns as { [index: number]: number };
    fill(x, geometry.batch * geometry.groups * geometry.widePerGroup * volume(geometry.wide));
    eachRow(geometry, (column, element, step, count) => {
      for (let j = 0; j < count; j++) into[element + j * step] = into[element + j * step]! + from[column + j]!;
    });
  },
});

/** Zeros. The array may go on behind the operand, so that its length says nothing. */
function fill(array: TypedArray, count: number): void {
  if (array instanceof BigInt64Array) array.fill(0n, 0, count);
  else array.fill(0, 0, count);
}

/**
 * Visits the runs of columns that lie in the image: first column, its element, distance of elements, and how many.
 * Ordered by row and then by position, so that each element meets its rows in order.
 */
function eachRow(g: ConvGeometry, visit: (column: number, element: number, step: number, count: number) => void): void {
  const [depth, height] = [narrowTaps(axisOf(g, 0)), narrowTaps(axisOf(g, 1))];
  const width = narrowPhases(axisOf(g, 2))[0]!;
  const [kernelD, kernelH, kernelW] = g.kernel;
  const [, wideH, wideW] = g.wide;
  const [narrowD, narrowH, narrowW] = g.narrow;
  const planes = g.batch * g.groups * g.widePerGroup;
  let row = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let kd = 0; kd < kernelD; kd++) {
      for (let kh = 0; kh < kernelH; kh++) {
        for (let kw = 0; kw < kernelW; kw++, row += volume(g.narrow)) {
          const first = width.first[kw]!;
          const count = width.last[kw]! - first;
          for (let od = 0; od < narrowD; od++) {
            const d = depth[od]!;
            if (kd < d.k || kd >= d.k + d.count) continue;
            for (let oh = 0; oh < narrowH; oh++) {
              const h = height[oh]!;
              if (kh < h.k || kh >= h.k + h.count) continue;
              const id = d.source + (kd - d.k) * d.sourceStep;
              const ih = h.source + (kh - h.k) * h.sourceStep;
              const element = plane * volume(g.wide) + (id * wideH + ih) * wideW + width.source + kw * width.gap;
              visit(
                row + (od * narrowH + oh) * narrowW + first,
                element + first * width.sourceStep,
                width.sourceStep,
                count,
              );
            }
          }
        }
      }
    }
  }
}
