// Norms of vectors: the p-th root of the sum of p-th powers, over all elements or along axes.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { type DType, isFloating, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkAxes } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { div, mul } from "./arithmetic.ts";
import { where } from "./choose.ts";
import { eq, isnan, logicalAnd, logicalOr } from "./compare.ts";
import { to } from "./convert.ts";
import { type ReduceOptions, reducedShape, sum } from "./expand-and-sum.ts";
import { abs, pow, sign } from "./pointwise.ts";
import { dtypeOption } from "./promotion.ts";
import { reduced, spread } from "./reduce.ts";

interface Norm {
  readonly axes: readonly number[];
  readonly keepdim: boolean;
  readonly p: number;
}

/** g / (y to the power of `n`), and 0 where the norm is 0: there the gradient is none. */
const shareOf = (g: Tensor, y: Tensor, n: number) => where(eq(y, 0), 0, n === 1 ? div(g, y) : div(g, pow(y, n)));

const normOp = defineOp<[Tensor], Norm>({
  name: "LinalgVectorNormBackward0",
  forward({ inputs: [x], options: { axes, keepdim, p }, save }) {
    // Of nothing, every norm is 0.
    const y =
      x.numel() === 0
        ? empty(reducedShape(x.shape, axes, keepdim), x.dtype)
        : reduced("norm", x, axes, keepdim, x.dtype, { p });
    save(x);
    save(y);
    return y;
  },
  backward({ grads, saved, options: { axes, p } }) {
    const x = saved[0] as Tensor;
    const [g, y] = [grads, saved[1] as Tensor].map((t) => spread(t, axes, x.shape)) as [Tensor, Tensor];
    if (p === 0) return [null];
    if (p === 1) return [mul(sign(x), g)];
    if (p === 2) return [mul(x, shareOf(g, y, 1))];
    if (!Number.isFinite(p)) {
      // Elements that tie share the gradient.
      const mask = logicalOr(eq(abs(x), y), logicalAnd(isnan(x), isnan(y)));
      const ties = sum(to(mask, x.dtype), { dim: axes, keepdim: true });
      return [mul(sign(x), where(mask, div(g, ties), 0))];
    }
    if (p > 2) return [mul(mul(x, pow(abs(x), p - 2)), shareOf(g, y, p - 1))];
    const powers = where(eq(x, 0), 0, pow(abs(x), p - 1));
    return [mul(mul(sign(x), powers), p < 1 ? mul(g, pow(y, 1 - p)) : shareOf(g, y, p - 1))];
  },
});

/** Options of {@link norm}. */
export interface NormOptions extends ReduceOptions {
  /** Which norm: a number, infinities included; "fro" is 2. @defaultValue 2 */
  p?: number | "fro";
  /** Convert to this type first. */
  dtype?: DType;
}

/**
 * The p-norm of all elements, or along axes, of a floating tensor.
 *
 * @throws ToeplitzError with PyTorch's sentences for integers, and for an axis out of range or twice.
 * @see https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(x: Tensor, options: NormOptions = {}): Tensor {
  checkTensor("norm", "x", x);
  checkOptions("norm", options, ["p", "dim", "keepdim", "dtype"]);
  const p = options.p === undefined || options.p === "fro" ? 2 : options.p;
  if (typeof p !== "number" || Number.isNaN(p)) {
    throw argumentError("norm", "p", 'be a number or "fro"', options.p, { code: "option" });
  }
  const dtype = dtypeOption("norm", options.dtype, x.dtype);
  if (!isFloating(dtype)) {
    throw new ToeplitzError(
      `norm(): input dtype should be either floating point or complex. Got ${titleOf(dtype)} instead.`,
      { code: "dtype", api: "norm", argument: "x", value: dtype },
    );
  }
  const axes = checkAxes("norm", options.dim, x.ndim);
  return normOp([to(x, dtype)], { axes, keepdim: options.keepdim ?? false, p });
}
