// The weight kernel: x, y -> weight, the gradient of both directions with respect to the weight.
//
// Each weight is a sum over rows of y in the order (n, od, oh), kept in four accumulators by output column modulo 4, which add
// up as (a0 + a2) + (a1 + a3). That is what four lanes of a vector would do.
import type { TypedArray } from "@toeplitz/tensor";
import type { ConvGeometry } from "../geometry/conv-geometry.ts";
import { arithmeticOf } from "./arithmetic.ts";
import { axisOf, type ColumnPhase, narrowPhases, narrowTaps } from "./axis-taps.ts";

/** x [N, G * IC, wide], y [N, G * OC, narrow] -> weight [G * OC, IC, kernel]. */
export function weightGradient(x: TypedArray, y: TypedArray, weight: TypedArray, g: ConvGeometry): void {
  const [kernelD, kernelH, kernelW] = g.kernel;
  const rows = new Rows(g);
  const fast = x instanceof Float32Array && y instanceof Float32Array && Math.max(x.length, y.length) < 2 ** 31;
  let at = 0;
  for (let oc = 0; oc < g.groups * g.narrowPerGroup; oc++) {
    for (let ic = 0; ic < g.widePerGroup; ic++) {
      for (let kd = 0; kd < kernelD; kd++) {
        for (let kh = 0; kh < kernelH; kh++) {
          rows.collect(oc, ic, kd, kh);
          for (let kw = 0; kw < kernelW; kw++, at++) {
            if (fast) weight[at] = sumFloat32(x, y, rows, kw);
            else (weight as { [index: number]: unknown })[at] = sumPlain(x, y, rows, kw);
          }
        }
      }
    }
  }
}

/** The rows of x and y that meet through one (oc, ic, kd, kh), for every kw. */
class Rows {
  /** Where each row starts: for kw = 0 the element of x that column 0 of y would meet, which may lie outside of the row. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  count = 0;
  readonly columns: ColumnPhase;

  private readonly geometry: ConvGeometry;
  /** For each (kd, od) and (kh, oh) the position on the wide side, or -1. */
  private readonly depth: Int32Array;
  private readonly height: Int32Array;

  constructor(g: ConvGeometry) {
    this.geometry = g;
    const count = g.batch * g.narrow[0] * g.narrow[1];
    this.x = new Float64Array(count);
    this.y = new Float64Array(count);
    this.columns = narrowPhases(axisOf(g, 2))[0]!;
    this.depth = meetings(g, 0);
    this.height = meetings(g, 1);
  }

  collect(oc: number, ic: number, kd: number, kh: number): void {
    const { batch, groups, narrowPerGroup, widePerGroup, narrow, wide } = this.geometry;
    const group = Math.floor(oc / narrowPerGroup);
    this.count = 0;
    for (let n = 0; n < batch; n++) {
      const xPlane = (n * groups + group) * widePerGroup + ic;
      const yPlane = n * groups * narrowPerGroup + oc;
      for (let od = 0; od < narrow[0]; od++) {
        const id = this.depth[kd * narrow[0] + od]!;
        if (id < 0) continue;
        for (let oh = 0; oh < narrow[1]; oh++) {
          const ih = this.height[kh * narrow[1] + oh]!;
          if (ih < 0) continue;
          this.x[this.count] = ((xPlane * wide[0] + id) * wide[1] + ih) * wide[2] + this.columns.source;
          this.y[this.count] = ((yPlane * narrow[0] + od) * narrow[1] + oh) * narrow[2];
          this.count += 1;
        }
      }
    }
  }
}

function meetings(g: ConvGeometry, axis: 0 | 1): Int32Array {
  const narrow = g.narrow[axis];
  const found = new Int32Array(g.kernel[axis] * narrow).fill(-1);
  narrowTaps(axisOf(g, axis)).forEach((taps, o) => {
    for (let t = 0; t < taps.count; t++) found[(taps.k + t) * narrow + o] = taps.source + t * taps.sourceStep;
  });
  return found;
}

function sumFloat32(x: Float32Array, y: Float32Array, rows: Rows, kw: number): number {
  const { sourceStep, gap, first, last } = rows.columns;
  const from = first[kw]!;
  const to = last[kw]!;
  // Columns before the first multiple of 4, and after the last, are few: they go one by one.
  const head = Math.min(to, (from + 3) & ~3);
  const tail = Math.max(head, to & ~3);
  const step2 = 2 * sourceStep;
  const step3 = 3 * sourceStep;
  const step4 = 4 * sourceStep;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  for (let row = 0; row < rows.count; row++) {
    const yRow = rows.y[row]! | 0;
    const xRow = (rows.x[row]! + kw * gap) | 0;
    for (let o = from; o < head; o++) {
      const product = Math.fround(y[yRow + o]! * x[xRow + o * sourceStep]!);
      if ((o & 3) === 0) a0 = Math.fround(a0 + product);
      else if ((o & 3) === 1) a1 = Math.fround(a1 + product);
      else if ((o & 3) === 2) a2 = Math.fround(a2 + product);
      else a3 = Math.fround(a3 + product);
    }
    let i = (xRow + head * sourceStep) | 0;
    const end = (yRow + tail) | 0;
    for (let o = (yRow + head) | 0; o < end; o = (o + 4) | 0, i = (i + step4) | 0) {
      a0 = Math.fround(a0 + Math.fround(y[o]! * x[i]!));
      a1 = Math.fround(a1 + Math.fround(y[(o + 1) | 0]! * x[(i + sourceStep) | 0]!));
      a2 = Math.fround(a2 + Math.fround(y[(o + 2) | 0]! * x[(i + step2) | 0]!));
      a3 = Math.fround(a3 + Math.fround(y[(o + 3) | 0]! * x[(i + step3) | 0]!));
    }
    for (let o = tail; o < to; o++) {
      const product = Math.fround(y[yRow + o]! * x[xRow + o * sourceStep]!);
      if ((o & 3) === 0) a0 = Math.fround(a0 + product);
      else if ((o & 3) === 1) a1 = Math.fround(a1 + product);
      else a2 = Math.fround(a2 + product);
    }
  }
  return Math.fround(Math.fround(a0 + a2) + Math.fround(a1 + a3));
}

/** The same sum for every dtype. */
function sumPlain(x: TypedArray, y: TypedArray, rows: Rows, kw: number): unknown {
  const { zero, step, plus } = arithmeticOf(y);
  const { sourceStep, gap, first, last } = rows.columns;
  const a: [unknown, unknown, unknown, unknown] = [zero, zero, zero, zero];
  for (let row = 0; row < rows.count; row++) {
    const yRow = rows.y[row]!;
    const xRow = rows.x[row]! + kw * gap;
    for (let o = first[kw]!; o < last[kw]!; o++) {
      const lane = (o & 3) as 0 | 1 | 2 | 3;
      a[lane] = step(a[lane], y[yRow + o], x[xRow + o * sourceStep]);
    }
  }
  return plus(plus(a[0], a[2]), plus(a[1], a[3]));
}
