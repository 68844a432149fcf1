// The memo of a pickle: values by number, for what is used more than once.
import { heapOf } from "../bytes/heap-budget.ts";
import type { PickleTerms } from "./pickle-host.ts";

/** How far beyond what is there a value may be put; PyTorch counts up. */
const mostGap = 4096;

export class PickleMemo {
  readonly #terms: PickleTerms;
  /** By number; undefined where nothing was put. */
  readonly #values: unknown[] = [];
  /** How many numbers have a value. */
  #count = 0;

  constructor(terms: PickleTerms) {
    this.#terms = terms;
  }

  put(key: number, value: unknown): void {
    const missing = key + 1 - this.#values.length;
    if (missing > mostGap)
      throw this.#terms.refuse(`be put into the memo at most ${mostGap} places beyond others`, key);
    if (missing > 0) this.#terms.spend(missing * heapOf.slot);
    // Without holes, which would make a dict of the list.
    while (this.#values.length <= key) this.#values.push(undefined);
    if (this.#values[key] === undefined) this.#count += 1;
    this.#values[key] = value;
  }

  /** Puts a value under the number of those that were put before it. */
  add(value: unknown): void {
    this.put(this.#count, value);
  }

  get(key: number): unknown {
    const value = this.#values[key];
    if (value === undefined) throw this.#terms.refuse("take what was put into the memo", key);
    return value;
  }
}
