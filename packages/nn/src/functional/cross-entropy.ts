// Losses of classes: the negative logarithm of the target's probability.
import {
  add,
  div,
  gather,
  indexSelect,
  isFloating,
  logSoftmax,
  mul,
  ne,
  neg,
  reshape,
  squeeze,
  sum,
  type Tensor,
  ToeplitzError,
  to,
  unsqueeze,
  where,
} from "@toeplitz/tensor";
import { argumentError, checkTensor, show, titleOf } from "@toeplitz/tensor/extend";
import { checkLoss, type LossOptions, type Reduction, reduced } from "./reduction.ts";

/** Options of {@link nllLoss}. */
export interface NLLLossOptions extends LossOptions {
  /** `[C]`: how much each class counts. */
  readonly weight?: Tensor | null;
  /** A target that counts for nothing. Default -100. */
  readonly ignoreIndex?: number;
}

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions extends NLLLossOptions {
  /** Part of the target that is shared by all classes. Default 0. */
  readonly labelSmoothing?: number;
}

function fail(api: string, sentence: string, argument: string, value: unknown): never {
  throw new ToeplitzError(sentence, { code: "shape", api, argument, value });
}

const size = (x: Tensor) => `torch.Size([${x.shape.join(", ")}])`;

/** The axis of classes. */
const classAxis = (x: Tensor) => (x.ndim === 1 ? 0 : 1);

interface Weights {
  /** Which targets count. */
  readonly counted: Tensor;
  /** How much each target counts, and what a mean divides by. */
  readonly each: Tensor;
  readonly total: Tensor;
  /** The targets, 0 for those that do not count. */
  readonly classes: Tensor;
}

function weightsOf(input: Tensor, target: Tensor, weight: Tensor | null, ignoreIndex: number): Weights {
  const counted = ne(target, ignoreIndex);
  const classes = where(counted, target, 0);
  const of = to(weight === null ? counted : chosen(weight, classes), input.dtype);
  const each = where(counted, of, 0);
  return { counted, each, total: sum(each), classes };
}

/** The weight of every class in a tensor of classes. */
function chosen(weight: Tensor, classes: Tensor): Tensor {
  return reshape(indexSelect(weight, 0, reshape(classes, [-1])), classes.shape);
}

function averaged(losses: Tensor, total: Tensor, reduction: Reduction = "mean"): Tensor {
  return reduction === "mean" ? div(sum(losses), total) : reduced(losses, reduction);
}

/** The losses of checked arguments, and the weights that they were given. */
function negativeLikelihoods(input: Tensor, weights: Weights): Tensor {
  const axis = classAxis(input);
  const picked = squeeze(gather(input, axis, unsqueeze(weights.classes, axis)), axis);
  return where(weights.counted, neg(mul(picked, weights.each)), 0);
}

function checkClasses(api: string, input: Tensor, target: Tensor, options: NLLLossOptions): void {
  const { weight = null, ignoreIndex = -100 } = options;
  if (weight !== null) checkTensor(api, "weight", weight);
  if (!Number.isInteger(ignoreIndex)) throw argumentError(api, "ignoreIndex", "be a whole number", ignoreIndex);
  if (input.ndim === 0) fail(api, "Expected 1 or more dimensions (got 0)", "input", input.shape);
  if (input.ndim !== 1 && input.shape[0] !== target.shape[0]) {
    const sentence = `Expected input batch_size (${input.shape[0]}) to match target batch_size (${target.shape[0] ?? 0}).`;
    fail(api, sentence, "target", target.shape);
  }
  if (target.dtype !== "int64") {
    fail(api, `expected scalar type Long but found ${titleOf(target.dtype)}`, "target", target.dtype);
  }
  if (input.ndim <= 2) {
    if (target.ndim > 1)
      fail(api, "0D or 1D target tensor expected, multi-target not supported", "target", target.shape);
    if (input.ndim === 1 && target.ndim === 1) {
      const sentence = `size mismatch (got input: [${input.shape.join(", ")}], target: [${target.shape.join(", ")}])`;
      fail(api, sentence, "target", target.shape);
    }
  } else {
    const expected = [input.shape[0] as number, ...input.shape.slice(2)];
    if (expected.join(", ") !== target.shape.join(", ")) {
      fail(
        api,
        `Expected target size [${expected.join(", ")}], got [${target.shape.join(", ")}]`,
        "target",
        target.shape,
      );
    }
  }
  const classes = input.shape[classAxis(input)] as number;
  if (weight !== null && (weight.ndim !== 1 || weight.shape[0] !== classes)) {
    const sentence =
      `weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ` +
      `[${weight.shape.join(", ")}]`;
    fail(api, sentence, "weight", weight.shape);
  }
  if (weight !== null && weight.dtype !== input.dtype) {
    const sentence = `expected scalar type ${titleOf(input.dtype)} but found ${titleOf(weight.dtype)}`;
    fail(api, sentence, "weight", weight.dtype);
  }
  for (const value of target.toTypedArray() as BigInt64Array) {
    const index = Number(value);
    if (index === ignoreIndex || (index >= 0 && index < classes)) continue;
    throw new ToeplitzError(`Target ${index} is out of bounds.`, {
      code: "index",
      api,
      argument: "target",
      value: index,
    });
  }
}

