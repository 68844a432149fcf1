// The narrow and the wide kernel for every dtype: one output at a time, in the order of the contract.
import type { TypedArray } from "@toeplitz/tensor";
import type { Activation } from "../geometry/conv-geometry.ts";
import { activate } from "./activate.ts";
import { type Arithmetic, arithmeticOf } from "./arithmetic.ts";
import { type AxisTaps, type ColumnPhase, firstTap, lastTap } from "./axis-taps.ts";
import type { SumPlan } from "./sum-plan.ts";

/** An array of numbers or of bigints, indexed. */
interface Elements {
  [index: number]: unknown;
}

/** source [N, G * R, ...], weight, bias [G * C] -> out [N, G * C, ...], activated. */
export function sumPlain(
  plan: SumPlan,
  source: TypedArray,
  weight: TypedArray,
  bias: TypedArray | null,
  out: TypedArray,
  activation: Activation,
): void {
  const arithmetic = arithmeticOf(out);
  const { outChannels, outPlane, groups } = plan;
  const [outD, outH, outW] = plan.outSize;
  for (let n = 0; n < plan.batch; n++) {
    for (let channel = 0; channel < groups * outChannels; channel++) {
      const g = Math.floor(channel / outChannels);
      const sourceGroup = (n * groups + g) * plan.sourceGroup;
      const k = g * plan.weightGroup + (channel % outChannels) * plan.weightOut;
      const start = bias === null ? arithmetic.zero : bias[channel];
      const plane = (n * groups * outChannels + channel) * outPlane;
      for (let od = 0; od < outD; od++) {
        for (let oh = 0; oh < outH; oh++) {
          const at = plane + (od * outH + oh) * outW;
          for (const columns of plan.columns) {
            for (let j = 0; j < columns.count; j++) {
              const value = sumPoint(
                plan,
                plan.depth[od]!,
                plan.height[oh]!,
                columns,
                j,
                source,
                sourceGroup,
                weight,
                k,
                start,
                arithmetic,
              );
              (out as Elements)[at + columns.start + j * columns.step] = value;
            }
          }
        }
      }
      if (activation !== "none") activate(out, plane, plane + outPlane, activation);
    }
  }
}

function sumPoint(
  plan: SumPlan,
  depth: AxisTaps,
  height: AxisTaps,
  columns: ColumnPhase,
  j: number,
  source: Elements,
  sourceGroup: number,
  weight: Elements,
  k: number,
  start: unknown,
  arithmetic: Arithmetic<unknown>,
): unknown {
  const { sourceChannels, sourcePlane, sourceH, sourceW, kernelH, kernelW, weightSource } = plan;
  const { kStep, gap } = columns;
  const first = firstTap(columns, j);
  const last = lastTap(columns, j);
  let sum = start;
  for (let r = 0; r < sourceChannels; r++) {
    for (let d = 0; d < depth.count; d++) {
      for (let h = 0; h < height.count; h++) {
        const line = (depth.source + d * depth.sourceStep) * sourceH + height.source + h * height.sourceStep;
        const cell = (depth.k + d * depth.kStep) * kernelH + height.k + h * height.kStep;
        const i = sourceGroup + r * sourcePlane + line * sourceW + columns.source + j * columns.sourceStep;
        const w = k + r * weightSource + cell * kernelW + columns.k;
        for (let t = first; t < last; t++) sum = arithmetic.step(sum, source[i + t * gap], weight[w + t * kStep]);
      }
    }
  }
  return sum;
}
