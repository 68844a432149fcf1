// Affine maps of the last axis, as compositions of matrix products and sums.
import { add, matmul, mul, reshape, sum, type Tensor, ToeplitzError, t, unsqueeze } from "@toeplitz/tensor";
import { checkOptions, checkTensor } from "@toeplitz/tensor/extend";

/** Options of {@link linear}. */
export interface LinearOptions {
  /** `[out]`, added to every result. */
  readonly bias?: Tensor | null;
}

/**
 * `input @ weight.T + bias`.
 *
 * `input [..., in]`, `weight [out, in]` or `[in]` -> `[..., out]` or `[...]`.
 *
 * @throws ToeplitzError with PyTorch's sentences for sizes and types that do not meet.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 */
export function linear(input: Tensor, weight: Tensor, options: LinearOptions = {}): Tensor {
  checkTensor("linear", "input", input);
  checkTensor("linear", "weight", weight);
  checkOptions("linear", options, ["bias"]);
  const { bias = null } = options;
  if (bias !== null) checkTensor("linear", "bias", bias);
  const y = matmul(input, t(weight));
  return bias === null ? y : add(y, bias);
}

/**
 * `y[n, o] = x1[n] @ weight[o] @ x2[n] + bias[o]`.
 *
 * `input1 [..., in1]`, `input2 [..., in2]`, `weight [out, in1, in2]`, `bias [out]` -> `[..., out]`.
 *
 * @throws ToeplitzError with PyTorch's sentences for sizes that do not meet.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html
 */
export function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options: LinearOptions = {}): Tensor {
  for (const [name, x] of Object.entries({ input1, input2, weight })) checkTensor("bilinear", name, x);
  checkOptions("bilinear", options, ["bias"]);
  const { bias = null } = options;
  if (bias !== null) checkTensor("bilinear", "bias", bias);
  checkBilinear(input1, input2, weight, bias);
  const [out, in1, in2] = weight.shape as [number, number, number];
  const batch = input1.shape.slice(0, -1);
  const rows = reshape(matmul(reshape(input1, [-1, in1]), reshape(weight.permute([1, 0, 2]), [in1, -1])), [
    -1,
    out,
    in2,
  ]);
  const y = reshape(sum(mul(rows, unsqueeze(reshape(input2, [-1, in2]), 1)), { dim: -1 }), [...batch, out]);
  return bias === null ? y : add(y, bias);
}

function checkBilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null): void {
  const refuse = (sentence: string, argument: string, value: unknown) => {
    throw new ToeplitzError(`bilinear(): ${sentence}`, { code: "shape", api: "bilinear", argument, value });
  };
  if (input1.ndim !== input2.ndim) {
    refuse(`input dimensions do not match: got ${input1.ndim} and ${input2.ndim}`, "input2", input2.shape);
  }
  for (let axis = 0; axis < input1.ndim - 1; axis++) {
    const [a, b] = [input1.shape[axis], input2.shape[axis]];
    if (a !== b) {
      refuse(`input batch dimensions do not match at dim ${axis}: got ${a} and ${b}`, "input2", input2.shape);
    }
  }
  for (const [i, x] of [input1, input2].entries()) {
    const size = x.shape.at(-1);
    if (size === weight.shape[i + 1]) continue;
    refuse(
      `input${i + 1} size does not match weight size: got ${size} but expected ${weight.shape[i + 1]}`,
      `input${i + 1}`,
      x.shape,
    );
  }
  if (bias !== null && bias.shape[0] !== weight.shape[0]) {
    refuse(
      `bias size does not match weight size: got ${bias.shape[0]} but expected ${weight.shape[0]}`,
      "bias",
      bias.shape,
    );
  }
}
