// The one error class: what was expected, what came, and the nearest legal values.

/** The structured part of a {@link ToeplitzError}. */
export interface ErrorFields {
  /** Machine-readable kind, stable across versions, for example `shape`, `argument`, `dtype`, `autograd`. */
  readonly code: string;
  /** Public function that refused, for example `conv2d`. */
  readonly api: string;
  /** Name of the argument at fault, as it stands in the signature. */
  readonly argument?: string | undefined;
  /** The offending value, shortened for reading. */
  readonly value?: unknown;
  /** The rule that was broken, as a phrase that follows "must". */
  readonly rule?: string | undefined;
  /** One sentence that helps to go on. */
  readonly hint?: string | undefined;
  /** Nearest values that would be accepted. */
  readonly legal?: readonly unknown[] | undefined;
}

/**
 * Every error that the library throws on purpose.
 *
 * The message is PyTorch's own sentence where PyTorch has one (so that it can be searched for), prefixed by the name of the
 * function; otherwise it reads `api: argument must rule, got value`. It is thrown before anything is allocated or changed.
 */
export class ToeplitzError extends Error implements ErrorFields {
  readonly code: string;
  readonly api: string;
  readonly argument: string | undefined;
  readonly value: unknown;
  readonly rule: string | undefined;
  readonly hint: string | undefined;
  readonly legal: readonly unknown[] | undefined;

  constructor(sentence: string, fields: ErrorFields) {
    super(`${fields.api}: ${sentence}${fields.hint === undefined ? "" : ` (${fields.hint})`}`);
    this.name = "ToeplitzError";
    this.code = fields.code;
    this.api = fields.api;
    this.argument = fields.argument;
    this.value = fields.value;
    this.rule = fields.rule;
    this.hint = fields.hint;
    this.legal = fields.legal;
  }

  /** What `JSON.stringify` writes, for logs: the message and the fields, with objects as the message shows them. */
  toJSON(): object {
    const { name, message, code, api, argument, value, rule, hint, legal } = this;
    return { name, message, code, api, argument, value: written(value), rule, hint, legal: legal?.map(written) };
  }
}

/** As JSON can hold it: a tensor refuses to be written, and others refer to themselves. */
const written = (value: unknown) =>
  value === null || ["string", "number", "boolean", "undefined"].includes(typeof value) ? value : show(value);

/** An error in the house's own words: `api: argument must rule, got value`. */
export function argumentError(
  api: string,
  argument: string,
  rule: string,
  value: unknown,
  more: { code?: string; hint?: string; legal?: readonly unknown[] } = {},
): ToeplitzError {
  return new ToeplitzError(`${argument} must ${rule}, got ${show(value)}`, {
    code: more.code ?? "argument",
    api,
    argument,
    value,
    rule,
    hint: more.hint,
    legal: more.legal,
  });
}

const longest = 120;

/** What a reader cannot see, or what turns the reading direction: names come from files of strangers. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu;

function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }).join("");
}

/** A value as an error message shows it: one line, characters that cannot be seen escaped, at most 120 characters. */
export function show(value: unknown, depth = 0): string {
  let text: string;
  if (typeof value === "string") text = JSON.stringify(value.slice(0, 2 * longest)).replace(invisible, escapeCharacter);
  else if (typeof value === "bigint") text = `${value}n`;
  else if (typeof value === "function") text = "a function";
  else if (Array.isArray(value)) text = showList(value, depth);
  else if (value !== null && typeof value === "object") text = describeObject(value);
  else if (Object.is(value, -0)) text = "-0";
  else text = String(value);
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/** A word of the caller inside of a sentence: at most 60 characters, and without quotes where it is one. */
export function showWord(value: unknown): string {
  if (typeof value !== "string") return show(value).slice(0, 60);
  return value.slice(0, 60).replace(invisible, escapeCharacter);
}

/** Lists in lists are shown three deep, because a list may hold itself. */
function showList(list: readonly unknown[], depth: number): string {
  if (depth >= 3) return "[...]";
  const shown = Array.from(list.slice(0, 20), (entry) => show(entry, depth + 1));
  return `[${shown.join(", ")}${list.length > 20 ? ", ..." : ""}]`;
}

/** What an object says of itself may throw, too. */
function describeObject(value: object): string {
  try {
    return describedObject(value);
  } catch {
    return "an object that cannot be read";
  }
}

function describedObject(value: object): string {
  const shape = (value as { shape?: unknown }).shape;
  if (Array.isArray(shape)) return `a tensor of shape ${show(shape, 1)}`;
  const own: unknown = value.constructor?.name;
  const name = typeof own === "string" ? showWord(own) : undefined;
  if (ArrayBuffer.isView(value) && "length" in value) return `a ${name} of length ${value.length}`;
  return name === undefined || name === "Object" ? `an object with keys ${show(Object.keys(value))}` : `a ${name}`;
}
