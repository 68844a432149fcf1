// The three kernels of convolution as tokens: narrow (x, weight -> y), wide (y, weight -> x), weight (x, y -> weight).
import { defineKernel } from "@toeplitz/tensor";
import type { Activation, ConvGeometry } from "../geometry/conv-geometry.ts";

/** Parameters of {@link convNarrow} and {@link convWide}. All operands are contiguous; the geometry pads with zeros. */
export interface ConvParams {
  readonly geometry: ConvGeometry;
  readonly activation: Activation;
}

/** Forward of a convolution, and input gradient of a transposed one: y = activation(x * weight + bias). */
export const convNarrow = defineKernel({
  name: "conv_narrow",
  operands: { x: "read", weight: "read", bias: "read?", y: "all" },
  run(_arrays, _params: ConvParams) {},
});

/** Forward of a transposed convolution, and input gradient of a plain one: x = activation(y * weight + bias). */
export const convWide = defineKernel({
  name: "conv_wide",
  operands: { y: "read", weight: "read", bias: "read?", x: "all" },
  run(_arrays, _params: ConvParams) {},
});

/** Weight gradient of both: the form's derivative with respect to the weight. */
export const convWeight = defineKernel({
  name: "conv_weight",
  operands: { x: "read", y: "read", weight: "all" },
  run(_arrays, _geometry: ConvGeometry) {},
});
