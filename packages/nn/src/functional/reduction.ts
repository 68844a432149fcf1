// How a loss gets from one number per element to its result.
import { mean, sum, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { checkOptions, checkTensor, showWord } from "@toeplitz/tensor/extend";

/** `'mean'` or `'sum'` of all elements, or `'none'`: every element. */
export type Reduction = "none" | "mean" | "sum";

/** Options of every loss. */
export interface LossOptions {
  /** Default `'mean'`. */
  readonly reduction?: Reduction;
}

/**
 * @internal Checks what every loss is given.
 *
 * @param names its options beside `reduction`
 * @throws ToeplitzError with PyTorch's sentence for another word.
 */
export function checkLoss(
  api: string,
  input: Tensor,
  target: Tensor,
  options: { readonly reduction?: string },
  names: readonly string[] = [],
  reductions: readonly string[] = ["none", "mean", "sum"],
): void {
  checkTensor(api, "input", input);
  checkTensor(api, "target", target);
  checkOptions(api, options, ["reduction", ...names]);
  checkReduction(api, options.reduction, reductions);
}

/** @internal Checks the word alone. */
export function checkReduction(
  api: string,
  reduction: unknown = "mean",
  reductions: readonly string[] = ["none", "mean", "sum"],
): void {
  if (reductions.includes(reduction as string)) return;
  throw new ToeplitzError(`${showWord(reduction)} is not a valid value for reduction`, {
    code: "option",
    api,
    argument: "reduction",
    value: reduction,
    legal: reductions,
  });
}

/** @internal */
export function reduced(losses: Tensor, reduction: Reduction = "mean"): Tensor {
  return reduction === "none" ? losses : reduction === "sum" ? sum(losses) : mean(losses);
}
