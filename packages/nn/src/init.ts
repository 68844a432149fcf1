// Filling tensors with first values, drawn as PyTorch draws them: torch.nn.init.
import { defaultGenerator, type Generator, noGrad, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor, show } from "@toeplitz/tensor/extend";
import { fans } from "./fans.ts";

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
    throw new ToeplitzError(`Unsupported nonlinearity ${String(nonlinearity).slice(0, 60)}`, {
      code: "argument",
      api: "calculateGain",
      argument: "nonlinearity",
      value: nonlinearity,
      legal: [...linear, "tanh", "relu", "leaky_relu", "selu"],
    });
  }
  const slope: unknown = param ?? 0.01;
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
    throw new ToeplitzError(
      `Mode ${String(mode).slice(0, 60)} not supported, please use one of ['fan_in', 'fan_out']`,
      { code: "argument", api, argument: "mode", value: mode, legal: ["fan_in", "fan_out"] },
    );
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
