// JSON read strictly and in order, by a caller that knows what must come next: whatever else comes is refused before it is kept.
//
// JSON.parse keeps the last of two equal keys, rounds large numbers, takes 1e2 for a whole number, and makes all of what it reads,
// a hundred times the room of the text. Regular expressions would give up on a string of ten million characters.
import { argumentError } from "@toeplitz/tensor/extend";

type Close = "]" | "}";

const [quote, backslash, firstUnescaped] = [0x22, 0x5c, 0x20];
/** How deep values that are passed over may be nested. */
const mostDepth = 64;
const anyNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
/** Longest number that is passed over. */
const mostDigits = 100;

/** A text and how far it has been read. */
export class JsonText {
  #at = 0;
  /** Whether the list or object that was just opened has had no item yet. */
  #first = false;
  readonly #api: string;
  readonly #where: string;
  readonly #text: string;
  readonly #hint: { hint?: string };

  /** @param where what the text is, which begins every place that an error names */
  constructor(api: string, where: string, text: string, hint: { hint?: string } = {}) {
    this.#api = api;
    this.#where = where;
    this.#text = text;
    this.#hint = hint;
  }

  /** The first character of what comes next, empty at the end. */
  next(): string {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return this.#text.charAt(this.#at);
      this.#at += 1;
    }
  }

  /** What comes next, for errors. */
  found(): string {
    return this.#text.slice(this.#at, this.#at + 20) || "its end";
  }

  /** The error for what comes next. */
  unexpected(rule: string): Error {
    return this.#refuse(this.#at, rule, this.found());
  }

  /** Begins the text, which is one object. */
  begin(): void {
    if (this.next() !== "{") throw this.unexpected("begin with {");
    this.open();
  }

  /** Begins the list or object that comes next: what opens it has been looked at. */
  open(): void {
    this.#at += 1;
    this.#first = true;
  }

  /** Whether there is another item in the list or object; goes past the comma before it, or past the end. */
  more(close: Close): boolean {
    const next = this.next();
    const first = this.#first;
    this.#first = false;
    if (next !== close && first) return true;
    if (next !== close && next !== ",") throw this.unexpected(`have a comma or ${close}`);
    this.#at += 1;
    return next === ",";
  }

  /** A key, which is none of those that were there before, and the colon after it. */
  key(before: { has(key: string): boolean }): string {
    this.next();
    const begin = this.#at;
    const key = this.string();
    if (before.has(key)) throw this.#refuse(begin, "have no duplicate key", key);
    if (this.next() !== ":") throw this.unexpected("have a colon after a key");
    this.#at += 1;
    return key;
  }

  /** The string that comes next: its first character has been looked at. */
  string(): string {
    const begin = this.#at;
    let escaped = false;
    let end = begin + 1;
    for (; ; end++) {
      const code = this.#text.charCodeAt(end);
      if (code === quote) break;
      if (code === backslash) {
        escaped = true;
        end += 1;
      }
      if (!(code >= firstUnescaped)) throw this.unexpected("have a string");
    }
    if (this.#text.charCodeAt(begin) !== quote) throw this.unexpected("have a string");
    const text = escaped ? this.#unescaped(begin, end + 1) : this.#text.slice(begin + 1, end);
    if (/\p{Surrogate}/u.test(text)) throw this.#refuse(begin, "have no lone surrogate", text);
    this.#at = end + 1;
    return text;
  }

  #unescaped(begin: number, end: number): string {
    try {
      return JSON.parse(this.#text.slice(begin, end));
    } catch {
      throw this.unexpected("have a string");
    }
  }

  /** A whole number, a bigint where a number would not be exact; undefined where something else comes. */
  whole(): number | bigint | undefined {
    this.next();
    let end = this.#at;
    while (isDigit(this.#text.charCodeAt(end))) end += 1;
    const digits = this.#text.slice(this.#at, end);
    if (digits === "" || (digits.length > 1 && digits[0] === "0") || ".eE".includes(this.#text.charAt(end) || " ")) {
      return undefined;
    }
    this.#at = end;
    // Longer ones are beyond every limit whatever they are.
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : BigInt(digits.slice(0, 40));
  }

  /** Goes past a value of any kind; nothing is made of it. */
  skip(depth = 1): void {
    const next = this.next();
    if (next === '"') {
      this.string();
    } else if (next === "[" || next === "{") {
      if (depth > mostDepth) throw this.unexpected(`be nested at most ${mostDepth} deep`);
      this.open();
      while (this.more(next === "[" ? "]" : "}")) {
        if (next === "{") this.key(new Set());
        this.skip(depth + 1);
      }
    } else {
      const [word] = /^[-+.0-9a-zA-Z]*/.exec(this.#text.slice(this.#at, this.#at + mostDigits))!;
      if (!["null", "true", "false"].includes(word) && !anyNumber.test(word)) throw this.unexpected("have a value");
      this.#at += word.length;
    }
  }

  /** Nothing but space may follow. */
  end(): void {
    if (this.next() !== "") throw this.unexpected("end after its object");
  }

  #refuse(at: number, rule: string, value: unknown): Error {
    return argumentError(this.#api, `${this.#where}, at character ${at},`, rule, value, {
      code: "file",
      ...this.#hint,
    });
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
