// Watches every call of the library for what it has allocated by the time that it refuses: nothing, in any memory.
import type { Api } from "../src/rows/index.ts";

type Callee = (...args: unknown[]) => unknown;

let probes = 0;

/** Storages that were made so far, and what the accelerator says of its memory, if it serves. */
function countersOf(t: Api): Readonly<Record<string, unknown>> {
  // Copies out may be made: some values must be read before they can be refused.
  const { copiesOut: _, ...memory } = (t.status().memory ?? {}) as Record<string, unknown>;
  // Storages are numbered; those that were made to learn the number do not count.
  return { storages: t.zeros([0]).storage.serial - probes++, ...memory };
}

/** A module, or what a package that is built for Node.js has in its place. */
const isNamespace = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  (Reflect.get(value, Symbol.toStringTag) === "Module" ||
    Object.values(value).some((each) => typeof each === "function"));

/** The prototypes of a class, the own one first. */
function prototypesOf(value: unknown): object[] {
  if (typeof value !== "function" || typeof value.prototype !== "object") return [];
  const all: object[] = [];
  for (let at = value.prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) all.push(at);
  return all;
}

/** The library with all of its functions, constructors and methods watched. */
export class WatchedCalls {
  /** What to call. */
  readonly api: Api;
  /** Why a refused call since {@link begin} was no clean one. */
  problem: string | undefined;
  readonly #library: Api;
  readonly #restore: (() => void)[] = [];
  readonly #patched = new Set<object>();
  #depth = 0;

  constructor(library: Api) {
    this.#library = library;
    this.api = this.#space(library, "") as Api;
  }

  /** Takes the watch off the methods. */
  end(): void {
    for (const restore of this.#restore) restore();
  }

  #space(space: object, prefix: string): object {
    const watched = Object.entries(space).map(([key, value]) => {
      if (isNamespace(value)) return [key, this.#space(value, `${prefix}${key}.`)];
      if (typeof value !== "function" || value === this.#library.ToeplitzError) return [key, value];
      for (const prototype of prototypesOf(value)) this.#watchMethods(prototype);
      const name = prefix + key;
      return [
        key,
        new Proxy(value, {
          apply: (target, self, args) => this.#noted(name, () => Reflect.apply(target as Callee, self, args)),
          construct: (target, args, made) =>
            this.#noted(name, () => Reflect.construct(target as never, args, made)) as object,
        }),
      ];
    });
    return Object.fromEntries(watched);
  }

  #watchMethods(prototype: object): void {
    if (this.#patched.has(prototype)) return;
    this.#patched.add(prototype);
    const noted = (name: string, run: () => unknown) => this.#noted(name, run);
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const method: unknown = property.value;
      if (typeof method !== "function" || key === "constructor" || !property.configurable) continue;
      const value = function (this: unknown, ...args: unknown[]) {
        return noted(`.${key}`, () => Reflect.apply(method, this, args));
      };
      Object.defineProperty(prototype, key, { ...property, value });
      this.#restore.push(() => Object.defineProperty(prototype, key, property));
    }
  }

  #noted(name: string, run: () => unknown): unknown {
    if (this.#depth > 0) return run();
    this.#depth++;
    try {
      const before = countersOf(this.#library);
      try {
        return run();
      } catch (error) {
        const after = countersOf(this.#library);
        const changed = Object.keys(after).filter((key) => after[key] !== before[key]);
        if (changed.length > 0) this.problem ??= `${name} allocated before it refused: ${changed.join(", ")}`;
        throw error;
      }
    } finally {
      this.#depth--;
    }
  }
}
