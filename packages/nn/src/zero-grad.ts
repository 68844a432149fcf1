// Forgetting gradients, as modules and optimisers do it.
import type { Tensor } from "@toeplitz/tensor";
import { checkOptions } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "./check-all-writable.ts";

/** Options of `zeroGrad`. */
export interface ZeroGradOptions {
  /** Whether gradients become null rather than zeros. Default true. */
  readonly setToNone?: boolean;
}

/**
 * Forgets the gradients of all, or overwrites them with zeros.
 *
 * @throws ToeplitzError for a gradient that cannot be overwritten; then all are as they were.
 */
export function zeroGradients(parameters: readonly Tensor[], options: ZeroGradOptions): void {
  checkOptions("zeroGrad", options, ["setToNone"]);
  const { setToNone = true } = options;
  const due = parameters.flatMap((p) => (p.grad === null ? [] : [[p, p.grad.detach()] as const]));
  if (!setToNone)
    checkAllWritable(
      "zeroGrad",
      due.map(([, grad]) => grad),
    );
  for (const [p, grad] of due) p.grad = setToNone ? null : grad.zero_();
}
