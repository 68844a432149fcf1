// Adam, and AdamW, which decays weights apart from gradients.
import { type Tensor, ToeplitzError, tensor, zerosLike } from "@toeplitz/tensor";
import { argumentError, checkOptions, launch, show } from "@toeplitz/tensor/extend";
import { adamStep } from "@toeplitz/tensor/kernels";
import { checkNumber, checkSwitches, Optimizer, type ParamGroup, type Params } from "./optimizer.ts";
import { type ParamState, stepsOf } from "./param-state.ts";

/** Options of {@link Adam} and {@link AdamW}. */
export interface AdamOptions {
  /** Learning rate. Default 0.001. */
  lr: number;
  /** Parts of the averages, of gradients and of their squares, that stay at each step. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to what is divided by. Default 1e-8. */
  eps: number;
  /** Part of the parameter that is added to its gradient; of AdamW, that it loses, times `lr`. Default 0, of AdamW 0.01. */
  weightDecay: number;
  /** Whether the largest average of squares so far is divided by. Default false. */
  amsgrad: boolean;
  /** Whether gradients are followed upwards. Default false. */
  maximize: boolean;
}

const defaults = { lr: 1e-3, betas: [0.9, 0.999] as const, eps: 1e-8, weightDecay: 0, amsgrad: false, maximize: false };

/**
 * Steps by the average of gradients, divided by the root of the average of their squares.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that make no sense.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export class Adam extends Optimizer<AdamOptions> {
  static override readonly name: string = "Adam";

  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, defaults, options);
  }

  protected override check({ lr, betas, eps, weightDecay, amsgrad, maximize }: AdamOptions): void {
    const api = this.constructor.name;
    checkNumber(api, "lr", "learning rate", lr);
    checkNumber(api, "eps", "epsilon value", eps);
    if (!Array.isArray(betas) || betas.length !== 2)
      throw argumentError(api, "betas", "be a list of two numbers", betas);
    for (const [i, beta] of betas.entries()) {
      if (typeof beta === "number" && beta >= 0 && beta < 1) continue;
      const sentence = `Invalid beta parameter at index ${i}: ${show(beta)}`;
      throw new ToeplitzError(sentence, { code: "value", api, argument: "betas", value: betas });
    }
    checkNumber(api, "weightDecay", "weight_decay value", weightDecay);
    checkSwitches(api, { amsgrad, maximize });
  }

  protected override update(p: Tensor, grad: Tensor, state: ParamState, group: ParamGroup<AdamOptions>): void {
    this.advance(p, grad, state, group, group.weightDecay, 1);
  }

  /** A step whose gradient takes `weightDecay` of the parameter, after the parameter was multiplied by `shrink`. @internal */
  protected advance(
    p: Tensor,
    grad: Tensor,
    state: ParamState,
    { lr, betas: [beta1, beta2], eps, amsgrad, maximize }: ParamGroup<AdamOptions>,
    weightDecay: number,
    shrink: number,
  ): void {
    const step = 1 + stepsOf("Adam.step", "state.step", state.step ?? 0);
    state.step = tensor(step, { dtype: "float32" });
    const average = (state.exp_avg ??= zerosLike(p)) as Tensor;
    const squares = (state.exp_avg_sq ??= zerosLike(p)) as Tensor;
    const largest = amsgrad ? ((state.max_exp_avg_sq ??= zerosLike(p)) as Tensor) : null;
    const stepSize = lr / (1 - beta1 ** step);
    const correction = Math.sqrt(1 - beta2 ** step);
    const params = { length: p.numel(), beta1, beta2, eps, weightDecay, shrink, stepSize, correction, maximize };
    launch(adamStep, { grad, p, average, squares, largest }, params);
  }
}

/**
 * {@link Adam} whose parameters lose a part of themselves at each step, whatever their gradients.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that make no sense.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export class AdamW extends Adam {
  static override readonly name: string = "AdamW";

  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    checkOptions("AdamW", options, Object.keys(defaults));
    super(params, { ...options, weightDecay: options.weightDecay === undefined ? 1e-2 : options.weightDecay });
  }

  protected override update(p: Tensor, grad: Tensor, state: ParamState, group: ParamGroup<AdamOptions>): void {
    this.advance(p, grad, state, group, 0, 1 - group.lr * group.weightDecay);
  }
}
