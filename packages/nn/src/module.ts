// The base of everything that has parameters: what it holds, how that is listed, saved, converted and printed.
import { type DType, isFloating, Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import type { FullBackwardHook } from "./backward-hooks.ts";
import { convert } from "./convert.ts";
import { addHook, type ForwardHook, type ForwardPreHook, type HookHandle } from "./forward-hooks.ts";
import { checkMember, checkMemberName, type MemberKind } from "./member-names.ts";
import { moduleText } from "./module-text.ts";
import { checkTree } from "./module-tree.ts";
import { Parameter } from "./parameter.ts";
import { type IncompatibleKeys, loadState, type StateDict, saveState } from "./state-dict.ts";
import { type ZeroGradOptions, zeroGradients } from "./zero-grad.ts";

/** Options of the methods that list what a module holds. */
export interface ListOptions {
  /** Whether modules inside of this one count too. Default true. */
  readonly recurse?: boolean;
}

/** Options of the methods that list it with names. */
export interface NamedListOptions extends ListOptions {
  /** What every name begins with, before a point. */
  readonly prefix?: string;
}

/**
 * A function with parameters.
 *
 * A property that holds a {@link Parameter} or a module is part of the module, under the property's name, in the order in which
 * properties were made; a property that holds null keeps a place. (A `#private` field is no property, and an array of modules is
 * no module.) Buffers, which are state but not parameters, are announced with {@link registerBuffer}.
 *
 * `module.forward(x)` is the call, and runs the hooks too.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module {
  /** Whether modules that behave otherwise in training do so. Changed by {@link train} and {@link eval}. */
  training = true;
  /** Names of buffers, in order, and whether they are part of the state dict. */
  readonly #buffers = new Map<string, boolean>();

  /** Computes the outputs from the inputs. */
  abstract forward(...inputs: never[]): unknown;

  /**
   * @internal The `forward` that keeps neither what it is given nor what it returns; null where that is not known. A class that
   * overrides `forward`, and a hook, put another one before it, and so are not taken for it.
   */
  get passingForward(): unknown {
    return null;
  }

  /** @internal Parameters that are properties of this module; one that has two names is listed twice. */
  ownParameters(): [name: string, parameter: Parameter][] {
    return Object.entries(this).filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter);
  }

  /**
   * @internal Brings a state without a version, as all states here are, to what this module holds now: may add entries under
   * `prefix` and take some out. Returns what speaks against loading it.
   */
  reviseState(_state: Map<string, unknown>, _prefix: string): readonly string[] {
    return [];
  }

  /** @internal Buffers of this module. */
  ownBuffers(): [name: string, buffer: Tensor][] {
    return [...this.#buffers.keys()]
      .map((name): [string, unknown] => [name, Reflect.get(this, name)])
      .filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor && !(entry[1] instanceof Parameter));
  }

  /** @internal Modules that are properties of this module; one that has two names is listed twice. */
  ownModules(): [name: string, module: Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** @internal What a state dict holds of this module alone: parameters, then persistent buffers. */
  ownState(): [name: string, tensor: Tensor][] {
    return [...this.ownParameters(), ...this.ownBuffers().filter(([name]) => this.#buffers.get(name))];
  }

  /**
   * Makes `tensor` a property that is converted and, if `persistent`, saved with the module, but not trained.
   *
   * @throws ToeplitzError with PyTorch's sentence for a name that is taken or cannot be part of a key.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_buffer
   */
  registerBuffer(name: string, tensor: Tensor | null, options: { readonly persistent?: boolean } = {}): void {
    checkOptions("registerBuffer", options, ["persistent"]);
    const { persistent = true } = options;
    this.#register("registerBuffer", "buffer", name, tensor, Tensor, (name) => this.#buffers.has(name));
    this.#buffers.set(name, persistent);
  }

  /**
   * Makes `parameter` a property, as an assignment would; for names that are known at run time only.
   *
   * @throws ToeplitzError with PyTorch's sentence for a name that is taken or cannot be part of a key.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_parameter
   */
  registerParameter(name: string, parameter: Parameter | null): void {
    const known = (name: string) => Reflect.get(this, name) instanceof Parameter;
    this.#register("registerParameter", "parameter", name, parameter, Parameter, known);
  }

  /**
   * Makes `module` a property, as an assignment would; for names that are known at run time only.
   *
   * @throws ToeplitzError with PyTorch's sentence for a name that is taken or cannot be part of a key.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_module
   */
  registerModule(name: string, module: Module | null): void {
    const known = (name: string) => Reflect.get(this, name) instanceof Module;
    this.#register("registerModule", "module", name, module, Module, known);
  }

  #register(
    api: string,
    kind: MemberKind,
    name: string,
    value: Tensor | Module | null,
    expected: abstract new (...args: never[]) => unknown,
    known: (name: string) => boolean,
  ): void {
    // A property that was declared, or set to null to keep a place, has no value yet.
    const taken = typeof name === "string" && !known(name) && (Reflect.get(this, name) ?? null) !== null;
    checkMemberName(api, kind, name, taken);
    checkMember(api, kind, name, value, expected);
    Reflect.set(this, name, value);
  }

  /** Every parameter once. @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.parameters */
  parameters(options: ListOptions = {}): Parameter[] {
    checkOptions("parameters", options, ["recurse"]);
    return this.namedParameters(options).map(([, parameter]) => parameter);
  }

  /** Every parameter once, with its path: `["features.0.weight", parameter]`. */
  namedParameters(options: NamedListOptions = {}): [name: string, parameter: Parameter][] {
    return this.#listed("namedParameters", options, (module) => module.ownParameters());
  }

  /** Every buffer once. @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.buffers */
  buffers(options: ListOptions = {}): Tensor[] {
    checkOptions("buffers", options, ["recurse"]);
    return this.namedBuffers(options).map(([, buffer]) => buffer);
  }

  /** Every buffer once, with its path. */
  namedBuffers(options: NamedListOptions = {}): [name: string, buffer: Tensor][] {
    return this.#listed("namedBuffers", options, (module) => module.ownBuffers());
  }

  /** The modules directly inside, each once. */
  children(): Module[] {
    return this.namedChildren().map(([, module]) => module);
  }

  /** The modules directly inside, each once, with their names. */
  namedChildren(): [name: string, module: Module][] {
    return once(this.ownModules());
  }

  /** This module and all inside, each once, from the outside in. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** This module and all inside, each once, from the outside in, with their paths; this one's is the prefix. */
  namedModules(options: { readonly prefix?: string } = {}): [name: string, module: Module][] {
    checkOptions("namedModules", options, ["prefix"]);
    const prefix = prefixOf("namedModules", options);
    const names = new Map<Module, string>();
    const visit = (module: Module, path: string) => {
      if (names.has(module)) return;
      names.set(module, path);
      for (const [name, child] of module.ownModules()) visit(child, joined(path, name));
    };
    visit(this, prefix);
    return Array.from(names, ([module, name]) => [name, module]);
  }

  #listed<T>(api: string, options: NamedListOptions, own: (module: Module) => [string, T][]): [string, T][] {
    checkOptions(api, options, ["prefix", "recurse"]);
    const { recurse = true } = options;
    const prefix = prefixOf(api, options);
    const modules: [string, Module][] = recurse ? this.namedModules({ prefix }) : [[prefix, this]];
    return once(
      modules.flatMap(([path, module]) => own(module).map(([name, value]): [string, T] => [joined(path, name), value])),
    );
  }

  /**
   * The module at a path such as `"features.0"`; this one for `""`.
   *
   * @throws ToeplitzError with PyTorch's sentence if there is none.
   */
  getSubmodule(target: string): Module {
    if (typeof target !== "string") throw argumentError("getSubmodule", "target", "be a string", target);
    let module: Module = this;
    for (const name of target === "" ? [] : target.split(".")) {
      const found = module.ownModules().find(([key]) => key === name);
      if (found === undefined) {
        throw new ToeplitzError(
          (Reflect.get(module, name) ?? null) === null
            ? `${module.constructor.name} has no attribute \`${name.slice(0, 60)}\``
            : `\`${name.slice(0, 60)}\` is not an nn.Module`,
          { code: "argument", api: "getSubmodule", argument: "target", value: target },
        );
      }
      module = found[1];
    }
    return module;
  }

  /** Calls `fn` with every module inside, innermost first, then with this one. */
  apply(fn: (module: Module) => void): this {
    if (typeof fn !== "function") throw argumentError("apply", "fn", "be a function", fn);
    checkTree("apply", this);
    const visit = (module: Module) => {
      for (const child of module.children()) visit(child);
      fn(module);
    };
    visit(this);
    return this;
  }

  /** Sets {@link training} of this module and all inside. */
  train(mode = true): this {
    if (typeof mode !== "boolean") throw argumentError("train", "mode", "be a boolean", mode);
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** As `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /**
   * Sets `requiresGrad` of every parameter.
   *
   * @throws ToeplitzError with PyTorch's sentence for parameters that cannot require gradients; then none has changed.
   */
  requiresGrad_(value = true): this {
    const parameters = this.parameters();
    // One that refuses comes first, and so before any has changed.
    const refusing = parameters.filter((parameter) => (value ? !isFloating(parameter.dtype) : !parameter.isLeaf));
    for (const parameter of [...refusing, ...parameters]) parameter.requiresGrad_(value);
    return this;
  }

  /**
   * Forgets every gradient, or overwrites it with zeros if `setToNone` is false.
   *
   * @throws ToeplitzError for a gradient that cannot be overwritten; then all are as they were.
   */
  zeroGrad(options: ZeroGradOptions = {}): void {
    zeroGradients(this.parameters(), options);
  }

  /**
   * Converts floating parameters and buffers. Each becomes a new tensor: an optimiser is made after this, not before.
   *
   * @throws ToeplitzError with PyTorch's sentence for a type that is not floating, and for what was disposed of; then nothing has
   *   changed.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.to
   */
  to(dtype: DType): this {
    convert(this, dtype);
    return this;
  }

  /**
   * Parameters and persistent buffers by path, off the tape. They share the module's elements: `clone()` what must not change.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.state_dict
   */
  stateDict(options: { readonly prefix?: string } = {}): Map<string, Tensor> {
    checkOptions("stateDict", options, ["prefix"]);
    return saveState(this, prefixOf("stateDict", options));
  }

  /**
   * Copies tensors into parameters and buffers of the same names. With `strict: false`, names that do not meet are only reported.
   *
   * @throws ToeplitzError with PyTorch's report of every name and shape that does not fit; then nothing was written.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict
   */
  loadStateDict(stateDict: StateDict, options: { readonly strict?: boolean } = {}): IncompatibleKeys {
    checkOptions("loadStateDict", options, ["strict"]);
    return loadState(this, stateDict, options.strict ?? true);
  }

  /**
   * Calls `hook(module, inputs)` before every `forward`; what it returns, if anything, takes the inputs' place.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_pre_hook
   */
  registerForwardPreHook<M extends Module>(this: M, hook: ForwardPreHook<M>): HookHandle {
    if (typeof hook !== "function") throw argumentError("registerForwardPreHook", "hook", "be a function", hook);
    return addHook(this, "before", (inputs) => hook(this, inputs as Parameters<M["forward"]>));
  }

  /**
   * Calls `hook(module, inputs, output)` after every `forward`; what it returns, if anything, takes the output's place.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_hook
   */
  registerForwardHook<M extends Module>(this: M, hook: ForwardHook<M>): HookHandle {
    if (typeof hook !== "function") throw argumentError("registerForwardHook", "hook", "be a function", hook);
    return addHook(this, "after", (inputs, output) =>
      hook(this, inputs as Parameters<M["forward"]>, output as ReturnType<M["forward"]>),
    );
  }

  /**
   * Calls `hook(module, gradInput, gradOutput)` whenever the gradients of a call's inputs are known: lists with one entry for each
   * argument and result, null for what is no tensor. What it returns, if anything, takes the place of `gradInput`. Where no input
   * requires a gradient, it is called when those of the outputs are known.
   *
   * @throws ToeplitzError in backward, with PyTorch's sentence, for a result of another length or other shapes.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook
   */
  registerFullBackwardHook<M extends Module>(this: M, hook: FullBackwardHook<M>): HookHandle {
    if (typeof hook !== "function") throw argumentError("registerFullBackwardHook", "hook", "be a function", hook);
    return addHook(this, "backward", (gradInput, gradOutput) => hook(this, gradInput, gradOutput));
  }

  /** What stands between the parentheses when the module is printed. */
  extraRepr(): string {
    return "";
  }

  /** The text of `print(module)` in PyTorch. */
  toString(): string {
    return moduleText(this);
  }

  /** What console.log shows in Node and its kin. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Entries whose values have not come before. */
function once<T>(entries: readonly [string, T][]): [string, T][] {
  const seen = new Set<T>();
  return entries.filter(([, value]) => !seen.has(value) && seen.add(value));
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** What all paths begin with. */
function prefixOf(api: string, { prefix = "" }: { readonly prefix?: string }): string {
  if (typeof prefix === "string") return prefix;
  throw argumentError(api, "prefix", "be a string", prefix);
}
