// How much of JavaScript's heap a stranger's file may take: what a reader makes of it is paid for before it is made.
import { argumentError } from "@toeplitz/tensor/extend";
import type { LoadOptions } from "./input.ts";

/** Bytes of heap, rounded up and with the room that arrays and maps keep for growing: one byte of a pickle may make a dict. */
export const heapOf = {
  /** A place in a list that grows. */
  slot: 24,
  number: 16,
  /** A list of so many values that does not grow. */
  row: (length: number): number => 64 + 8 * length,
  /** A list that grows, beside its places. */
  list: 192,
  dict: 192,
  /** A key and a value in a dict. */
  item: 88,
  /** An array of bytes, beside the bytes. */
  bytes: 256,
  storage: 512,
  tensor: 256,
  axis: 24,
  /** What the directory of an archive says about a member. */
  member: 512,
  /** What a safetensors header says about a tensor. */
  entry: 256,
  /** A text of so many units. */
  text: (length: number): number => 32 + 2 * length,
} as const;

const least = 2 ** 24;
const perByte = 64;
const most = 2 ** 28;

/** What one call of a loader may take for texts, containers and the descriptions of tensors: all but the tensors' elements. */
export class HeapBudget {
  readonly #api: string;
  readonly #limit: number | undefined;
  #allowed = least;
  #spent = 0;

  constructor(api: string, { maxHeapBytes }: LoadOptions) {
    this.#api = api;
    this.#limit = maxHeapBytes;
  }

  /** A file of so many bytes may take more than a smaller one, so that little cannot be blown up to much. */
  allow(fileBytes: number): void {
    this.#allowed = Math.min(most, this.#allowed + perByte * fileBytes);
  }

  /** @throws ToeplitzError with code `limit` for more than there is left, which is then not made. */
  spend(bytes: number): void {
    this.#spent += bytes;
    const limit = this.#limit ?? this.#allowed;
    if (this.#spent <= limit) return;
    throw argumentError(this.#api, "file", `take at most ${limit} bytes of heap for what it describes`, this.#spent, {
      code: "limit",
      hint: "raise the option maxHeapBytes",
    });
  }
}
