// Writes the few opcodes of pickle that a state dict needs, in protocol 2, which every PyTorch reads.
import { allocateBytes } from "../bytes/allocate-bytes.ts";
import type { Bytes } from "../bytes/input.ts";

/** Bytes of a pickle, as they grow. */
export class PickleWriter {
  readonly #bytes: number[] = [0x80, 2];

  /** Opcodes, by their bytes. */
  raw(...opcodes: readonly number[]): this {
    this.#bytes.push(...opcodes);
    return this;
  }

  global(module: string, name: string): this {
    this.#bytes.push(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`));
    return this;
  }

  text(text: string): this {
    const bytes = new TextEncoder().encode(text);
    this.#bytes.push(0x58, ...littleEndian(bytes.length, 4));
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** A whole number that is not negative. */
  whole(value: number): this {
    if (value < 2 ** 31) this.#bytes.push(0x4a, ...littleEndian(value, 4));
    else this.#bytes.push(0x8a, 8, ...littleEndian(value, 8));
    return this;
  }

  tuple(values: readonly number[]): this {
    this.raw(0x28);
    for (const value of values) this.whole(value);
    return this.raw(0x74);
  }

  /** @throws ToeplitzError where the host has no memory for it. */
  finish(api: string): Bytes {
    const pickle = allocateBytes(api, this.#bytes.length + 1);
    pickle.set(this.#bytes);
    pickle[this.#bytes.length] = 0x2e;
    return pickle;
  }
}

function littleEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Math.floor(value / 256 ** i) % 256);
}
