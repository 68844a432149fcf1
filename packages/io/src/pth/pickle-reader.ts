// Reads a pickle's bytes from front to back: opcodes, and the numbers, texts and lines that follow them.
import { heapOf } from "../bytes/heap-budget.ts";
import type { PickleTerms } from "./pickle-host.ts";

/** Longest name of a module or of what is in it. */
const mostLine = 1024;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A place in the bytes; what is read is refused where they end before it does, and paid for before it is made. */
export class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #terms: PickleTerms;
  #at: number;

  constructor(bytes: Uint8Array, start: number, terms: PickleTerms) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#terms = terms;
    this.#at = start;
  }

  /** The byte that is read next. */
  get at(): number {
    return this.#at;
  }

  /** Goes on by `length` bytes, and says where they begin. */
  skip(length: number): number {
    const begin = this.#at;
    if (length > this.#bytes.length - begin)
      throw this.#terms.refuse(`have ${length} more bytes`, this.#bytes.length - begin);
    this.#at = begin + length;
    return begin;
  }

  byte(): number {
    return this.#bytes[this.skip(1)]!;
  }

  uint16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  uint64(): number {
    return Number(this.#view.getBigUint64(this.skip(8), true));
  }

  float64(): number {
    const begin = this.skip(8);
    this.#terms.spend(heapOf.number);
    return this.#view.getFloat64(begin, false);
  }

  /** An integer in two's complement: a bigint where a number would not be exact. */
  long(length: number): number | bigint {
    const begin = this.skip(length);
    this.#terms.spend(heapOf.text(length));
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[begin + i]!);
    value = BigInt.asIntN(8 * length, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  data(length: number): Uint8Array {
    const begin = this.skip(length);
    this.#terms.spend(heapOf.bytes + length);
    return this.#bytes.slice(begin, begin + length);
  }

  text(length: number): string {
    const begin = this.skip(length);
    this.#terms.spend(heapOf.text(length));
    return this.#decoded(begin, length);
  }

  line(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + mostLine + 1).indexOf(0x0a);
    if (length < 0) throw this.#terms.refuse(`have the end of a line of at most ${mostLine} bytes`, "none");
    return this.#decoded(this.skip(length + 1), length);
  }

  #decoded(begin: number, length: number): string {
    try {
      return utf8.decode(this.#bytes.subarray(begin, begin + length));
    } catch {
      throw this.#terms.refuse("have text in UTF-8", "other bytes");
    }
  }
}
