// The two differentiable ops of all convolution: each one's derivatives are the other and itself.
import { contiguous, gt, logicalAnd, lt, sum, type Tensor, where, zeros } from "@toeplitz/tensor";
import { defineOp, launch, type Op, unwritten } from "@toeplitz/tensor/extend";
import { type Activation, type ConvGeometry, reversed } from "../geometry/conv-geometry.ts";
import { convNarrow, convWeight, convWide } from "../kernels/conv.ts";

/** Options of {@link convolution}. The geometry pads with zeros, and its `transposed` says which way the op goes. */
export interface ConvolutionOptions {
  readonly geometry: ConvGeometry;
  readonly activation: Activation;
  /** Batched shape of the result; without elements where the batch or the channels are zero. */
  readonly outputShape: readonly number[];
}

/**
 * Narrow or wide: from x to y for a convolution, from y to x for a transposed one, on the same weight.
 *
 * T(x, w, y) = sum over taps of x[i] w[k] y[o] is linear in each of the three; so the gradient towards the input is the other
 * direction with the same geometry, and the gradient towards the weight is {@link convolutionWeight}.
 */
export const convolution: Op<[Tensor, Tensor, Tensor | null], ConvolutionOptions> = defineOp<
  [Tensor, Tensor, Tensor | null],
  ConvolutionOptions
>({
  letsGo: true,
  name: "ConvolutionBackward0",
  forward({ inputs: [input, weight, bias], options: { geometry, activation, outputShape }, save }) {
    // Zero until a kernel writes it: storage is made on first use.
    const output = unwritten([...outputShape], input.dtype);
    const params = { geometry, activation };
    const operands = { weight: contiguous(weight), bias: bias === null ? null : contiguous(bias) };
    // Without an input there is nothing to add up; a kernel would only be told about sizes of zero.
    if (output.numel() > 0 && (input.numel() > 0 || bias !== null)) {
      if (geometry.transposed) launch(convWide, { y: contiguous(input), ...operands, x: output }, params);
      else launch(convNarrow, { x: contiguous(input), ...operands, y: output }, params);
    }
    save(input);
    save(weight);
    if (activation !== "none") save(output);
    return output;
  },
  backward({ grads, saved, options: { geometry, activation, outputShape }, needs }) {
    const [input, weight, output] = saved as [Tensor, Tensor, Tensor | undefined];
    const gradient = output === undefined ? grads : throughActivation(grads, output, activation);
    const back = reversed(geometry);
    const inputGradient = () =>
      convolution([gradient, weight, null], { geometry: back, activation: "none", outputShape: input.shape });
    const weightGradient = () =>
      convolutionWeight(geometry.transposed ? [gradient, input] : [input, gradient], { geometry, shape: weight.shape });
    // Without input channels the output has none either, whatever the bias counts.
    const biasGradient = () =>
      outputShape[1] === 0
        ? zeros([geometry.transposed ? weight.shape[1]! * geometry.groups : weight.shape[0]!], { dtype: weight.dtype })
        : sum(gradient, { dim: spatial });
    const spatial = outputShape.map((_, axis) => axis).filter((axis) => axis !== 1);
    return [needs[0] ? inputGradient() : null, needs[1] ? weightGradient() : null, needs[2] ? biasGradient() : null];
  },
});

/** Options of {@link convolutionWeight}. */
export interface WeightOptions {
  readonly geometry: ConvGeometry;
  /** Shape of the weight, which a geometry without channels does not tell. */
  readonly shape: readonly number[];
}

/** The form's derivative towards the weight, from the wide and the narrow array. */
export const convolutionWeight: Op<[Tensor, Tensor], WeightOptions> = defineOp<[Tensor, Tensor], WeightOptions>({
  name: "ConvolutionBackwardBackward0",
  forward({ inputs: [wide, narrow], options: { geometry, shape }, save }) {
    const weight = unwritten([...shape], wide.dtype);
    if (weight.numel() > 0 && wide.numel() > 0 && narrow.numel() > 0) {
      launch(convWeight, { x: contiguous(wide), y: contiguous(narrow), weight }, geometry);
    }
    save(wide);
    save(narrow);
    return weight;
  },
  backward({ grads, saved, options: { geometry }, needs }) {
    const [wide, narrow] = saved as [Tensor, Tensor];
    const towards = (transposed: boolean, from: Tensor, outputShape: readonly number[]) =>
      convolution([from, grads, null], {
        geometry: transposed === geometry.transposed ? geometry : reversed(geometry),
        activation: "none",
        outputShape,
      });
    return [needs[0] ? towards(true, narrow, wide.shape) : null, needs[1] ? towards(false, wide, narrow.shape) : null];
  },
});

/** The gradient before the activation: what was cut off gets none. */
function throughActivation(gradient: Tensor, output: Tensor, activation: Activation): Tensor {
  const open = activation === "relu" ? gt(output, 0) : logicalAnd(gt(output, 0), lt(output, 6));
  return where(open, gradient, 0);
}
