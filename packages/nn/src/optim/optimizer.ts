// What optimisers share: groups of parameters with their options, the state of each parameter, and both in PyTorch's layout.
import { contiguous, enableGrad, isFloating, noGrad, Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions, show } from "@toeplitz/tensor/extend";
import { camelCase, fieldsOf, type Plain, snakeCase } from "./plain-state.ts";

/** Parameters that are changed with the same options; the options may be changed between steps. */
export type ParamGroup<O> = O & { readonly params: readonly Tensor[] };

/** Parameters for an optimiser: some, or groups of them with options of their own. */
export type Params<O> = Iterable<Tensor> | Iterable<Partial<O> & { readonly params: Iterable<Tensor> | Tensor }>;

/** What an optimiser remembers of one parameter, under PyTorch's names. */
export type ParamState = Record<string, Tensor | number | null>;

/** State and options as plain data, under PyTorch's names: what `torch.optim.Optimizer.state_dict()` returns. */
export interface OptimizerState {
  /** By the parameter's number, counted through all groups. */
  readonly state: Readonly<Record<number, Readonly<ParamState>>> | ReadonlyMap<number, unknown>;
  /** The options of each group, and the numbers of its parameters. */
  readonly param_groups: readonly (Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>)[];
}

/**
 * Changes parameters by their gradients, a step at a time.
 *
 * @see https://pytorch.org/docs/stable/optim.html
 */
export abstract class Optimizer<O extends object = object> {
  static readonly name: string = "Optimizer";
  /** Options of groups that do not say otherwise. */
  readonly defaults: Readonly<O>;
  readonly paramGroups: ParamGroup<O>[] = [];
  /** By parameter; empty before its first step. */
  readonly state: Map<Tensor, ParamState> = new Map();

  constructor(params: Params<O>, defaults: O, options: Partial<O>) {
    const api = this.constructor.name;
    checkOptions(api, options, Object.keys(defaults));
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    this.defaults = { ...defaults, ...(Object.fromEntries(given) as Partial<O>) };
    this.check(this.defaults, false);
    const list = listOf<unknown>(api, params);
    if (list.length === 0) {
      throw new ToeplitzError("optimizer got an empty parameter list", { code: "argument", api, argument: "params" });
    }
    const grouped = list[0] instanceof Tensor ? [{ params: list }] : list;
    for (const group of grouped) this.addParamGroup(group as ParamGroup<O>);
  }

  /**
   * Refuses options that make no sense, in PyTorch's words.
   *
   * @internal
   * @param complete whether options without a default must be there
   */
  protected abstract check(options: Readonly<O>, complete: boolean): void;

  /** One step of one parameter; everything is contiguous and nothing is recorded. @internal */
  protected abstract update(p: Tensor, grad: Tensor, state: ParamState, group: ParamGroup<O>): void;

  /**
   * Adds parameters with options of their own; what is left out is as in the constructor.
   *
   * @throws ToeplitzError with PyTorch's sentence for what is no leaf tensor, or is in another group already.
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.add_param_group.html
   */
  addParamGroup(group: Partial<O> & { readonly params: Iterable<Tensor> | Tensor }): void {
    const api = this.constructor.name;
    const refuse = (sentence: string, value?: unknown) =>
      new ToeplitzError(sentence, { code: "argument", api, argument: "params", value });
    if (group === null || typeof group !== "object" || !("params" in group)) {
      throw refuse(`optimizer can only optimize Tensors, but one of the params is ${show(group)}`, group);
    }
    const { params, ...options } = group;
    const list = params instanceof Tensor ? [params] : listOf(api, params as Iterable<Tensor>);
    for (const p of list) {
      if (!(p instanceof Tensor)) {
        throw refuse(`optimizer can only optimize Tensors, but one of the params is ${show(p)}`, p);
      }
      if (!p.isLeaf) throw refuse("can't optimize a non-leaf Tensor", p);
      if (!isFloating(p.dtype)) throw argumentError(api, "params", "be floating", p.dtype, { code: "dtype" });
    }
    const known = new Set(this.paramGroups.flatMap((other) => other.params));
    if (new Set(list).size < list.length || list.some((p) => known.has(p))) {
      throw refuse("some parameters appear in more than one parameter group");
    }
    checkOptions(api, options, Object.keys(this.defaults));
    const complete = { ...this.defaults, ...options, params: list };
    this.check(complete, true);
    this.paramGroups.push(complete);
  }

