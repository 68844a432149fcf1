// Normalisation of batches and instances as modules, with running statistics.
import { type DType, noGrad, ones, squeeze, type Tensor, ToeplitzError, unsqueeze, zeros } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor, show } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "./check-all-writable.ts";
import { batchNorm, instanceNorm } from "./functional/normalize.ts";
import { keptNumber, keptSwitch } from "./module-arguments.ts";
import { floatText, switchText } from "./module-text.ts";
import { Affine } from "./normalization.ts";

/** Options of the modules of batches and of instances. */
export interface NormModuleOptions {
  /** Is added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** How much of the running statistics is new; of batches null makes them the average of all. Default 0.1. */
  readonly momentum?: number | null;
  /** Whether there are a weight and a bias. Default true for batches, false for instances. */
  readonly affine?: boolean;
  /** Whether there are running statistics. Default true for batches, false for instances. */
  readonly trackRunningStats?: boolean;
  /** Element type of all but the count. Default float32. */
  readonly dtype?: DType;
}

/** The buffers have PyTorch's names, which are keys of state dicts. */
abstract class RunningNorm extends Affine {
  readonly numFeatures: number;
  readonly momentum: number | null;
  readonly trackRunningStats: boolean;

  constructor(api: string, numFeatures: number, options: NormModuleOptions, usually: boolean) {
    checkOptions(api, options, ["eps", "momentum", "affine", "trackRunningStats", "dtype"]);
    if (!Number.isInteger(numFeatures)) throw argumentError(api, "numFeatures", "be a whole number", numFeatures);
    const { dtype = "float32", momentum } = options;
    const affine = keptSwitch(api, "affine", options.affine, usually);
    super(api, [numFeatures], affine, options.eps, dtype);
    this.numFeatures = numFeatures;
    this.momentum = momentum === null ? null : keptNumber(api, "momentum", momentum, 0.1);
    this.trackRunningStats = keptSwitch(api, "trackRunningStats", options.trackRunningStats, usually);
    const tracked = (buffer: () => Tensor) => (this.trackRunningStats ? buffer() : null);
    this.registerBuffer(
      "running_mean",
      tracked(() => zeros([numFeatures], { dtype })),
    );
    this.registerBuffer(
      "running_var",
      tracked(() => ones([numFeatures], { dtype })),
    );
    this.registerBuffer(
      "num_batches_tracked",
      tracked(() => zeros([], { dtype: "int64" })),
    );
  }

  /** `[C]`, or null. */
  get runningMean(): Tensor | null {
    return Reflect.get(this, "running_mean") as Tensor | null;
  }

  /** `[C]`, or null. */
  get runningVar(): Tensor | null {
    return Reflect.get(this, "running_var") as Tensor | null;
  }

  /** How many batches the running statistics have seen; without axes, int64, or null. */
  get numBatchesTracked(): Tensor | null {
    return Reflect.get(this, "num_batches_tracked") as Tensor | null;
  }

  /** PyTorch counts batches since version 2 of these modules: an older state has seen none. */
  override reviseState(state: Map<string, unknown>, prefix: string): readonly string[] {
    const key = `${prefix}num_batches_tracked`;
    if (this.trackRunningStats && !state.has(key)) state.set(key, zeros([], { dtype: "int64" }));
    return [];
  }

  /** Forgets what running statistics have seen. */
  resetRunningStats(): void {
    checkAllWritable("resetRunningStats", [this.runningMean, this.runningVar, this.numBatchesTracked]);
    noGrad(() => {
      this.runningMean?.zero_();
      this.runningVar?.fill_(1);
      this.numBatchesTracked?.zero_();
    });
  }

  /** Sets everything to first values. */
  override resetParameters(): void {
    checkAllWritable("resetParameters", [this.weight, this.bias]);
    this.resetRunningStats();
    super.resetParameters();
  }

  /** Refuses inputs with another number of axes, in PyTorch's words. */
  protected checkAxes(input: Tensor, ranks: readonly number[]): void {
    checkTensor(this.constructor.name, "input", input);
    if (ranks.includes(input.ndim)) return;
    const named = ranks.map((rank) => `${rank}D`).join(" or ");
    throw new ToeplitzError(`expected ${named} input (got ${input.ndim}D input)`, {
      code: "shape",
      api: this.constructor.name,
      argument: "input",
      value: input.shape,
    });
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, weight, trackRunningStats } = this;
    return (
      `${numFeatures}, eps=${floatText(eps)}, momentum=${momentum === null ? "None" : floatText(momentum)}, ` +
      `affine=${switchText(weight !== null)}, track_running_stats=${switchText(trackRunningStats)}`
    );
  }
}

abstract class BatchNormNd extends RunningNorm {
  readonly #ranks: readonly number[];

  constructor(rank: number, numFeatures: number, options: NormModuleOptions) {
    super(`BatchNorm${rank}d`, numFeatures, options, true);
    this.#ranks = rank === 1 ? [2, 3] : [rank + 2];
  }

  override get passingForward(): unknown {
    return BatchNormNd.prototype.forward;
  }

