// How widely a weight connects, which decides how large its first values are.
import { type Tensor, ToeplitzError } from "@toeplitz/tensor";

/**
 * How many inputs each output of a layer with this weight sees, and how many outputs each input goes to.
 *
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes.
 */
export function fans(api: string, tensor: Tensor): { fanIn: number; fanOut: number } {
  if (tensor.ndim < 2) {
    throw new ToeplitzError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions", {
      code: "shape",
      api,
      argument: "tensor",
      value: tensor,
      rule: "have at least 2 axes",
    });
  }
  const [outputs, inputs, ...kernel] = tensor.shape as [number, number, ...number[]];
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: inputs * field, fanOut: outputs * field };
}
