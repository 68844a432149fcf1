// Whether operations are recorded.
import { argumentError, ToeplitzError } from "../errors.ts";

let enabled = true;

/** Whether operations on tensors that require gradients are being recorded. */
export function isGradEnabled(): boolean {
  return enabled;
}

/** @internal Runs `fn` with recording set to `value`. */
export function withGrad<T>(value: boolean, fn: () => T): T {
  const before = enabled;
  enabled = value;
  try {
    return fn();
  } finally {
    enabled = before;
  }
}

function synchronous<T>(api: string, value: boolean, fn: () => T): T {
  if (typeof fn !== "function") throw argumentError(api, "fn", "be a function", fn);
  const result = withGrad(value, fn);
  if (result !== null && typeof result === "object" && typeof (result as { then?: unknown }).then === "function") {
    throw new ToeplitzError("fn must be synchronous, got a function that returned a promise", {
      code: "autograd",
      api,
      argument: "fn",
      rule: "be synchronous",
      hint: "the mode ends when the function returns, so what runs after an await would not be covered",
    });
  }
  return result;
}

/**
 * Runs `fn` without recording: results do not require gradients.
 *
 * @throws ToeplitzError if `fn` returns a promise.
 * @see https://pytorch.org/docs/stable/generated/torch.no_grad.html
 */
export function noGrad<T>(fn: () => T): T {
  return synchronous("noGrad", false, fn);
}

/**
 * Runs `fn` with recording on, inside of {@link noGrad} too.
 *
 * @throws ToeplitzError if `fn` returns a promise.
 * @see https://pytorch.org/docs/stable/generated/torch.enable_grad.html
 */
export function enableGrad<T>(fn: () => T): T {
  return synchronous("enableGrad", true, fn);
}
