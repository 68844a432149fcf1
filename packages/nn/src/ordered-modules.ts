// What lists of modules share: order, names that are numbers, access by place.
import { ToeplitzError } from "@toeplitz/tensor";
import { argumentError, show } from "@toeplitz/tensor/extend";
import { checkMember, checkMemberName, typeName } from "./member-names.ts";
import { Module } from "./module.ts";

/** Modules in the order in which they were added. */
export abstract class OrderedModules<M extends Module> extends Module implements Iterable<M> {
  /** Not properties, which would not keep the order of names that are numbers. */
  protected readonly ordered = new Map<string, M>();

  /** @internal */
  override ownModules(): [name: string, module: Module][] {
    return [...this.ordered, ...super.ownModules()];
  }

  /** Makes `module` the one of this name: in the place of the one that had it, or at the end. */
  override registerModule(name: string, module: M): void {
    this.checkEntry("registerModule", name, module, false);
    this.ordered.set(name, module);
  }

  /** A new name; a missing module would fail at the first call only. */
  protected add(name: string, module: M): void {
    this.checkEntry(this.constructor.name, name, module, this.ordered.has(name));
    this.ordered.set(name, module);
  }

  /** Refuses what cannot stand here under this name. */
  protected checkEntry(api: string, name: string, module: M, taken: boolean): void {
    checkMemberName(api, "module", name, taken);
    checkMember(api, "module", name, module ?? undefined, Module);
  }

  /** Number of modules. */
  get length(): number {
    return this.ownModules().length;
  }

  [Symbol.iterator](): Iterator<M> {
    return this.ownModules()
      .map(([, module]) => module as M)
      .values();
  }

  /**
   * The module at a place, counted from the end if negative.
   *
   * @throws ToeplitzError with PyTorch's sentence if there is none.
   */
  at(index: number): M {
    const module = Number.isInteger(index) ? [...this].at(index) : undefined;
    if (module !== undefined) return module;
    throw new ToeplitzError(`index ${show(index)} is out of range`, {
      code: "argument",
      api: `${this.constructor.name}.at`,
      argument: "index",
      value: index,
      rule: `lie between ${-this.length} and ${this.length - 1}`,
    });
  }

  /** Adds a module at the end, named by its number. */
  append(module: M): this {
    this.add(String(this.length), module);
    return this;
  }

  /**
   * Adds modules at the end, named by their numbers.
   *
   * @throws ToeplitzError with PyTorch's sentence for what is no list of modules; then none was added.
   */
  extend(modules: Iterable<M>): this {
    const { name } = this.constructor;
    if (typeof modules?.[Symbol.iterator] !== "function") {
      const sentence = `${name}.extend should be called with an iterable, but got ${typeName(modules)}`;
      throw new ToeplitzError(sentence, { code: "argument", api: name, argument: "modules", value: modules });
    }
    const added = [...modules];
    for (const [i, module] of added.entries()) {
      const key = String(this.length + i);
      this.checkEntry(name, key, module, this.ordered.has(key));
    }
    for (const module of added) this.append(module);
    return this;
  }

  /** The modules from `start` up to `end`, with their names. */
  protected between(start: number | undefined, end: number | undefined): [name: string, module: Module][] {
    for (const [argument, value] of Object.entries({ start, end })) {
      if (value === undefined || Number.isInteger(value)) continue;
      throw argumentError(`${this.constructor.name}.slice`, argument, "be a whole number", value);
    }
    return this.ownModules().slice(start, end);
  }
}
