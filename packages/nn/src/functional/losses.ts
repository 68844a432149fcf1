// Losses that compare element with element, as compositions of ops.
import {
  abs,
  add,
  clamp,
  div,
  eq,
  exp,
  isFloating,
  log,
  log1p,
  lt,
  mul,
  neg,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  ToeplitzError,
  to,
  where,
} from "@toeplitz/tensor";
import { argumentError, checkTensor, defineOp, titleOf } from "@toeplitz/tensor/extend";
import { refuseGradients } from "./not-differentiable.ts";
import { checkLoss, type LossOptions, type Reduction, reduced } from "./reduction.ts";

/**
 * Squares of differences. `input`, `target` of one shape, or broadcast -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes that do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html
 */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkLoss("mseLoss", input, target, options);
  return reduced(square(sub(input, target)), options.reduction);
}

/**
 * Sizes of differences. `input`, `target` of one shape, or broadcast -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes that do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.l1_loss.html
 */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkLoss("l1Loss", input, target, options);
  return reduced(abs(sub(input, target)), options.reduction);
}

/** Options of {@link smoothL1Loss}. */
export interface SmoothL1Options extends LossOptions {
  /** Below this difference squares count, above it sizes. Default 1. */
  readonly beta?: number;
}

/**
 * Squares of small differences, halved and divided by `beta`; sizes of large ones, less half of `beta`.
 *
 * `input`, `target` of one shape, or broadcast -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for a negative `beta`.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.smooth_l1_loss.html
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  checkLoss("smoothL1Loss", input, target, options, ["beta"]);
  const { beta = 1 } = options;
  checkNumber("smoothL1Loss", "beta", beta, (v) => v >= 0, "smooth_l1_loss does not support negative values for beta.");
  const size = abs(sub(input, target));
  if (beta === 0) return reduced(size, options.reduction);
  return reduced(where(lt(size, beta), div(mul(mul(size, 0.5), size), beta), sub(size, 0.5 * beta)), options.reduction);
}

/** Options of {@link huberLoss}. */
export interface HuberOptions extends LossOptions {
  /** Below this difference squares count, above it sizes. Default 1. */
  readonly delta?: number;
}

/**
 * Halves of squares of small differences; `delta` times the sizes of large ones, less half of its square.
 *
 * `input`, `target` of one shape, or broadcast -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for a `delta` that is not positive.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.huber_loss.html
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  checkLoss("huberLoss", input, target, options, ["delta"]);
  const { delta = 1 } = options;
  checkNumber("huberLoss", "delta", delta, (v) => v > 0, "huber_loss does not support non-positive values for delta.");
  const size = abs(sub(input, target));
  const small = mul(mul(size, 0.5), size);
  const losses = where(lt(size, delta), small, mul(sub(size, 0.5 * delta), delta));
  // Unlike the other losses, this one has the type of its input.
  return reduced(isFloating(input.dtype) ? to(losses, input.dtype) : losses, options.reduction);
}

function checkNumber(
  api: string,
  argument: string,
  value: unknown,
  legal: (value: number) => boolean,
  sentence: string,
): void {
  if (typeof value !== "number") throw argumentError(api, argument, "be a number", value);
  if (!legal(value)) throw new ToeplitzError(sentence, { code: "value", api, argument, value });
}

/** Options of {@link binaryCrossEntropy}. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** Multiplies the losses, broadcast. */
  readonly weight?: Tensor | null;
}

/** Losses of probabilities; its gradient is finite everywhere, as PyTorch's, by one small number in a divisor. */
const crossEntropyOfProbabilities = defineOp<[Tensor, Tensor]>({
  name: "BinaryCrossEntropyBackward0",
  forward({ inputs: [x, t], save }) {
    save(x);
    save(t);
    const least = (logarithm: Tensor) => clamp(logarithm, { min: -100 });
    return sub(mul(sub(t, 1), least(log1p(neg(x)))), mul(t, least(log(x))));
  },
  backward({ grads, saved, needs }) {
    const [x, t] = saved as [Tensor, Tensor];
    const variance = clamp(mul(sub(1, x), x), { min: 1e-12 });
    return [
      needs[0] ? div(mul(grads, sub(x, t)), variance) : null,
      needs[1] ? mul(grads, sub(log1p(neg(x)), log(x))) : null,
    ];
  },
});

/**
 * `-(t log x + (1 - t) log(1 - x))` for probabilities x, each logarithm at least -100.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for other shapes or types, and numbers that are no probabilities.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy.html
 */
