// Filling tensors with first values, drawn as PyTorch draws them: torch.nn.init.
import { defaultGenerator, erf, eye, full, type Generator, noGrad, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor, show, showWord } from "@toeplitz/tensor/extend";
import { fans } from "./fans.ts";
import { inverseErf } from "./inverse-erf.ts";

export { type OrthogonalOptions, orthogonal_, type SparseOptions, sparse_ } from "./init-matrices.ts";

/** Where the draws come from. */
export interface DrawOptions {
  /** The default generator, which `manualSeed` seeds, when left out. */
  readonly generator?: Generator;
}

/** Options of {@link xavierUniform_} and {@link xavierNormal_}. */
export interface XavierOptions extends DrawOptions {
  /** Scales the result. Default 1. */
  readonly gain?: number;
}

/** Options of {@link kaimingUniform_} and {@link kaimingNormal_}. */
export interface KaimingOptions extends DrawOptions {
  /** Slope of the leaky ReLU that follows, below zero. Default 0. */
  readonly a?: number;
  /** Whether sizes of values going forward or of gradients going back are kept. Default `'fan_in'`. */
  readonly mode?: "fan_in" | "fan_out";
  /** What follows. Default `'leaky_relu'`. */
  readonly nonlinearity?: Nonlinearity;
}

/** Functions that {@link calculateGain} knows, in PyTorch's words. */
export type Nonlinearity =
  | "linear"
  | "conv1d"
  | "conv2d"
  | "conv3d"
  | "conv_transpose1d"
  | "conv_transpose2d"
  | "conv_transpose3d"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leaky_relu"
  | "selu";

const linear: readonly string[] = [
  "linear",
  "conv1d",
  "conv2d",
  "conv3d",
  "conv_transpose1d",
  "conv_transpose2d",
  "conv_transpose3d",
  "sigmoid",
];

/**
 * The factor by which a layer before `nonlinearity` should scale; `param` is the slope of a leaky ReLU, 0.01 when left out.
 *
 * @throws ToeplitzError with PyTorch's sentence for another name.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
 */
export function calculateGain(nonlinearity: Nonlinearity, param?: number): number {
  if (linear.includes(nonlinearity)) return 1;
  if (nonlinearity === "tanh") return 5 / 3;
  if (nonlinearity === "relu") return Math.sqrt(2);
  if (nonlinearity === "selu") return 3 / 4;
  if (nonlinearity !== "leaky_relu") {
    throw new ToeplitzError(`Unsupported nonlinearity ${showWord(nonlinearity)}`, {
      code: "argument",
      api: "calculateGain",
      argument: "nonlinearity",
      value: nonlinearity,
      legal: [...linear, "tanh", "relu", "leaky_relu", "selu"],
    });
  }
  const slope: unknown = param === undefined ? 0.01 : param;
  if (typeof slope !== "number") {
    throw new ToeplitzError(`negative_slope ${show(slope)} not a valid number`, {
      code: "argument",
      api: "calculateGain",
      argument: "param",
      value: slope,
    });
  }
  return Math.sqrt(2 / (1 + slope ** 2));
}

function kaimingDeviation(api: string, tensor: Tensor, options: KaimingOptions): number {
  const { a = 0, mode = "fan_in", nonlinearity = "leaky_relu" } = options;
  if (mode !== "fan_in" && mode !== "fan_out") {
    throw new ToeplitzError(`Mode ${showWord(mode)} not supported, please use one of ['fan_in', 'fan_out']`, {
      code: "argument",
      api,
      argument: "mode",
      value: mode,
      legal: ["fan_in", "fan_out"],
    });
  }
  const { fanIn, fanOut } = fans(api, tensor);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

const kaimingNames = ["a", "mode", "nonlinearity", "generator"];

/** Whether there is nothing to draw. PyTorch warns of it; here it goes without saying. */
function isEmpty(api: string, tensor: Tensor): boolean {
  checkTensor(api, "tensor", tensor);
  return tensor.numel() === 0;
}

/**
 * Uniform numbers whose bound keeps the variance through layers with rectifiers.
 *
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes or unknown words.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
 */
export function kaimingUniform_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  checkOptions("kaimingUniform_", options, kaimingNames);
  if (isEmpty("kaimingUniform_", tensor)) return tensor;
  const bound = Math.sqrt(3) * kaimingDeviation("kaimingUniform_", tensor, options);
  return uniform_(tensor, -bound, bound, drawOptions(options));
}

/**
 * Normal numbers whose deviation keeps the variance through layers with rectifiers.
 *
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes or unknown words.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_
 */
export function kaimingNormal_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  checkOptions("kaimingNormal_", options, kaimingNames);
  if (isEmpty("kaimingNormal_", tensor)) return tensor;
  return normal_(tensor, 0, kaimingDeviation("kaimingNormal_", tensor, options), drawOptions(options));
}

