// Order along an axis: sort, argsort, topk.
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { argsort as argsortKernel, lineAlong } from "../kernels/along-axis.ts";
import { checkOptions } from "../options.ts";
import { checkAxis } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { contiguous } from "./convert.ts";
import { takeAlong } from "./index-along.ts";
import type { Extreme } from "./reduce.ts";
import { narrow } from "./slice-and-pad.ts";

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  /** @defaultValue -1 */
  dim?: number;
  /** Largest first. @defaultValue false */
  descending?: boolean;
  /** Equals keep their order; here they always do. */
  stable?: boolean;
}

/** Positions along the axis that put x in order, int64, of x's shape. */
function order(x: Tensor, axis: number, descending: boolean): Tensor {
  const index = empty(x.shape, "int64");
  const from = contiguous(x.detach());
  launch(argsortKernel, { x: from, index }, { descending, ...lineAlong(x.shape, axis) });
  return index;
}

function ordered(api: string, x: Tensor, options: SortOptions): { axis: number; indices: Tensor } {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["dim", "descending", "stable"]);
  const axis = checkAxis(api, options.dim === undefined ? -1 : options.dim, x.ndim);
  return { axis, indices: order(x, axis, options.descending ?? false) };
}

/**
 * x in ascending order along an axis, with the positions that its elements had. Both have x's shape; nan is larger than everything.
 *
 * @throws ToeplitzError with PyTorch's sentence for an axis out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(x: Tensor, options: SortOptions = {}): Extreme {
  const { axis, indices } = ordered("sort", x, options);
  return { values: takeAlong(x, axis, indices, "SortBackward0"), indices };
}

/** The positions that {@link sort} finds, int64. @see https://pytorch.org/docs/stable/generated/torch.argsort.html */
export function argsort(x: Tensor, options: SortOptions = {}): Tensor {
  return ordered("argsort", x, options).indices;
}

/** Options of {@link topk}. */
export interface TopkOptions {
  /** @defaultValue -1 */
  dim?: number;
  /** The largest, or else the smallest. @defaultValue true */
  largest?: boolean;
  /** In order, best first; here they always are. */
  sorted?: boolean;
}

/**
 * The k largest elements along an axis, best first, with their positions. The axis gets size k.
 *
 * @throws ToeplitzError with PyTorch's sentences for an axis or a k out of range, or booleans.
 * @see https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(x: Tensor, k: number, options: TopkOptions = {}): Extreme {
  checkTensor("topk", "x", x);
  checkOptions("topk", options, ["dim", "largest", "sorted"]);
  if (!Number.isInteger(k)) throw argumentError("topk", "k", "be a whole number", k);
  const axis = checkAxis("topk", options.dim === undefined ? -1 : options.dim, x.ndim);
  const fail = (sentence: string, argument: string, value: unknown) => {
    throw new ToeplitzError(sentence, { code: argument === "x" ? "dtype" : "value", api: "topk", argument, value });
  };
  if (k < 0 || k > (x.shape[axis] ?? 1)) fail("selected index k out of range", "k", k);
  if (x.dtype === "bool") fail(`"topk_cpu" not implemented for 'Bool'`, "x", x.dtype);
  const all = order(x, axis, options.largest ?? true);
  const indices = x.ndim === 0 ? all : contiguous(narrow(all, axis, 0, k));
  return { values: takeAlong(x, axis, indices, "TopkBackward0"), indices };
}
