// Values that can be made again and again, by whichever copy of the library.
import { isTensor } from "../../src/suites/result.ts";
import type { Everything } from "./further-uses.ts";

/** A value with how it is made. */
export interface Recorded {
  readonly make: (t: Everything) => unknown;
  /** How it is written in a failure. */
  readonly text: string;
  /** Its entries, where it is a list or a map, and its options, where it is a plain object. */
  readonly parts?: Readonly<Record<string, Recorded>>;
  /** The same kind of value with other parts. */
  readonly rebuilt?: (parts: Readonly<Record<string, Recorded>>) => Recorded;
}

/** Tensors of more elements would make the calls slow. */
const mostElements = 600;

const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** How to make values; of an object with a state of its own, whatever `origins` knows of it, or undefined. */
export function recorder(t: Everything, origins: WeakMap<object, Recorded>): (value: unknown) => Recorded | undefined {
  const recorded = (value: unknown): Recorded | undefined => {
    if (isTensor(value)) return tensorOf(value);
    if (Array.isArray(value)) return whole(Array.from(value, recorded), list);
    if (typeof value === "function" || value === null || typeof value !== "object") {
      return { make: () => value, text: typeof value === "function" ? "a function" : plainText(value) };
    }
    const origin = origins.get(value);
    if (origin !== undefined) return origin;
    if (value instanceof Uint8Array) return { make: () => value.slice(), text: `${value.length} bytes` };
    if (value instanceof Map) {
      const names = Array.from(value.keys(), String);
      return whole(Array.from(value.values(), recorded), (entries) => map(named(names, entries)));
    }
    if (!isPlain(value)) return undefined;
    const names = Object.keys(value);
    return whole(Object.values(value).map(recorded), (entries) => object(named(names, entries)));
  };
  const tensorOf = (value: ReturnType<Everything["tensor"]>): Recorded | undefined => {
    const { shape, dtype, requiresGrad, isLeaf } = value;
    if (value.numel() > mostElements) return undefined;
    const elements = value.detach().toTypedArray();
    const grad = isLeaf && value.grad !== null ? tensorOf(value.grad) : undefined;
    const isParameter = value instanceof t.nn.Parameter;
    const about = `${requiresGrad ? ", { requiresGrad }" : ""}${grad === undefined ? "" : " with a gradient"}`;
    return {
      make: (api) => {
        const x = api.tensor(elements, { shape, dtype, requiresGrad: requiresGrad && !isParameter });
        const made = isParameter ? new api.nn.Parameter(x) : x;
        if (grad !== undefined) made.grad = grad.make(api) as typeof x;
        return made;
      },
      text: `${isParameter ? "parameter " : ""}${dtype}[${shape}]${about}`,
    };
  };
  return recorded;
}

const named = (names: readonly string[], entries: readonly Recorded[]) =>
  Object.fromEntries(names.map((name, i) => [name, entries[i]!]));

const whole = (entries: readonly (Recorded | undefined)[], join: (entries: readonly Recorded[]) => Recorded) =>
  entries.every((entry) => entry !== undefined) ? join(entries) : undefined;

/** A value that is written as it is. */
export const plainText = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : typeof value === "bigint" ? `${value}n` : String(value);

/** A list of values. */
const list = (entries: readonly Recorded[]): Recorded => ({
  make: (t) => entries.map(({ make }) => make(t)),
  text: `[${entries.map(({ text }) => text).join(", ")}]`,
  parts: Object.fromEntries(entries.entries()),
  rebuilt: (parts) => list(Object.values(parts)),
});

const textOf = (parts: Readonly<Record<string, Recorded>>) =>
  Object.entries(parts)
    .map(([name, { text }]) => `${name}: ${text}`)
    .join(", ");

/** An object of named options. */
const object = (options: Readonly<Record<string, Recorded>>): Recorded => ({
  make: (t) => Object.fromEntries(Object.entries(options).map(([name, { make }]) => [name, make(t)])),
  text: `{ ${textOf(options)} }`,
  parts: options,
  rebuilt: object,
});

const map = (entries: Readonly<Record<string, Recorded>>): Recorded => ({
  make: (t) => new Map(Object.entries(entries).map(([name, { make }]) => [name, make(t)])),
  text: `new Map({ ${textOf(entries)} })`,
  parts: entries,
  rebuilt: map,
});
