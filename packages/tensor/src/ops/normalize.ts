// Moments over axes and scaling by numbers that broadcast: the two ops that every normalisation is composed of.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { affine as affineKernel, moments as momentsKernel } from "../kernels/normalize.ts";
import { broadcastStrides, type Shape, sameShape } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { div, mul, neg } from "./arithmetic.ts";
import { expandTo, reducedShape, splitAxes, sumTo } from "./expand-and-sum.ts";

const momentsOp = defineOp<[Tensor], { axes: readonly number[] }, readonly [Tensor, Tensor]>({
  letsGo: true,
  name: "VarMeanBackward0",
  forward({ inputs: [x], options: { axes }, save }) {
    const shape = reducedShape(x.shape, axes, true);
    const [mean, variance] = [empty([...shape], x.dtype), empty([...shape], x.dtype)];
    launch(momentsKernel, { x, mean, variance }, splitAxes(x, axes));
    save(x);
    save(mean);
    return [mean, variance];
  },
  backward({ grads: [ofMean, ofVariance], saved, options: { axes } }) {
    const [x, mean] = saved as [Tensor, Tensor];
    const count = axes.reduce((n, axis) => n * x.shape[axis]!, 1);
    const shift = ofMean ? div(ofMean, count) : null;
    if (!ofVariance) return [shift && expandTo(shift, x.shape)];
    return [affine(x, { center: mean, scale: mul(ofVariance, 2 / count), shift })];
  },
});

/**
 * Mean and variance (divided by n) over axes, which keep size 1. For floating tensors; the axes have been checked.
 *
 * @returns `[mean, variance]`, differentiable
 */
export function moments(x: Tensor, axes: readonly number[]): readonly [Tensor, Tensor] {
  return momentsOp([x], { axes });
}

/** A tensor that broadcasts to x's shape, or nothing. */
type Factor = Tensor | null;

interface Affine {
  readonly name: string;
  /** Of center, scale and shift. */
  readonly shapes: readonly (Shape | null)[];
}

const affineOp = defineOp<[Tensor, Factor, Factor, Factor], Affine>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs: [x, center, scale, shift], save }) {
    const y = empty(x.shape, x.dtype);
    const strides = (factor: Factor) => broadcastStrides(factor?.shape ?? [], factor?.strides ?? [], x.shape);
    launch(
      affineKernel,
      { x, center, scale, shift, y },
      { shape: x.shape, x: x.strides, center: strides(center), scale: strides(scale), shift: strides(shift) },
    );
    for (const tensor of [x, center, scale]) if (tensor !== null) save(tensor);
    return y;
  },
  backward({ grads, saved, options: { shapes }, needs }) {
    const [ofCenter, ofScale, ofShift] = shapes as [Shape | null, Shape | null, Shape | null];
    const x = saved[0] as Tensor;
    const center = ofCenter && (saved[1] as Tensor);
    const scale = ofScale && (saved[saved.length - 1] as Tensor);
    const totals = needs[3] ? sumTo(grads, ofShift as Shape) : null;
    const sums = (shape: Shape) => (totals !== null && sameShape(totals.shape, shape) ? totals : sumTo(grads, shape));
    const scaled = (g: Tensor) => (scale === null ? g : mul(g, scale));
    // A scale for each center goes outside of the sum.
    const outside = ofCenter !== null && (ofScale === null || sameShape(ofCenter, ofScale));
    return [
      needs[0] ? scaled(grads) : null,
      needs[1] ? neg(ofCenter && outside ? scaled(sums(ofCenter)) : sumTo(scaled(grads), ofCenter as Shape)) : null,
      needs[2] ? sumTo(mul(grads, center === null ? x : affine(x, { center })), ofScale as Shape) : null,
      totals,
    ];
  },
});

/**
 * (x - center) * scale + shift, each of x's type and broadcast to x's shape; what is left out changes nothing.
 *
 * @param name what the tape calls it
 */
export function affine(
  x: Tensor,
  { center = null, scale = null, shift = null }: { center?: Factor; scale?: Factor; shift?: Factor },
  name = "AddcmulBackward0",
): Tensor {
  const factors = [center, scale, shift] as const;
  return affineOp([x, ...factors], { name, shapes: factors.map((factor) => factor?.shape ?? null) });
}
