// Which public names there are, and which of them rows use, found out by watching rows run.
import type { Api, Row } from "../rows/index.ts";
import { makeInputs } from "./inputs.ts";
import { methodOf, withMethods } from "./methods.ts";

type AnyFunction = (...args: never[]) => unknown;
type AnyClass = new (...args: never[]) => object;

/** Names as users write them: `sum`, `Tensor.sum`, `nn.Conv2d`, `nn.Conv2d.forward`, `nn.grad.conv2dInput`. */
export type Uses = ReadonlySet<string>;

const isNamespace = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "Module";

/** Functions have a prototype that can be exchanged, or none. */
const isClass = (value: unknown): value is AnyClass =>
  typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;

const membersOf = (prototype: object) =>
  Object.entries(Object.getOwnPropertyDescriptors(prototype) as Record<string, PropertyDescriptor>).filter(
    ([key]) => key !== "constructor",
  );

/** Every function and class that is exported, by the first name that leads to it. */
function exportsOf(t: Readonly<Record<string, unknown>>, prefix = "", found = new Map<unknown, string>()) {
  // The flat names first, so that what a namespace gathers from below keeps them.
  for (const [name, value] of Object.entries(t)) {
    if (typeof value === "function" && !found.has(value)) found.set(value, prefix + name);
  }
  for (const [name, value] of Object.entries(t)) {
    if (isNamespace(value)) exportsOf(value, `${prefix}${name}.`, found);
  }
  return found;
}

/** Every exported function and class, and every method and property of the classes. */
export function publicNames(t: Api): string[] {
  return [...exportsOf(t)].flatMap(([value, name]) => [
    name,
    ...(isClass(value) ? membersOf(value.prototype).map(([key]) => `${name}.${key}`) : []),
  ]);
}

/**
 * Runs the rows and notes what they call themselves; what the library calls within does not count.
 *
 * @param asMethods functions that are methods of tensors too are called as methods
 */
export function usesOf(t: Api, rows: readonly Row[], asMethods = false): Uses {
  const uses = new Set<string>();
  const names = exportsOf(t);
  // Inside of a watched call, and while inputs are made, nothing is noted.
  let depth = 1;
  const noted = (name: string, call: AnyFunction): AnyFunction =>
    function (this: unknown, ...args: never[]) {
      if (depth === 0) uses.add(name);
      depth++;
      try {
        return new.target ? Reflect.construct(call, args, new.target) : Reflect.apply(call, this, args);
      } finally {
        depth--;
      }
    };

  const watched = (space: Readonly<Record<string, unknown>>, top: boolean): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(space).map(([key, value]) => {
        if (isNamespace(value)) return [key, watched(value, false)];
        const name = names.get(value);
        if (name === undefined || (top && asMethods && methodOf(t, key) !== undefined)) return [key, value];
        return [key, isClass(value) ? watchedClass(value, name, noted) : noted(name, value as AnyFunction)];
      }),
    );
  const classes = [...names].filter((entry): entry is [AnyClass, string] => isClass(entry[0]));
  const restore = [
    ...classes.map(([value, name]) => watchMembers(value.prototype, name, noted)),
    // What a class has from one that is not exported counts for nobody, but what is called in there is within the library too.
    ...unexportedBases(classes.map(([value]) => value)).map((prototype) => watchMembers(prototype, "", noted)),
  ];
  const api = watched(asMethods ? withMethods(t) : t, true) as unknown as Api;
  try {
    for (const row of rows) {
      const inputs = makeInputs(t, row, { grad: row.grad && row.error === false });
      depth = 0;
      try {
        row.run(api, inputs);
      } catch {
        // Refusals are checked elsewhere.
      } finally {
        depth = 1;
      }
    }
  } finally {
    for (const undo of restore) undo();
  }
  return uses;
}

type Noted = (name: string, call: AnyFunction) => AnyFunction;

const watchedClass = (value: AnyClass, name: string, noted: Noted): AnyClass =>
  new Proxy(value, {
    construct: (target, args, newTarget) =>
      noted(name, () => Reflect.construct(target, args, newTarget)).call(undefined) as object,
  });

/** Prototypes that exported classes inherit from, without those of the exported. */
function unexportedBases(classes: readonly AnyClass[]): object[] {
  const exported = new Set<object>(classes.map(({ prototype }) => prototype as object));
  const bases = new Set<object>();
  for (const prototype of exported) {
    let base = Object.getPrototypeOf(prototype) as object;
    for (; base !== Object.prototype && base !== Error.prototype; base = Object.getPrototypeOf(base) as object) {
      if (!exported.has(base)) bases.add(base);
    }
  }
  return [...bases];
}

/** Notes every method and property of a class; the returned function puts the old ones back. */
function watchMembers(prototype: object, className: string, noted: Noted): () => void {
  const before = membersOf(prototype);
  for (const [key, descriptor] of before) {
    if (!descriptor.configurable) continue;
    const name = `${className}.${key}`;
    const { get, set, value } = descriptor;
    Object.defineProperty(prototype, key, {
      ...descriptor,
      ...(get && { get: noted(name, get as AnyFunction) as () => unknown }),
      ...(set && { set: noted(name, set as AnyFunction) as (value: unknown) => void }),
      ...(typeof value === "function" && { value: noted(name, value) }),
    });
  }
  const iterator = Object.getOwnPropertyDescriptor(prototype, Symbol.iterator);
  if (iterator !== undefined) {
    const iterate = iterator.value as (this: unknown) => Iterator<unknown>;
    // A generator runs when it is asked for the next value: within the library, too.
    const value = function (this: unknown): IterableIterator<unknown> {
      const inner = iterate.call(this);
      const next = noted("", () => inner.next()) as () => IteratorResult<unknown>;
      return { next, [Symbol.iterator]: () => value.call(this) };
    };
    Object.defineProperty(prototype, Symbol.iterator, { ...iterator, value });
  }
  return () => {
    if (iterator !== undefined) Object.defineProperty(prototype, Symbol.iterator, iterator);
    for (const [key, descriptor] of before)
      if (descriptor.configurable) Object.defineProperty(prototype, key, descriptor);
  };
}
