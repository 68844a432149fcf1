// @toeplitz/nn/optim: optimisers, schedules of learning rates, and clipping of gradients.
export { Adam, type AdamOptions, AdamW } from "./adam.ts";
export { type ClipOptions, clipGradNorm_, clipGradValue_ } from "./clip-grad.ts";
export { LRScheduler, type SchedulerOptions } from "./lr-scheduler.ts";
export { OneCycleLR, type OneCycleOptions } from "./one-cycle.ts";
export { Optimizer, type OptimizerState, type ParamGroup, type Params } from "./optimizer.ts";
export type { ParamState } from "./param-state.ts";
export { RMSprop, type RMSpropOptions } from "./rmsprop.ts";
export {
  CosineAnnealingLR,
  type CosineOptions,
  ExponentialLR,
  LambdaLR,
  MultiStepLR,
  type RateFactor,
  StepLR,
  type StepOptions,
} from "./schedules.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
