// Stochastic gradient descent.
import { emptyLike, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { launch } from "@toeplitz/tensor/extend";
import { sgdStep } from "@toeplitz/tensor/kernels";
import { checkNumber, checkSwitches, Optimizer, type ParamGroup, type Params } from "./optimizer.ts";
import type { ParamState } from "./param-state.ts";

/** Options of {@link SGD}. */
export interface SGDOptions {
  /** Learning rate; required, here or in every group. */
  lr: number | undefined;
  /** Part of the last step that goes on. Default 0. */
  momentum: number;
  /** Part of the gradient that momentum leaves out. Default 0. */
  dampening: number;
  /** Part of the parameter that is added to its gradient. Default 0. */
  weightDecay: number;
  /** Whether momentum looks ahead. Default false. */
  nesterov: boolean;
  /** Whether gradients are followed upwards. Default false. */
  maximize: boolean;
}

/**
 * Stochastic gradient descent, with momentum if wanted.
 *
 * @throws ToeplitzError with PyTorch's sentence for options that make no sense.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export class SGD extends Optimizer<SGDOptions> {
  static override readonly name: string = "SGD";

  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(
      params,
      { lr: undefined, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false },
      options,
    );
  }

  protected override check(options: SGDOptions, complete: boolean): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = options;
    if (complete && lr === undefined) {
      throw new ToeplitzError("parameter group didn't specify a value of required optimization parameter lr", {
        code: "option",
        api: "SGD",
        argument: "lr",
      });
    }
    if (lr !== undefined) checkNumber("SGD", "lr", "learning rate", lr);
    checkNumber("SGD", "momentum", "momentum value", momentum);
    checkNumber("SGD", "weightDecay", "weight_decay value", weightDecay);
    checkNumber("SGD", "dampening", "dampening", dampening, () => true);
    checkSwitches("SGD", { nesterov, maximize });
    if (nesterov && (momentum <= 0 || dampening !== 0)) {
      throw new ToeplitzError("Nesterov momentum requires a momentum and zero dampening", {
        code: "value",
        api: "SGD",
        argument: "nesterov",
        value: nesterov,
      });
    }
  }

  protected override update(p: Tensor, grad: Tensor, state: ParamState, group: ParamGroup<SGDOptions>): void {
    const { lr = 0, momentum, dampening, weightDecay, nesterov, maximize } = group;
    const first = (state.momentum_buffer ?? null) === null;
    if (first) state.momentum_buffer = momentum === 0 ? null : emptyLike(p);
    const velocity = momentum === 0 ? null : (state.momentum_buffer as Tensor);
    const params = { length: p.numel(), lr, momentum, dampening, weightDecay, nesterov, maximize, first };
    launch(sgdStep, { grad, p, velocity }, params);
  }
}
