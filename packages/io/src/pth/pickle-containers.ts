// The containers that a pickle builds: tuples, lists and dicts, paid for before they grow, and which of them hold data alone.
import { heapOf } from "../bytes/heap-budget.ts";
import { DictKeys } from "./dict-keys.ts";
import { PickleGlobal, type PickleTerms } from "./pickle-host.ts";

export class PickleContainers {
  readonly #terms: PickleTerms;
  readonly #keys: DictKeys;
  /** Tuples that hold what may not become part of the result. */
  readonly #forCalls = new WeakSet<object>();

  constructor(terms: PickleTerms) {
    this.#terms = terms;
    this.#keys = new DictKeys(terms);
  }

  /** A tuple may be meant for a call, and then hold what is no data. */
  tuple(items: unknown[]): unknown[] {
    this.#terms.spend(heapOf.row(items.length));
    if (!items.every((item) => this.#isPart(item))) this.#forCalls.add(items);
    return items;
  }

  list(): unknown[] {
    this.#terms.spend(heapOf.list);
    return [];
  }

  dict(): Map<unknown, unknown> {
    this.#terms.spend(heapOf.dict);
    return new Map();
  }

  extend(list: unknown, items: readonly unknown[]): void {
    if (!Array.isArray(list)) throw this.#terms.refuse("add to a list", list);
    this.#terms.spend(heapOf.slot * items.length);
    for (const item of items) list.push(this.part(item));
  }

  /** @param items keys and values in turn */
  update(dict: unknown, items: readonly unknown[]): void {
    if (!(dict instanceof Map)) throw this.#terms.refuse("set items of a dict", dict);
    if (items.length % 2 !== 0) throw this.#terms.refuse("have a value for every key", `${items.length} items`);
    this.#terms.spend(heapOf.item * (items.length / 2));
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      this.#keys.check(dict, key);
      dict.set(key, this.part(items[i + 1]));
    }
  }

  /** The value, as something that may become part of the result. */
  part(value: unknown): unknown {
    if (this.#isPart(value)) return value;
    throw this.#terms.refuse("hold data", value instanceof PickleGlobal ? value.name : "what is meant for a call");
  }

  #isPart(value: unknown): boolean {
    return this.#terms.isPart(value) && !(Array.isArray(value) && this.#forCalls.has(value));
  }
}