  forward(input: Tensor): Tensor {
    this.checkAxes(input, this.#ranks);
    const { weight, bias, eps, runningMean, runningVar, numBatchesTracked, training } = this;
    const own = training || runningMean === null;
    const count = training && numBatchesTracked !== null ? (numBatchesTracked.item() as number) + 1 : 1;
    const momentum = this.momentum ?? 1 / count;
    const y = batchNorm(input, runningMean, runningVar, { weight, bias, eps, momentum, training: own });
    // Counted after the checks of the function: a refused input changes nothing.
    if (training) numBatchesTracked?.fill_(count);
    return y;
  }
}

abstract class InstanceNormNd extends RunningNorm {
  readonly #rank: number;

  constructor(rank: number, numFeatures: number, options: NormModuleOptions) {
    super(`InstanceNorm${rank}d`, numFeatures, options, false);
    this.#rank = rank;
  }

  /** Instances have no running statistics unless told since PyTorch's version 0.4. */
  override reviseState(state: Map<string, unknown>, prefix: string): readonly string[] {
    if (this.trackRunningStats) return super.reviseState(state, prefix);
    const keys = ["running_mean", "running_var"].map((name) => prefix + name).filter((key) => state.delete(key));
    if (keys.length === 0) return [];
    const name = this.constructor.name;
    return [
      `Unexpected running stats buffer(s) ${keys.map((key) => show(key)).join(" and ")} for ${name} with ` +
        "track_running_stats=False. If state_dict is a checkpoint saved before 0.4.0, this may be expected because " +
        `${name} does not track running stats by default since 0.4.0. Please remove these keys from state_dict. If the ` +
        `running stats are actually needed, instead set track_running_stats=True in ${name} to enable them. See the ` +
        `documentation of ${name} for details.`,
    ];
  }

  forward(input: Tensor): Tensor {
    this.checkAxes(input, [this.#rank + 1, this.#rank + 2]);
    const { weight, bias, eps, runningMean, runningVar, training } = this;
    const useInputStats = training || !this.trackRunningStats;
    const unbatched = input.ndim === this.#rank + 1;
    const x = unbatched ? unsqueeze(input, 0) : input;
    const { momentum } = this;
    if (momentum === null) {
      const sentence = "instance_norm(): argument 'momentum' (position 7) must be float, not NoneType";
      throw new ToeplitzError(sentence, {
        code: "argument",
        api: this.constructor.name,
        argument: "momentum",
        value: null,
      });
    }
    const y = instanceNorm(x, { weight, bias, eps, runningMean, runningVar, useInputStats, momentum });
    return unbatched ? squeeze(y, 0) : y;
  }
}

/**
 * Each channel less its mean, divided by its deviation: of the batch when training, and of all batches before when not.
 *
 * `input [N, C, L]` or `[N, C]`, weight, bias and statistics `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 */
export class BatchNorm1d extends BatchNormNd {
  static override readonly name: string = "BatchNorm1d";

  constructor(numFeatures: number, options: NormModuleOptions = {}) {
    super(1, numFeatures, options);
  }
}

/**
 * Each channel less its mean, divided by its deviation: of the batch when training, and of all batches before when not.
 *
 * `input [N, C, H, W]`, weight, bias and statistics `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export class BatchNorm2d extends BatchNormNd {
  static override readonly name: string = "BatchNorm2d";

  constructor(numFeatures: number, options: NormModuleOptions = {}) {
    super(2, numFeatures, options);
  }
}

/**
 * Each channel less its mean, divided by its deviation: of the batch when training, and of all batches before when not.
 *
 * `input [N, C, D, H, W]`, weight, bias and statistics `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html
 */
export class BatchNorm3d extends BatchNormNd {
  static override readonly name: string = "BatchNorm3d";

  constructor(numFeatures: number, options: NormModuleOptions = {}) {
    super(3, numFeatures, options);
  }
}

/**
 * Each channel of each instance less its mean, divided by its deviation.
 *
 * `input [N, C, L]` or `[C, L]`, weight, bias and statistics `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html
 */
export class InstanceNorm1d extends InstanceNormNd {
  static override readonly name: string = "InstanceNorm1d";

  constructor(numFeatures: number, options: NormModuleOptions = {}) {
    super(1, numFeatures, options);
  }
}

/**
 * Each channel of each instance less its mean, divided by its deviation.
 *
 * `input [N, C, H, W]` or `[C, H, W]`, weight, bias and statistics `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */
export class InstanceNorm2d extends InstanceNormNd {
  static override readonly name: string = "InstanceNorm2d";

  constructor(numFeatures: number, options: NormModuleOptions = {}) {
    super(2, numFeatures, options);
  }
}

/**
 * Each channel of each instance less its mean, divided by its deviation.
 *
 * `input [N, C, D, H, W]` or `[C, D, H, W]`, weight, bias and statistics `[C]`; shape as the input.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html
 */
export class InstanceNorm3d extends InstanceNormNd {
  static override readonly name: string = "InstanceNorm3d";

  constructor(numFeatures: number, options: NormModuleOptions = {}) {
    super(3, numFeatures, options);
  }
}