/**
 * Minus the input at each target class, which is a logarithm of probabilities.
 *
 * `input [N, C]`, `[C]` or `[N, C, ...]`, `target [N]`, `[]` or `[N, ...]`, int64 -> one number, or the target's shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes that do not meet, and classes that do not exist.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
 */
export function nllLoss(input: Tensor, target: Tensor, options: NLLLossOptions = {}): Tensor {
  checkLoss("nllLoss", input, target, options, ["weight", "ignoreIndex"]);
  checkClasses("nllLoss", input, target, options);
  const { weight = null, ignoreIndex = -100, reduction } = options;
  const weights = weightsOf(input, target, weight, ignoreIndex);
  return averaged(negativeLikelihoods(input, weights), weights.total, reduction);
}

/**
 * Minus the logarithm of the softmax of the input, at each target class or averaged over target probabilities.
 *
 * `input [N, C]`, `[C]` or `[N, C, ...]`; `target` int64 `[N]`, `[]` or `[N, ...]`, or probabilities of the input's shape -> one
 * number, or a shape without C.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes that do not meet, and classes that do not exist.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const api = "crossEntropy";
  checkLoss(api, input, target, options, ["weight", "ignoreIndex", "labelSmoothing"]);
  const { weight = null, ignoreIndex = -100, labelSmoothing = 0, reduction } = options;
  if (typeof labelSmoothing !== "number" || !(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    const sentence = `label_smoothing must be between 0.0 and 1.0. Got: ${show(labelSmoothing)}`;
    throw new ToeplitzError(sentence, { code: "value", api, argument: "labelSmoothing", value: labelSmoothing });
  }
  if (size(input) === size(target)) {
    if (!isFloating(target.dtype)) {
      const sentence = `Expected floating point type for target with class probabilities, got ${titleOf(target.dtype)}`;
      throw new ToeplitzError(sentence, { code: "dtype", api, argument: "target", value: target.dtype });
    }
    return crossEntropyOfMixtures(input, target, weight, labelSmoothing, reduction);
  }
  checkClasses(api, input, target, options);
  const axis = classAxis(input);
  const logs = logSoftmax(input, axis);
  const weights = weightsOf(input, target, weight, ignoreIndex);
  const losses = averaged(negativeLikelihoods(logs, weights), weights.total, reduction);
  if (labelSmoothing === 0) return losses;
  const ofAll = neg(sum(weight === null ? logs : mul(logs, alongClasses(weight, logs)), { dim: axis }));
  const smooth = averaged(where(weights.counted, ofAll, 0), weights.total, reduction);
  return add(mul(losses, 1 - labelSmoothing), mul(smooth, labelSmoothing / (input.shape[axis] as number)));
}

/** Weights of classes, shaped to broadcast. */
function alongClasses(weight: Tensor, x: Tensor): Tensor {
  const axis = classAxis(x);
  return reshape(
    weight,
    x.shape.map((_, i) => (i === axis ? -1 : 1)),
  );
}

function crossEntropyOfMixtures(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  labelSmoothing: number,
  reduction?: Reduction,
): Tensor {
  const api = "crossEntropy";
  if (weight !== null) checkTensor(api, "weight", weight);
  const axis = classAxis(input);
  const classes = input.shape[axis] as number;
  if (weight !== null && (weight.ndim !== 1 || weight.numel() !== classes)) {
    const sentence =
      "cross_entropy: weight tensor should be defined either for all " +
      `${classes} classes or no classes but got weight tensor of shape: [${weight.shape.join(", ")}]`;
    fail(api, sentence, "weight", weight.shape);
  }
  const smooth = labelSmoothing === 0 ? target : add(mul(target, 1 - labelSmoothing), labelSmoothing / classes);
  const logs = logSoftmax(input, axis);
  const terms = mul(logs, smooth);
  const all = weight === null ? terms : mul(terms, alongClasses(weight, logs));
  if (reduction === "none") return neg(sum(all, { dim: axis }));
  const total = neg(sum(all));
  return reduction === "sum" ? total : div(total, input.numel() / classes);
}
