// What optimisers share: groups of parameters with their options, the state of each parameter, and both in PyTorch's layout.
import { contiguous, enableGrad, isFloating, noGrad, Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkWritable, show } from "@toeplitz/tensor/extend";
import { type ZeroGradOptions, zeroGradients } from "../zero-grad.ts";
import { checkElements, checkState, copyState, type ParamState } from "./param-state.ts";
import { camelCase, fieldsOf, type Plain, snakeCase } from "./plain-state.ts";

/** Parameters that are changed with the same options; the options may be changed between steps. */
export type ParamGroup<O> = O & { readonly params: readonly Tensor[] };

/** Parameters for an optimiser: some, or groups of them with options of their own. */
export type Params<O> = Iterable<Tensor> | Iterable<Partial<O> & { readonly params: Iterable<Tensor> | Tensor }>;

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
      throw new ToeplitzError("optimizer got an empty parameter list", {
        code: "argument",
        api,
        argument: "params",
        value: list,
        rule: "have a parameter",
      });
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
   * @throws ToeplitzError for options of another kind, and for a gradient or a remembered tensor that is not as the parameter;
   *   then no parameter has changed.
   */
  step(): undefined;
  step<T>(closure: () => T): T;
  step<T>(closure?: () => T): T | undefined {
    const loss = closure === undefined ? undefined : enableGrad(closure);
    noGrad(() => {
      const due = this.paramGroups.flatMap((group) => this.#due(group).map((p) => [p, group] as const));
      for (const [p, group] of due) {
        let state = this.state.get(p);
        if (state === undefined) this.state.set(p, (state = {}));
        for (const [name, value] of Object.entries(state)) {
          if (value instanceof Tensor) state[name] = contiguous(value);
        }
        const plain = contiguous(p.detach());
        this.update(plain, contiguous((p.grad as Tensor).detach()), state, group);
        if (plain.storage !== p.storage) p.copy_(plain);
      }
    });
    return loss;
  }

  /** Parameters of a group that have a gradient, after a check of all that a step of them uses: users may set any of it. */
  #due(group: ParamGroup<O>): Tensor[] {
    const api = `${this.constructor.name}.step`;
    checkKinds(api, group, this.defaults);
    const due = group.params.filter(({ grad }) => grad !== null);
    for (const p of due) {
      checkElements(api, "parameter", p, p);
      checkWritable(api, p);
      checkElements(api, "grad", p.grad, p);
      const state = this.state.get(p) ?? {};
      checkState(api, "state", state, p);
      for (const [name, value] of Object.entries(state)) {
        if (name === "step" || !(value instanceof Tensor) || value.dtype === p.dtype) continue;
        throw argumentError(api, `state.${name}`, `be ${p.dtype}, as the parameter is`, value.dtype, { code: "dtype" });
      }
    }
    return due;
  }

  /**
   * Forgets every gradient, or overwrites it with zeros if `setToNone` is false.
   *
   * @throws ToeplitzError for a gradient that cannot be overwritten; then all are as they were.
   */
  zeroGrad(options: ZeroGradOptions = {}): void {
    zeroGradients(
      this.paramGroups.flatMap(({ params }) => params),
      options,
    );
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
   * @throws ToeplitzError with PyTorch's sentence for other groups and for options that make no sense, and for what cannot be
   *   remembered of a parameter, such as a tensor of another shape; then nothing has changed.
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
    const merged: Plain[] = [];
    for (const [i, group] of this.paramGroups.entries()) {
      const { params: saved, ...options } = groups[i] as Plain;
      if (!Array.isArray(saved) || saved.length !== group.params.length) {
        throw refuse("loaded state dict contains a parameter group that doesn't match the size of optimizer's group");
      }
      for (const [j, number] of saved.entries()) numbered.set(String(number), group.params[j] as Tensor);
      const renamed = Object.fromEntries(Object.entries(options).map(([name, value]) => [camelCase(name), value]));
      const { params, ...all } = { ...group, ...renamed };
      this.check(all as Readonly<Partial<O>> as Readonly<O>, true);
      merged.push(all);
    }
    const next = new Map<Tensor, ParamState>();
    for (const [number, given] of fieldsOf(api, state)) {
      const p = numbered.get(number);
      if (p === undefined) continue;
      const fields = Object.fromEntries(fieldsOf(api, given));
      checkState(api, `stateDict.state[${number}]`, fields, p);
      next.set(p, copyState(fields, p));
    }
    this.state.clear();
    for (const [p, fields] of next) this.state.set(p, fields);
    for (const [i, group] of this.paramGroups.entries()) Object.assign(group, merged[i]);
  }
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

/** Refuses options that are of another kind than the usual ones. PyTorch does not look again at the values of what was set later. */
function checkKinds(api: string, group: object, usual: object): void {
  for (const [name, instance] of Object.entries(usual)) {
    const value: unknown = Reflect.get(group, name);
    const kind = instance === undefined ? "number" : typeof instance;
    if (!Array.isArray(instance)) {
      if (typeof value !== kind) throw argumentError(api, name, `be a ${kind}`, value);
    } else if (!Array.isArray(value) || value.length !== instance.length || value.some((v) => typeof v !== "number")) {
      throw argumentError(api, name, `be a list of ${instance.length} numbers`, value);
    }
  }
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
