// RMSprop.
import { type Tensor, zerosLike } from "@toeplitz/tensor";
import { launch } from "@toeplitz/tensor/extend";
import { rmspropStep } from "@toeplitz/tensor/kernels";
import { checkNumber, checkSwitches, Optimizer, type ParamGroup, type Params } from "./optimizer.ts";
import { type ParamState, stepsOf } from "./param-state.ts";

/** Options of {@link RMSprop}. */
export interface RMSpropOptions {
  /** Learning rate. Default 0.01. */
  lr: number;
  /** Part of the last step that goes on. Default 0. */
  momentum: number;
  /** Part of the average of squares that stays at each step. Default 0.99. */
  alpha: number;
  /** Added to what is divided by. Default 1e-8. */
  eps: number;
  /** Whether squares are measured from the average. Default false. */
  centered: boolean;
  /** Part of the parameter that is added to its gradient. Default 0. */
  weightDecay: number;
  /** Whether gradients are followed upwards. Default false. */
  maximize: boolean;
}

const defaults = { lr: 1e-2, momentum: 0, alpha: 0.99, eps: 1e-8, centered: false, weightDecay: 0, maximize: false };

/**
 * Steps by the gradient, divided by the root of the average of its squares.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that make no sense.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  static override readonly name: string = "RMSprop";

  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(params, defaults, options);
  }

  protected override check({ lr, momentum, alpha, eps, centered, weightDecay, maximize }: RMSpropOptions): void {
    checkNumber("RMSprop", "lr", "learning rate", lr);
    checkNumber("RMSprop", "eps", "epsilon value", eps);
    checkNumber("RMSprop", "momentum", "momentum value", momentum);
    checkNumber("RMSprop", "weightDecay", "weight_decay value", weightDecay);
    checkNumber("RMSprop", "alpha", "alpha value", alpha);
    checkSwitches("RMSprop", { centered, maximize });
  }

  protected override update(p: Tensor, grad: Tensor, state: ParamState, group: ParamGroup<RMSpropOptions>): void {
    const { lr, momentum, alpha, eps, centered, weightDecay, maximize } = group;
    state.step = 1 + stepsOf("RMSprop.step", "state.step", state.step ?? 0);
    const squares = (state.square_avg ??= zerosLike(p)) as Tensor;
    const velocity = momentum > 0 ? ((state.momentum_buffer ??= zerosLike(p)) as Tensor) : null;
    const average = centered ? ((state.grad_avg ??= zerosLike(p)) as Tensor) : null;
    const params = { length: p.numel(), lr, alpha, eps, weightDecay, momentum, maximize };
    launch(rmspropStep, { grad, p, squares, average, velocity }, params);
  }
}