function xavierDeviation(api: string, tensor: Tensor, options: XavierOptions): number {
  checkOptions(api, options, ["gain", "generator"]);
  const { gain = 1 } = options;
  if (typeof gain !== "number") throw argumentError(api, "gain", "be a number", gain);
  const { fanIn, fanOut } = fans(api, tensor);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Uniform numbers whose bound keeps the variance in both directions.
 *
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
 */
export function xavierUniform_(tensor: Tensor, options: XavierOptions = {}): Tensor {
  if (isEmpty("xavierUniform_", tensor)) return tensor;
  const bound = Math.sqrt(3) * xavierDeviation("xavierUniform_", tensor, options);
  return uniform_(tensor, -bound, bound, drawOptions(options));
}

/**
 * Normal numbers whose deviation keeps the variance in both directions.
 *
 * @throws ToeplitzError with PyTorch's sentence for fewer than two axes.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_
 */
export function xavierNormal_(tensor: Tensor, options: XavierOptions = {}): Tensor {
  if (isEmpty("xavierNormal_", tensor)) return tensor;
  return normal_(tensor, 0, xavierDeviation("xavierNormal_", tensor, options), drawOptions(options));
}

function drawOptions({ generator = defaultGenerator }: DrawOptions): { generator: Generator } {
  return { generator };
}

/** Uniform numbers from [a, b). @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.uniform_ */
export function uniform_(tensor: Tensor, a = 0, b = 1, options: DrawOptions = {}): Tensor {
  checkTensor("uniform_", "tensor", tensor);
  return noGrad(() => tensor.uniform_(a, b, options));
}

/** Normal numbers. @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.normal_ */
export function normal_(tensor: Tensor, mean = 0, std = 1, options: DrawOptions = {}): Tensor {
  checkTensor("normal_", "tensor", tensor);
  return noGrad(() => tensor.normal_(mean, std, options));
}

/** One value everywhere. @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_ */
export function constant_(tensor: Tensor, value: number): Tensor {
  checkTensor("constant_", "tensor", tensor);
  return noGrad(() => tensor.fill_(value));
}

/** Ones. @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_ */
export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/** Zeros. @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.zeros_ */
export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

/**
 * Ones on the diagonal of a matrix, zeros elsewhere.
 *
 * @throws ToeplitzError with PyTorch's sentence unless there are two axes.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_
 */
export function eye_(tensor: Tensor): Tensor {
  checkTensor("eye_", "tensor", tensor);
  if (tensor.ndim !== 2) throw axesError("eye_", tensor, "Only tensors with 2 dimensions are supported", [2]);
  const [rows, columns] = tensor.shape as [number, number];
  return noGrad(() => tensor.copy_(eye(rows, columns, { dtype: tensor.dtype })));
}

/** Options of {@link dirac_}. */
export interface DiracOptions {
  /** Blocks of output channels, each of which passes on the first input channels. Default 1. */
  readonly groups?: number;
}

/**
 * The weight of a convolution that passes its input channels on, as many as there are: a one in the middle of each kernel.
 *
 * @throws ToeplitzError with PyTorch's sentence unless there are 3 to 5 axes and `groups` divides the first.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
 */
export function dirac_(tensor: Tensor, options: DiracOptions = {}): Tensor {
  checkTensor("dirac_", "tensor", tensor);
  checkOptions("dirac_", options, ["groups"]);
  const { groups = 1 } = options;
  if (!Number.isInteger(groups) || groups < 1)
    throw argumentError("dirac_", "groups", "be a whole number from 1 on", groups);
  if (tensor.ndim < 3 || tensor.ndim > 5) {
    throw axesError("dirac_", tensor, "Only tensors with 3, 4, or 5 dimensions are supported", [3, 4, 5]);
  }
  const [outputs, inputs, ...kernel] = tensor.shape as [number, number, ...number[]];
  if (outputs % groups !== 0) {
    const fields = { code: "argument", api: "dirac_", argument: "groups", value: groups };
    throw new ToeplitzError("dim 0 must be divisible by groups", fields);
  }
  const perGroup = outputs / groups;
  const middle = kernel.map((size) => Math.floor(size / 2));
  return noGrad(() => {
    tensor.zero_();
    for (let o = 0; o < outputs; o++) {
      const input = o % perGroup;
      if (input < inputs) tensor.index(o, input, ...middle).fill_(1);
    }
    return tensor;
  });
}

function axesError(api: string, tensor: Tensor, sentence: string, legal: readonly number[]): ToeplitzError {
  return new ToeplitzError(sentence, { code: "shape", api, argument: "tensor", value: tensor.shape, legal });
}

/**
 * Normal numbers of the given mean and deviation, those outside of [a, b] drawn as if the bounds cut the curve. Each takes one
 * uniform draw, whose image under the inverse of the normal distribution it is; where the last bit of that function falls, libraries
 * differ.
 *
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_
 */
export function truncNormal_(tensor: Tensor, mean = 0, std = 1, a = -2, b = 2, options: DrawOptions = {}): Tensor {
  checkTensor("truncNormal_", "tensor", tensor);
  for (const [name, value] of Object.entries({ mean, std, a, b })) {
    if (typeof value !== "number") throw argumentError("truncNormal_", name, "be a number", value);
  }
  if (std === 0) throw argumentError("truncNormal_", "std", "not be zero", std);
  return noGrad(() => {
    const below = (bound: number) =>
      (1 + Number(erf(full([], (bound - mean) / std / Math.SQRT2, { dtype: "float64" })).item())) / 2;
    const placed = (x: Tensor) =>
      x
        .mul_(std * Math.sqrt(2))
        .add_(mean)
        .clamp_({ min: a, max: b });
    // Numbers that the type has no room for are refused before any is drawn.
    placed(full([], 0, { dtype: tensor.dtype }));
    tensor.uniform_(2 * below(a) - 1, 2 * below(b) - 1, options);
    return placed(tensor.copy_(inverseErf(tensor)));
  });
}
