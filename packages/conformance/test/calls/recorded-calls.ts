// Right calls of every public function and class: those that the case rows make, caught while the rows run.

import type { Api, Row } from "../../src/rows/index.ts";
import { makeInputs } from "../../src/suites/inputs.ts";
import { isTensor } from "../../src/suites/result.ts";

/** A value that can be made again and again, by whichever copy of the library. */
export interface Recorded {
  readonly make: (t: Api) => unknown;
  /** How it is written in a failure. */
  readonly text: string;
  /** Its entries, where it is a list, and its options, where it is a plain object. */
  readonly parts?: Readonly<Record<string, Recorded>>;
}

/** A call that succeeds. */
export interface RecordedCall {
  /** `conv2d`, `nn.Conv2d`, `functional.pad`. */
  readonly name: string;
  readonly isClass: boolean;
  readonly args: readonly Recorded[];
}

const isNamespace = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "Module";

const isClass = (value: unknown) =>
  typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;

const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Functions of the state of the whole library, of files and of threads: their order is their meaning. */
const notCalled = /^(setBackend|threads|createBackend|wasm|read|status|seed|manualSeed|initialSeed|data\.|set|get)/;

/** Tensors of more elements would make the calls slow. */
const mostElements = 600;

/** How to make the value, or undefined where it has a state of its own. */
function recorded(value: unknown): Recorded | undefined {
  if (isTensor(value)) {
    const { shape, dtype, requiresGrad } = value;
    if (value.numel() > mostElements) return undefined;
    const elements = value.detach().toTypedArray();
    const more = requiresGrad ? ", { requiresGrad }" : "";
    return {
      make: (t) => t.tensor(elements, { shape, dtype, requiresGrad }),
      text: `${dtype}[${shape}]${more}`,
    };
  }
  if (Array.isArray(value)) {
    const entries = Array.from(value, recorded);
    if (!entries.every((entry) => entry !== undefined)) return undefined;
    return list(entries);
  }
  if (typeof value === "function" || value === null || typeof value !== "object") {
    return { make: () => value, text: typeof value === "function" ? "a function" : plainText(value) };
  }
  if (!isPlain(value)) return undefined;
  const options = Object.entries(value).map(([name, each]) => [name, recorded(each)] as const);
  if (!options.every((entry): entry is readonly [string, Recorded] => entry[1] !== undefined)) return undefined;
  return object(Object.fromEntries(options));
}

/** A value that is written as it is. */
export const plainText = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : typeof value === "bigint" ? `${value}n` : String(value);

/** A list of values. */
export const list = (entries: readonly Recorded[]): Recorded => ({
  make: (t) => entries.map(({ make }) => make(t)),
  text: `[${entries.map(({ text }) => text).join(", ")}]`,
  parts: Object.fromEntries(entries.entries()),
});

/** An object of named options. */
export const object = (options: Readonly<Record<string, Recorded>>): Recorded => ({
  make: (t) => Object.fromEntries(Object.entries(options).map(([name, { make }]) => [name, make(t)])),
  text: `{ ${Object.entries(options)
    .map(([name, { text }]) => `${name}: ${text}`)
    .join(", ")} }`,
  parts: options,
});

/** The call as a user would write it. */
export const lineOf = ({ name, isClass: made, args }: RecordedCall): string =>
  `${made ? "new " : ""}${name}(${args.map(({ text }) => text).join(", ")})`;

/** Every call that the rows make of what the library exports and that succeeds, each once; at most so many of one name. */
export function recordedCalls(t: Api, rows: readonly Row[], most: number): readonly RecordedCall[] {
  const calls = new Map<string, Map<string, RecordedCall>>();
  let depth = 1;
  const watched = (name: string, callee: object): unknown => {
    if (notCalled.test(name)) return callee;
    const noted = (args: unknown[], run: () => unknown) => {
      const call = depth === 0 ? callOf(name, isClass(callee), args) : undefined;
      depth++;
      try {
        const result = run();
        if (call !== undefined) keep(call);
        return result;
      } finally {
        depth--;
      }
    };
    return new Proxy(callee, {
      apply: (target, self, args) => noted(args, () => Reflect.apply(target as () => unknown, self, args)),
      construct: (target, args, made) =>
        noted(args, () => Reflect.construct(target as new () => unknown, args, made)) as object,
    });
  };
  const keep = (call: RecordedCall) => {
    const ofName = calls.get(call.name) ?? new Map<string, RecordedCall>();
    calls.set(call.name, ofName);
    const line = lineOf(call);
    if (ofName.size < most) ofName.set(line, call);
  };
  const seen = new Set<unknown>();
  const watchedSpace = (space: Readonly<Record<string, unknown>>, prefix: string): unknown =>
    Object.fromEntries(
      Object.entries(space)
        .sort(([, a], [, b]) => Number(isNamespace(a)) - Number(isNamespace(b)))
        .map(([key, value]) => {
          if (isNamespace(value)) return [key, watchedSpace(value, `${prefix}${key}.`)];
          if (typeof value !== "function") return [key, value];
          seen.add(value);
          return [key, watched(prefix + key, value)];
        }),
    );
  const api = watchedSpace(t, "") as Api;
  for (const row of rows) {
    if (row.error !== false) continue;
    const inputs = makeInputs(t, row, { grad: row.grad });
    depth = 0;
    try {
      row.run(api, inputs);
    } finally {
      depth = 1;
    }
  }
  return [...calls.values()].flatMap((ofName) => [...ofName.values()]);
}

function callOf(name: string, made: boolean, args: readonly unknown[]): RecordedCall | undefined {
  const own = args.map(recorded);
  return own.every((each) => each !== undefined) ? { name, isClass: made, args: own } : undefined;
}
