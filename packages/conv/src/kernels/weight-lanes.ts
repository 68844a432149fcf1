// The weight kernel for short rows, in float32: per element of the kernel, each lane's elements are listed once for all channels.
import { allocate } from "@toeplitz/tensor/extend";
import { type ConvGeometry, volume } from "../geometry/conv-geometry.ts";
import { meetings } from "./weight-rows.ts";

/** The elements of a plane of x and of y that meet through one (kd, kh, kw), in the order (od, oh, ow), for each ow modulo 4. */
interface Lanes {
  /** Lane l has entries l * capacity to l * capacity + count[l] - 1. */
  readonly capacity: number;
  readonly count: Int32Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
}

/** The numbers that do not change during a launch. */
interface Planes {
  readonly batch: number;
  /** Elements of a plane, and of all channels of one image. */
  readonly x: number;
  readonly xImage: number;
  readonly y: number;
  readonly yImage: number;
}

/** x [N, G * IC, wide], y [N, G * OC, narrow] -> weight [G * OC, IC, kernel]. */
export function weightByLanes(x: Float32Array, y: Float32Array, weight: Float32Array, g: ConvGeometry): void {
  const { groups, narrowPerGroup, widePerGroup, kernel } = g;
  const planes: Planes = {
    batch: g.batch,
    x: volume(g.wide),
    xImage: groups * widePerGroup * volume(g.wide),
    y: volume(g.narrow),
    yImage: groups * narrowPerGroup * volume(g.narrow),
  };
  const capacity = g.narrow[0] * g.narrow[1] * Math.ceil(g.narrow[2] / 4);
  const lanes: Lanes = {
    capacity,
    count: allocate("int32", 4),
    x: allocate("int32", 4 * capacity),
    y: allocate("int32", 4 * capacity),
  };
  const axes = [meetings(g, 0), meetings(g, 1), meetings(g, 2)] as const;
  const sums = allocate("float32", 16);
  let tap = 0;
  for (let kd = 0; kd < kernel[0]; kd++) {
    for (let kh = 0; kh < kernel[1]; kh++) {
      for (let kw = 0; kw < kernel[2]; kw++, tap++) {
        list(lanes, g, axes, kd, kh, kw);
        for (let oc = 0; oc < groups * narrowPerGroup; oc++) {
          const yPlane = oc * planes.y;
          const first = Math.floor(oc / narrowPerGroup) * widePerGroup;
          for (let ic = 0; ic < widePerGroup; ) {
            const xPlane = (first + ic) * planes.x;
            const at = (oc * widePerGroup + ic) * volume(kernel) + tap;
            if (widePerGroup - ic >= 4) {
              for (let lane = 0; lane < 4; lane++) sumFour(x, y, lanes, lane, planes, xPlane, yPlane, sums);
              for (let c = 0; c < 4; c++) {
                const even = Math.fround(sums[c]! + sums[8 + c]!);
                weight[at + c * volume(kernel)] = even + Math.fround(sums[4 + c]! + sums[12 + c]!);
              }
              ic += 4;
            } else {
              weight[at] = sumOne(x, y, lanes, planes, xPlane, yPlane);
              ic += 1;
            }
          }
        }
      }
    }
  }
}

function list(
  lanes: Lanes,
  g: ConvGeometry,
  axes: readonly [Int32Array, Int32Array, Int32Array],
  kd: number,
  kh: number,
  kw: number,
): void {
  const [depth, height, width] = g.narrow;
  const { capacity, count, x, y } = lanes;
  count.fill(0);
  for (let od = 0; od < depth; od++) {
    const id = axes[0][kd * depth + od]!;
    if (id < 0) continue;
    for (let oh = 0; oh < height; oh++) {
      const ih = axes[1][kh * height + oh]!;
      if (ih < 0) continue;
      const xRow = (id * g.wide[1] + ih) * g.wide[2];
      const yRow = (od * height + oh) * width;
      for (let ow = 0; ow < width; ow++) {
        const iw = axes[2][kw * width + ow]!;
        if (iw < 0) continue;
        const lane = ow & 3;
        const entry = lane * capacity + count[lane]!;
        x[entry] = xRow + iw;
        y[entry] = yRow + ow;
        count[lane]! += 1;
      }
    }
  }
}

/** One lane of four neighbouring channels of x against one of y: four sums that do not wait for each other. */
function sumFour(
  x: Float32Array,
  y: Float32Array,
  lanes: Lanes,
  lane: number,
  planes: Planes,
  xPlane: number,
  yPlane: number,
  sums: Float32Array,
): void {
  const plane = planes.x;
  const plane2 = 2 * plane;
  const plane3 = 3 * plane;
  const start = lane * lanes.capacity;
  const end = start + lanes.count[lane]!;
  const [xList, yList] = [lanes.x, lanes.y];
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let n = 0; n < planes.batch; n++) {
    const xBase = (xPlane + n * planes.xImage) | 0;
    const yBase = (yPlane + n * planes.yImage) | 0;
    for (let entry = start; entry < end; entry++) {
      const term = y[(yBase + yList[entry]!) | 0]!;
      const i = (xBase + xList[entry]!) | 0;
      a = Math.fround(a + Math.fround(term * x[i]!));
      b = Math.fround(b + Math.fround(term * x[(i + plane) | 0]!));
      c = Math.fround(c + Math.fround(term * x[(i + plane2) | 0]!));
      d = Math.fround(d + Math.fround(term * x[(i + plane3) | 0]!));
    }
  }
  sums[4 * lane] = a;
  sums[4 * lane + 1] = b;
  sums[4 * lane + 2] = c;
  sums[4 * lane + 3] = d;
}

/** All four lanes of one channel of x against one of y, added up. */
function sumOne(
  x: Float32Array,
  y: Float32Array,
  lanes: Lanes,
  planes: Planes,
  xPlane: number,
  yPlane: number,
): number {
  const { capacity, count } = lanes;
  const [xList, yList] = [lanes.x, lanes.y];
  const a = [0, 0, 0, 0];
  for (let lane = 0; lane < 4; lane++) {
    const start = lane * capacity;
    const end = start + count[lane]!;
    let sum = 0;
    for (let n = 0; n < planes.batch; n++) {
      const xBase = (xPlane + n * planes.xImage) | 0;
      const yBase = (yPlane + n * planes.yImage) | 0;
      for (let entry = start; entry < end; entry++) {
        sum = Math.fround(sum + Math.fround(y[(yBase + yList[entry]!) | 0]! * x[(xBase + xList[entry]!) | 0]!));
      }
    }
    a[lane] = sum;
  }
  return Math.fround(Math.fround(a[0]! + a[2]!) + Math.fround(a[1]! + a[3]!));
}
