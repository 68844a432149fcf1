// Modules in lists and under names, which somebody else calls: ModuleList and ModuleDict.
import { ToeplitzError } from "@toeplitz/tensor";
import { argumentError, show } from "@toeplitz/tensor/extend";
import { checkMember } from "./member-names.ts";
import { Module } from "./module.ts";
import { OrderedModules } from "./ordered-modules.ts";
import type { NamedModules } from "./sequential.ts";

/** A container has no way to be called, as PyTorch says. */
function noForward(module: Module): never {
  const name = module.constructor.name;
  throw new ToeplitzError(`Module [${name}] is missing the required "forward" function`, { code: "state", api: name });
}

/**
 * Modules in a list. It is a module, so that theirs are found with it; it calls none of them.
 *
 * @throws ToeplitzError with PyTorch's sentence for what is not a module.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
 */
export class ModuleList<M extends Module = Module> extends OrderedModules<M> {
  static override readonly name: string = "ModuleList";

  constructor(modules: Iterable<M> = []) {
    super();
    if (typeof modules?.[Symbol.iterator] !== "function") {
      throw argumentError("ModuleList", "modules", "be a list of modules", modules);
    }
    this.extend(modules);
  }

  /** @throws ToeplitzError with PyTorch's sentence: a list is no function. */
  forward(): never {
    return noForward(this);
  }

  /** Puts a module before the one at `index`; those behind it are named anew. */
  insert(index: number, module: M): void {
    if (!Number.isInteger(index)) throw argumentError("ModuleList.insert", "index", "be a whole number", index);
    const modules = [...this];
    modules.splice(index, 0, module);
    // Refused before anything moves.
    checkMember("ModuleList.insert", "module", String(index), module ?? undefined, Module);
    for (const [i, moved] of modules.entries()) this.registerModule(String(i), moved);
  }

  /** The modules from `start` up to `end`, not copied, named anew. */
  slice(start?: number, end?: number): ModuleList<M> {
    return new ModuleList(this.between(start, end).map(([, module]) => module as M));
  }
}

/**
 * Modules under names, in the order in which they were added. It calls none of them.
 *
 * @throws ToeplitzError with PyTorch's sentence for what is not a module or not a name.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
 */
export class ModuleDict<M extends Module = Module> extends OrderedModules<M> {
  static override readonly name: string = "ModuleDict";

  constructor(modules: NamedModules<M> = {}) {
    super();
    this.update(modules);
  }

  /** @throws ToeplitzError with PyTorch's sentence: a dictionary is no function. */
  forward(): never {
    return noForward(this);
  }

  /**
   * The module of this name.
   *
   * @throws ToeplitzError if there is none.
   */
  get(name: string): M {
    const module = this.ordered.get(name);
    if (module !== undefined) return module;
    const names = this.keys();
    throw argumentError("ModuleDict.get", "name", `be one of ${show(names)}`, name, { legal: names });
  }

  /** Whether a module has this name. */
  has(name: string): boolean {
    return this.ordered.has(name);
  }

  /** Adds the modules, or puts them in the place of those that have their names. */
  update(modules: NamedModules<M>): void {
    if (typeof modules !== "object" || modules === null) {
      throw argumentError("ModuleDict.update", "modules", "be a Map or an object of modules", modules);
    }
    const named = [...(modules instanceof Map ? modules : Object.entries(modules))];
    for (const [name, module] of named) this.checkEntry("registerModule", name, module, false);
    for (const [name, module] of named) this.registerModule(name, module);
  }

  /** Takes a module out and returns it. */
  pop(name: string): M {
    const module = this.get(name);
    this.ordered.delete(name);
    return module;
  }

  /** Takes all modules out. */
  clear(): void {
    this.ordered.clear();
  }

  /** The names, in order. */
  keys(): string[] {
    return [...this.ordered.keys()];
  }

  /** The modules, in order. */
  values(): M[] {
    return [...this.ordered.values()];
  }

  /** Names with their modules, in order. */
  entries(): [name: string, module: M][] {
    return [...this.ordered];
  }
}
