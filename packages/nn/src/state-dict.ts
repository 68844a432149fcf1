// A module's state as a map from names to tensors, and back: nothing is written before everything has been checked.
import { noGrad, Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, show } from "@toeplitz/tensor/extend";
import type { Module } from "./module.ts";
import { checkTree } from "./module-tree.ts";

/** Tensors by name, as {@link Module.stateDict} makes it; a plain object serves as well. */
export type StateDict = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

/** Where the keys of a state dict and the names in a module did not meet. */
export interface IncompatibleKeys {
  readonly missingKeys: readonly string[];
  readonly unexpectedKeys: readonly string[];
}

/** Parameters and buffers of the module and of those in it, off the tape, in PyTorch's order. They share the module's elements. */
export function saveState(module: Module, prefix: string): Map<string, Tensor> {
  checkTree("stateDict", module);
  const state = new Map<string, Tensor>();
  const visit = (from: Module, path: string) => {
    for (const [name, tensor] of from.ownState()) state.set(path + name, tensor.detach());
    for (const [name, child] of from.ownModules()) visit(child, `${path}${name}.`);
  };
  visit(module, prefix);
  return state;
}

/** What a load found: tensors to write and where to, and all that speaks against writing. */
interface Plan {
  readonly missing: string[];
  readonly unexpected: string[];
  readonly problems: string[];
  readonly writes: (readonly [target: Tensor, source: Tensor])[];
}

/**
 * Copies `given` into the module's parameters and buffers, converting to their types.
 *
 * @throws ToeplitzError with PyTorch's report of every key and shape that does not fit; then nothing was written.
 */
export function loadState(module: Module, given: unknown, strict: boolean): IncompatibleKeys {
  checkTree("loadStateDict", module);
  const plan: Plan = { missing: [], unexpected: [], problems: [], writes: [] };
  planModule(module, "", new Map(entriesOf(given)), plan);
  const { missing, unexpected, problems, writes } = plan;
  const report = [...problems];
  if (strict && unexpected.length > 0) report.unshift(`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `);
  if (strict && missing.length > 0) report.unshift(`Missing key(s) in state_dict: ${quoted(missing)}. `);
  if (report.length > 0) {
    throw new ToeplitzError(
      `Error(s) in loading state_dict for ${module.constructor.name}:\n\t${report.join("\n\t")}`,
      { code: "state", api: "loadStateDict", argument: "stateDict", value: given, rule: "fit the module" },
    );
  }
  noGrad(() => {
    // A source may be a view of a target, as when two layers swap weights, and a conversion may find no memory: so all that is
    // to be written is made before anything is.
    const targets = new Set(writes.map(([target]) => target.storage));
    const ready = writes.map(
      ([target, source]) => [target, source.to(target.dtype, { copy: targets.has(source.storage) })] as const,
    );
    for (const [target, source] of ready) target.copy_(source);
  });
  return { missingKeys: missing, unexpectedKeys: unexpected };
}

/** The keys that a report shows: a file may have a million that no module knows. */
const mostShown = 20;

function quoted(keys: readonly string[]): string {
  const shown = keys
    .slice(0, mostShown)
    .map((key) => show(key))
    .join(", ");
  return keys.length > mostShown ? `${shown}, +${keys.length - mostShown} more` : shown;
}

function entriesOf(given: unknown): ReadonlyMap<string, unknown> {
  if (given instanceof Map) {
    for (const key of given.keys()) {
      if (typeof key !== "string") throw argumentError("loadStateDict", "stateDict", "have strings as keys", key);
    }
    return given;
  }
  const plain = given !== null && typeof given === "object" && !Array.isArray(given) && !(given instanceof Tensor);
  if (plain) return new Map(Object.entries(given));
  throw new ToeplitzError(`Expected state_dict to be dict-like, got ${show(given)}.`, {
    code: "argument",
    api: "loadStateDict",
    argument: "stateDict",
    value: given,
    rule: "be a Map or a plain object",
  });
}

/** Compares one module with the entries under its prefix, then those in it; PyTorch's report has this order. */
function planModule(module: Module, prefix: string, state: Map<string, unknown>, plan: Plan): void {
  plan.problems.push(...module.reviseState(state, prefix));
  const own = module.ownState();
  const children = module.ownModules();
  for (const [name, target] of own) {
    const key = prefix + name;
    if (!state.has(key)) plan.missing.push(key);
    else planTensor(key, target, state.get(key), plan);
  }
  const names = new Set([...own, ...children].map(([name]) => name));
  for (const key of state.keys()) {
    if (!key.startsWith(prefix)) continue;
    const dot = key.indexOf(".", prefix.length);
    if (!names.has(key.slice(prefix.length, dot < 0 ? undefined : dot))) plan.unexpected.push(key);
  }
  for (const [name, child] of children) planModule(child, `${prefix}${name}.`, state, plan);
}

function planTensor(key: string, target: Tensor, value: unknown, plan: Plan): void {
  const named = show(key);
  if (!(value instanceof Tensor)) {
    plan.problems.push(
      `While copying the parameter named ${named}, expected torch.Tensor or Tensor-like object from checkpoint but ` +
        `received ${show(value)}`,
    );
    return;
  }
  // PyTorch 0.3 had no tensors without axes, and files of that time hold one-element vectors instead.
  const source = target.ndim === 0 && value.ndim === 1 && value.numel() > 0 ? value.index(0) : value;
  if (source.shape.length !== target.shape.length || source.shape.some((size, axis) => size !== target.shape[axis])) {
    plan.problems.push(
      `size mismatch for ${named.slice(1, -1)}: copying a param with shape ${sizeText(source)} from checkpoint, the shape in ` +
        `current model is ${sizeText(target)}.`,
    );
    return;
  }
  const obstacle = whyNotWritable(target) ?? (source.storage.disposed ? "the tensor was disposed of" : undefined);
  if (obstacle !== undefined) {
    plan.problems.push(
      `While copying the parameter named ${named}, whose dimensions in the model are ${sizeText(target)} and whose ` +
        `dimensions in the checkpoint are ${sizeText(source)}, an exception occurred : ('${obstacle}',).`,
    );
    return;
  }
  plan.writes.push([target, source]);
}

function whyNotWritable(target: Tensor): string | undefined {
  if (target.storage.disposed) return "the module's tensor was disposed of";
  if (!target.shape.some((size, axis) => size > 1 && target.strides[axis] === 0)) return undefined;
  return "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.";
}

function sizeText(x: Tensor): string {
  return `torch.Size([${x.shape.join(", ")}])`;
}
