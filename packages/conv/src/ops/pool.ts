// Pooling as differentiable ops: maxima with the reading and adding of positions that are their derivatives, and averages.
import { contiguous, empty, type Tensor, zeros } from "@toeplitz/tensor";
import { defineOp, launch, type Op } from "@toeplitz/tensor/extend";
import { gather, scatter } from "@toeplitz/tensor/kernels";
import type { PoolGeometry, PoolPlan } from "../geometry/pool-geometry.ts";
import { avgPool, avgPoolGradient, maxPool, maxPoolPositions } from "../kernels/pool.ts";
import { axisWindows } from "../kernels/pool-windows.ts";

/** Options of the ops: a plan, and what PyTorch's tape calls the way forward and back. */
export interface PoolOptions extends PoolPlan {
  readonly inputShape: readonly number[];
  readonly name: string;
  readonly gradientName: string;
}

/** Names on the tape. One axis runs as two, and what is left of that on the tape is the squeeze. */
export function tapeNames(family: string, { rank }: PoolGeometry): Pick<PoolOptions, "name" | "gradientName"> {
  if (rank === 1) return { name: "SqueezeBackward1", gradientName: "SqueezeBackward1" };
  const name = family.replace("#", `${rank}D`);
  return { name: `${name}Backward0`, gradientName: `${name}BackwardBackward0` };
}

/** Options of {@link maxima}. */
export interface MaximaOptions extends PoolOptions {
  readonly returnPositions: boolean;
}

/** The largest element of each window; behind it, if wanted, their flat positions in the input, as int32. */
export const maxima: Op<[Tensor], MaximaOptions, readonly Tensor[]> = defineOp<
  [Tensor],
  MaximaOptions,
  readonly Tensor[]
>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs: [input], options: { geometry, outputShape, returnPositions }, needs, save }) {
    const y = empty(outputShape, { dtype: input.dtype });
    const x = contiguous(input);
    if (!returnPositions && needs[0] !== true) {
      if (y.numel() > 0) launch(maxPool, { x, y }, geometry);
      return [y];
    }
    const positions = empty(outputShape, { dtype: "int32" });
    if (y.numel() > 0) launch(maxPoolPositions, { x, y, positions }, geometry);
    save(positions);
    return returnPositions ? [y, positions] : [y];
  },
  backward: ({ grads: [gradient], saved: [positions], options }) => [
    addAt([gradient as Tensor, positions as Tensor], options),
  ],
});

/**
 * Whether windows have elements, whose gradients they are. A window lacks them only if every tap that is not in the padding in front
 * lies behind the input; then the dilation is larger than the input, there is room for no second window, and so all lack them.
 */
function haveElements(g: PoolGeometry): boolean {
  return ([0, 1, 2] as const).every((axis) => axisWindows(g, axis).count[0] !== 0);
}

/** Adds what came from each output to the element that it came from. */
const addAt: Op<[Tensor, Tensor], PoolOptions> = defineOp<[Tensor, Tensor], PoolOptions>({
  name: ({ gradientName }) => gradientName,
  forward({ inputs: [gradient, positions], options: { inputShape, geometry }, save }) {
    save(positions);
    const x = zeros(inputShape, { dtype: gradient.dtype });
    const length = gradient.numel();
    if (length > 0 && haveElements(geometry)) {
      launch(scatter, { x: contiguous(gradient), index: positions, y: x }, { length, accumulate: true });
    }
    return x;
  },
  backward: ({ grads, saved: [positions], options }) => [readAt([grads, positions as Tensor], options), null],
});

/** Reads the element that each output came from. */
const readAt: Op<[Tensor, Tensor], PoolOptions> = defineOp<[Tensor, Tensor], PoolOptions>({
  name: ({ name }) => name,
  forward({ inputs: [x, positions], options: { outputShape, geometry }, save }) {
    save(positions);
    const y = zeros(outputShape, { dtype: x.dtype });
    if (y.numel() > 0 && haveElements(geometry))
      launch(gather, { x: contiguous(x), index: positions, y }, { length: y.numel() });
    return y;
  },
  backward: ({ grads, saved: [positions], options }) => [addAt([grads, positions as Tensor], options), null],
});

/** The average of each window. */
export const averages: Op<[Tensor], PoolOptions> = defineOp<[Tensor], PoolOptions>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs: [x], options: { geometry, outputShape } }) {
    const y = empty(outputShape, { dtype: x.dtype });
    if (y.numel() > 0) launch(avgPool, { x: contiguous(x), y }, geometry);
    return y;
  },
  backward: ({ grads, options }) => [averagesGradient([grads], options)],
});

const averagesGradient: Op<[Tensor], PoolOptions> = defineOp<[Tensor], PoolOptions>({
  name: ({ gradientName }) => gradientName,
  forward({ inputs: [y], options: { geometry, inputShape } }) {
    const x = zeros(inputShape, { dtype: y.dtype });
    if (y.numel() > 0) launch(avgPoolGradient, { y: contiguous(y), x }, geometry);
    return x;
  },
  backward: ({ grads, options }) => [averages([grads], options)],
});
