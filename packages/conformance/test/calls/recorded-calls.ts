// Right calls of every public function, class and method: those that rows and further uses make, caught while they run.
import { rows } from "../../src/rows/index.ts";
import { makeInputs } from "../../src/suites/inputs.ts";
import { withMethods } from "../../src/suites/methods.ts";
import { isTensor } from "../../src/suites/result.ts";
import { type Everything, type Files, filesOf, furtherUses } from "./further-uses.ts";
import { exportedNames, internal, isClass, isNamespace, notDrawn } from "./names.ts";
import { type Recorded, recorder } from "./recorded.ts";
import { settled } from "./settled.ts";
import { settingsOf } from "./trace.ts";

/** A call that succeeds. */
export interface RecordedCall {
  /** `conv2d`, `nn.Conv2d`, `functional.pad`, `Tensor.add_`, `nn.Linear.forward`. */
  readonly name: string;
  readonly kind: "function" | "class" | "method" | "setter";
  /** What a method is called on. */
  readonly on?: Recorded;
  readonly args: readonly Recorded[];
}

type Members = Readonly<Record<string, unknown>>;

const most = 8;
/** Calls of one method on objects of one class. */
const mostOfMethod = 3;

/** The call as a user would write it. */
export function lineOf({ name, kind, on, args }: RecordedCall): string {
  const key = name.slice(name.lastIndexOf(".") + 1);
  const texts = args.map(({ text }) => text).join(", ");
  if (kind === "setter") return `(${on?.text}).${key} = ${texts}`;
  if (kind === "method") return `(${on?.text}).${key}(${texts})`;
  return `${kind === "class" ? "new " : ""}${name}(${texts})`;
}

/** Makes the call with these values, which its receiver and its arguments were made to. */
export function perform(
  t: Everything,
  { name, kind }: RecordedCall,
  receiver: unknown,
  values: readonly unknown[],
): unknown {
  if (kind === "method" || kind === "setter") {
    const key = name.slice(name.lastIndexOf(".") + 1);
    if (kind === "setter") return Reflect.set(receiver as object, key, values[0]);
    return Reflect.apply(Reflect.get(receiver as object, key), receiver, values);
  }
  // biome-ignore lint/suspicious/noExplicitAny: a function by a name that is computed.
  const callee = name.split(".").reduce((space: any, key) => space[key], t);
  return kind === "class" ? Reflect.construct(callee, values) : Reflect.apply(callee, undefined, values);
}

/** Every call that the rows and the further uses make of what the library exports and that succeeds, each once. */
export async function recordedCalls(t: Everything): Promise<readonly RecordedCall[]> {
  const found: RecordedCall[] = [];
  const { restore } = settingsOf(t);
  const calls = callsOf(t, await filesOf(t));
  restore();
  for (const call of calls) {
    try {
      await settled(
        perform(
          t,
          call,
          call.on?.make(t),
          call.args.map(({ make }) => make(t)),
        ),
      );
      found.push(call);
    } catch {
      // It needs what was done before, such as a first backward.
    } finally {
      restore();
    }
  }
  return found;
}

