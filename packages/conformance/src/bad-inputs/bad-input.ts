// Calls that a caller got wrong in one argument or in two, made of a right call and of the wrong values for each argument.
import type { Api } from "../rows/index.ts";

/** A value that somebody may pass by mistake, as it is written. */
export interface BadValue {
  readonly text: string;
  readonly make: (t: Api) => unknown;
}

/** A right call, and for its arguments, by position or by name of an option, what must be refused in their place. */
export interface BadCall {
  /** The function or class, `conv2d` or `nn.Conv2d`. */
  readonly name: string;
  /** Arguments by position that are right. */
  readonly given: readonly (readonly [name: string, value: BadValue])[];
  readonly bad: Readonly<Record<string, readonly BadValue[]>>;
}

/** One row of the catalogue. */
export interface BadInput {
  /** The call as a user would write it. */
  readonly line: string;
  readonly run: (t: Api) => unknown;
  /** Words that the refusal must have; undefined where the call has a result. */
  readonly says: string | undefined;
  /** Which arguments were exchanged, and for what: the refusal must blame one of them. */
  readonly wrong?: Readonly<Record<string, BadValue>>;
  /** The call with another value in the place of the one that is wrong. */
  readonly retry?: (t: Api, other: unknown) => unknown;
  /** What comes out, where that is what must happen. */
  readonly gives: unknown;
  /** Which kind of mistake of the catalogue it shows: `C12`. */
  readonly catalogue?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: what is called here must not type-check.
type Untyped = any;
/** Calls on this are not checked. */
export const untyped = (subject: unknown): Untyped => subject;

/** The rows, as examples of one kind of mistake. */
export const catalogued = (id: string, ...rows: readonly BadInput[]): readonly BadInput[] =>
  rows.map((row) => ({ ...row, catalogue: id }));

/** A call that is refused in these words. */
export const refused = (line: string, says: string, run: BadInput["run"]): BadInput => ({
  line,
  run,
  says,
  gives: undefined,
});

/** A call that looks wrong and has a defined result. */
export const defined = (line: string, gives: unknown, run: BadInput["run"]): BadInput => ({
  line,
  run,
  says: undefined,
  gives,
});

/** The value that an expression is, with the expression. */
export const value = (text: string, make: BadValue["make"]): BadValue => ({ text, make });

/** Values that are written as they are. */
export const values = (...texts: readonly (readonly [text: string, value: unknown])[]): readonly BadValue[] =>
  texts.map(([text, plain]) => value(text, () => plain));

type Changes = Readonly<Record<string, BadValue>>;

/** The call with some arguments exchanged; the refusal begins with its name. */
function changed({ name, given }: BadCall, changes: Changes): BadInput {
  const positional = given.map(([argument, right]) => changes[argument] ?? right);
  const named = Object.entries(changes).filter(([argument]) => !given.some(([own]) => own === argument));
  const texts = positional.map(({ text }) => text);
  if (named.length > 0) texts.push(`{ ${named.map(([option, { text }]) => `${option}: ${text}`).join(", ")} }`);
  const isClass = /(^|\.)[A-Z]\w*$/.test(name);
  const line = `${isClass ? "new " : ""}${name}(${texts.join(", ")})`;
  const row = refused(line, `${name.split(".").at(-1)}: `, (t) => {
    const args = positional.map(({ make }) => make(t));
    if (named.length > 0) args.push(Object.fromEntries(named.map(([option, { make }]) => [option, make(t)])));
    // biome-ignore lint/suspicious/noExplicitAny: a function by a name that is computed.
    const callee = name.split(".").reduce((space: any, key) => space[key], t);
    return isClass ? Reflect.construct(callee, args) : Reflect.apply(callee, undefined, args);
  });
  return { ...row, wrong: changes };
}

const entries = ({ bad }: BadCall) =>
  Object.entries(bad).map(([argument, wrong]) => wrong.map((each) => [argument, each] as const));

/** The right call. */
export const right = (call: BadCall): BadInput => ({ ...changed(call, {}), says: undefined });

/** Every wrong value alone. */
export const singles = (call: BadCall): BadInput[] =>
  entries(call).flatMap((wrong) =>
    wrong.map(([argument, each]) => ({
      ...changed(call, { [argument]: each }),
      retry: (t, other) => changed(call, { [argument]: value("another", () => other) }).run(t),
    })),
  );

/** Every two wrong values for two arguments. */
export function pairs(call: BadCall): BadInput[] {
  const all = entries(call);
  return all.flatMap((first, i) =>
    all
      .slice(i + 1)
      .flatMap((second) => first.flatMap(([a, x]) => second.map(([b, y]) => changed(call, { [a]: x, [b]: y })))),
  );
}
