// Elements moved about as a whole: repeated, and rolled round.
import { checkTensor } from "../check-tensor.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { areWhole, checkAxisOfSome, checkShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { clone } from "./convert.ts";
import { expandTo } from "./expand-and-sum.ts";
import { positionsByAxis, takeFlat } from "./gather.ts";
import { reshape } from "./shape-view.ts";

/**
 * x again and again along each axis; a copy.
 *
 * @param counts how often, per axis; new axes lead
 * @throws ToeplitzError with PyTorch's sentence for fewer counts than axes, or a negative one.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.repeat.html
 */
export function repeat(x: Tensor, counts: readonly number[]): Tensor {
  checkTensor("repeat", "x", x);
  if (!areWhole(counts)) throw argumentError("repeat", "counts", "be a list of whole numbers", counts);
  const lead = counts.length - x.ndim;
  if (lead < 0) {
    throw new ToeplitzError(
      "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
      { code: "shape", api: "repeat", argument: "counts", value: counts },
    );
  }
  const from = counts.map((_, i) => (i < lead ? 1 : x.shape[i - lead]!));
  const shape = checkShape(
    "repeat",
    from.map((size, i) => size * counts[i]!),
    "counts",
  );
  // A second axis only where elements come again in runs: a tensor has 64 axes at most.
  const splits = (i: number) => from[i] !== 1 && counts[i] !== 1;
  const apart = reshape(
    x,
    from.flatMap((size, i) => (splits(i) ? [1, size] : [size])),
  );
  const whole = expandTo(
    apart,
    from.flatMap((size, i) => (splits(i) ? [counts[i]!, size] : [size * counts[i]!])),
  );
  return reshape(clone(whole), shape);
}

/**
 * x with every element moved on along axes, those beyond the end coming in at the start; a copy.
 *
 * @param shifts how far, per axis of `dims`; without `dims` x is rolled as one row
 * @throws ToeplitzError with PyTorch's sentences for lists that do not align, or an axis out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(
  x: Tensor,
  shifts: number | readonly number[],
  options: { dims?: number | readonly number[] } = {},
): Tensor {
  checkTensor("roll", "x", x);
  checkOptions("roll", options, ["dims"]);
  const steps = typeof shifts === "number" ? [shifts] : shifts;
  const dims = options.dims === undefined ? [] : typeof options.dims === "number" ? [options.dims] : options.dims;
  if (!areWhole(steps)) throw argumentError("roll", "shifts", "be a whole number or a list of whole numbers", shifts);
  if (!areWhole(dims)) throw argumentError("roll", "dims", "be a whole number or a list of whole numbers", dims);
  if (steps.length === 0) {
    throw new ToeplitzError("`shifts` required", { code: "argument", api: "roll", argument: "shifts", value: shifts });
  }
  const flat = dims.length === 0;
  if (flat ? steps.length !== 1 : steps.length !== dims.length) {
    throw new ToeplitzError(`shifts and dimensions must align. shifts: ${steps.length}, dims:${dims.length}`, {
      code: "argument",
      api: "roll",
      argument: "dims",
      value: dims,
    });
  }
  const shape = flat ? [x.numel()] : x.shape;
  const by = shape.map(() => 0);
  if (flat) by[0] = steps[0]!;
  else dims.forEach((dim, i) => void (by[checkAxisOfSome("roll", dim, x.ndim)]! += steps[i]!));
  const source = (i: number, axis: number) => (((i - by[axis]!) % shape[axis]!) + shape[axis]!) % shape[axis]!;
  return takeFlat(x, positionsByAxis(shape, shape, source), x.shape, "RollBackward0");
}
