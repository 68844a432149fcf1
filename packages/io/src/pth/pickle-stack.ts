// The stack of a pickle: values, and marks that values are taken back to.
import { heapOf } from "../bytes/heap-budget.ts";
import type { PickleTerms } from "./pickle-host.ts";

export class PickleStack {
  readonly #terms: PickleTerms;
  readonly #values: unknown[] = [];
  /** Places among the values where a mark is; what is below the last one cannot be taken. */
  readonly #marks: number[] = [];
  /** How high values and marks together have been. */
  #highest = 0;

  constructor(terms: PickleTerms) {
    this.#terms = terms;
  }

  get isEmpty(): boolean {
    return this.#values.length === 0 && this.#marks.length === 0;
  }

  mark(): void {
    this.#marks.push(this.#values.length);
    this.#payForHeight();
  }

  push(value: unknown): void {
    this.#values.push(value);
    this.#payForHeight();
  }

  top(): unknown {
    if (this.#present() === 0) throw this.#terms.refuse("have a value to take", "an empty stack");
    return this.#values.at(-1);
  }

  pop(): unknown {
    this.top();
    return this.#values.pop();
  }

  popMany(count: number): unknown[] {
    const present = this.#present();
    if (present < count) throw this.#terms.refuse(`have ${count} values to take`, `${present}`);
    return this.#values.splice(-count);
  }

  popMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#terms.refuse("have a mark to go back to", "none");
    return this.#values.splice(mark);
  }

  /** How many values can be taken: those above the last mark. */
  #present(): number {
    return this.#values.length - (this.#marks.at(-1) ?? 0);
  }

  #payForHeight(): void {
    const height = this.#values.length + this.#marks.length;
    if (height <= this.#highest) return;
    this.#highest = height;
    this.#terms.spend(heapOf.slot);
  }
}
