// Which public names can be called, which of them drawn calls have, and why others do not.
import type { Everything } from "./further-uses.ts";
import type { RecordedCall } from "./recorded-calls.ts";

type Members = Readonly<Record<string, unknown>>;

export const isNamespace = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "Module";

export const isClass = (value: unknown): value is new () => object =>
  typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;

/** Members that are not for users, although they are no secret. */
export const internal: ReadonlySet<string> = new Set([
  "constructor",
  "alias",
  "record",
  "ownParameters",
  "ownBuffers",
  "ownModules",
  "ownState",
  "reviseState",
]);

const inherited = "for those who write a class of their own";

/** What is not called, and why. */
export const notDrawn: Readonly<Record<string, string>> = {
  threads: "starts workers: its refusals are in packages/wasm/test/threads",
  createBackend: "takes the files of kernels alone: its refusals are in packages/wasm",
  ToeplitzError: "is thrown, not called",
  KernelMatrix: "is what kernelMatrix returns",
  "nn.Module": "abstract",
  "nn.ConvNd": "abstract",
  "nn.ModuleList.forward": "refuses every call",
  "nn.ModuleDict.forward": "refuses every call",
  "Tensor.toJSON": "refuses every call",
  "ToeplitzError.toJSON": "is called by JSON.stringify alone: tested in packages/tensor",
  "optim.Optimizer": "abstract",
  "optim.LRScheduler": "abstract",
  ...Object.fromEntries(
    [
      ...["SGD", "Adam", "RMSprop"].flatMap((name) => [`${name}.check`, `${name}.update`]),
      ...["Adam.advance", "AdamW.update", "LRScheduler.settle", "LRScheduler.loaded"],
      ...["OneCycleLR.settle", "OneCycleLR.loaded"],
      ...["CosineAnnealing", "Exponential", "Lambda", "MultiStep", "OneCycle", "Step"].map((name) => `${name}LR.rates`),
    ].map((name) => [`optim.${name}`, inherited]),
  ),
};

/** Every exported function or class, by the first name that leads to it. */
export function exportedNames(space: Members, prefix = "", found = new Map<unknown, string>()): Map<unknown, string> {
  // The flat names first, so that what a namespace gathers from below keeps them.
  for (const [key, value] of Object.entries(space)) {
    if (typeof value === "function" && !found.has(value)) found.set(value, prefix + key);
  }
  for (const [key, value] of Object.entries(space)) {
    if (isNamespace(value)) exportedNames(value, `${prefix}${key}.`, found);
  }
  return found;
}

/** Functions, classes, and of these the methods and the properties that look at what they are given. */
export function callableNames(t: Everything): string[] {
  return [...exportedNames(t)].flatMap(([value, name]) => {
    if (!isClass(value)) return [name];
    const members = Object.entries(
      Object.getOwnPropertyDescriptors(value.prototype) as Record<string, PropertyDescriptor>,
    )
      .filter(
        ([key, { value: method, set }]) => !internal.has(key) && (typeof method === "function" || set !== undefined),
      )
      .map(([key]) => `${name}.${key}`);
    return [name, ...members];
  });
}

/** The names of calls; a method's is that of the class that has it. */
export function drawnNames(t: Everything, calls: readonly RecordedCall[]): ReadonlySet<string> {
  const names = exportedNames(t);
  const byName = new Map([...names].map(([value, name]) => [name, value]));
  const defined = ({ name, on }: RecordedCall) => {
    const point = name.lastIndexOf(".");
    let owner = byName.get(name.slice(0, point));
    const key = name.slice(point + 1);
    if (on === undefined || !isClass(owner)) return name;
    while (isClass(owner) && !Object.hasOwn(owner.prototype, key)) owner = Object.getPrototypeOf(owner);
    return `${names.get(owner)}.${key}`;
  };
  return new Set(calls.map(defined));
}
