// Affine maps of the last axis, as compositions of matrix products and sums.
import {
  add,
  add_,
  expand,
  matmul,
  mul,
  reshape,
  sum,
  type Tensor,
  ToeplitzError,
  t,
  unsqueeze,
} from "@toeplitz/tensor";
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
  if (bias === null) return matmul(input, t(weight));
  // Rows and a bias are one product in PyTorch, with checks of its own.
  const inRows = input.ndim === 2 || (input.ndim === 3 && input.isContiguous());
  if (inRows) {
    const added = checkedBias(input, weight, bias);
    return add(matmul(input, t(weight)), added);
  }
  const y = matmul(input, t(weight));
  const lead = y.ndim - bias.ndim;
  const same = bias.dtype === y.dtype && bias.shape.every((size, axis) => size === 1 || size === y.shape[lead + axis]);
  // Of another type or shape, the bias is added in place, which keeps those of the product or refuses.
  return same && lead >= 0 ? add(y, bias) : add_(y, bias);
}

/** The bias as it is added to the rows of a product, after the checks of `addmm`. */
function checkedBias(input: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const refuse = (code: string, argument: string, value: Tensor, sentence: string) =>
    new ToeplitzError(sentence, { code, api: "linear", argument, value: code === "dtype" ? value.dtype : value.shape });
  // It refuses more than two axes.
  const matrix = t(weight);
  if (bias.dtype !== weight.dtype) throw refuse("dtype", "bias", bias, "self and mat2 must have the same dtype");
  if (input.dtype !== weight.dtype) throw refuse("dtype", "weight", weight, "mat1 and mat2 must have the same dtype");
  if (weight.ndim !== 2) throw refuse("shape", "weight", weight, `mat2 must be a matrix, got ${weight.ndim}-D tensor`);
  const [inner, out] = matrix.shape as [number, number];
  const rows = input.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  // Sizes that do not meet are the product's to refuse.
  if (inner !== input.shape.at(-1)) return bias;
  const whole = expand(bias, [rows, out]);
  return bias.ndim === 2 && bias.shape[0] !== 1 ? reshape(whole, [...input.shape.slice(0, -1), out]) : bias;
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
