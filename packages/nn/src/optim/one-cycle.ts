// The one-cycle schedule: rates rise and fall once, momentum the other way round.
import { ToeplitzError } from "@toeplitz/tensor";
import { argumentError, showWord } from "@toeplitz/tensor/extend";
import {
  checkNumbers,
  checkOptimizer,
  checkSchedule,
  isRate,
  LRScheduler,
  type Rated,
  type ScheduledGroup,
  type SchedulerOptions,
} from "./lr-scheduler.ts";
import { camelCase, fieldsOf } from "./plain-state.ts";

/** Options of {@link OneCycleLR}. */
export interface OneCycleOptions extends SchedulerOptions {
  /** Number of all steps; or `epochs` and `stepsPerEpoch`. */
  readonly totalSteps?: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  /** Part of the cycle in which rates rise. Default 0.3. */
  readonly pctStart?: number;
  /** Default `'cos'`. */
  readonly annealStrategy?: "cos" | "linear";
  /** Whether momentum, or Adam's first beta, goes the other way round. Default true. */
  readonly cycleMomentum?: boolean;
  /** Momentum at the largest rate. Default 0.85. */
  readonly baseMomentum?: number | readonly number[];
  /** Momentum at the first and last rate. Default 0.95. */
  readonly maxMomentum?: number | readonly number[];
  /** What the largest rate is divided by for the first. Default 25. */
  readonly divFactor?: number;
  /** What the first rate is divided by for the last. Default 10000. */
  readonly finalDivFactor?: number;
  /** Whether rates fall to the first one before they fall to the last. Default false. */
  readonly threePhase?: boolean;
}

/** A group under a one-cycle schedule. */
interface CycledGroup extends ScheduledGroup {
  maxLr: number;
  minLr: number;
  maxMomentum: number;
  baseMomentum: number;
  momentum?: number;
  betas?: readonly number[];
}

/** Up to a step, between which of the group's numbers: as PyTorch's states have it, whose names they are. */
interface Phase {
  readonly end_step: number;
  readonly start_lr: RateName;
  readonly end_lr: RateName;
  readonly start_momentum: MomentumName;
  readonly end_momentum: MomentumName;
}

type RateName = "initial_lr" | "max_lr" | "min_lr";
type MomentumName = "max_momentum" | "base_momentum";

const rateNames: readonly unknown[] = ["initial_lr", "max_lr", "min_lr"] satisfies RateName[];
const momentumNames: readonly unknown[] = ["max_momentum", "base_momentum"] satisfies MomentumName[];

const numberNames = ["totalSteps", "epochs", "stepsPerEpoch", "pctStart", "divFactor", "finalDivFactor"] as const;
const optionNames = [...numberNames, "annealStrategy", "cycleMomentum", "baseMomentum", "maxMomentum", "threePhase"];

/**
 * Lets rates rise from `maxLr / divFactor` to `maxLr` and fall to far less, in a number of steps that is known before.
 *
 * @param maxLr the largest rate, or one for each group
 * @throws ToeplitzError with PyTorch's sentence for options that make no sense, and for steps beyond the last.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 */
export class OneCycleLR extends LRScheduler {
  static override readonly name: string = "OneCycleLR";
  totalSteps: number;
  cycleMomentum: boolean;
  schedulePhases: readonly Phase[];
  readonly #linear: boolean;

