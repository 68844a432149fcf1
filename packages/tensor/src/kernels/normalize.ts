// What every normalisation is made of: mean and variance over axes, and moving and scaling by numbers that broadcast.
import { defineKernel } from "../backend.ts";
import type { NumberArray } from "../dtype.ts";
import { momentsOf } from "./reduce.ts";
import { eachRow, planRows } from "./rows.ts";

/** Parameters of {@link moments}: the kept axes of x in order, and those that are reduced. */
export interface MomentsParams {
  readonly kept: readonly number[];
  readonly keptStrides: readonly number[];
  readonly reduced: readonly number[];
  readonly reducedStrides: readonly number[];
}

/** Mean and variance (divided by n) per kept position, in two passes of float64; both results are contiguous. */
export const moments = defineKernel({
  name: "moments",
  operands: { x: "read", mean: "all", variance: "all" },
  run({ x, mean, variance }, params: MomentsParams) {
    const outer = planRows(params.kept, [params.keptStrides]);
    const inner = planRows(params.reduced, [params.reducedStrides]);
    let o = 0;
    eachRow(outer, ([start]) => {
      for (let c = 0; c < outer.length; c++, o++) {
        const found = momentsOf(x as NumberArray, start! + c * outer.steps[0]!, inner);
        mean[o] = found.mean;
        variance[o] = found.squares / found.count;
      }
    });
  },
});

/** Parameters of {@link affine}: all operands walk `shape`, with stride 0 where they broadcast. */
export interface AffineParams {
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly center: readonly number[];
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/** y = (x - center) * scale + shift, each step rounded; what is absent changes nothing. y is contiguous. */
export const affine = defineKernel({
  name: "affine",
  operands: { x: "read", center: "read?", scale: "read?", shift: "read?", y: "all" },
  run({ x, center, scale, shift, y }, params: AffineParams) {
    const plan = planRows(params.shape, [params.x, params.center, params.scale, params.shift]);
    const [sx, sc, ss, sb] = plan.steps as [number, number, number, number];
    const to = y as NumberArray;
    let o = 0;
    eachRow(plan, ([i, j, k, l]) => {
      for (let c = 0; c < plan.length; c++, o++) {
        to[o] = x[i! + c * sx] as number;
        if (center !== null) to[o]! -= center[j! + c * sc] as number;
        if (scale !== null) to[o]! *= scale[k! + c * ss] as number;
        if (shift !== null) to[o]! += shift[l! + c * sb] as number;
      }
    });
  },
});
