// Offset tables of a plan, collected into one array that lives in the backend's memory like any tensor's elements.
import { Storage } from "@toeplitz/tensor/extend";

export class Tables {
  readonly #parts: Int32Array[] = [];
  #length = 0;

  /** Adds a table; gives its byte offset among all of them. */
  add(table: Int32Array): number {
    const at = 4 * this.#length;
    this.#parts.push(table);
    this.#length += table.length;
    return at;
  }

  /** All tables, in the order in which they were added. */
  storage(): Storage {
    const all = new Int32Array(Math.max(1, this.#length));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return new Storage("int32", all.length, all);
  }
}
