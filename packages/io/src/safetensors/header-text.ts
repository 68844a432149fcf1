// The JSON of a safetensors header, read strictly: JSON.parse keeps the last of two equal keys, rounds large numbers, takes 1e2
// for a whole number, and recurses as deep as a file likes.

/** What a header can be made of; numbers are whole, and bigints where a number would not be exact. */
export type HeaderValue = string | number | bigint | HeaderValue[] | HeaderObject;

/** An object of the header. */
export type HeaderObject = Map<string, HeaderValue>;

/** Makes the error: where, what must hold there, what stands there. */
type Refuse = (where: string, rule: string, value: unknown) => Error;

/** Top object, an entry, its list. */
const mostDepth = 3;
const escapedString = /"(?:[^"\\]|\\.)*"/y;
const wholeNumber = /(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const [quote, backslash] = [0x22, 0x5c];

/**
 * Reads the object that the text is, and hands each of its entries out at once: together they would take many times the text's room.
 */
export function readHeaderText(text: string, refuse: Refuse, each: (key: string, value: HeaderValue) => void): void {
  const reader = new HeaderReader(text, refuse);
  if (text[0] !== "{") throw reader.unexpected("begin with {");
  reader.object(1, each);
  reader.skipSpace();
  if (reader.at < text.length) throw reader.unexpected("end after its object");
}

class HeaderReader {
  at = 0;
  readonly #text: string;
  readonly #refuse: Refuse;

  constructor(text: string, refuse: Refuse) {
    this.#text = text;
    this.#refuse = refuse;
  }

  unexpected(rule: string): Error {
    const found = this.#text.slice(this.at, this.at + 20);
    return this.#refuse(`header, at character ${this.at},`, rule, found === "" ? "its end" : found);
  }

  skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  #value(depth: number): HeaderValue {
    this.skipSpace();
    const first = this.#text[this.at];
    if (first === '"') return this.#string();
    if (first === "{" || first === "[") {
      if (depth > mostDepth) throw this.unexpected(`be nested at most ${mostDepth} deep`);
      if (first === "[") return this.#list(depth);
      const object: HeaderObject = new Map();
      this.object(depth, (key, value) => object.set(key, value));
      return object;
    }
    return this.#number();
  }

  object(depth: number, each: (key: string, value: HeaderValue) => void): void {
    const keys = new Set<string>();
    this.#items("}", () => {
      const begin = this.at;
      const key = this.#string();
      if (keys.has(key)) {
        this.at = begin;
        throw this.#refuse(`header, at character ${begin},`, "have no duplicate key", key);
      }
      this.skipSpace();
      if (this.#text[this.at] !== ":") throw this.unexpected("have a colon after a key");
      this.at += 1;
      keys.add(key);
      each(key, this.#value(depth + 1));
    });
  }

  #list(depth: number): HeaderValue[] {
    const list: HeaderValue[] = [];
    this.#items("]", () => list.push(this.#value(depth + 1)));
    return list;
  }

  #items(close: string, readOne: () => void): void {
    this.at += 1;
    this.skipSpace();
    if (this.#text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.skipSpace();
      readOne();
      this.skipSpace();
      const next = this.#text[this.at];
      if (next !== "," && next !== close) throw this.unexpected(`have a comma or ${close}`);
      this.at += 1;
      if (next === close) return;
    }
  }

  #string(): string {
    const begin = this.at;
    const text = this.#plainString() ?? this.#escapedString();
    if (/\p{Surrogate}/u.test(text)) {
      throw this.#refuse(`header, at character ${begin},`, "have no lone surrogate", text);
    }
    return text;
  }

  /** A string without escapes, as nearly all are. */
  #plainString(): string | undefined {
    const begin = this.at + 1;
    if (this.#text.charCodeAt(this.at) !== quote) return undefined;
    for (let at = begin; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === quote) {
        this.at = at + 1;
        return this.#text.slice(begin, at);
      }
      if (code === backslash || code < 0x20) return undefined;
    }
    return undefined;
  }

  #escapedString(): string {
    const begin = this.at;
    const literal = this.#match(escapedString);
    try {
      return JSON.parse(literal ?? "");
    } catch {
      this.at = begin;
      throw this.unexpected("have a string");
    }
  }

  #number(): number | bigint {
    const digits = this.#match(wholeNumber);
    if (digits === undefined) throw this.unexpected("have a string, a whole number, a list or an object");
    // Longer ones are beyond every limit whatever they are.
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : BigInt(digits.slice(0, 40));
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}