function callsOf(t: Everything, files: Files): readonly RecordedCall[] {
  const calls = new Map<string, Map<string, RecordedCall>>();
  const origins = new WeakMap<object, Recorded>();
  const recorded = recorder(t, origins);
  const names = exportedNames(t);
  // Inside of a call of the library, nothing is noted.
  let depth = 1;
  const noted = (describe: () => RecordedCall | undefined, run: () => unknown) => {
    const outside = depth === 0;
    depth++;
    try {
      const call = outside ? describe() : undefined;
      const result = run();
      if (call === undefined) return result;
      keep(call);
      if (typeof result === "object" && result !== null && !isTensor(result) && call.on === undefined) {
        const make = (api: Everything) =>
          perform(
            api,
            call,
            undefined,
            call.args.map((arg) => arg.make(api)),
          );
        origins.set(result, { make, text: lineOf(call) });
      }
      if (result instanceof Promise) result.catch(() => {});
      return result;
    } finally {
      depth--;
    }
  };
  const argsOf = (args: readonly unknown[]) => {
    const own = args.map(recorded);
    return own.every((each) => each !== undefined) ? own : undefined;
  };
  const called = (name: string, kind: RecordedCall["kind"], args: readonly unknown[]) => () => {
    const own = argsOf(args);
    return own && { name, kind, args: own };
  };
  const keep = (call: RecordedCall) => {
    const ofName = calls.get(call.name) ?? new Map<string, RecordedCall>();
    calls.set(call.name, ofName);
    if (ofName.size < (call.on === undefined || call.name.endsWith("forward") ? most : mostOfMethod))
      ofName.set(lineOf(call), call);
  };
  const watched = (name: string, callee: (...args: never[]) => unknown): unknown => {
    if (Object.hasOwn(notDrawn, name)) return callee;
    return new Proxy(callee, {
      apply: (target, self, args) => noted(called(name, "function", args), () => Reflect.apply(target, self, args)),
      construct: (target, args, made) =>
        noted(
          () => (Object.is(made, watchedOf.get(target)) ? called(name, "class", args)() : undefined),
          () => Reflect.construct(target, args, Object.is(made, watchedOf.get(target)) ? target : made),
        ) as object,
    });
  };
  const watchedOf = new Map<unknown, unknown>();
  const watchedSpace = (space: Members, prefix: string): unknown =>
    Object.fromEntries(
      Object.entries(space)
        // The flat names first, so that what a namespace gathers from below keeps them.
        .sort(([, a], [, b]) => Number(isNamespace(a)) - Number(isNamespace(b)))
        .map(([key, value]) => {
          if (isNamespace(value)) return [key, watchedSpace(value, `${prefix}${key}.`)];
          if (typeof value !== "function") return [key, value];
          if (!watchedOf.has(value)) watchedOf.set(value, watched(prefix + key, value as () => unknown));
          return [key, watchedOf.get(value)];
        }),
    );
  const methodCall = (receiver: unknown, key: string, kind: RecordedCall["kind"], args: readonly unknown[]) => () => {
    const name = names.get((receiver as object).constructor);
    const on = recorded(receiver);
    const own = argsOf(args);
    return name === undefined ? undefined : on && own && { name: `${name}.${key}`, kind, on, args: own };
  };
  const api = watchedSpace(t, "") as Everything;
  const restore = prototypesOf([...names.keys()].filter(isClass)).map((prototype) =>
    watchMembers(prototype, noted, methodCall),
  );
  try {
    const outside = (run: () => unknown) => {
      depth = 0;
      try {
        run();
      } finally {
        depth = 1;
      }
    };
    for (const row of rows) {
      if (row.error !== false) continue;
      for (const way of [api, withMethods(api)]) {
        const inputs = makeInputs(t, row, { grad: row.grad });
        outside(() => row.run(way, inputs));
      }
    }
    const given = <T extends object>(text: string, make: (t: Everything) => T): T => {
      depth++;
      try {
        const value = make(t);
        origins.set(value, { make, text });
        return value;
      } finally {
        depth--;
      }
    };
    for (const use of furtherUses(files)) outside(() => use(api, given));
  } finally {
    for (const undo of restore) undo();
  }
  return [...calls.values()].flatMap((ofName) => [...ofName.values()]);
}

/** The prototypes of classes, and those that they inherit from. */
function prototypesOf(classes: readonly (new () => object)[]): object[] {
  const prototypes = new Set<object>();
  for (const each of classes) {
    let prototype = each.prototype as object;
    for (; ![Object.prototype, Error.prototype].includes(prototype); prototype = Object.getPrototypeOf(prototype))
      prototypes.add(prototype);
  }
  return [...prototypes];
}

/** Notes every call of a method, and every assignment to a property that looks at it; the returned function puts the old ones back. */
function watchMembers(
  prototype: object,
  noted: (describe: () => RecordedCall | undefined, run: () => unknown) => unknown,
  called: (
    receiver: unknown,
    key: string,
    kind: RecordedCall["kind"],
    args: readonly unknown[],
  ) => () => RecordedCall | undefined,
): () => void {
  const before = Object.entries(Object.getOwnPropertyDescriptors(prototype) as Record<string, PropertyDescriptor>);
  for (const [key, descriptor] of before) {
    const { value, set, configurable } = descriptor;
    if (internal.has(key) || !configurable) continue;
    if (set !== undefined) {
      const own = function (this: unknown, given: unknown) {
        noted(called(this, key, "setter", [given]), () => Reflect.apply(set, this, [given]));
      };
      Object.defineProperty(prototype, key, { ...descriptor, set: own });
    } else if (typeof value === "function") {
      const own = function (this: unknown, ...args: unknown[]) {
        return noted(called(this, key, "method", args), () => Reflect.apply(value, this, args));
      };
      Object.defineProperty(prototype, key, { ...descriptor, value: own });
    }
  }
  return () => {
    for (const [key, descriptor] of before)
      if (descriptor.configurable) Object.defineProperty(prototype, key, descriptor);
  };
}
