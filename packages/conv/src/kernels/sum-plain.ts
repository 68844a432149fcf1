// The narrow and the wide kernel for every dtype: one row and one tap at a time, in the order of the contract.
import type { TypedArray } from "@toeplitz/tensor";
import type { Activation } from "../geometry/conv-geometry.ts";
import { activate } from "./activate.ts";
import { type AddRow, addRowOf } from "./arithmetic.ts";
import type { AxisTaps, ColumnPhase } from "./axis-taps.ts";
import type { SumPlan } from "./sum-plan.ts";

/** source [N, G * R, ...], weight, bias [G * C] -> out [N, G * C, ...], activated. */
export function sumPlain(
  plan: SumPlan,
  source: TypedArray,
  weight: TypedArray,
  bias: TypedArray | null,
  out: TypedArray,
  activation: Activation,
): void {
  const addRow = addRowOf(out);
  const { outChannels, outPlane, groups } = plan;
  const [outD, outH, outW] = plan.outSize;
  for (let n = 0; n < plan.batch; n++) {
    for (let channel = 0; channel < groups * outChannels; channel++) {
      const g = Math.floor(channel / outChannels);
      const sourceGroup = (n * groups + g) * plan.sourceGroup;
      const k = g * plan.weightGroup + (channel % outChannels) * plan.weightOut;
      const plane = (n * groups * outChannels + channel) * outPlane;
      startAt(out, plane, plane + outPlane, bias, channel);
      for (let od = 0; od < outD; od++) {
        for (let oh = 0; oh < outH; oh++) {
          const at = plane + (od * outH + oh) * outW;
          for (const columns of plan.columns) {
            addTaps(plan, plan.depth[od]!, plan.height[oh]!, columns, source, sourceGroup, weight, k, out, at, addRow);
          }
        }
      }
      if (activation !== "none") activate(out, plane, plane + outPlane, activation);
    }
  }
}

function startAt(out: TypedArray, from: number, to: number, bias: TypedArray | null, channel: number): void {
  const big = out instanceof BigInt64Array;
  const value = bias === null ? (big ? 0n : 0) : bias[channel]!;
  // The element of an array of the same kind: a bigint exactly where out takes bigints.
  (out as { fill(value: unknown, from: number, to: number): unknown }).fill(value, from, to);
}

function addTaps(
  plan: SumPlan,
  depth: AxisTaps,
  height: AxisTaps,
  columns: ColumnPhase,
  source: TypedArray,
  sourceGroup: number,
  weight: TypedArray,
  k: number,
  out: TypedArray,
  at: number,
  addRow: AddRow,
): void {
  const { sourceChannels, sourcePlane, sourceH, sourceW, kernelH, kernelW, weightSource } = plan;
  const { start, step, taps, kStep, gap, sourceStep, first, last } = columns;
  for (let r = 0; r < sourceChannels; r++) {
    for (let d = 0; d < depth.count; d++) {
      for (let h = 0; h < height.count; h++) {
        const line = (depth.source + d * depth.sourceStep) * sourceH + height.source + h * height.sourceStep;
        const cell = (depth.k + d * depth.kStep) * kernelH + height.k + h * height.kStep;
        const i = sourceGroup + r * sourcePlane + line * sourceW + columns.source;
        const w = k + r * weightSource + cell * kernelW + columns.k;
        for (let t = 0; t < taps; t++) {
          const from = first[t]!;
          const count = last[t]! - from;
          if (count <= 0) continue;
          const o = at + start + from * step;
          addRow(out, o, step, source, i + t * gap + from * sourceStep, sourceStep, count, weight[w + t * kStep]!);
        }
      }
    }
  }
}
