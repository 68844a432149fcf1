// Modules one after another.
import { type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { checkMember, checkMemberName } from "./member-names.ts";
import { Module } from "./module.ts";

/** A module from one tensor to one tensor. */
export type TensorModule = Module & { forward(input: Tensor): Tensor };

/** Modules with names. In a plain object, JavaScript moves names that are numbers to the front; a Map has the order it was given. */
export type NamedModules = ReadonlyMap<string, TensorModule> | Readonly<Record<string, TensorModule>>;

/**
 * Calls each module with what the one before it returned.
 *
 * `new Sequential(a, b)` names them `0` and `1`; `new Sequential({ first: a, second: b })` as it says.
 *
 * @throws ToeplitzError with PyTorch's sentence for what is not a module.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends Module implements Iterable<TensorModule> {
  static override readonly name: string = "Sequential";
  /** Not properties, which would not keep the order of names that are numbers. */
  readonly #modules = new Map<string, TensorModule>();

  constructor(named: NamedModules);
  constructor(...modules: TensorModule[]);
  constructor(...modules: (TensorModule | NamedModules)[]) {
    super();
    const [first] = modules;
    if (modules.length === 1 && isNamed(first)) {
      for (const [name, module] of first instanceof Map ? first : Object.entries(first)) this.#add(name, module);
    } else this.extend(modules as TensorModule[]);
  }

  /** @internal */
  override ownModules(): [name: string, module: Module][] {
    return [...this.#modules, ...super.ownModules()];
  }

  override registerModule(name: string, module: TensorModule): void {
    checkMemberName("registerModule", "module", name, false);
    checkMember("registerModule", "module", name, module ?? undefined, Module);
    this.#modules.set(name, module);
  }

  #add(name: string, module: TensorModule): void {
    checkMemberName("Sequential", "module", name, this.#modules.has(name));
    // A missing module would fail at the first call only.
    checkMember("Sequential", "module", name, module ?? undefined, Module);
    this.#modules.set(name, module);
  }

  /** `input` -> what the last module makes of it; the input itself if there are no modules. */
  forward(input: Tensor): Tensor {
    let x = input;
    for (const module of this) x = module.forward(x);
    return x;
  }

  /** Number of modules. */
  get length(): number {
    return this.ownModules().length;
  }

  [Symbol.iterator](): Iterator<TensorModule> {
    return this.ownModules()
      .map(([, module]) => module as TensorModule)
      .values();
  }

  /**
   * The module at a place, counted from the end if negative.
   *
   * @throws ToeplitzError with PyTorch's sentence if there is none.
   */
  at(index: number): TensorModule {
    const module = [...this].at(index);
    if (Number.isInteger(index) && module !== undefined) return module;
    throw new ToeplitzError(`index ${index} is out of range`, {
      code: "argument",
      api: "Sequential.at",
      argument: "index",
      value: index,
      rule: `lie between ${-this.length} and ${this.length - 1}`,
    });
  }

  /** The modules from `start` up to `end`, not copied, with their names. */
  slice(start?: number, end?: number): Sequential {
    return new Sequential(new Map(this.ownModules().slice(start, end) as [string, TensorModule][]));
  }

  /** Adds a module at the end, named by its number. */
  append(module: TensorModule): this {
    this.#add(String(this.length), module);
    return this;
  }

  /** Adds modules at the end, named by their numbers. */
  extend(modules: Iterable<TensorModule>): this {
    for (const module of modules) this.append(module);
    return this;
  }
}

function isNamed(value: unknown): value is NamedModules {
  if (value instanceof Map) return true;
  const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
}