  /**
   * Changes every parameter that has a gradient.
   *
   * @param closure computes the loss anew, with gradients
   * @returns what the closure returned
   */
  step(): undefined;
  step<T>(closure: () => T): T;
  step<T>(closure?: () => T): T | undefined {
    const loss = closure === undefined ? undefined : enableGrad(closure);
    noGrad(() => {
      for (const group of this.paramGroups) {
        for (const p of group.params) {
          if (p.grad === null) continue;
          let state = this.state.get(p);
          if (state === undefined) this.state.set(p, (state = {}));
          const plain = contiguous(p.detach());
          this.update(plain, contiguous(p.grad.detach()), state, group);
          if (plain.storage !== p.storage) p.copy_(plain);
        }
      }
    });
    return loss;
  }

  /** Forgets every gradient, or overwrites it with zeros if `setToNone` is false. */
  zeroGrad(options: { readonly setToNone?: boolean } = {}): void {
    checkOptions("zeroGrad", options, ["setToNone"]);
    for (const p of this.paramGroups.flatMap(({ params }) => params)) {
      if (p.grad === null) continue;
      p.grad = options.setToNone === false ? p.grad.detach().zero_() : null;
    }
  }

  /**
   * State and options in PyTorch's layout. Tensors are the optimiser's own: `clone()` what must not change.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.state_dict.html
   */
  stateDict(): OptimizerState {
    const numbers = new Map(this.paramGroups.flatMap(({ params }) => params).map((p, i) => [p, i]));
    return {
      state: Object.fromEntries([...this.state].map(([p, state]) => [numbers.get(p) as number, { ...state }])),
      param_groups: this.paramGroups.map(({ params, ...options }) => ({
        ...Object.fromEntries(Object.entries(options).map(([name, value]) => [snakeCase(name), value])),
        params: params.map((p) => numbers.get(p)),
      })),
    };
  }

  /**
   * Takes over state and options, of here or of PyTorch; tensors are copied, in the types of their parameters.
   *
   * @throws ToeplitzError with PyTorch's sentence for other groups; then nothing has changed.
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.load_state_dict.html
   */
  loadStateDict(stateDict: OptimizerState): void {
    const api = `${this.constructor.name}.loadStateDict`;
    const { state, param_groups } = Object.fromEntries(fieldsOf(api, stateDict));
    if (!Array.isArray(param_groups)) throw argumentError(api, "stateDict", "have a list of param_groups", stateDict);
    const groups = param_groups.map((group) => Object.fromEntries(fieldsOf(api, group)));
    const refuse = (sentence: string) => new ToeplitzError(sentence, { code: "state", api, argument: "stateDict" });
    if (groups.length !== this.paramGroups.length) {
      throw refuse("loaded state dict has a different number of parameter groups");
    }
    const numbered = new Map<string, Tensor>();
    for (const [i, { params }] of this.paramGroups.entries()) {
      const saved = groups[i]?.params;
      if (!Array.isArray(saved) || saved.length !== params.length) {
        throw refuse("loaded state dict contains a parameter group that doesn't match the size of optimizer's group");
      }
      for (const [j, number] of saved.entries()) numbered.set(String(number), params[j] as Tensor);
    }
    const next = new Map<Tensor, ParamState>();
    for (const [number, fields] of fieldsOf(api, state)) {
      const p = numbered.get(number);
      if (p !== undefined)
        next.set(p, Object.fromEntries(fieldsOf(api, fields).map(([name, value]) => cast(name, value, p))));
    }
    this.state.clear();
    for (const [p, fields] of next) this.state.set(p, fields);
    for (const [i, group] of this.paramGroups.entries()) {
      for (const [name, value] of Object.entries(groups[i] as Plain)) {
        if (name !== "params") Reflect.set(group, camelCase(name), value);
      }
    }
  }
}

/** A copy of what was saved; the number of steps keeps its type. */
function cast(name: string, value: unknown, p: Tensor): [string, Tensor | number | null] {
  if (!(value instanceof Tensor)) return [name, value as number | null];
  return [name, noGrad(() => value.detach().to(name === "step" ? value.dtype : p.dtype, { copy: true }))];
}

function listOf<T>(api: string, params: Iterable<T>): T[] {
  if (params instanceof Tensor || typeof params?.[Symbol.iterator] !== "function") {
    throw new ToeplitzError(
      `params argument given to the optimizer should be an iterable of Tensors or dicts, but got ${show(params)}`,
      { code: "argument", api, argument: "params", value: params },
    );
  }
  return [...params];
}

/**
 * @internal Checks an option that is a number.
 *
 * @param what PyTorch's words for it, after "Invalid"
 */
export function checkNumber(
  api: string,
  argument: string,
  what: string,
  value: unknown,
  legal: (value: number) => boolean = (v) => v >= 0,
): void {
  if (typeof value !== "number") throw argumentError(api, argument, "be a number", value);
  if (!legal(value)) throw new ToeplitzError(`Invalid ${what}: ${value}`, { code: "value", api, argument, value });
}

/** @internal Checks options that are switches. */
export function checkSwitches(api: string, options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== "boolean") throw argumentError(api, name, "be a boolean", value);
  }
}
