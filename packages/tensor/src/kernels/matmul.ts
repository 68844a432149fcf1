// Batched matrix product.
import { defineKernel } from "../backend.ts";
import type { DType, NumberArray } from "../dtype.ts";
import { eachRow, planRows } from "./rows.ts";

/** Parameters of {@link matmul}: y[batch, m, n] = sum over k of a[batch, m, k] * b[batch, k, n]. */
export interface MatmulParams {
  readonly dtype: DType;
  readonly batch: readonly number[];
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Strides over the batch axes, then rows, then columns; 0 repeats. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * y = a b; y is contiguous.
 *
 * One accumulator of the element type per result, terms in the order of k, each product and each sum rounded: the same
 * numerics as a convolution's, so that a convolution and its kernel matrix agree to the bit.
 */
export const matmul = defineKernel({
  name: "matmul",
  operands: { a: "read", b: "read", y: "all" },
  run({ a, b, y }, params: MatmulParams) {
    const { m, k, n, batch } = params;
    const lead = batch.length;
    const plan = planRows(
      [...batch, 1],
      [
        [...params.a.slice(0, lead), 0],
        [...params.b.slice(0, lead), 0],
      ],
    );
    const geometry = {
      m,
      k,
      n,
      aRow: params.a[lead]!,
      aCol: params.a[lead + 1]!,
      bRow: params.b[lead]!,
      bCol: params.b[lead + 1]!,
    };
    const multiply = (
      params.dtype === "float32" ? multiplyFloat32 : params.dtype === "int64" ? multiplyInt64 : multiplyWide
    ) as typeof multiplyFloat32;
    let o = 0;
    eachRow(plan, ([i, j]) => {
      for (let c = 0; c < plan.length; c++) {
        multiply(
          a as Float32Array,
          i! + c * plan.steps[0]!,
          b as Float32Array,
          j! + c * plan.steps[1]!,
          y as Float32Array,
          o,
          geometry,
        );
        o += m * n;
      }
    });
  },
});

interface Geometry {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly aRow: number;
  readonly aCol: number;
  readonly bRow: number;
  readonly bCol: number;
}

const { fround } = Math;

/** Rows of y gather multiples of rows of b, four at a time: the order of k stays, and y is loaded and stored a quarter as often. */
function multiplyFloat32(
  a: Float32Array,
  a0: number,
  b: Float32Array,
  b0: number,
  y: Float32Array,
  y0: number,
  g: Geometry,
): void {
  const { m, k, n, aRow, aCol, bRow, bCol } = g;
  for (let i = 0; i < m; i++) {
    const row = y0 + i * n;
    y.fill(0, row, row + n);
    let p = 0;
    for (; p + 4 <= k; p += 4) {
      const at = a0 + i * aRow + p * aCol;
      const u0 = a[at]!;
      const u1 = a[at + aCol]!;
      const u2 = a[at + 2 * aCol]!;
      const u3 = a[at + 3 * aCol]!;
      let from = b0 + p * bRow;
      for (let j = row; j < row + n; j++, from += bCol) {
        let sum = fround(y[j]! + fround(u0 * b[from]!));
        sum = fround(sum + fround(u1 * b[from + bRow]!));
        sum = fround(sum + fround(u2 * b[from + 2 * bRow]!));
        y[j] = sum + fround(u3 * b[from + 3 * bRow]!);
      }
    }
    for (; p < k; p++) {
      const u = a[a0 + i * aRow + p * aCol]!;
      let from = b0 + p * bRow;
      for (let j = row; j < row + n; j++, from += bCol) y[j] = y[j]! + fround(u * b[from]!);
    }
  }
}

/** float64 and the integers below int64, whose stores wrap. */
function multiplyWide(
  a: NumberArray,
  a0: number,
  b: NumberArray,
  b0: number,
  y: NumberArray,
  y0: number,
  g: Geometry,
): void {
  const product = a instanceof Int32Array || a instanceof Uint8Array ? Math.imul : (u: number, v: number) => u * v;
  for (let i = 0; i < g.m; i++) {
    for (let j = 0; j < g.n; j++) {
      let sum = 0;
      for (let p = 0; p < g.k; p++) sum += product(a[a0 + i * g.aRow + p * g.aCol]!, b[b0 + p * g.bRow + j * g.bCol]!);
      y[y0 + i * g.n + j] = sum;
    }
  }
}

function multiplyInt64(
  a: BigInt64Array,
  a0: number,
  b: BigInt64Array,
  b0: number,
  y: BigInt64Array,
  y0: number,
  g: Geometry,
): void {
  for (let i = 0; i < g.m; i++) {
    for (let j = 0; j < g.n; j++) {
      let sum = 0n;
      for (let p = 0; p < g.k; p++) sum += a[a0 + i * g.aRow + p * g.aCol]! * b[b0 + p * g.bRow + j * g.bCol]!;
      y[y0 + i * g.n + j] = sum;
    }
  }
}
