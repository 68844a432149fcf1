// A FlatBuffer written front to back: tables first, what they point to behind them. Every field takes four bytes.

/** A table: its fields by number; `null` leaves one out. */
export type Table = readonly (Field | null)[];

export type Field =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly bytes: Uint8Array }
  | { readonly table: Table }
  | { readonly tables: readonly Table[] };

export const int = (value: number): Field => ({ int: value });

/** What is still to be written, and where its distance belongs. */
interface Pending {
  readonly at: number;
  readonly field: Exclude<Field, { int: number }>;
}

/** The bytes of a buffer with one root table and an identifier of four letters. */
export function flatbuffer(root: Table, identifier: string): Uint8Array {
  const parts = new Writer();
  parts.word(0);
  for (const letter of identifier) parts.byte(letter.charCodeAt(0));
  const pending: Pending[] = [{ at: 0, field: { table: root } }];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { at, field } = next;
    if ("table" in field) pending.push(...parts.table(at, field.table));
    else if ("bytes" in field) parts.bytes(at, field.bytes);
    else if ("ints" in field) {
      parts.vector(at, field.ints.length);
      for (const n of field.ints) parts.word(n);
    } else {
      parts.vector(at, field.tables.length);
      for (const table of field.tables) {
        pending.push({ at: parts.length, field: { table } });
        parts.word(0);
      }
    }
  }
  return parts.done();
}

class Writer {
  #data = new Uint8Array(1024);
  length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#data[this.length++] = value;
  }

  word(value: number): void {
    this.#reserve(4);
    this.#view().setInt32(this.length, value, true);
    this.length += 4;
  }

  /** The head of a list, which the caller goes on with. */
  vector(from: number, count: number): void {
    this.#align(4);
    this.#point(from);
    this.word(count);
  }

  /** Content at a multiple of 16, as weights must be. */
  bytes(from: number, content: Uint8Array): void {
    while ((this.length + 4) % 16 !== 0) this.byte(0);
    this.#point(from);
    this.word(content.length);
    this.#reserve(content.length);
    this.#data.set(content, this.length);
    this.length += content.length;
  }

  /** Writes the list of the fields' places and the table; gives what the fields point to. */
  table(from: number, fields: Table): Pending[] {
    this.#align(4);
    const places = this.length;
    const present = fields.filter((field) => field !== null).length;
    this.#short(4 + 2 * fields.length);
    this.#short(4 + 4 * present);
    let place = 4;
    for (const field of fields) {
      this.#short(field === null ? 0 : place);
      if (field !== null) place += 4;
    }
    this.#align(4);
    this.#point(from);
    this.word(this.length - places);
    const pending: Pending[] = [];
    for (const field of fields) {
      if (field === null) continue;
      if ("int" in field) this.word(field.int);
      else {
        pending.push({ at: this.length, field });
        this.word(0);
      }
    }
    return pending;
  }

  done(): Uint8Array {
    return this.#data.slice(0, this.length);
  }

  /** Puts the distance from `from` to here there. */
  #point(from: number): void {
    this.#view().setUint32(from, this.length - from, true);
  }

  #short(value: number): void {
    this.byte(value & 255);
    this.byte(value >> 8);
  }

  #align(to: number): void {
    while (this.length % to !== 0) this.byte(0);
  }

  #view(): DataView {
    return new DataView(this.#data.buffer);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#data.length) return;
    const larger = new Uint8Array(2 * (this.length + more));
    larger.set(this.#data);
    this.#data = larger;
  }
}
