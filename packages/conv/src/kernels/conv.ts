// The three kernels of convolution as tokens: narrow (x, weight -> y), wide (y, weight -> x), weight (x, y -> weight).
import type { TypedArray } from "@toeplitz/tensor";
import { defineKernel } from "@toeplitz/tensor/extend";
import type { Activation, ConvGeometry } from "../geometry/conv-geometry.ts";
import { sumFloat32 } from "./sum-float32.ts";
import { sumPlain } from "./sum-plain.ts";
import { planNarrow, planWide, type SumPlan } from "./sum-plan.ts";
import { weightGradient } from "./weight-gradient.ts";

/** Parameters of {@link convNarrow} and {@link convWide}. All operands are contiguous; the geometry pads with zeros. */
export interface ConvParams {
  readonly geometry: ConvGeometry;
  readonly activation: Activation;
}

/**
 * Forward of a convolution, and input gradient of a transposed one: y = activation(x * weight + bias).
 *
 * One accumulator per output that starts at the bias and takes its terms in the order (ic, kd, kh, kw), each product and each
 * sum rounded to the dtype; taps in the padding are left out.
 */
export const convNarrow = defineKernel({
  name: "conv_narrow",
  operands: { x: "read", weight: "read", bias: "read?", y: "all" },
  run({ x, weight, bias, y }, { geometry, activation }: ConvParams) {
    sum(planNarrow(geometry), x, weight, bias, y, activation);
  },
});

/**
 * Forward of a transposed convolution, and input gradient of a plain one: x = activation(y * weight + bias).
 *
 * Sums as {@link convNarrow} does, in the order (oc, kd, kh, kw).
 */
export const convWide = defineKernel({
  name: "conv_wide",
  operands: { y: "read", weight: "read", bias: "read?", x: "all" },
  run({ y, weight, bias, x }, { geometry, activation }: ConvParams) {
    sum(planWide(geometry), y, weight, bias, x, activation);
  },
});

/**
 * Weight gradient of both: the form's derivative with respect to the weight.
 *
 * Four accumulators by output column modulo 4, rows in the order (n, od, oh), added as (a0 + a2) + (a1 + a3).
 */
export const convWeight = defineKernel({
  name: "conv_weight",
  operands: { x: "read", y: "read", weight: "all" },
  run({ x, y, weight }, geometry: ConvGeometry) {
    weightGradient(x, y, weight, geometry);
  },
});

function sum(
  plan: SumPlan,
  source: TypedArray,
  weight: TypedArray,
  bias: TypedArray | null,
  out: TypedArray,
  activation: Activation,
): void {
  // A row's loop ends a step behind its last output: a stride may be longer than any array.
  const furthest = Math.max(source.length, weight.length, out.length) + (plan.columns[0]?.step ?? 0);
  const small = furthest < 2 ** 31;
  if (small && source instanceof Float32Array && weight instanceof Float32Array && out instanceof Float32Array) {
    sumFloat32(plan, source, weight, bias as Float32Array | null, out, activation);
  } else {
    sumPlain(plan, source, weight, bias, out, activation);
  }
}