  constructor(optimizer: Rated, maxLr: number | readonly number[], options: OneCycleOptions = {}) {
    checkSchedule("OneCycleLR", options, optionNames);
    const given = numberNames.filter((name) => options[name] !== undefined);
    checkNumbers("OneCycleLR", Object.fromEntries(given.map((name) => [name, options[name]])));
    const { pctStart = 0.3, annealStrategy = "cos", threePhase = false, cycleMomentum = true } = options;
    const { maxMomentum = 0.95, baseMomentum = 0.85, lastEpoch = -1 } = options;
    const totalSteps = stepsOf(options);
    if (!(pctStart >= 0 && pctStart <= 1)) {
      throw refusal(`Expected float between 0 and 1 pct_start, but got ${pctStart}`, "pctStart", pctStart);
    }
    if (annealStrategy !== "cos" && annealStrategy !== "linear") {
      throw refusal(
        `anneal_strategy must by one of 'cos' or 'linear', instead got ${showWord(annealStrategy)}`,
        "annealStrategy",
        annealStrategy,
      );
    }
    for (const [name, value] of Object.entries({ threePhase, cycleMomentum })) {
      if (typeof value !== "boolean") throw argumentError("OneCycleLR", name, "be a boolean", value);
    }
    checkOptimizer("OneCycleLR", optimizer);
    const groups = optimizer.paramGroups as ScheduledGroup[] as CycledGroup[];
    const perGroup = (name: string, value: number | readonly number[]) => spread(name, value, groups.length);
    const maxLrs = perGroup("max_lr", maxLr);
    const maxMomenta = perGroup("max_momentum", maxMomentum);
    const baseMomenta = perGroup("base_momentum", baseMomentum);
    for (const name of ["divFactor", "finalDivFactor"] as const) {
      if (options[name] === 0) throw refusal("float division by zero", name, 0);
    }
    const phases = phasesOf(pctStart, totalSteps, threePhase);
    // Where rates rise for no step at all, PyTorch divides by their number, too.
    if (phases[0]?.end_step === 0) throw refusal("float division by zero", "pctStart", pctStart);
    const { defaults } = optimizer;
    if (cycleMomentum && !("momentum" in defaults || "betas" in defaults)) {
      throw refusal("optimizer must support momentum with `cycle_momentum` option enabled", "optimizer", optimizer);
    }
    super(optimizer, options);
    this.totalSteps = totalSteps;
    this.cycleMomentum = cycleMomentum;
    this.#linear = annealStrategy === "linear";
    this.schedulePhases = phases;
    const before = groups.map((group) => ({ ...group }));
    if (lastEpoch === -1) {
      for (const [i, group] of groups.entries()) {
        group.maxLr = maxLrs[i] as number;
        group.initialLr = group.maxLr / (options.divFactor ?? 25);
        group.minLr = group.initialLr / (options.finalDivFactor ?? 1e4);
        if (!cycleMomentum) continue;
        group.maxMomentum = maxMomenta[i] as number;
        group.baseMomentum = baseMomenta[i] as number;
        setMomentum(group, group.maxMomentum);
      }
      this.baseLrs = groups.map(({ initialLr }) => initialLr as number);
    }
    try {
      this.step();
    } catch (error) {
      for (const [i, group] of groups.entries()) {
        for (const name of Object.keys(group)) Reflect.deleteProperty(group, name);
        Object.assign(group, before[i]);
      }
      throw error;
    }
  }

  protected override rates(): number[] {
    const { lastEpoch, totalSteps } = this;
    if (lastEpoch > totalSteps) {
      const sentence = `Tried to step ${lastEpoch + 1} times. The specified number of total steps is ${totalSteps}`;
      throw new ToeplitzError(sentence, { code: "state", api: "OneCycleLR.step" });
    }
    return this.#along(({ start_lr, end_lr }) => [start_lr, end_lr]);
  }

  protected override settle(): void {
    if (!this.cycleMomentum) return;
    const momenta = this.#along(({ start_momentum, end_momentum }) => [start_momentum, end_momentum]);
    for (const [i, group] of (this.groups as CycledGroup[]).entries()) setMomentum(group, momenta[i] as number);
  }

  /** Phases come with a state, as PyTorch's do: what ends when is not computed anew from the number of steps. */
  protected override loaded(api: string, argument: string, name: string, value: unknown): unknown {
    return name === "schedulePhases" ? readPhases(api, argument, value) : super.loaded(api, argument, name, value);
  }

