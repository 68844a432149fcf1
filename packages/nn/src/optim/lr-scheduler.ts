// What schedules of learning rates share: counting, writing into the groups, and state in PyTorch's layout.
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { Optimizer } from "./optimizer.ts";
import { camelCase, fieldsOf, type Plain, snakeCase } from "./plain-state.ts";

/** An optimiser with learning rates. */
export type Rated = Optimizer<{ lr: number | undefined }>;

/** A group of an optimiser, and what schedules keep there, as PyTorch's do. */
export interface ScheduledGroup {
  lr: number;
  initialLr?: number;
}

/** Options of every schedule. */
export interface SchedulerOptions {
  /** The last step that was done, when a schedule goes on; -1, the default, begins one. */
  readonly lastEpoch?: number;
}

/** Fields that PyTorch spells otherwise: those that it keeps to itself, and a capital. */
const spelled: Readonly<Record<string, string>> = {
  stepCount: "_step_count",
  lastLr: "_last_lr",
  schedulePhases: "_schedule_phases",
  tMax: "T_max",
};

/** Changes the learning rate of every group as steps go by. Making one sets the first rates. */
export abstract class LRScheduler {
  static readonly name: string = "LRScheduler";
  readonly optimizer: Rated;
  /** Learning rates at the start, by group. */
  baseLrs: number[];
  /** Number of steps done. */
  lastEpoch: number;
  /** How often {@link step} was called, the first time by the constructor. */
  stepCount = 0;
  lastLr: number[] = [];
  /** Whether the groups know their first rates: a schedule that cannot begin leaves them alone. */
  #begun = false;

  constructor(optimizer: Rated, { lastEpoch = -1 }: SchedulerOptions) {
    const api = this.constructor.name;
    checkOptimizer(api, optimizer);
    if (!Number.isInteger(lastEpoch)) throw argumentError(api, "lastEpoch", "be a whole number", lastEpoch);
    this.optimizer = optimizer;
    const rates = this.groups.map(({ lr, initialLr }, i) => {
      if (lastEpoch === -1 || initialLr !== undefined) return initialLr ?? lr;
      const rule = `have learned: param 'initial_lr' is not specified in param_groups[${i}] when resuming an optimizer`;
      throw argumentError(api, "optimizer", rule, undefined);
    });
    checkRates(api, "optimizer's rates", rates);
    this.baseLrs = rates;
    this.lastEpoch = lastEpoch;
  }

  /** The optimiser's groups. @internal */
  protected get groups(): ScheduledGroup[] {
    return this.optimizer.paramGroups as ScheduledGroup[];
  }

  /** The rates of step number {@link lastEpoch}, by group; nothing changes. @internal */
  protected abstract rates(): number[];

  /** What a schedule sets beside rates, once these are known to be right. @internal */
  protected settle(): void {}

  /**
   * Goes one step on: call it after the optimiser's.
   *
   * @throws ToeplitzError when what the schedule has to compute with gives no numbers; then nothing has changed.
   */
  step(): void {
    const rates = this.#nextRates();
    this.stepCount += 1;
    if (!this.#begun) for (const [i, group] of this.groups.entries()) group.initialLr = this.baseLrs[i] as number;
    this.#begun = true;
    this.settle();
    for (const [i, group] of this.groups.entries()) group.lr = rates[i] as number;
    this.lastLr = rates;
  }

  #nextRates(): number[] {
    this.lastEpoch += 1;
    try {
      const rates = this.rates();
      checkRates(`${this.constructor.name}.step`, "rates", rates);
      return rates;
    } catch (error) {
      this.lastEpoch -= 1;
      throw error;
    }
  }

  /** The rates that were set last, by group. */
  getLastLr(): number[] {
    return [...this.lastLr];
  }

  /** Everything but the optimiser and functions, in PyTorch's layout. */
  stateDict(): Plain {
    const fields = Object.entries(this).filter(([name, value]) => name !== "optimizer" && !hasFunctions(value));
    return Object.fromEntries(
      fields.map(([name, value]) => [spelled[name] ?? snakeCase(name), Array.isArray(value) ? [...value] : value]),
    );
  }

  /**
   * Takes over a state, of here or of PyTorch; what has no place here is left out.
   *
   * @throws ToeplitzError for a value of another kind than what stands here, and for rates of more or fewer groups; then nothing
   *   has changed.
   */
  loadStateDict(stateDict: Plain | ReadonlyMap<string, unknown>): void {
    const api = `${this.constructor.name}.loadStateDict`;
    const next = new Map<string, unknown>();
    for (const [key, value] of fieldsOf(api, stateDict)) {
      const name = camelCase(key === "T_max" ? "t_max" : key.replace(/^_/, ""));
      const own: unknown = Object.hasOwn(this, name) ? Reflect.get(this, name) : undefined;
      if (own === undefined || name === "optimizer" || hasFunctions(own)) continue;
      // PyTorch counts how often each milestone stands in the list.
      if (name === "milestones" && !Array.isArray(value)) continue;
      next.set(name, this.loaded(api, `stateDict.${key}`, name, value));
    }
    Object.assign(this, Object.fromEntries(next));
  }

  /** A value of a state as it is kept here, or a refusal of one of another kind than what stands here. @internal */
  protected loaded(api: string, argument: string, name: string, value: unknown): unknown {
    checkField(api, argument, name, value, Reflect.get(this, name));
    return Array.isArray(value) ? [...value] : value;
  }
}

/** Fields that count: whole numbers, and so are milestones. */
const counts: ReadonlySet<string> = new Set(["lastEpoch", "stepCount", "totalSteps", "milestones"]);

/** Refuses a loaded value that is not of the kind of the field's own. */
function checkField(api: string, argument: string, name: string, value: unknown, own: unknown): void {
  if (typeof own === "boolean") {
    if (typeof value !== "boolean") throw argumentError(api, argument, "be a boolean", value);
    return;
  }
  const legal = counts.has(name) ? Number.isInteger : isRate;
  const numbers = counts.has(name) ? "whole numbers" : "numbers";
  if (!Array.isArray(own)) {
    if (!legal(value))
      throw argumentError(api, argument, counts.has(name) ? "be a whole number" : "be a number", value);
    return;
  }
  const fits = Array.isArray(value) && (name === "milestones" || value.length === own.length);
  if (fits && value.every(legal)) return;
  const rule = name === "milestones" ? `be a list of ${numbers}` : `be a list of ${own.length} ${numbers}`;
  throw argumentError(api, argument, rule, value);
}

/** @internal Whether rates can be computed with it. */
export function isRate(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

function checkRates(api: string, argument: string, rates: readonly unknown[]): void {
  if (!rates.every(isRate)) throw argumentError(api, argument, "be numbers for every group", rates);
}

function hasFunctions(value: unknown): boolean {
  return typeof value === "function" || (Array.isArray(value) && value.some((entry) => typeof entry === "function"));
}

/** @internal Refuses what is no optimiser. */
export function checkOptimizer(api: string, optimizer: unknown): void {
  if (!(optimizer instanceof Optimizer)) throw argumentError(api, "optimizer", "be an optimiser", optimizer);
}

/** @internal The options of a schedule, once it is known that they are some. */
export function checkSchedule<O extends object>(api: string, options: O, names: readonly string[]): O {
  checkOptions(api, options, [...names, "lastEpoch"]);
  return options;
}

/** @internal Checks numbers that a schedule computes with. */
export function checkNumbers(api: string, numbers: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!isRate(value)) throw argumentError(api, name, "be a number", value);
  }
}
