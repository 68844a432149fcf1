// Reading option objects: unknown names are refused, with the nearest legal one, and switches must be booleans.
import { argumentError, showWord, ToeplitzError } from "./errors.ts";

/** Options that are a boolean in every function that has them: one word has one meaning here. */
const switches: ReadonlySet<string> = new Set([
  "accumulate",
  "allowUnused",
  "asTuple",
  "copy",
  "createGraph",
  "descending",
  "equalNan",
  "keepdim",
  "largest",
  "persistent",
  "recurse",
  "requiresGrad",
  "retainGraph",
  "setToNone",
  "sorted",
  "stable",
  "strict",
  "training",
  "unbiased",
  "useInputStats",
]);

/**
 * Checks that `options` is an object that has only names from `legal`, and booleans where a switch is meant.
 *
 * @throws ToeplitzError naming the nearest legal option for a misspelt one.
 */
export function checkOptions(api: string, options: unknown, legal: readonly string[]): void {
  if (options === undefined) return;
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    throw argumentError(api, "options", "be an object of named options", options, { code: "option", legal });
  }
  for (const [name, value] of Object.entries(options)) {
    if (legal.includes(name)) {
      if (switches.has(name) && value !== undefined && typeof value !== "boolean") {
        throw argumentError(api, name, "be a boolean", value, { code: "option", legal: [true, false] });
      }
      continue;
    }
    const nearest = nearestName(name, legal);
    throw new ToeplitzError(`got an unexpected option '${showWord(name)}'`, {
      code: "option",
      api,
      argument: name.slice(0, 60),
      value,
      rule: `be one of ${legal.join(", ")}`,
      hint: nearest === undefined ? `legal options: ${legal.join(", ")}` : `did you mean '${nearest}'?`,
      legal: nearest === undefined ? legal : [nearest],
    });
  }
}

function nearestName(name: string, legal: readonly string[]): string | undefined {
  const plain = name.replaceAll("_", "").toLowerCase().slice(0, 60);
  let best: string | undefined;
  let least = Math.max(2, Math.floor(plain.length / 3)) + 1;
  for (const candidate of legal) {
    const distance = editDistance(plain, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
