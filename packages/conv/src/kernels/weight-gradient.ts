// The weight kernel: x, y -> weight, the gradient of both directions with respect to the weight.
//
// Each weight is a sum over rows of y in the order (n, od, oh), kept in four accumulators by output column modulo 4, which add
// up as (a0 + a2) + (a1 + a3): what four lanes of a vector would do. Long rows are best walked as they lie; short ones are all
// border, so there each lane's elements are listed once and the lists serve every pair of channels.
import type { TypedArray } from "@toeplitz/tensor";
import type { ConvGeometry } from "../geometry/conv-geometry.ts";
import { arithmeticOf } from "./arithmetic.ts";
import { weightByLanes } from "./weight-lanes.ts";
import { RowPairs, weightByRows } from "./weight-rows.ts";

/** Rows of this many columns and more are walked as they lie (measured: 24 to 40 are a draw). */
const longRow = 32;

/** x [N, G * IC, wide], y [N, G * OC, narrow] -> weight [G * OC, IC, kernel]. */
export function weightGradient(x: TypedArray, y: TypedArray, weight: TypedArray, g: ConvGeometry): void {
  const small = Math.max(x.length, y.length) < 2 ** 31;
  if (small && x instanceof Float32Array && y instanceof Float32Array && weight instanceof Float32Array) {
    if (g.narrow[2] >= longRow) weightByRows(x, y, weight, g);
    else weightByLanes(x, y, weight, g);
  } else {
    weightPlainly(x, y, weight, g);
  }
}

/** Every dtype. */
function weightPlainly(x: TypedArray, y: TypedArray, weight: TypedArray, g: ConvGeometry): void {
  const { zero, step, plus } = arithmeticOf(y);
  const into = weight as { [index: number]: unknown };
  const rows = new RowPairs(g);
  const { sourceStep, gap, first, last } = rows.columns;
  rows.forEachWeightRow((at) => {
    for (let kw = 0; kw < g.kernel[2]; kw++) {
      const a: [unknown, unknown, unknown, unknown] = [zero, zero, zero, zero];
      for (let row = 0; row < rows.count; row++) {
        const yRow = rows.y[row]!;
        const xRow = rows.x[row]! + kw * gap;
        for (let o = first[kw]!; o < last[kw]!; o++) {
          const lane = (o & 3) as 0 | 1 | 2 | 3;
          a[lane] = step(a[lane], y[yRow + o], x[xRow + o * sourceStep]);
        }
      }
      into[at + kw] = plus(plus(a[0], a[2]), plus(a[1], a[3]));
    }
  });
}
