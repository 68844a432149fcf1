// What the windows of a pooling see: along one axis evenly spaced elements, and so boxes in a plane, walked by rows of outputs.

import { allocate } from "@toeplitz/tensor/extend";
import { volume } from "../geometry/conv-geometry.ts";
import type { PoolGeometry } from "../geometry/pool-geometry.ts";
import { narrowTaps } from "./axis-taps.ts";

/** Window o sees the elements `start[o] + t * step`, t from 0 to count[o] - 1. */
interface AxisWindows {
  /** Where there is no element, the first place that is not negative. */
  readonly start: Int32Array;
  readonly count: Int32Array;
  readonly step: number;
  /** Elements that an average counts: with those of the padding, if they count. */
  readonly size: Float64Array;
}

/** Axis 0 is depth, 1 height, 2 width. */
export function axisWindows(g: PoolGeometry, axis: 0 | 1 | 2): AxisWindows {
  const [wide, narrow] = [g.wide[axis], g.narrow[axis]];
  const windows = {
    start: allocate("int32", narrow),
    count: allocate("int32", narrow),
    step: g.adaptive ? 1 : g.dilation[axis],
    size: allocate("float64", narrow),
  };
  if (g.adaptive) {
    for (let o = 0; o < narrow; o++) {
      windows.start[o] = Math.floor((o * wide) / narrow);
      windows.count[o] = Math.ceil(((o + 1) * wide) / narrow) - windows.start[o]!;
      windows.size[o] = windows.count[o]!;
    }
    return windows;
  }
  const [kernel, stride, padding, dilation] = [g.kernel[axis], g.stride[axis], g.padding[axis], g.dilation[axis]];
  for (const [o, taps] of narrowTaps({ wide, narrow, kernel, stride, padding, dilation }).entries()) {
    windows.start[o] = taps.source;
    windows.count[o] = taps.count;
    const origin = o * stride - padding;
    windows.size[o] = g.countIncludePad ? Math.min(origin + kernel, wide + padding) - origin : taps.count;
  }
  return windows;
}

/** A row of outputs, and the box that each of them sees but for its columns. */
export interface OutputRow {
  /** Position of the row's first output. */
  output: number;
  /** Element at column 0 of the box's first row. */
  first: number;
  planes: number;
  rows: number;
  readonly planeStep: number;
  readonly rowStep: number;
  /** What an average counts along the two axes. */
  depth: number;
  height: number;
}

/** Visits the rows of all outputs in order, with the windows of the columns. The record is the same one every time. */
export function eachRow(g: PoolGeometry, visit: (columns: AxisWindows, row: OutputRow) => void): void {
  const [, H, W] = g.wide;
  const [depth, height, columns] = [axisWindows(g, 0), axisWindows(g, 1), axisWindows(g, 2)];
  const row: OutputRow = {
    output: 0,
    first: 0,
    planes: 0,
    rows: 0,
    planeStep: depth.step * H * W,
    rowStep: height.step * W,
    depth: 0,
    height: 0,
  };
  for (let plane = 0; plane < g.planes; plane++) {
    for (let od = 0; od < g.narrow[0]; od++) {
      row.planes = depth.count[od]!;
      row.depth = depth.size[od]!;
      for (let oh = 0; oh < g.narrow[1]; oh++) {
        row.rows = height.count[oh]!;
        row.height = height.size[oh]!;
        row.first = plane * volume(g.wide) + (depth.start[od]! * H + height.start[oh]!) * W;
        visit(columns, row);
        row.output += g.narrow[2];
      }
    }
  }
}
