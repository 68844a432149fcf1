// Normalisation over batches, layers, groups and instances: moments, then one affine step, which differentiate.
import {
  add,
  clampMin,
  clone,
  copy_,
  div,
  mean,
  mul,
  noGrad,
  norm,
  reshape,
  rsqrt,
  type Tensor,
  ToeplitzError,
} from "@toeplitz/tensor";
import {
  affine,
  areWhole,
  argumentError,
  checkOptions,
  checkTensor,
  checkWritable,
  isFloating,
  moments,
  type Shape,
  titleOf,
} from "@toeplitz/tensor/extend";
import { refuseGradients } from "./not-differentiable.ts";

/** Options of every normalisation. */
export interface NormalizationOptions {
  /** Multiplies the result. */
  weight?: Tensor | null;
  /** Is added to the result. */
  bias?: Tensor | null;
  /** Is added to the variance. @defaultValue 1e-5 */
  eps?: number;
}

/** Options of {@link batchNorm} and {@link instanceNorm}, which may keep statistics. */
interface RunningOptions extends NormalizationOptions {
  /** How much of the running statistics is new. @defaultValue 0.1 */
  momentum?: number;
}

/** Options of {@link batchNorm}. */
export interface BatchNormOptions extends RunningOptions {
  /** Normalise by the batch's own statistics, and note them in the running ones. @defaultValue false */
  training?: boolean;
}

/** Options of {@link instanceNorm}. */
export interface InstanceNormOptions extends RunningOptions {
  /** Of each channel, `[C]`; written to. */
  runningMean?: Tensor | null;
  /** Of each channel, `[C]`; written to. */
  runningVar?: Tensor | null;
  /** Normalise by each instance's own statistics, and note their mean in the running ones. @defaultValue true */
  useInputStats?: boolean;
}

function fail(api: string, sentence: string, argument: string, value: unknown, code = "shape"): never {
  throw new ToeplitzError(sentence, { code, api, argument, value });
}

function checkInput(api: string, x: Tensor, options: object, names: readonly string[]): void {
  checkTensor(api, "x", x);
  checkOptions(api, options, ["weight", "bias", "eps", ...names]);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || name === "training" || name === "useInputStats") continue;
    if (name === "eps" || name === "momentum") {
      if (typeof value !== "number") throw argumentError(api, name, "be a number", value);
    } else if (value !== null) checkTensor(api, name, value);
  }
}

/** Refuses integers, and parameters of another type than x's. */
function checkTypes(
  api: string,
  x: Tensor,
  routine: string,
  mixed: (own: string, other: string) => string,
  parameters: readonly (Tensor | null | undefined)[],
): void {
  if (!isFloating(x.dtype)) {
    fail(api, `"${routine}" not implemented for '${titleOf(x.dtype)}'`, "x", x.dtype, "dtype");
  }
  for (const other of parameters) {
    if (other && other.dtype !== x.dtype)
      fail(api, mixed(titleOf(x.dtype), titleOf(other.dtype)), "x", other.dtype, "dtype");
  }
}

const foundOther = (own: string, other: string) => `expected scalar type ${own} but found ${other}`;

/** One number per channel, shaped to broadcast with x. */
const perChannel = (x: Tensor, values: Tensor): Tensor =>
  reshape(
    values,
    x.shape.slice(1).map((_, i) => (i === 0 ? values.numel() : 1)),
  );

const inverseDeviation = (variance: Tensor, eps: number) => rsqrt(add(variance, eps));

/** Checks and normalises per channel: what batches and instances have in common. */
function channelNorm(
  api: string,
  x: Tensor,
  running: { readonly mean: Tensor | null; readonly variance: Tensor | null },
  options: RunningOptions,
  own: { readonly axes: readonly number[]; readonly instances: number } | null,
): Tensor {
  const { weight, bias, eps = 1e-5, momentum = 0.1 } = options;
  const channels = x.shape[1] ?? 0;
  const times = own?.instances ?? 1;
  const parameters = { running_mean: running.mean, running_var: running.variance, weight, bias };
  for (const [name, values] of Object.entries(parameters)) {
    if (values ? values.numel() === channels : own !== null || !name.startsWith("running")) continue;
    const sentence = values
      ? `${name} should contain ${channels * times} elements not ${values.numel() * times}`
      : `${name} must be defined in evaluation mode`;
    fail(api, sentence, name, values);
  }
  const mixed = (type: string) => `mixed dtype (CPU): expect parameter to have scalar type of ${type}`;
  checkTypes(api, x, "batch_norm", mixed, Object.values(parameters));

  // Both are written to or neither.
  for (const values of own === null ? [] : [running.mean, running.variance])
    if (values) noGrad(() => checkWritable(api, values));

  const [center, variance] =
    own === null
      ? ([running.mean, running.variance].map((values) => perChannel(x, (values as Tensor).detach())) as [
          Tensor,
          Tensor,
        ])
      : moments(x, own.axes);
  if (own !== null && x.numel() > 0) {
    const count = own.axes.reduce((n, axis) => n * x.shape[axis]!, 1);
    note(running.mean, center, momentum, 1);
    note(running.variance, variance, momentum, count / (count - 1));
  }
  const deviation = inverseDeviation(variance, eps);
  // That of instances may change before backward: PyTorch repeats it for each.
  const factor = weight && api === "instanceNorm" ? clone(weight) : weight;
  return affine(
    x,
    {
      center,
      scale: factor ? mul(deviation, perChannel(x, factor)) : deviation,
      shift: bias ? perChannel(x, bias) : null,
    },
    "NativeBatchNormBackward0",
  );
}

