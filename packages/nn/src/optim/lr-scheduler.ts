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
const spelled: Readonly<Record<string, string>> = { stepCount: "_step_count", lastLr: "_last_lr", tMax: "T_max" };

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

  constructor(optimizer: Rated, { lastEpoch = -1 }: SchedulerOptions) {
    const api = this.constructor.name;
    checkOptimizer(api, optimizer);
    if (!Number.isInteger(lastEpoch)) throw argumentError(api, "lastEpoch", "be a whole number", lastEpoch);
    this.optimizer = optimizer;
    for (const [i, group] of this.groups.entries()) {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      else if (group.initialLr === undefined) {
        throw argumentError(
          api,
          "optimizer",
          `have learned: param 'initial_lr' is not specified in param_groups[${i}] when resuming an optimizer`,
          undefined,
        );
      }
    }
    this.baseLrs = this.groups.map(({ initialLr }) => initialLr as number);
    this.lastEpoch = lastEpoch;
  }

  /** The optimiser's groups. @internal */
  protected get groups(): ScheduledGroup[] {
    return this.optimizer.paramGroups as ScheduledGroup[];
  }

  /** The rates of step number {@link lastEpoch}, by group. @internal */
  protected abstract rates(): number[];

  /** Goes one step on: call it after the optimiser's. */
  step(): void {
    this.lastEpoch += 1;
    const rates = this.rates();
    this.stepCount += 1;
    for (const [i, group] of this.groups.entries()) group.lr = rates[i] as number;
    this.lastLr = this.groups.map(({ lr }) => lr);
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

  /** Takes over a state, of here or of PyTorch; what has no place here is left out. */
  loadStateDict(stateDict: Plain | ReadonlyMap<string, unknown>): void {
    for (const [key, value] of fieldsOf(`${this.constructor.name}.loadStateDict`, stateDict)) {
      const name = camelCase(key === "T_max" ? "t_max" : key.replace(/^_/, ""));
      const own: unknown = Object.hasOwn(this, name) ? Reflect.get(this, name) : undefined;
      if (name === "optimizer" || typeof own !== typeof value || Array.isArray(own) !== Array.isArray(value)) continue;
      Reflect.set(this, name, Array.isArray(value) ? [...value] : value);
    }
  }
}

function hasFunctions(value: unknown): boolean {
  return typeof value === "function" || (Array.isArray(value) && value.some((entry) => typeof entry === "function"));
}

function checkOptimizer(api: string, optimizer: unknown): void {
  if (!(optimizer instanceof Optimizer)) throw argumentError(api, "optimizer", "be an optimiser", optimizer);
}

/** @internal Checks options of a schedule that are numbers. */
export function checkSchedule(
  api: string,
  options: object,
  names: readonly string[],
  numbers: Readonly<Record<string, unknown>> = {},
): void {
  checkOptions(api, options, [...names, "lastEpoch"]);
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value !== "number") throw argumentError(api, name, "be a number", value);
  }
}
