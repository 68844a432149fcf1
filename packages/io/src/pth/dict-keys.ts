// Which keys the dicts of a pickle may have: those that a map holds by their value, and few of those whose hashes a file can choose.
import type { PickleTerms } from "./pickle-host.ts";

/** A key of a dict. */
export type PickleKey = string | number | bigint | boolean | null;

/**
 * Whole numbers below this are keys like any text. Of others, a dict's hash has no secret: a file can hold as many as it likes that
 * all share one, and each is then compared with all before it. A checkpoint has few of them.
 */
const plainKeys = 2 ** 20;
const mostOtherKeys = 4096;

/** Counts over all dicts of one pickle. */
export class DictKeys {
  readonly #terms: PickleTerms;
  #others = 0;

  constructor(terms: PickleTerms) {
    this.#terms = terms;
  }

  /** Refuses a key that a dict may not get. */
  check(dict: ReadonlyMap<unknown, unknown>, key: unknown): asserts key is PickleKey {
    if (isOther(key)) this.#others += 1;
    if (this.#others > mostOtherKeys) {
      const rule = `have at most ${mostOtherKeys} keys that are neither text nor whole numbers below ${plainKeys}`;
      throw this.#terms.refuse(rule, key, "limit");
    }
    if (key !== null && typeof key === "object") throw this.#terms.refuse("have strings or numbers as keys", key);
    if (dict.has(key)) throw this.#terms.refuse("have no duplicate key", key);
  }
}

function isOther(key: unknown): boolean {
  if (typeof key === "number") return !Number.isInteger(key) || Math.abs(key) >= plainKeys;
  return typeof key === "bigint";
}
