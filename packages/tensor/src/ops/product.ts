// Products of all elements or along an axis.
import { defineOp } from "../autograd/define-op.ts";
import { checkTensor } from "../check-tensor.ts";
import { onesLike } from "../creation/filled.ts";
import type { DType } from "../dtype.ts";
import { checkOptions } from "../options.ts";
import { checkAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { to } from "./convert.ts";
import { cat } from "./join.ts";
import { dtypeOption, summedType } from "./promotion.ts";
import { reduced, spread } from "./reduce.ts";
import { reshape } from "./shape-view.ts";
import { sliceAxis } from "./slice-and-pad.ts";

/**
 * The product of all other elements along an axis, for each element. Halves multiply each other, so nothing is divided by, and zeros
 * need no care; derivatives of every order follow from those of a product.
 */
function productOfOthers(x: Tensor, axis: number): Tensor {
  const size = x.shape[axis]!;
  if (size === 1) return onesLike(x);
  const half = Math.floor(size / 2);
  const [left, right] = [sliceAxis(x, axis, 0, half), sliceAxis(x, axis, half, half)];
  const rest = size % 2 === 0 ? [] : [sliceAxis(x, axis, size - 1, 1)];
  const others = productOfOthers(cat([mul(left, right), ...rest], { dim: axis }), axis);
  const ofPairs = sliceAxis(others, axis, 0, half);
  const last = rest.length === 0 ? [] : [sliceAxis(others, axis, half, 1)];
  return cat([mul(ofPairs, right), mul(ofPairs, left), ...last], { dim: axis });
}

const prodOp = defineOp<[Tensor], { axis: number; keepdim: boolean; all: boolean }>({
  name: ({ all }) => (all ? "ProdBackward0" : "ProdBackward1"),
  forward({ inputs: [x], options: { axis, keepdim }, save }) {
    save(x);
    return reduced("prod", x, x.ndim === 0 ? [] : [axis], keepdim, x.dtype);
  },
  backward({ grads, saved, options: { axis } }) {
    const x = saved[0] as Tensor;
    if (x.ndim === 0 || x.numel() === 0) return [spread(grads, x.ndim === 0 ? [] : [axis], x.shape)];
    return [mul(spread(grads, [axis], x.shape), productOfOthers(x, axis))];
  },
});

/** Options of {@link prod}. */
export interface ProdOptions {
  /** The one axis to multiply along; all when left out. */
  dim?: number;
  /** Keep the axis with size 1. */
  keepdim?: boolean;
  /** Convert to this type first. */
  dtype?: DType;
}

/**
 * Product of all elements, or along an axis. Integers and booleans multiply to int64.
 *
 * @throws ToeplitzError with PyTorch's sentence for an axis out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(x: Tensor, options: ProdOptions = {}): Tensor {
  checkTensor("prod", "x", x);
  checkOptions("prod", options, ["dim", "keepdim", "dtype"]);
  const { dim } = options;
  const from = to(x, dtypeOption("prod", options.dtype, summedType(x.dtype)));
  if (dim === undefined) return prodOp([reshape(from, [x.numel()])], { axis: 0, keepdim: false, all: true });
  return prodOp([from], { axis: checkAxis("prod", dim, x.ndim), keepdim: options.keepdim ?? false, all: false });
}
