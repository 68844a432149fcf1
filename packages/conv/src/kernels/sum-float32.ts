// The narrow and the wide kernel in float32: taps are the outer loops, columns the inner ones.
//
// Columns where every tap is inside go through the row routines; the few at the borders are summed one by one. Out channels go
// four at a time, which share each load of the source. Every path adds the terms of an output in the order (channel, kd, kh, kw).
import type { Activation } from "../geometry/conv-geometry.ts";
import { activate } from "./activate.ts";
import { type AxisTaps, type ColumnPhase, firstTap, lastTap } from "./axis-taps.ts";
import { addOne, addOneToFour, addThree, addTwo, addTwoToFour } from "./row-sums.ts";
import type { SumPlan } from "./sum-plan.ts";

/** Columns that are worked on at a time, so that four rows of them stay in the first-level cache. */
const block = 1024;

/** source [N, G * R, ...], weight, bias [G * C] -> out [N, G * C, ...], activated. */
export function sumFloat32(
  plan: SumPlan,
  source: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  out: Float32Array,
  activation: Activation,
): void {
  const { outChannels, outPlane, groups } = plan;
  const [outD, outH, outW] = plan.outSize;
  for (let n = 0; n < plan.batch; n++) {
    for (let g = 0; g < groups; g++) {
      const sourceGroup = (n * groups + g) * plan.sourceGroup;
      for (let c = 0; c < outChannels; ) {
        const rows = outChannels - c >= 4 ? 4 : 1;
        const channel = g * outChannels + c;
        const k = g * plan.weightGroup + c * plan.weightOut;
        const plane = (n * groups * outChannels + channel) * outPlane;
        for (let row = 0; row < rows; row++) {
          const at = plane + row * outPlane;
          out.fill(bias === null ? 0 : bias[channel + row]!, at, at + outPlane);
        }
        for (let od = 0; od < outD; od++) {
          const depth = plan.depth[od]!;
          for (let oh = 0; oh < outH; oh++) {
            const height = plan.height[oh]!;
            const at = plane + (od * outH + oh) * outW;
            for (const columns of plan.columns) {
              if (rows === 4) fourRows(plan, depth, height, columns, source, sourceGroup, weight, k, out, at);
              else oneRow(plan, depth, height, columns, source, sourceGroup, weight, k, out, at);
            }
          }
        }
        if (activation !== "none") activate(out, plane, plane + rows * outPlane, activation);
        c += rows;
      }
    }
  }
}

function fourRows(
  plan: SumPlan,
  depth: AxisTaps,
  height: AxisTaps,
  columns: ColumnPhase,
  source: Float32Array,
  sourceGroup: number,
  weight: Float32Array,
  k: number,
  out: Float32Array,
  at: number,
): void {
  const { sourceChannels, sourcePlane, sourceH, sourceW, kernelH, kernelW, outPlane, weightOut, weightSource } = plan;
  const { start, step, taps, kStep, gap, sourceStep, innerFirst, innerLast } = columns;
  const out1 = weightOut;
  const out2 = 2 * weightOut;
  const out3 = 3 * weightOut;
  for (let from = innerFirst; from < innerLast; from += block) {
    const to = Math.min(innerLast, from + block);
    const o = at + start + from * step;
    const end = at + start + to * step;
    for (let r = 0; r < sourceChannels; r++) {
      for (let d = 0; d < depth.count; d++) {
        for (let h = 0; h < height.count; h++) {
          const line = (depth.source + d * depth.sourceStep) * sourceH + height.source + h * height.sourceStep;
          const cell = (depth.k + d * depth.kStep) * kernelH + height.k + h * height.kStep;
          let i = sourceGroup + r * sourcePlane + line * sourceW + columns.source + from * sourceStep;
          let w = k + r * weightSource + cell * kernelW + columns.k;
          let t = 0;
          for (; t + 2 <= taps; t += 2, i += 2 * gap, w += 2 * kStep) {
            const v = w + kStep;
            addTwoToFour(
              out,
              o,
              end,
              step,
              outPlane,
              source,
              i,
              sourceStep,
              gap,
              weight[w]!,
              weight[w + out1]!,
              weight[w + out2]!,
              weight[w + out3]!,
              weight[v]!,
              weight[v + out1]!,
              weight[v + out2]!,
              weight[v + out3]!,
            );
          }
          if (t < taps) {
            addOneToFour(
              out,
              o,
              end,
              step,
              outPlane,
              source,
              i,
              sourceStep,
              weight[w]!,
              weight[w + out1]!,
              weight[w + out2]!,
              weight[w + out3]!,
            );
          }
        }
      }
    }
  }
  for (let j = 0; j < columns.count; j++) {
    if (j === innerFirst) j = innerLast;
    if (j >= columns.count) break;
    fourPoints(plan, depth, height, columns, source, sourceGroup, weight, k, out, at, j);
  }
}

