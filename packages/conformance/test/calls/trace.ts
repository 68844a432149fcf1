// What a refused call must leave as it was: its receiver and its arguments, and what belongs to the whole library.
import { activeBackend } from "@toeplitz/tensor/extend";
import type { Everything } from "./further-uses.ts";

/** Larger tensors are known by their versions alone. */
const mostElements = 600;

/** A text of the state of all that the values hold. */
export function traceOf(t: Everything, values: readonly unknown[]): string {
  // Where its elements are is the backend's affair: to look at them may change it.
  const Storage = t.zeros([1]).storage.constructor as new (
    ...args: never[]
  ) => ReturnType<Everything["zeros"]>["storage"];
  const seen = new Set<unknown>();
  const trace = (value: unknown): string => {
    if (typeof value !== "object" || value === null || seen.has(value)) return "";
    seen.add(value);
    try {
      if (value instanceof t.Tensor) return ofTensor(value);
      if (value instanceof Storage) return ofStorage(value);
      if (value instanceof t.nn.Module) return ofModule(value);
      if (value instanceof t.optim.Optimizer)
        return all([value.paramGroups, [...value.state.keys()], value.stateDict()]);
      if (value instanceof t.optim.LRScheduler) return all([value.stateDict(), value.optimizer]);
      if (value instanceof t.Generator) return Buffer.from(value.getState()).toString("latin1");
      if (value instanceof Map) return `${[...value.keys()].map(String)}: ${all([...value.values()])}`;
      if (value instanceof Uint8Array) return value.join();
      if (Array.isArray(value)) return all(value);
      return `${Object.keys(value)}: ${all(Object.values(value))}`;
    } catch {
      return "what cannot be read";
    }
  };
  const all = (list: readonly unknown[]) =>
    list.map((each) => (typeof each === "object" ? trace(each) : String(each))).join(", ");
  const ofTensor = (x: ReturnType<Everything["tensor"]>): string => {
    const { storage, shape, requiresGrad, isLeaf, grad } = x;
    const elements = storage.disposed || x.numel() > mostElements ? "" : x.detach().toTypedArray().join();
    return `[${shape}] ${storage.version} ${storage.disposed} ${requiresGrad} ${isLeaf} ${trace(grad)} ${elements}`;
  };
  const ofStorage = ({ dtype, length, version, disposed }: InstanceType<typeof Storage>) =>
    `${dtype} ${length} ${version} ${disposed}`;
  const ofModule = (module: InstanceType<Everything["nn"]["Module"]>): string =>
    module
      .namedModules()
      .map(
        ([name, each]) =>
          `${name} ${each.training} ${Object.keys(each)} ${all([...each.ownParameters(), ...each.ownBuffers()].flat())}`,
      )
      .join("\n");
  return all(values);
}

/** What belongs to the whole library, as it is now. */
export interface Settings {
  readonly text: string;
  /** Makes it so again. */
  readonly restore: () => void;
}

/** The settings of the library: random numbers, printing, gradients, the backend. */
export function settingsOf(t: Everything): Settings {
  const backend = activeBackend();
  const [stream, printing, profile] = [t.getRngState(), t.getPrintOptions(), t.getRandomProfile()];
  return {
    text: `${Buffer.from(stream).toString("latin1")} ${Object.values(printing)} ${profile} ${backend?.name} ${t.isGradEnabled()}`,
    restore: () => {
      if (activeBackend() !== backend) t.setBackend(backend);
      t.setRngState(stream);
      t.setPrintOptions(printing);
      t.setRandomProfile(profile);
    },
  };
}
