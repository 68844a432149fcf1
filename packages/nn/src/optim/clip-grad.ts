// Holding gradients within bounds before a step.
import { clamp, div, isFloating, noGrad, norm, stack, Tensor, ToeplitzError, tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "../check-all-writable.ts";

/** Options of {@link clipGradNorm_}. */
export interface ClipOptions {
  /** Which norm: the p of p-norms, perhaps an infinity; 0 counts what is not 0. Default 2. */
  readonly normType?: number;
  /** Whether a norm that is infinite or not a number throws. Default false. */
  readonly errorIfNonfinite?: boolean;
}

function gradients(api: string, parameters: Iterable<Tensor> | Tensor): Tensor[] {
  if (typeof (parameters as { [Symbol.iterator]?: unknown } | null)?.[Symbol.iterator] !== "function")
    throw argumentError(api, "parameters", "be a tensor or a list of tensors", parameters);
  const list = parameters instanceof Tensor ? [parameters] : [...parameters];
  for (const p of list) checkTensor(api, "parameters", p);
  const grads = list.flatMap(({ grad }) => (grad === null || !isFloating(grad.dtype) ? [] : [grad.detach()]));
  checkAllWritable(api, grads);
  return grads;
}

/** The largest of nothing is refused, as in PyTorch. */
const normOf = (x: Tensor, p: number): Tensor => (p === Infinity ? x.abs().max() : norm(x, { p }));

/**
 * Scales all gradients so that their norm together, as of one long vector, is at most `maxNorm`.
 *
 * @returns the norm before, a tensor without axes
 * @throws ToeplitzError with PyTorch's sentence for a norm that is not finite, if wanted.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export function clipGradNorm_(
  parameters: Iterable<Tensor> | Tensor,
  maxNorm: number,
  options: ClipOptions = {},
): Tensor {
  checkOptions("clipGradNorm_", options, ["normType", "errorIfNonfinite"]);
  const { normType = 2, errorIfNonfinite = false } = options;
  for (const [name, value] of Object.entries({ maxNorm, normType })) {
    if (typeof value !== "number") throw argumentError("clipGradNorm_", name, "be a number", value);
  }
  if (typeof errorIfNonfinite !== "boolean")
    throw argumentError("clipGradNorm_", "errorIfNonfinite", "be a boolean", errorIfNonfinite);
  const grads = gradients("clipGradNorm_", parameters);
  if (grads.length === 0) return tensor(0, { dtype: "float32" });
  return noGrad(() => {
    const total = normOf(stack(grads.map((grad) => normOf(grad, normType))), normType);
    if (errorIfNonfinite && !Number.isFinite(total.item())) {
      throw new ToeplitzError(
        `The total norm of order ${Number.isInteger(normType) ? normType.toFixed(1) : normType} for gradients from ` +
          "`parameters` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the " +
          "non-finite norm anyway, set `error_if_nonfinite=False`",
        { code: "value", api: "clipGradNorm_", argument: "parameters", value: total.item() },
      );
    }
    const scale = clamp(div(maxNorm, total.add(1e-6)), { max: 1 });
    for (const grad of grads) grad.mul_(scale);
    return total;
  });
}

/**
 * Holds every element of every gradient between `-clipValue` and `clipValue`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html
 */
export function clipGradValue_(parameters: Iterable<Tensor> | Tensor, clipValue: number): void {
  if (typeof clipValue !== "number") throw argumentError("clipGradValue_", "clipValue", "be a number", clipValue);
  const grads = gradients("clipGradValue_", parameters);
  noGrad(() => {
    for (const grad of grads) grad.clamp_({ min: -clipValue, max: clipValue });
  });
}