/** Moves running statistics towards new ones, which are averaged over instances. */
function note(running: Tensor | null, found: Tensor, momentum: number, factor: number): void {
  if (running === null) return;
  noGrad(() => {
    const fresh = mean(found.detach(), { dim: 0 });
    copy_(running, add(mul(running, 1 - momentum), mul(reshape(fresh, running.shape), momentum * factor)));
  });
}

/** The axes of x from `start` on. */
const axesFrom = (x: Tensor, start: number) => x.shape.map((_, axis) => axis).slice(start);

const count = (shape: Shape) => shape.reduce((n, size) => n * size, 1);

/**
 * Each channel of x (axis 1) less its mean, divided by its deviation: `(x - mean) / sqrt(variance + eps) * weight + bias`.
 *
 * When training, mean and variance are those of the batch, and the running ones move towards them (the variance unbiased); otherwise
 * they are the running ones. `x [N, C, ...]`, all others `[C]`; keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for sizes or types that do not fit, for running statistics that are missing, and for
 *   a batch of one value per channel.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormOptions = {},
): Tensor {
  const api = "batchNorm";
  checkInput(api, x, options, ["training", "momentum"]);
  if (runningMean !== null) checkTensor(api, "runningMean", runningMean);
  if (runningVar !== null) checkTensor(api, "runningVar", runningVar);
  const { training = false } = options;
  if (training && (x.ndim < 2 ? x.size(1) : count([x.shape[0]!, ...x.shape.slice(2)])) === 1) {
    const sentence = `Expected more than 1 value per channel when training, got input size torch.Size([${x.shape.join(", ")}])`;
    fail(api, sentence, "x", x.shape);
  }
  refuseGradients(api, "native_batch_norm", { running_mean: runningMean, running_var: runningVar });
  const own = training ? { axes: [0, ...axesFrom(x, 2)], instances: 1 } : null;
  return channelNorm(api, x, { mean: runningMean, variance: runningVar }, options, own);
}

/**
 * Each channel of each instance less its mean, divided by its deviation. `x [N, C, ...]`, all others `[C]`; keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for sizes or types that do not fit, for running statistics that are missing, and for
 *   channels of one element.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html
 */
export function instanceNorm(x: Tensor, options: InstanceNormOptions = {}): Tensor {
  const api = "instanceNorm";
  checkInput(api, x, options, ["runningMean", "runningVar", "useInputStats", "momentum"]);
  const { runningMean = null, runningVar = null, useInputStats = true } = options;
  if (useInputStats && count(x.shape.slice(2)) === 1) {
    const sentence = `Expected more than 1 spatial element when training, got input size torch.Size([${x.shape.join(", ")}])`;
    fail(api, sentence, "x", x.shape);
  }
  if (!useInputStats && (runningMean === null || runningVar === null)) {
    fail(api, "Expected running_mean and running_var to be defined when use_input_stats is false", "runningMean", null);
  }
  const own = useInputStats ? { axes: axesFrom(x, 2), instances: x.shape[0]! } : null;
  return channelNorm(api, x, { mean: runningMean, variance: runningVar }, options, own);
}

/**
 * x less its mean, divided by its deviation, over the last axes. `x [..., *normalizedShape]`, weight and bias of `normalizedShape`;
 * keeps x's shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for sizes or types that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html
 */
