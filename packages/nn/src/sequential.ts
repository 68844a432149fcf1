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
    // Whether nobody else can have x.
    let alone = false;
    for (const module of this) {
      const y = module.forward(x);
      const passing = passes(module);
      const same = y?.storage === x.storage;
      // As in PyTorch, where what nobody has is gone at once; a collector cannot know before the whole run is over.
      if (alone && passing && !same && !y.requiresGrad) x.dispose();
      alone = passing && (alone || !same);
      x = y;
    }
    return x;
  }

  override get passingForward(): unknown {
    return [...this].every(passes) ? Sequential.prototype.forward : null;
  }

  /** The modules from `start` up to `end`, not copied, with their names. */
  slice(start?: number, end?: number): Sequential {
    return new Sequential(new Map(this.between(start, end) as [string, TensorModule][]));
  }
}

/** Whether a module keeps neither its input nor its output. */
function passes(module: Module): boolean {
  const { passingForward } = module;
  return passingForward !== null && module.forward === passingForward;
}

function isNamed(value: unknown): value is NamedModules {
  if (value instanceof Map) return true;
  const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
}
