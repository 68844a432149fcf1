// Arguments through which no gradient flows.
import { isGradEnabled, type Tensor, ToeplitzError } from "@toeplitz/tensor";

/** @internal Refuses tensors that require gradients where there are none, in PyTorch's words and by its names. */
export function refuseGradients(api: string, routine: string, tensors: Readonly<Record<string, Tensor | null>>): void {
  if (!isGradEnabled()) return;
  for (const [argument, tensor] of Object.entries(tensors)) {
    if (!tensor?.requiresGrad) continue;
    throw new ToeplitzError(
      `The function '${routine}' is not differentiable with respect to argument '${argument}'. This input cannot have ` +
        "requires_grad True.",
      { code: "autograd", api, argument, value: tensor },
    );
  }
}