export function layerNorm(x: Tensor, normalizedShape: Shape, options: NormalizationOptions = {}): Tensor {
  const api = "layerNorm";
  checkInput(api, x, options, []);
  if (!Array.isArray(normalizedShape))
    throw argumentError(api, "normalizedShape", "be a list of sizes", normalizedShape);
  const { weight = null, bias = null, eps = 1e-5 } = options;
  if (!areWhole(normalizedShape))
    throw argumentError(api, "normalizedShape", "be a list of whole numbers", normalizedShape);
  const list = normalizedShape.join(", ");
  if (normalizedShape.length === 0) {
    const sentence =
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []";
    fail(api, sentence, "normalizedShape", normalizedShape);
  }
  const isOf = (shape: Shape) => shape.join(", ") === list;
  for (const [name, values] of Object.entries({ weight, bias })) {
    if (values === null || isOf(values.shape)) continue;
    const sentence = `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape [${values.shape.join(", ")}] and normalized_shape = [${list}]`;
    fail(api, sentence, name, values.shape);
  }
  const start = x.ndim - normalizedShape.length;
  if (start < 0 || !isOf(x.shape.slice(start))) {
    const sentence = `Given normalized_shape=[${list}], expected input with shape [*, ${list}], but got input of size[${x.shape.join(", ")}]`;
    fail(api, sentence, "x", x.shape);
  }
  checkTypes(api, x, "LayerNormKernelImpl", foundOther, [weight, bias]);
  const [center, variance] = moments(x, axesFrom(x, start));
  const name = "NativeLayerNormBackward0";
  const normalized = affine(x, { center, scale: inverseDeviation(variance, eps) }, name);
  return weight === null && bias === null ? normalized : affine(normalized, { scale: weight, shift: bias }, name);
}

/**
 * Each group of channels less its mean, divided by its deviation. `x [N, C, ...]`, weight and bias `[C]`; keeps x's shape.
 *
 * @param numGroups must divide C
 * @throws ToeplitzError with PyTorch's sentences for groups, sizes or types that do not fit, and for groups of one element.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html
 */
export function groupNorm(x: Tensor, numGroups: number, options: NormalizationOptions = {}): Tensor {
  const api = "groupNorm";
  checkInput(api, x, options, []);
  if (!Number.isInteger(numGroups)) throw argumentError(api, "numGroups", "be a whole number", numGroups);
  const { weight = null, bias = null, eps = 1e-5 } = options;
  const channels = x.size(1);
  const shape = x.shape.join(", ");
  if (numGroups <= 0) fail(api, `Expected num groups to be greater than 0, got ${numGroups}`, "numGroups", numGroups);
  // The batch counts among the elements of a group in this check of PyTorch's.
  if (Math.floor((x.shape[0]! * channels) / numGroups) * count(x.shape.slice(2)) === 1) {
    const sentence = `Expected more than 1 value per channel when training, got input size [${[1, numGroups, ...x.shape.slice(2)].join(", ")}]`;
    fail(api, sentence, "x", x.shape);
  }
  if (channels % numGroups !== 0) {
    const sentence = `Expected number of channels in input to be divisible by num_groups, but got input of shape [${shape}] and num_groups=${numGroups}`;
    fail(api, sentence, "numGroups", numGroups);
  }
  for (const [name, values] of Object.entries({ weight, bias })) {
    if (values === null || (values.ndim === 1 && values.numel() === channels)) continue;
    const sentence = `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape [${values.shape.join(", ")}] and input of shape [${shape}]`;
    fail(api, sentence, name, values.shape);
  }
  checkTypes(api, x, "GroupNormKernelImpl", foundOther, [weight, bias]);
  const size = channels / numGroups;
  const grouped = reshape(x, [x.shape[0]!, numGroups, size, count(x.shape.slice(2))]);
  const ofChannels = (values: Tensor) => reshape(values, [numGroups, size, 1]);
  const [center, variance] = moments(grouped, [2, 3]);
  const deviation = inverseDeviation(variance, eps);
  const y = affine(
    grouped,
    { center, scale: weight ? mul(deviation, ofChannels(weight)) : deviation, shift: bias && ofChannels(bias) },
    "NativeGroupNormBackward0",
  );
  return reshape(y, x.shape);
}

/**
 * x divided by its norm along an axis, or by `eps` where that is larger. Keeps x's shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
 */
export function normalize(
  x: Tensor,
  options: { p?: number; dim?: number | readonly number[]; eps?: number } = {},
): Tensor {
  checkOptions("normalize", options, ["p", "dim", "eps"]);
  const { p = 2, dim = 1, eps = 1e-12 } = options;
  return div(x, clampMin(norm(x, { p, dim, keepdim: true }), eps));
}
