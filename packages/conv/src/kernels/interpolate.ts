// The kernels of interpolation as tokens: weighted sums of a few elements along each axis, and the way back.
import { defineKernel } from "@toeplitz/tensor/extend";
import type { Interpolation } from "../geometry/interpolation.ts";

type Floats = Float32Array | Float64Array;

/**
 * y = sums of elements of x, each times its weights. Operands are contiguous, float32 or float64.
 *
 * The sum along the last axis is done first, then that of the rows, then that of the planes; each begins with the first product,
 * rounded, and takes the others by multiply-adds.
 */
export const interpolate = defineKernel({
  name: "interpolate",
  operands: { x: "read", y: "all" },
  run({ x, y }, { planes, from, to, axes }: Interpolation) {
    const [given, made] = [x, y] as [Floats, Floats];
    const round = y instanceof Float32Array ? Math.fround : (value: number) => value;
    const [inD, inH, inW] = from;
    const [outD, outH, outW] = to;
    const [d, h, w] = axes;
    let o = 0;
    for (let plane = 0; plane < planes; plane++) {
      const start = plane * inD * inH * inW;
      for (let od = 0; od < outD; od++) {
        for (let oh = 0; oh < outH; oh++) {
          for (let ow = 0; ow < outW; ow++) {
            let inAll = 0;
            for (let i = 0; i < d.taps; i++) {
              const inPlane = start + d.at[od * d.taps + i]! * inH * inW;
              let ofPlane = 0;
              for (let j = 0; j < h.taps; j++) {
                const inRow = inPlane + h.at[oh * h.taps + j]! * inW;
                let ofRow = 0;
                for (let k = 0; k < w.taps; k++) {
                  ofRow = round(ofRow + w.weight[ow * w.taps + k]! * given[inRow + w.at[ow * w.taps + k]!]!);
                }
                ofPlane = round(ofPlane + h.weight[oh * h.taps + j]! * ofRow);
              }
              inAll = round(inAll + d.weight[od * d.taps + i]! * ofPlane);
            }
            made[o++] = inAll;
          }
        }
      }
    }
  },
});

/** x = the gradient that {@link interpolate} sends back, from y's: every element of y, times its weights, added where it came from. */
export const interpolateGradient = defineKernel({
  name: "interpolate_gradient",
  operands: { y: "read", x: "all" },
  run({ y, x }, { planes, from, to, axes }: Interpolation) {
    const [sent, made] = [y, x] as [Floats, Floats];
    const round = x instanceof Float32Array ? Math.fround : (value: number) => value;
    const [inD, inH, inW] = from;
    const [outD, outH, outW] = to;
    const [d, h, w] = axes;
    made.fill(0, 0, planes * inD * inH * inW);
    let o = 0;
    for (let plane = 0; plane < planes; plane++) {
      const start = plane * inD * inH * inW;
      for (let od = 0; od < outD; od++) {
        for (let oh = 0; oh < outH; oh++) {
          for (let ow = 0; ow < outW; ow++, o++) {
            for (let i = 0; i < d.taps; i++) {
              const inPlane = start + d.at[od * d.taps + i]! * inH * inW;
              for (let j = 0; j < h.taps; j++) {
                const inRow = inPlane + h.at[oh * h.taps + j]! * inW;
                const both = round(d.weight[od * d.taps + i]! * h.weight[oh * h.taps + j]!);
                for (let k = 0; k < w.taps; k++) {
                  const at = inRow + w.at[ow * w.taps + k]!;
                  made[at] = made[at]! + round(both * w.weight[ow * w.taps + k]!) * sent[o]!;
                }
              }
            }
          }
        }
      }
    }
  },
});
