// Interpolation as two differentiable ops, each the other's derivative.
import { contiguous, empty, type Tensor } from "@toeplitz/tensor";
import { defineOp, launch, type Op } from "@toeplitz/tensor/extend";
import type { Interpolation } from "../geometry/interpolation.ts";
import { interpolate, interpolateGradient } from "../kernels/interpolate.ts";

/** A plan, with the shapes of both sides and what PyTorch's tape calls the way forward and back. */
export interface InterpolationPlan {
  readonly interpolation: Interpolation;
  /** What the way back reads: not always the same tables. */
  readonly back: Interpolation;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly name: string;
}

/** Elements between elements. */
export const interpolated: Op<[Tensor], InterpolationPlan> = defineOp<[Tensor], InterpolationPlan>({
  name: ({ name }) => `${name}Backward1`,
  forward({ inputs: [x], options: { interpolation, outputShape } }) {
    const y = empty(outputShape, { dtype: x.dtype });
    if (y.numel() > 0) launch(interpolate, { x: contiguous(x), y }, interpolation);
    return y;
  },
  backward: ({ grads, options }) => [spread([grads], options)],
});

const spread: Op<[Tensor], InterpolationPlan> = defineOp<[Tensor], InterpolationPlan>({
  name: ({ name }) => `${name}BackwardBackward0`,
  forward({ inputs: [y], options: { back, inputShape } }) {
    const x = empty(inputShape, { dtype: y.dtype });
    if (y.numel() > 0) launch(interpolateGradient, { y: contiguous(y), x }, back);
    return x;
  },
  backward: ({ grads, options }) => [interpolated([grads], options)],
});
