// The numbers of one launch, flat, so that row routines read them without chasing lists.
import { type ConvGeometry, type Triple, volume } from "../geometry/conv-geometry.ts";
import { columnSpans, firstInside, lastInside } from "./axis-bounds.ts";

/** Columns that are worked on at a time: four rows of them stay in the first-level cache. */
const block = 1024;

/** A launch, and the row of the narrow side that it stands at. */
export class Walk {
  readonly batch: number;
  readonly groups: number;
  /** Channels per group. */
  readonly wideChannels: number;
  readonly narrowChannels: number;
  readonly wideD: number;
  readonly wideH: number;
  readonly wideW: number;
  readonly narrowD: number;
  readonly narrowH: number;
  readonly narrowW: number;
  readonly kernelD: number;
  readonly kernelH: number;
  readonly kernelW: number;
  readonly kernel: number;
  readonly strideW: number;
  readonly dilationW: number;
  readonly paddingW: number;
  readonly widePlane: number;
  readonly narrowPlane: number;
  /** Per kw: the columns of the narrow side that meet an element through it. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly block = block;

  // The row: which kd and kh meet an element, and where the first of them would be.
  kdFirst = 0;
  kdLast = 0;
  khFirst = 0;
  khLast = 0;
  /** Offset of wide row (id, ih) for kd = kh = 0 in its plane; may lie before it. */
  rowBase = 0;
  /** Distance of wide rows for neighbouring kd and kh. */
  readonly kdStep: number;
  readonly khStep: number;

  private readonly geometry: ConvGeometry;

  constructor(geometry: ConvGeometry) {
    const g = flattened(geometry);
    this.geometry = g;
    this.batch = g.batch;
    this.groups = g.groups;
    this.wideChannels = g.widePerGroup;
    this.narrowChannels = g.narrowPerGroup;
    [this.wideD, this.wideH, this.wideW] = g.wide;
    [this.narrowD, this.narrowH, this.narrowW] = g.narrow;
    [this.kernelD, this.kernelH, this.kernelW] = g.kernel;
    this.kernel = volume(g.kernel);
    this.strideW = g.stride[2];
    this.dilationW = g.dilation[2];
    this.paddingW = g.padding[2];
    this.widePlane = volume(g.wide);
    this.narrowPlane = volume(g.narrow);
    this.kdStep = g.dilation[0] * this.wideH * this.wideW;
    this.khStep = g.dilation[1] * this.wideW;
    const { first, last } = columnSpans({
      wide: g.wide[2],
      narrow: g.narrow[2],
      kernel: g.kernel[2],
      stride: g.stride[2],
      dilation: g.dilation[2],
      padding: g.padding[2],
    });
    this.first = first;
    this.last = last;
  }

  /** Moves to row (od, oh) of the narrow side. */
  stand(od: number, oh: number): void {
    const { stride, padding, dilation, wide, kernel } = this.geometry;
    const id = od * stride[0] - padding[0];
    const ih = oh * stride[1] - padding[1];
    this.kdFirst = firstInside(id, dilation[0]);
    this.kdLast = lastInside(id, dilation[0], wide[0], kernel[0]);
    this.khFirst = firstInside(ih, dilation[1]);
    this.khLast = lastInside(ih, dilation[1], wide[1], kernel[1]);
    this.rowBase = (id * this.wideH + ih) * this.wideW - this.paddingW;
  }
}

/** Kernel 1, stride 1, no padding: every position meets itself alone, so that the whole plane is one long row. */
function flattened(g: ConvGeometry): ConvGeometry {
  const pointwise =
    volume(g.kernel) === 1 &&
    g.stride.every((step) => step === 1) &&
    g.padding.every((size) => size === 0) &&
    g.wide.every((size, axis) => size === g.narrow[axis]);
  if (!pointwise) return g;
  const row: Triple = [1, 1, volume(g.wide)];
  return { ...g, wide: row, narrow: row };
}