export function binaryCrossEntropy(input: Tensor, target: Tensor, options: BinaryCrossEntropyOptions = {}): Tensor {
  const api = "binaryCrossEntropy";
  checkLoss(api, input, target, options, ["weight"]);
  const { weight = null } = options;
  if (weight !== null) checkTensor(api, "weight", weight);
  const size = (x: Tensor) => `torch.Size([${x.shape.join(", ")}])`;
  if (size(input) !== size(target)) {
    throw new ToeplitzError(
      `Using a target size (${size(target)}) that is different to the input size (${size(input)}) is deprecated. Please ` +
        "ensure they have the same size.",
      { code: "shape", api, argument: "target", value: target.shape },
    );
  }
  if (input.dtype !== target.dtype) {
    throw new ToeplitzError(`Found dtype ${titleOf(target.dtype)} but expected ${titleOf(input.dtype)}`, {
      code: "dtype",
      api,
      argument: "target",
      value: target.dtype,
    });
  }
  if ((input.toTypedArray() as Float32Array).some((x) => !(x >= 0 && x <= 1))) {
    const sentence = "all elements of input should be between 0 and 1";
    throw new ToeplitzError(sentence, { code: "value", api, argument: "input" });
  }
  return reduced(weighted(crossEntropyOfProbabilities([input, target], undefined), weight), options.reduction);
}

/** Options of {@link binaryCrossEntropyWithLogits}. */
export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  /** Multiplies what positive examples contribute, broadcast. */
  readonly posWeight?: Tensor | null;
}

/** log(1 + e^-x), from numbers that do not overflow. */
function softplusOfNegative(x: Tensor): Tensor {
  const most = clamp(neg(x), { min: 0 });
  return add(log(add(exp(neg(most)), exp(sub(neg(x), most)))), most);
}

const crossEntropyOfLogits = defineOp<[Tensor, Tensor, Tensor | null]>({
  name: "BinaryCrossEntropyWithLogitsBackward0",
  forward({ inputs: [x, t, p], save }) {
    for (const input of p === null ? [x, t] : [x, t, p]) save(input);
    const rest = softplusOfNegative(x);
    return add(mul(sub(1, t), x), p === null ? rest : mul(add(mul(sub(p, 1), t), 1), rest));
  },
  backward({ grads, saved, needs }) {
    const [x, t, p] = saved as [Tensor, Tensor, Tensor?];
    const positive = p === undefined ? t : mul(p, t);
    const s = sigmoid(x);
    const slope = p === undefined ? sub(s, t) : sub(mul(sub(add(positive, 1), t), s), positive);
    const rest = p === undefined ? undefined : mul(sub(p, 1), softplusOfNegative(x));
    return [
      needs[0] ? mul(grads, slope) : null,
      needs[1] ? mul(grads, rest === undefined ? neg(x) : sub(rest, x)) : null,
      null,
    ];
  },
});

/**
 * {@link binaryCrossEntropy} of the sigmoids of the input, without their loss of digits.
 *
 * `input`, `target` of one shape -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentences for other shapes, and for weights that require gradients.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyWithLogitsOptions = {},
): Tensor {
  const api = "binaryCrossEntropyWithLogits";
  checkLoss(api, input, target, options, ["weight", "posWeight"]);
  const { weight = null, posWeight = null } = options;
  for (const [name, factor] of Object.entries({ weight, posWeight })) {
    if (factor !== null) checkTensor(api, name, factor);
  }
  const size = (x: Tensor) => `torch.Size([${x.shape.join(", ")}])`;
  if (size(input) !== size(target)) {
    throw new ToeplitzError(`Target size (${size(target)}) must be the same as input size (${size(input)})`, {
      code: "shape",
      api,
      argument: "target",
      value: target.shape,
    });
  }
  refuseGradients(api, "binary_cross_entropy_with_logits", { weight, pos_weight: posWeight });
  return reduced(weighted(crossEntropyOfLogits([input, target, posWeight], undefined), weight), options.reduction);
}

function weighted(losses: Tensor, weight: Tensor | null): Tensor {
  return weight === null ? losses : mul(losses, weight);
}

/** Options of {@link klDiv}. */
export interface KLDivOptions {
  /** `'batchmean'` divides the sum by the size of the batch, as the definition has it. Default `'mean'`. */
  readonly reduction?: Reduction | "batchmean";
  /** Whether the target is logarithms too. Default false. */
  readonly logTarget?: boolean;
}

/**
 * `t (log t - x)`, the divergence of a target t from probabilities whose logarithms x are.
 *
 * `input`, `target` of one shape, or broadcast -> one number, or that shape.
 *
 * @throws ToeplitzError with PyTorch's sentence for integers.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.kl_div.html
 */
export function klDiv(input: Tensor, target: Tensor, options: KLDivOptions = {}): Tensor {
  checkLoss("klDiv", input, target, options, ["logTarget"], ["none", "mean", "sum", "batchmean"]);
  const { reduction, logTarget = false } = options;
  if (typeof logTarget !== "boolean") throw argumentError("klDiv", "logTarget", "be a boolean", logTarget);
  for (const [argument, { dtype }] of Object.entries({ input, target })) {
    if (isFloating(dtype)) continue;
    const sentence = "kl_div: Integral inputs not supported.";
    throw new ToeplitzError(sentence, { code: "dtype", api: "klDiv", argument, value: dtype });
  }
  // 0 log 0 is 0.
  const entropy = (t: Tensor) => mul(t, log(where(eq(t, 0), 1, t)));
  const losses = logTarget ? mul(exp(target), sub(target, input)) : sub(entropy(target), mul(target, input));
  return reduction === "batchmean" ? div(sum(losses), input.shape[0] ?? 1) : reduced(losses, reduction);
}
