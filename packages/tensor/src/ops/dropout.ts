// Dropout: zeros at random, and the rest scaled up, so that sums keep their expectation.
import { checkAlive, checkTensor } from "../check-tensor.ts";
import { zeros } from "../creation/filled.ts";
import { bernoulli_ } from "../creation/random-fill.ts";
import { isFloating, titleOf } from "../dtype.ts";
import { argumentError, show, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { checkWritable, div_, mul_ } from "./in-place.ts";
import { scalarTensor } from "./promotion.ts";
import { squeeze, unsqueeze } from "./shape-view.ts";

/** Options of {@link dropout} and its kin. */
export interface DropoutOptions {
  /** Probability of a zero. Default 0.5. */
  readonly p?: number;
  /** Whether anything is dropped at all. Default true. */
  readonly training?: boolean;
  /** Whether the input itself is overwritten. Default false. */
  readonly inplace?: boolean;
}

function checkDropout(api: string, x: Tensor, options: DropoutOptions): Required<DropoutOptions> {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["p", "training", "inplace"]);
  const { p = 0.5, training = true, inplace = false } = options;
  checkProbability(api, p);
  for (const [name, value] of Object.entries({ training, inplace })) {
    if (typeof value !== "boolean") throw argumentError(api, name, "be a boolean", value);
  }
  return { p, training, inplace };
}

/**
 * @internal Checks the probability of a zero.
 *
 * @throws ToeplitzError with PyTorch's sentence if it is not between 0 and 1.
 */
export function checkProbability(api: string, p: unknown): void {
  if (typeof p !== "number") throw argumentError(api, "p", "be a number", p);
  if (p >= 0 && p <= 1) return;
  throw new ToeplitzError(
    `dropout probability has to be between 0 and 1, but got ${Number.isNaN(p) ? "nan" : show(p)}`,
    {
      code: "argument",
      api,
      argument: "p",
      value: p,
      rule: "be in [0, 1]",
    },
  );
}

/** x times a noise of zeros and 1 / (1 - p): one for each element or one for each channel. */
function dropped(api: string, x: Tensor, options: Required<DropoutOptions>, channels = false): Tensor {
  const { p, training, inplace } = options;
  if (p === 0 || !training || x.numel() === 0) return x;
  const times = inplace ? mul_ : mul;
  if (p === 1) return times(x, scalarTensor(api, "x", 0, x.dtype));
  if (channels && x.ndim < 2) {
    throw new ToeplitzError("Feature dropout requires at least 2 dimensions in the input", {
      code: "shape",
      api,
      argument: "x",
      value: x.shape,
      rule: "have a batch and a channel axis",
    });
  }
  if (!isFloating(x.dtype)) {
    throw new ToeplitzError(`result type Float can't be cast to the desired output type ${titleOf(x.dtype)}`, {
      code: "dtype",
      api,
      argument: "x",
      value: x.dtype,
      legal: ["float32", "float64"],
    });
  }
  // Options may have been read by a getter, which may do anything; noise that is drawn cannot be taken back.
  checkAlive(api, "x", x);
  // Before anything is drawn.
  if (inplace) checkWritable("mul_", x);
  const shape = channels ? x.shape.map((size, axis) => (axis < 2 ? size : 1)) : x.shape;
  const noise = bernoulli_(zeros(shape, { dtype: x.dtype }), 1 - p);
  return times(x, div_(noise, 1 - p));
}

/** Channels of an input without a batch axis, which is put there and taken away. */
function unbatchedDropped(api: string, x: Tensor, options: Required<DropoutOptions>): Tensor {
  const out = dropped(api, unsqueeze(x, 0), options, true);
  return options.inplace ? x : squeeze(out, 0);
}

/**
 * Sets elements to zero, each with probability p, and divides the others by 1 - p; the input itself where nothing is dropped.
 * Shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html
 */
export function dropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  return dropped("dropout", x, checkDropout("dropout", x, options));
}

/**
 * {@link dropout} of whole channels: `[N, C, L]` or `[C, L]`, shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1] or another number of axes.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html
 */
export function dropout1d(x: Tensor, options: DropoutOptions = {}): Tensor {
  const checked = checkDropout("dropout1d", x, options);
  if (x.ndim === 3) return dropped("dropout1d", x, checked, true);
  if (x.ndim === 2) return unbatchedDropped("dropout1d", x, checked);
  throw new ToeplitzError(
    `dropout1d: Expected 2D or 3D input, but received a ${x.ndim}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
    { code: "shape", api: "dropout1d", argument: "x", value: x.shape, legal: [2, 3] },
  );
}

/**
 * {@link dropout} of whole channels: `[N, C, H, W]`, or `[N, C, L]` (as in PyTorch, three axes have a batch here), shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1] or fewer than two axes.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html
 */
export function dropout2d(x: Tensor, options: DropoutOptions = {}): Tensor {
  return dropped("dropout2d", x, checkDropout("dropout2d", x, options), true);
}

/**
 * {@link dropout} of whole channels: `[N, C, D, H, W]` or `[C, D, H, W]`, shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html
 */
export function dropout3d(x: Tensor, options: DropoutOptions = {}): Tensor {
  const checked = checkDropout("dropout3d", x, options);
  return x.ndim === 5 ? dropped("dropout3d", x, checked, true) : unbatchedDropped("dropout3d", x, checked);
}
