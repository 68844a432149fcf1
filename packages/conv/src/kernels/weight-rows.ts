// The weight kernel row by row: which rows of x and y meet through an element of the kernel, and the float32 sums over them.
import { allocate } from "@toeplitz/tensor/extend";
import type { ConvGeometry } from "../geometry/conv-geometry.ts";
import { axisOf, type ColumnPhase, narrowPhases, narrowTaps } from "./axis-taps.ts";

/** The rows of x and y that meet through one (oc, ic, kd, kh), for every kw. */
export class RowPairs {
  /** Where each row of x starts: for kw = 0 the element that column 0 of y would meet, which may lie outside of the row. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  count = 0;
  readonly columns: ColumnPhase;

  private readonly geometry: ConvGeometry;
  private readonly depth: Int32Array;
  private readonly height: Int32Array;

  constructor(g: ConvGeometry) {
    this.geometry = g;
    const count = g.batch * g.narrow[0] * g.narrow[1];
    this.x = allocate("float64", count);
    this.y = allocate("float64", count);
    this.columns = narrowPhases(axisOf(g, 2))[0]!;
    this.depth = meetings(g, 0);
    this.height = meetings(g, 1);
  }

  /** For each (oc, ic, kd, kh), with the pairs collected: the index of the weight at kw = 0. */
  forEachWeightRow(visit: (at: number) => void): void {
    const { groups, narrowPerGroup, widePerGroup, kernel } = this.geometry;
    let at = 0;
    for (let oc = 0; oc < groups * narrowPerGroup; oc++) {
      for (let ic = 0; ic < widePerGroup; ic++) {
        for (let kd = 0; kd < kernel[0]; kd++) {
          for (let kh = 0; kh < kernel[1]; kh++, at += kernel[2]) {
            this.collect(oc, ic, kd, kh);
            visit(at);
          }
        }
      }
    }
  }

  private collect(oc: number, ic: number, kd: number, kh: number): void {
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

/** For each (k, o) of an axis, at k * narrow + o, the position on the wide side, or -1. */
export function meetings(g: ConvGeometry, axis: 0 | 1 | 2): Int32Array {
  const narrow = g.narrow[axis];
  const found = allocate("int32", g.kernel[axis] * narrow).fill(-1);
  narrowTaps(axisOf(g, axis)).forEach((taps, o) => {
    for (let t = 0; t < taps.count; t++) found[(taps.k + t) * narrow + o] = taps.source + t * taps.sourceStep;
  });
  return found;
}

/** x [N, G * IC, wide], y [N, G * OC, narrow] -> weight [G * OC, IC, kernel]. */
export function weightByRows(x: Float32Array, y: Float32Array, weight: Float32Array, g: ConvGeometry): void {
  const rows = new RowPairs(g);
  rows.forEachWeightRow((at) => {
    for (let kw = 0; kw < g.kernel[2]; kw++) weight[at + kw] = sumRows(x, y, rows, kw);
  });
}

function sumRows(x: Float32Array, y: Float32Array, rows: RowPairs, kw: number): number {
  const { sourceStep, gap, first, last } = rows.columns;
  const from = first[kw]!;
  const to = last[kw]!;
  // Columns before the first multiple of 4, and behind the last, are few: they go one by one.
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
      else if ((o & 3) === 2) a2 = Math.fround(a2 + product);
      else a3 = Math.fround(a3 + product);
    }
  }
  return Math.fround(Math.fround(a0 + a2) + Math.fround(a1 + a3));
}
