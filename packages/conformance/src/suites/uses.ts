// Which functions and methods rows use, found out by watching them run.
import type { Api, Row } from "../rows/index.ts";
import { makeInputs } from "./inputs.ts";
import { methodOf, withMethods } from "./methods.ts";

/** Names of functions, and of Tensor's methods and properties as `Tensor.name`. */
export type Uses = ReadonlySet<string>;

/**
 * Runs the rows and notes what they call themselves; what the library calls within does not count.
 *
 * @param asMethods functions that are methods too are called as methods
 */
export function usesOf(t: Api, rows: readonly Row[], asMethods = false): Uses {
  const uses = new Set<string>();
  // Inside of a watched call, and while inputs are made, nothing is noted.
  let depth = 1;
  const note = <A extends unknown[], R>(name: string, call: (...args: A) => R, ...args: A): R => {
    if (depth === 0) uses.add(name);
    depth++;
    try {
      return call(...args);
    } finally {
      depth--;
    }
  };

  const isMethod = (name: string) => asMethods && methodOf(t, name) !== undefined;
  const watched = Object.fromEntries(
    Object.entries<Api>(asMethods ? withMethods(t) : t).map(([name, value]) => [
      name,
      typeof value === "function" && !isMethod(name) ? watch(name, value, note) : value,
    ]),
  );
  const restore = watchPrototype(t.Tensor.prototype, note);
  try {
    for (const row of rows) {
      const inputs = makeInputs(t, row, { grad: row.grad && row.error === false });
      depth = 0;
      try {
        row.run(watched, inputs);
      } catch {
        // Refusals are checked elsewhere.
      } finally {
        depth = 1;
      }
    }
  } finally {
    restore();
  }
  return uses;
}

type Note = (name: string, call: (...args: never[]) => unknown, ...args: never[]) => unknown;

/** A function or class that is noted when called or constructed. */
const watch = (name: string, value: Api, note: Note): Api =>
  new Proxy(value, {
    apply: (target, self, args) => note(name, () => Reflect.apply(target, self, args)),
    construct: (target, args) => note(name, () => Reflect.construct(target, args)) as object,
  });

/** Notes every method and property of a prototype; the returned function puts the old ones back. */
function watchPrototype(prototype: object, note: Note): () => void {
  const before = Object.getOwnPropertyDescriptors(prototype) as Record<string, PropertyDescriptor>;
  for (const [key, descriptor] of Object.entries(before)) {
    if (key === "constructor") continue;
    const name = `Tensor.${key}`;
    const { get, set, value } = descriptor;
    Object.defineProperty(prototype, key, {
      ...descriptor,
      ...(get && { get: wrap(name, get, note) }),
      ...(set && { set: wrap(name, set, note) as (value: unknown) => void }),
      ...(typeof value === "function" && { value: wrap(name, value, note) }),
    });
  }
  return () => void Object.defineProperties(prototype, before);
}

function wrap(name: string, call: (...args: never[]) => unknown, note: Note) {
  return function (this: unknown, ...args: unknown[]): unknown {
    return note(name, () => Reflect.apply(call, this, args));
  };
}
