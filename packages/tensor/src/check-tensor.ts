// Checks that an argument is a tensor of this copy of the library, and that it has elements.
import { argumentError, ToeplitzError } from "./errors.ts";
import { Tensor, tensorBrand } from "./tensor.ts";

/**
 * Refuses what is no tensor, in words that tell a foreign copy's tensor from other mistakes, and one whose elements are gone.
 *
 * @throws ToeplitzError with code `argument`, `duplicate` for a tensor of a second copy of the library, or `disposed`.
 */
export function checkTensor(api: string, argument: string, value: unknown): asserts value is Tensor {
  if (value instanceof Tensor) return checkAlive(api, argument, value);
  if (value !== null && typeof value === "object" && tensorBrand in value) {
    throw new ToeplitzError(`${argument} is a tensor of a second copy of @toeplitz/tensor in this program`, {
      code: "duplicate",
      api,
      argument,
      value,
      hint: "make every package resolve to one version of @toeplitz/tensor",
    });
  }
  throw argumentError(api, argument, "be a tensor", value, { code: "argument" });
}

/**
 * Refuses a tensor that was disposed of, where something would have changed before its elements are read.
 *
 * @throws ToeplitzError with code `disposed`.
 */
export function checkAlive(api: string, argument: string, x: Tensor): void {
  if (!x.storage.disposed) return;
  throw new ToeplitzError(`${argument} was disposed of and has no elements any more`, {
    code: "disposed",
    api,
    argument,
    value: x,
    rule: "have elements",
  });
}
