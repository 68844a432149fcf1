// The body of a response, read to its end: what a server may do wrong is named.
import { argumentError } from "@toeplitz/tensor/extend";
import { allocateBytes } from "./allocate-bytes.ts";
import type { LoadOptions } from "./input.ts";
import { Turns } from "./turns.ts";

/**
 * All bytes of the body, at most `most`.
 *
 * @throws ToeplitzError for a status that is no success, a body that was read before, and one of another length than promised.
 */
export async function download(
  api: string,
  response: Response,
  { signal, onProgress }: LoadOptions,
  most: number,
): Promise<Uint8Array> {
  const refuse = (where: string, rule: string, value: unknown, code = "read") =>
    argumentError(api, where, rule, value, { code });
  if (!response.ok || response.status === 206) {
    throw refuse("response", "have a status of success and its whole body", `${response.status}`);
  }
  if (response.body === null || response.bodyUsed) throw refuse("response", "have a body nobody has read", "none");
  const promised = promisedLength(response);
  const checkSize = (length: number) => {
    if (length > most) throw refuse("body of the response", `have at most ${most} bytes`, length, "limit");
  };
  checkSize(promised ?? 0);

  const reader = response.body.getReader();
  const stop = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", stop);
  const turns = new Turns(signal === undefined ? {} : { signal });
  const pieces = new Pieces(api);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        signal?.throwIfAborted();
        throw Object.assign(refuse("body of the response", "be readable", String(cause)), { cause });
      });
      signal?.throwIfAborted();
      if (done) break;
      if (!(value instanceof Uint8Array)) throw refuse("body of the response", "come as bytes, in Uint8Arrays", value);
      checkSize(pieces.length + value.length);
      pieces.add(value);
      onProgress?.(pieces.length, promised);
      await turns.offer();
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  const { length } = pieces;
  if (promised !== undefined && length !== promised) {
    throw refuse("body of the response", `have the ${promised} bytes of its Content-Length`, `${length} bytes`);
  }
  return pieces.whole();
}

/** Shorter pieces are gathered: an array for every byte of a body would take hundreds of times its room. */
const shortPiece = 64 * 2 ** 10;

/** A body as it comes in. */
class Pieces {
  length = 0;
  readonly #api: string;
  readonly #pieces: Uint8Array[] = [];
  /** Short pieces, one after the other, and how many bytes they have together. */
  readonly #short: Uint8Array;
  #gathered = 0;

  constructor(api: string) {
    this.#api = api;
    this.#short = allocateBytes(api, shortPiece);
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.#gathered + bytes.length > shortPiece) this.#keepGathered();
    if (bytes.length >= shortPiece) {
      this.#pieces.push(bytes);
    } else {
      this.#short.set(bytes, this.#gathered);
      this.#gathered += bytes.length;
    }
  }

  #keepGathered(): void {
    if (this.#gathered === 0) return;
    const kept = allocateBytes(this.#api, this.#gathered);
    kept.set(this.#short.subarray(0, this.#gathered));
    this.#pieces.push(kept);
    this.#gathered = 0;
  }

  /** All of it in one. */
  whole(): Uint8Array {
    this.#keepGathered();
    const whole = allocateBytes(this.#api, this.length);
    let at = 0;
    for (const bytes of this.#pieces) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    return whole;
  }
}

/** The length that the header promises for the bytes that arrive here, where it can be told. */
function promisedLength(response: Response): number | undefined {
  const text = response.headers.get("content-length");
  // The length is that of the encoded body, and of another site's response the encoding cannot be seen.
  if (text === null || response.type === "cors" || response.headers.has("content-encoding")) return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