/** One column of four rows, with the taps that are inside. */
function fourPoints(
  plan: SumPlan,
  depth: AxisTaps,
  height: AxisTaps,
  columns: ColumnPhase,
  source: Float32Array,
  sourceGroup: number,
  weight: Float32Array,
  k: number,
  out: Float32Array,
  at: number,
  j: number,
): void {
  const { sourceChannels, sourcePlane, sourceH, sourceW, kernelH, kernelW, outPlane, weightOut, weightSource } = plan;
  const { kStep, gap } = columns;
  const first = firstTap(columns, j);
  const last = lastTap(columns, j);
  const o = at + columns.start + j * columns.step;
  let a = out[o]!;
  let b = out[o + outPlane]!;
  let c = out[o + 2 * outPlane]!;
  let e = out[o + 3 * outPlane]!;
  for (let r = 0; r < sourceChannels; r++) {
    for (let d = 0; d < depth.count; d++) {
      for (let h = 0; h < height.count; h++) {
        const line = (depth.source + d * depth.sourceStep) * sourceH + height.source + h * height.sourceStep;
        const cell = (depth.k + d * depth.kStep) * kernelH + height.k + h * height.kStep;
        const i = sourceGroup + r * sourcePlane + line * sourceW + columns.source + j * columns.sourceStep;
        const w = k + r * weightSource + cell * kernelW + columns.k;
        for (let t = first; t < last; t++) {
          const term = source[i + t * gap]!;
          const v = w + t * kStep;
          a = Math.fround(a + Math.fround(term * weight[v]!));
          b = Math.fround(b + Math.fround(term * weight[v + weightOut]!));
          c = Math.fround(c + Math.fround(term * weight[v + 2 * weightOut]!));
          e = Math.fround(e + Math.fround(term * weight[v + 3 * weightOut]!));
        }
      }
    }
  }
  out[o] = a;
  out[o + outPlane] = b;
  out[o + 2 * outPlane] = c;
  out[o + 3 * outPlane] = e;
}

function oneRow(
  plan: SumPlan,
  depth: AxisTaps,
  height: AxisTaps,
  columns: ColumnPhase,
  source: Float32Array,
  sourceGroup: number,
  weight: Float32Array,
  k: number,
  out: Float32Array,
  at: number,
): void {
  const { sourceChannels, sourcePlane, sourceH, sourceW, kernelH, kernelW, weightSource } = plan;
  const { start, step, taps, kStep, gap, sourceStep, innerFirst, innerLast } = columns;
  for (let from = innerFirst; from < innerLast; from += block) {
    const to = Math.min(innerLast, from + block);
    const o = at + start + from * step;
    const end = at + start + to * step;
    for (let r = 0; r < sourceChannels; r++) {
      for (let d = 0; d < depth.count; d++) {
        for (let h = 0; h < height.count; h++) {
          const line = (depth.source + d * depth.sourceStep) * sourceH + height.source + h * height.sourceStep;
          const cell = (depth.k + d * depth.kStep) * kernelH + height.k + h * height.kStep;
          let i = sourceGroup + r * sourcePlane + line * sourceW + columns.source + from * sourceStep;
          let w = k + r * weightSource + cell * kernelW + columns.k;
          let t = 0;
          for (; t + 3 <= taps; t += 3, i += 3 * gap, w += 3 * kStep) {
            const [a, b, c] = [weight[w]!, weight[w + kStep]!, weight[w + 2 * kStep]!];
            addThree(out, o, end, step, source, i, sourceStep, gap, a, b, c);
          }
          if (t + 2 === taps) addTwo(out, o, end, step, source, i, sourceStep, gap, weight[w]!, weight[w + kStep]!);
          else if (t + 1 === taps) addOne(out, o, end, step, source, i, sourceStep, weight[w]!);
        }
      }
    }
  }
  for (let j = 0; j < columns.count; j++) {
    if (j === innerFirst) j = innerLast;
    if (j >= columns.count) break;
    onePoint(plan, depth, height, columns, source, sourceGroup, weight, k, out, at, j);
  }
}

/** One column of one row, with the taps that are inside. */
function onePoint(
  plan: SumPlan,
  depth: AxisTaps,
  height: AxisTaps,
  columns: ColumnPhase,
  source: Float32Array,
  sourceGroup: number,
  weight: Float32Array,
  k: number,
  out: Float32Array,
  at: number,
  j: number,
): void {
  const { sourceChannels, sourcePlane, sourceH, sourceW, kernelH, kernelW, weightSource } = plan;
  const { kStep, gap } = columns;
  const first = firstTap(columns, j);
  const last = lastTap(columns, j);
  const o = at + columns.start + j * columns.step;
  let sum = out[o]!;
  for (let r = 0; r < sourceChannels; r++) {
    for (let d = 0; d < depth.count; d++) {
      for (let h = 0; h < height.count; h++) {
        const line = (depth.source + d * depth.sourceStep) * sourceH + height.source + h * height.sourceStep;
        const cell = (depth.k + d * depth.kStep) * kernelH + height.k + h * height.kStep;
        const i = sourceGroup + r * sourcePlane + line * sourceW + columns.source + j * columns.sourceStep;
        const w = k + r * weightSource + cell * kernelW + columns.k;
        for (let t = first; t < last; t++)
          sum = Math.fround(sum + Math.fround(source[i + t * gap]! * weight[w + t * kStep]!));
      }
    }
  }
  out[o] = sum;
}
