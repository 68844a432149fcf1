// The narrow kernel in float32: y = activation(x * weight + bias), the forward of a convolution.
//
// A row of y is its own accumulator: storing to a Float32Array rounds the sum, Math.fround rounds the product, and both
// conversions are what the loop costs. Taps are the outer loops and columns the inner ones, so that each output still sees its
// taps in the order (ic, kd, kh, kw). Four output channels share each load of x.
import type { Activation, ConvGeometry } from "../geometry/conv-geometry.ts";
import { activate } from "./activate.ts";
import { Walk } from "./walk.ts";

/** x [N, G * IC, wide], weight [G * OC, IC, kernel], bias [G * OC] -> y [N, G * OC, narrow]. */
export function narrowFloat32(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  y: Float32Array,
  geometry: ConvGeometry,
  activation: Activation,
): void {
  const walk = new Walk(geometry);
  const { narrowChannels, narrowW, narrowPlane } = walk;
  const perChannel = walk.wideChannels * walk.kernel;
  for (let n = 0; n < walk.batch; n++) {
    for (let g = 0; g < walk.groups; g++) {
      const xGroup = (n * walk.groups + g) * walk.wideChannels * walk.widePlane;
      let count = 0;
      for (let c = 0; c < narrowChannels; c += count) {
        count = narrowChannels - c >= 4 ? 4 : 1;
        const oc = g * narrowChannels + c;
        const k = oc * perChannel;
        for (let od = 0; od < walk.narrowD; od++) {
          for (let oh = 0; oh < walk.narrowH; oh++) {
            walk.stand(od, oh);
            const row = (n * walk.groups * narrowChannels + oc) * narrowPlane + (od * walk.narrowH + oh) * narrowW;
            for (let from = 0; from < narrowW; from += walk.block) {
              const to = Math.min(narrowW, from + walk.block);
              for (let i = 0; i < count; i++) {
                const start = row + i * narrowPlane;
                y.fill(bias === null ? 0 : bias[oc + i]!, start + from, start + to);
              }
              if (count === 4) fourRows(walk, x, weight, y, xGroup, k, row, from, to);
              else oneRow(walk, x, weight, y, xGroup, k, row, from, to);
              if (activation !== "none") {
                for (let i = 0; i < count; i++) {
                  activate(y, row + i * narrowPlane + from, row + i * narrowPlane + to, activation);
                }
              }
            }
          }
        }
      }
    }
  }
}

function fourRows(
  walk: Walk,
  x: Float32Array,
  weight: Float32Array,
  y: Float32Array,
  xGroup: number,
  k: number,
  row: number,
  from: number,
  to: number,
): void {
  const { wideChannels, widePlane, narrowPlane, kernelH, kernelW, kernel, strideW, dilationW, first, last } = walk;
  const { kdFirst, kdLast, khFirst, khLast, kdStep, khStep, rowBase } = walk;
  const perChannel = wideChannels * kernel;
  const row1 = narrowPlane;
  const row2 = 2 * narrowPlane;
  const row3 = 3 * narrowPlane;
  for (let ic = 0; ic < wideChannels; ic++) {
    for (let kd = kdFirst; kd < kdLast; kd++) {
      for (let kh = khFirst; kh < khLast; kh++) {
        const xRow = xGroup + ic * widePlane + rowBase + kd * kdStep + kh * khStep;
        const kRow = k + ic * kernel + (kd * kernelH + kh) * kernelW;
        for (let kw = 0; kw < kernelW; kw++) {
          const start = Math.max(from, first[kw]!);
          const end = row + Math.min(to, last[kw]!);
          const w0 = weight[kRow + kw]!;
          const w1 = weight[kRow + kw + perChannel]!;
          const w2 = weight[kRow + kw + 2 * perChannel]!;
          const w3 = weight[kRow + kw + 3 * perChannel]!;
          let i = xRow + kw * dilationW + start * strideW;
          for (let o = row + start; o < end; o++, i += strideW) {
            const v = x[i]!;
            y[o] = y[o]! + Math.fround(v * w0);
            y[o + row1] = y[o + row1]! + Math.fround(v * w1);
            y[o + row2] = y[o + row2]! + Math.fround(v * w2);
            y[o + row3] = y[o + row3]! + Math.fround(v * w3);
          }
        }
      }
    }
  }
}

function oneRow(
  walk: Walk,
  x: Float32Array,
  weight: Float32Array,
  y: Float32Array,
  xGroup: number,
  k: number,
  row: number,
  from: number,
  to: number,
): void {
  const { wideChannels, widePlane, kernelH, kernelW, kernel, strideW, dilationW, first, last } = walk;
  const { kdFirst, kdLast, khFirst, khLast, kdStep, khStep, rowBase } = walk;
  for (let ic = 0; ic < wideChannels; ic++) {
    for (let kd = kdFirst; kd < kdLast; kd++) {
      for (let kh = khFirst; kh < khLast; kh++) {
        const xRow = xGroup + ic * widePlane + rowBase + kd * kdStep + kh * khStep;
        const kRow = k + ic * kernel + (kd * kernelH + kh) * kernelW;
        for (let kw = 0; kw < kernelW; kw++) {
          const start = Math.max(from, first[kw]!);
          const end = row + Math.min(to, last[kw]!);
          const w0 = weight[kRow + kw]!;
          let i = xRow + kw * dilationW + start * strideW;
          for (let o = row + start; o < end; o++, i += strideW) y[o] = y[o]! + Math.fround(x[i]! * w0);
        }
      }
    }
  }
}
