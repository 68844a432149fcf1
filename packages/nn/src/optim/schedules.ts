// Schedules of learning rates that multiply from step to step, as PyTorch's chainable forms do, to the digit.
import { argumentError } from "@toeplitz/tensor/extend";
import {
  checkNumbers,
  checkOptimizer,
  checkSchedule,
  LRScheduler,
  type Rated,
  type SchedulerOptions,
} from "./lr-scheduler.ts";

/** Options of {@link StepLR} and {@link MultiStepLR}. */
export interface StepOptions extends SchedulerOptions {
  /** Factor of each decay. Default 0.1. */
  readonly gamma?: number;
}

/**
 * Multiplies rates by `gamma` every `stepSize` steps.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
 */
export class StepLR extends LRScheduler {
  static override readonly name: string = "StepLR";
  stepSize: number;
  gamma: number;

  constructor(optimizer: Rated, stepSize: number, options: StepOptions = {}) {
    const { gamma = 0.1 } = checkSchedule("StepLR", options, ["gamma"]);
    checkNumbers("StepLR", { stepSize, gamma });
    super(optimizer, options);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.step();
  }

  protected override rates(): number[] {
    const decays = this.lastEpoch !== 0 && this.lastEpoch % this.stepSize === 0;
    return this.groups.map(({ lr }) => (decays ? lr * this.gamma : lr));
  }
}

/**
 * Multiplies rates by `gamma` at the steps that are listed; twice where a step is listed twice.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html
 */
export class MultiStepLR extends LRScheduler {
  static override readonly name: string = "MultiStepLR";
  milestones: readonly number[];
  gamma: number;

  constructor(optimizer: Rated, milestones: readonly number[], options: StepOptions = {}) {
    const { gamma = 0.1 } = checkSchedule("MultiStepLR", options, ["gamma"]);
    checkNumbers("MultiStepLR", { gamma });
    if (!Array.isArray(milestones) || !milestones.every(Number.isInteger)) {
      throw argumentError("MultiStepLR", "milestones", "be a list of whole numbers", milestones);
    }
    super(optimizer, options);
    this.milestones = [...milestones];
    this.gamma = gamma;
    this.step();
  }

  protected override rates(): number[] {
    const times = this.milestones.filter((step) => step === this.lastEpoch).length;
    return this.groups.map(({ lr }) => (times === 0 ? lr : lr * this.gamma ** times));
  }
}

/**
 * Multiplies rates by `gamma` at every step.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html
 */
export class ExponentialLR extends LRScheduler {
  static override readonly name: string = "ExponentialLR";
  gamma: number;

  constructor(optimizer: Rated, gamma: number, options: SchedulerOptions = {}) {
    checkSchedule("ExponentialLR", options, []);
    checkNumbers("ExponentialLR", { gamma });
    super(optimizer, options);
    this.gamma = gamma;
    this.step();
  }

  protected override rates(): number[] {
    return this.groups.map(({ lr }) => (this.lastEpoch === 0 ? lr : lr * this.gamma));
  }
}

/** Options of {@link CosineAnnealingLR}. */
export interface CosineOptions extends SchedulerOptions {
  /** Where rates go to. Default 0. */
  readonly etaMin?: number;
}

/**
 * Lets rates fall along half a cosine in `tMax` steps, and rise again in as many.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 */
export class CosineAnnealingLR extends LRScheduler {
  static override readonly name: string = "CosineAnnealingLR";
  /** Steps from the first rate to the least. */
  tMax: number;
  etaMin: number;

  constructor(optimizer: Rated, tMax: number, options: CosineOptions = {}) {
    const { etaMin = 0 } = checkSchedule("CosineAnnealingLR", options, ["etaMin"]);
    checkNumbers("CosineAnnealingLR", { tMax, etaMin });
    super(optimizer, options);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.step();
  }

  protected override rates(): number[] {
    const { lastEpoch, tMax, etaMin, baseLrs } = this;
    if (lastEpoch === 0) return this.groups.map(({ lr }) => lr);
    const { cos, PI } = Math;
    return this.groups.map(({ lr }, i) => {
      const base = baseLrs[i] as number;
      if (this.stepCount === 0 && lastEpoch > 0) {
        return etaMin + ((base - etaMin) * (1 + cos((lastEpoch * PI) / tMax))) / 2;
      }
      if ((lastEpoch - 1 - tMax) % (2 * tMax) === 0) return lr + ((base - etaMin) * (1 - cos(PI / tMax))) / 2;
      const ratio = (1 + cos((PI * lastEpoch) / tMax)) / (1 + cos((PI * (lastEpoch - 1)) / tMax));
      return ratio * (lr - etaMin) + etaMin;
    });
  }
}

/** A factor of the first rate for each step. */
export type RateFactor = (epoch: number) => number;

/**
 * Sets rates to the first ones times what a function gives for each step: one function, or one for each group.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
 */
export class LambdaLR extends LRScheduler {
  static override readonly name: string = "LambdaLR";
  readonly lrLambdas: readonly RateFactor[];

  constructor(optimizer: Rated, lrLambda: RateFactor | readonly RateFactor[], options: SchedulerOptions = {}) {
    checkSchedule("LambdaLR", options, []);
    checkOptimizer("LambdaLR", optimizer);
    const { length } = optimizer.paramGroups;
    const list = typeof lrLambda === "function" ? new Array<RateFactor>(length).fill(lrLambda) : lrLambda;
    if (!Array.isArray(list) || list.length !== length || !list.every((fn) => typeof fn === "function")) {
      throw argumentError("LambdaLR", "lrLambda", `be a function or a list of ${length}`, lrLambda);
    }
    super(optimizer, options);
    this.lrLambdas = [...list];
    this.step();
  }

  protected override rates(): number[] {
    return this.baseLrs.map((base, i) => base * (this.lrLambdas[i] as RateFactor)(this.lastEpoch));
  }
}
