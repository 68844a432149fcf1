// What a reader made of a file, in words that can be compared; values that no reader may return are faults.
import { Tensor, ToeplitzError } from "@toeplitz/tensor";
import type { Storage } from "@toeplitz/tensor/extend";

/** Something that a reader must not do. */
export class Fault extends Error {}

/** What became of one file. */
export interface Outcome {
  readonly accepted: boolean;
  /** The value with every bit, or the error's code and sentence. */
  readonly text: string;
  readonly value: unknown;
}

const unseen = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/**
 * Waits for the reader.
 *
 * @throws Fault for an error of another class, a message that is long or holds what cannot be seen, and a tensor beyond its bytes.
 */
export async function outcomeOf(load: Promise<unknown>): Promise<Outcome> {
  let value: unknown;
  try {
    value = await load;
  } catch (error) {
    if (!(error instanceof ToeplitzError)) throw new Fault(`threw ${String(error)}`);
    if (error.message.length > 1000 || unseen.test(error.message))
      throw new Fault(`message ${error.message.slice(0, 1000)}`);
    return { accepted: false, text: `${error.code}: ${error.message}`, value: undefined };
  }
  return { accepted: true, text: textOf(value), value };
}

/** Every part of the value once; what comes again is named by its number. */
function textOf(value: unknown): string {
  const seen = new Map<unknown, number>();
  const pieces: string[] = [];
  // A stack of our own: a file may nest as deep as it likes.
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (next === null || typeof next !== "object") {
      pieces.push(typeof next, typeof next === "string" ? JSON.stringify(next) : String(next));
      continue;
    }
    const number = seen.get(next);
    if (number !== undefined) {
      pieces.push(`#${number}`);
      continue;
    }
    seen.set(next, seen.size);
    if (next instanceof Tensor) {
      const { dtype, shape, strides, offset, requiresGrad } = next;
      checkRange(next);
      pieces.push(`${dtype} [${shape}] [${strides}] ${offset} ${requiresGrad}`);
      left.push(next.storage.read());
    } else if (ArrayBuffer.isView(next)) {
      pieces.push(Buffer.from(next.buffer, next.byteOffset, next.byteLength).toString("latin1"));
    } else if (next instanceof Map) {
      pieces.push(`map ${next.size}`);
      for (const [key, inner] of next) left.push(inner, key);
    } else if (Array.isArray(next)) {
      pieces.push(`list ${next.length}`);
      for (const inner of next) left.push(inner);
    } else {
      throw new Fault(`returned ${Object.prototype.toString.call(next)}`);
    }
  }
  return pieces.join("|");
}

function checkRange({ storage, shape, strides, offset }: Tensor): void {
  if (shape.includes(0)) return;
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset);
  if (!(offset >= 0 && last < storage.length)) throw new Fault(`returned element ${last} of ${rangeOf(storage)}`);
  if (storage.read().length !== storage.length)
    throw new Fault(`returned ${storage.read().length} elements as ${rangeOf(storage)}`);
}

const rangeOf = (storage: Storage) => `a storage of ${storage.length}`;
