// The part of an address after its question mark, read with distrust: it keeps count of what it holds that nobody could use.

export class LinkQuery {
  readonly #parameters: URLSearchParams;
  readonly #asked = new Set<string>();
  readonly #refused = new Set<string>();

  constructor(text: string) {
    this.#parameters = new URLSearchParams(text);
  }

  has(name: string): boolean {
    return this.#parameters.has(name);
  }

  /** What `parse` makes of a parameter, the first of its name; null where it is absent, or where `parse` gives null and so refuses it. */
  read<T>(name: string, parse: (text: string) => T | null): T | null {
    this.#asked.add(name);
    const text = this.#parameters.get(name);
    if (text === null) return null;
    const value = parse(text);
    if (value === null) this.#refused.add(name);
    return value;
  }

  /** Notes that a parameter which was read holds something that cannot be, beside what can. */
  refuse(name: string): void {
    this.#refused.add(name);
  }

  /** Parameters that hold something else than they should, in the order in which they were read. */
  get refused(): readonly string[] {
    return [...this.#refused];
  }

  /** Parameters that stand there more than once and of which the first counts: not those that are refused, or that nobody asked for. */
  get repeated(): readonly string[] {
    const taken = [...new Set(this.#parameters.keys())].filter(
      (name) => this.#asked.has(name) && !this.#refused.has(name),
    );
    return taken.filter((name) => this.#parameters.getAll(name).length > 1);
  }

  /** Parameters that nobody asked for. */
  get unknown(): readonly string[] {
    return [...new Set(this.#parameters.keys())].filter((name) => !this.#asked.has(name));
  }
}
