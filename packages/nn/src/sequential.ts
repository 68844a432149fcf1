// Modules one after another.
import type { Tensor } from "@toeplitz/tensor";
import type { Module } from "./module.ts";
import { OrderedModules } from "./ordered-modules.ts";

/** A module from one tensor to one tensor. */
export type TensorModule = Module & { forward(input: Tensor): Tensor };

/** Modules with names. In a plain object, JavaScript moves names that are numbers to the front; a Map has the order it was given. */
export type NamedModules<M extends Module = TensorModule> = ReadonlyMap<string, M> | Readonly<Record<string, M>>;

/**
 * Calls each module with what the one before it returned.
 *
 * `new Sequential(a, b)` names them `0` and `1`; `new Sequential({ first: a, second: b })` as it says.
 *
 * @throws ToeplitzError with PyTorch's sentence for what is not a module.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends OrderedModules<TensorModule> {
  static override readonly name: string = "Sequential";

  constructor(named: NamedModules);
  constructor(...modules: TensorModule[]);
  constructor(...modules: (TensorModule | NamedModules)[]) {
    super();
    const [first] = modules;
    if (modules.length === 1 && isNamed(first)) {
      for (const [name, module] of first instanceof Map ? first : Object.entries(first)) this.add(name, module);
    } else this.extend(modules as TensorModule[]);
  }

  /** `input` -> what the last module makes of it; the input itself if there are no modules. */
  forward(input: Tensor): Tensor {
    let x = input;
    for (const module of this) x = module.forward(x);
    return x;
  }

  /** The modules from `start` up to `end`, not copied, with their names. */
  slice(start?: number, end?: number): Sequential {
    return new Sequential(new Map(this.ownModules().slice(start, end) as [string, TensorModule][]));
  }
}

function isNamed(value: unknown): value is NamedModules {
  if (value instanceof Map) return true;
  const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
}