  /** Of each group what lies between two of its numbers, as far as the step is into its phase. */
  #along(ends: (phase: Phase) => readonly [from: RateName | MomentumName, to: RateName | MomentumName]): number[] {
    const { lastEpoch } = this;
    const phases = this.schedulePhases;
    const last = phases.length - 1;
    const found = phases.findIndex(({ end_step }) => lastEpoch <= end_step);
    const at = found === -1 ? last : found;
    const phase = phases[at] as Phase;
    const start = phases[at - 1]?.end_step ?? 0;
    const part = (lastEpoch - start) / (phase.end_step - start);
    const [from, to] = ends(phase).map((name) => camelCase(name)) as [keyof CycledGroup, keyof CycledGroup];
    return (this.groups as CycledGroup[]).map((group) =>
      this.#between(group[from] as number, group[to] as number, part),
    );
  }

  #between(from: number, to: number, part: number): number {
    if (this.#linear) return (to - from) * part + from;
    return to + ((from - to) / 2) * (Math.cos(Math.PI * part) + 1);
  }
}

function phasesOf(pctStart: number, totalSteps: number, threePhase: boolean): Phase[] {
  const top = pctStart * totalSteps - 1;
  const end = totalSteps - 1;
  const up = phaseOf(top, "initial_lr", "max_lr", "max_momentum", "base_momentum");
  if (!threePhase) return [up, phaseOf(end, "max_lr", "min_lr", "base_momentum", "max_momentum")];
  const middle = 2 * pctStart * totalSteps - 2;
  return [
    up,
    phaseOf(middle, "max_lr", "initial_lr", "base_momentum", "max_momentum"),
    phaseOf(end, "initial_lr", "min_lr", "max_momentum", "max_momentum"),
  ];
}

const phaseOf = (
  end_step: number,
  start_lr: RateName,
  end_lr: RateName,
  start_momentum: MomentumName,
  end_momentum: MomentumName,
): Phase => Object.freeze({ end_step, start_lr, end_lr, start_momentum, end_momentum });

function readPhases(api: string, argument: string, value: unknown): readonly Phase[] {
  if (!Array.isArray(value) || value.length === 0) throw argumentError(api, argument, "be a list of phases", value);
  return value.map((entry, i) => {
    const { end_step, start_lr, end_lr, start_momentum, end_momentum } = Object.fromEntries(fieldsOf(api, entry));
    const isPhase =
      isRate(end_step) &&
      [start_lr, end_lr].every((name) => rateNames.includes(name)) &&
      [start_momentum, end_momentum].every((name) => momentumNames.includes(name));
    if (!isPhase) throw argumentError(api, `${argument}[${i}]`, "be a phase as PyTorch describes it", entry);
    return phaseOf(
      end_step,
      start_lr as RateName,
      end_lr as RateName,
      start_momentum as MomentumName,
      end_momentum as MomentumName,
    );
  });
}

function setMomentum(group: CycledGroup, momentum: number): void {
  if (group.betas === undefined) group.momentum = momentum;
  else group.betas = [momentum, ...group.betas.slice(1)];
}

function stepsOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleOptions): number {
  if (totalSteps === undefined && epochs === undefined && stepsPerEpoch === undefined) {
    throw refusal("You must define either total_steps OR (epochs AND steps_per_epoch)", "totalSteps", totalSteps);
  }
  if (totalSteps !== undefined) return positive("totalSteps", "total_steps", totalSteps);
  return positive("epochs", "epochs", epochs) * positive("stepsPerEpoch", "steps_per_epoch", stepsPerEpoch);
}

function positive(argument: string, name: string, value: number | undefined): number {
  if (value !== undefined && Number.isInteger(value) && value > 0) return value;
  throw refusal(`Expected positive integer ${name}, but got ${value}`, argument, value);
}

function spread(name: string, value: number | readonly number[], length: number): readonly number[] {
  const list = typeof value === "number" ? new Array<number>(length).fill(value) : value;
  if (!Array.isArray(list) || !list.every(isRate)) {
    throw argumentError("OneCycleLR", name, "be a number or a list of numbers", value);
  }
  if (list.length === length) return list;
  throw refusal(`expected ${length} values for ${name}, got ${list.length}`, name, value);
}

function refusal(sentence: string, argument: string, value: unknown): ToeplitzError {
  return new ToeplitzError(sentence, { code: "option", api: "OneCycleLR", argument, value });
}
