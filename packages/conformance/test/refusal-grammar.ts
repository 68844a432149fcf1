// What every refusal tells: which call, which argument and what came, in the house's own words or in a sentence that PyTorch was recorded to say.
import { readdirSync, readFileSync } from "node:fs";
import { show } from "@toeplitz/tensor/extend";
import type { BadInput } from "../src/bad-inputs/index.ts";
import { isTensor } from "../src/suites/result.ts";
import type { Refused } from "./legal.ts";

const folder = new URL("../golden/", import.meta.url);

/** A sentence without what differs from call to call: numbers, lists of them, quoted words, names of types. */
const kindOf = (sentence: string) =>
  sentence
    .replaceAll(/'[^']*'|"[^"]*"/g, "'_'")
    .replaceAll(/-?\b(\d+(\.\d+)?(e\+?\d+)?|inf|nan|NaN|Infinity)\b/g, "#")
    .replaceAll(/\[[#, ]*\]|\([#, ]*\)/g, "[#]")
    .replace(/^\w+ is not a /, "_ is not a ")
    .replace(/(\bgot |received |Unrecognised padding mode |converted to type |but got padding_mode=).*/s, "$1_");

/** What real PyTorch said to the recorded calls, by kind. */
const recorded = new Set(
  readdirSync(folder).flatMap((file) => {
    const { rows, answers } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const all: readonly { readonly error?: readonly [type: string, sentence: string] }[] = Object.values(
      rows ?? answers,
    );
    return all.flatMap(({ error }) => (error === undefined ? [] : [kindOf(error[1])]));
  }),
);

/** Sentences about what the recorded PyTorch does not have, or calls otherwise. */
const others: readonly RegExp[] = [
  // Of this library alone: options by name, memory that is given back or that a host has not, modules that can be put anywhere.
  /^got an unexpected option '/,
  /^[\w[\].]+ was disposed of and has no elements any more$/,
  /^can't allocate memory: you tried to allocate \d+ bytes\.$/,
  /^a dense matrix of \d+ x \d+ would take \d+ bytes, and the limit is \d+;/,
  /^module '.*' is inside of itself, and its names have no end$/,
  // PyTorch makes such a module, and refuses its first call.
  /^expected kernel_size to be a single integer value or a list of \d values to match the convolution dimensions/,
  // Python itself refuses such lists, dicts and quotients, before PyTorch sees them.
  /^float division by zero$/,
  /^expected a (number|list of length \d+) at dim \d+/,
  /^Error\(s\) in loading state_dict for Conv1d:\n\tWhile copying the parameter named "bias", whose dimensions .* an exception occurred : /,
  // Later versions of PyTorch say it better than the recorded one.
  /^a Tensor with \d+ elements cannot be converted to Scalar$/,
  /^narrow\(\): length must be non-negative\.$/,
  /^n must be non-negative, got -\d+$/,
];

/** The value that is blamed is what was given, a part of it, or what a tensor is known by. */
function isFrom(value: unknown, given: unknown): boolean {
  if (show(value) === show(given)) return true;
  if (isTensor(given)) return [given.shape, given.dtype].some((part) => show(part) === show(value));
  // A number for all axes is a list where it is checked.
  if (Array.isArray(value) && value.length > 0) return value.every((each) => isFrom(each, given));
  return Array.isArray(given) && Array.from(given).some((part) => isFrom(value, part));
}

/** Why the refusal does not tell enough, or undefined. `given` makes what stood in the place of right arguments. */
export function grammarProblem(
  error: Refused,
  given: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const { api, argument, code, hint, message, rule, value } = error;
  if (error.name !== "ToeplitzError" || code === "") return "no name or code";
  if (argument === undefined) return `names no argument: ${message}`;
  const own = `${api}: ${argument} must ${rule}, got ${show(value)}`;
  const more = hint === undefined ? "" : ` (${hint})`;
  if (!message.startsWith(`${api}: `) || !message.endsWith(more)) return `neither "${api}: " nor hint: ${message}`;
  const sentence = message.slice(api.length + 2, message.length - more.length);
  const inOwnWords = message === own + more;
  if (!inOwnWords && !recorded.has(kindOf(sentence)) && !others.some((other) => other.test(sentence))) {
    return `PyTorch was not recorded to say: ${sentence}`;
  }
  if (given === undefined) return undefined;
  const root = argument.replace(/[[.].*/, "");
  // All arguments together make an output; and PyTorch blames what it reads first of those that do not go together.
  if (!(root in given) && root !== "output") return inOwnWords ? `blames ${argument}: ${message}` : undefined;
  return !(root in given) || isFrom(value, given[root])
    ? undefined
    : `blames ${show(value)}, not what came: ${message}`;
}

/** What stood in the place of right arguments. */
export const givenIn = ({ wrong }: BadInput, t: Parameters<BadInput["run"]>[0]) =>
  wrong && Object.fromEntries(Object.entries(wrong).map(([argument, { make }]) => [argument, make(t)]));
