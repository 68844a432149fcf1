// Where a loader's bytes come from: read in pieces, abortable, and never trusted to be as many as promised.
import type { ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { allocateBytes } from "./allocate-bytes.ts";
import { download } from "./download.ts";
import { HeapBudget } from "./heap-budget.ts";
import { checkTurnOptions, Turns } from "./turns.ts";

/** What every loader takes: bytes in memory, a file of a page (or of `openAsBlob` in Node.js), or the answer of `fetch`. */
export type Source = ArrayBuffer | Uint8Array | Blob | Response;

/** Options of every loader. */
export interface LoadOptions {
  /** Ends the load; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after every piece: bytes read so far, and bytes in all where that is known. */
  readonly onProgress?: (bytesRead: number, bytesInAll: number | undefined) => void;
  /** Most bytes that one call may take for the tensors of a file. Checked before they are allocated. Default 2 GiB. */
  readonly maxBytes?: number;
  /**
   * Most bytes of heap that one call may take for what a file describes beside the elements: names, texts, containers, the tensors'
   * shapes. Counted before they are made, and rounded up. Default 16 MiB and 64 for every byte of the file, at most 256 MiB.
   */
  readonly maxHeapBytes?: number;
}

/** Bytes of the file. Every loader owns what it was given, aligned to eight. */
export type Bytes = ReturnType<Uint8Array["slice"]>;

interface Origin {
  readonly size: number;
  read(begin: number, end: number): Bytes | Promise<ArrayBuffer>;
}

const piece = 4 * 2 ** 20;

/** The file that one call of a loader reads. */
export class Input {
  /** Public function that reads, for its errors. */
  readonly api: string;
  readonly size: number;
  readonly #origin: Origin;
  readonly #options: LoadOptions;
  readonly #turns: Turns;
  readonly #heap: HeapBudget;
  #counted = 0;

  private constructor(api: string, origin: Origin, options: LoadOptions, heap: HeapBudget) {
    this.api = api;
    this.size = origin.size;
    this.#origin = origin;
    this.#options = options;
    this.#turns = new Turns(options);
    this.#heap = heap;
    heap.allow(origin.size);
  }

  /**
   * Checks what the caller gave; a response is read to its end.
   *
   * @param heap what all files of one call take from
   */
  static async open(
    api: string,
    source: unknown,
    options: LoadOptions,
    { more = [], heap: shared }: { more?: readonly string[]; heap?: HeapBudget } = {},
  ): Promise<Input> {
    checkLoadOptions(api, options, more);
    const heap = shared ?? new HeapBudget(api, options);
    if (!(source instanceof Response)) return new Input(api, originOf(api, source), options, heap);
    const body = await download(api, source, options, mostBytes(options));
    return new Input(api, inMemory(body), { ...options, onProgress: () => {} }, heap);
  }

  /** Bytes begin..end-1 of the file, as a copy. The caller has checked that the file has them. */
  async read(begin: number, end: number): Promise<Bytes> {
    if (end - begin <= piece) return await this.#readPiece(begin, end);
    const whole = this.allocate(end - begin);
    for (let at = begin; at < end; at += piece) {
      whole.set(await this.#readPiece(at, Math.min(end, at + piece)), at - begin);
    }
    return whole;
  }

  async #readPiece(begin: number, end: number): Promise<Bytes> {
    this.#options.signal?.throwIfAborted();
    let bytes: Bytes;
    try {
      const given = await this.#origin.read(begin, end);
      bytes = given instanceof ArrayBuffer ? new Uint8Array(given) : given;
    } catch (cause) {
      throw Object.assign(this.refuse("source", "be readable", String(cause), { code: "read" }), { cause });
    }
    this.#options.signal?.throwIfAborted();
    if (bytes.length !== end - begin) {
      throw this.refuse("source", `have its bytes ${begin} to ${end} when they are read`, `${bytes.length} bytes`, {
        code: "read",
      });
    }
    this.#counted = Math.min(this.size, this.#counted + bytes.length);
    await this.#turns.tell(this.#counted, this.size);
    return bytes;
  }

  /** Lets the host do other things, such as aborting this, where it has waited long for its turn. */
  async pause(): Promise<void> {
    await this.#turns.offer();
  }

  /** Pays for bytes of heap before they are taken, or refuses them. */
  spend(bytes: number): void {
    this.#heap.spend(bytes);
  }

  /** Zeroed bytes, or an error of this library where the host has no memory for them. */
  allocate(length: number): Bytes {
    return allocateBytes(this.api, length);
  }

  /** Refuses what would take more than `maxBytes`, before it is allocated. */
  checkLimit(where: string, bytes: number): void {
    const most = mostBytes(this.#options);
    if (bytes <= most) return;
    throw this.refuse(where, `take at most ${most} bytes`, bytes, { code: "limit", hint: "raise the option maxBytes" });
  }

  /** A copy of some bytes of another. */
  copy(bytes: Uint8Array, begin: number, end: number): Bytes {
    const copied = this.allocate(end - begin);
    copied.set(bytes.subarray(begin, end));
    return copied;
  }

  /** The error for something in the file: where, what must hold there, what stands there. */
  refuse(where: string, rule: string, value: unknown, more: { code?: string; hint?: string } = {}): ToeplitzError {
    return argumentError(this.api, where, rule, value, { code: "file", ...more });
  }
}

/** @throws ToeplitzError for options of another kind; the signal's reason if it is aborted already. */
export function checkLoadOptions(api: string, options: LoadOptions, more: readonly string[] = []): void {
  checkOptions(api, options, ["signal", "onProgress", "maxBytes", "maxHeapBytes", ...more]);
  for (const name of ["maxBytes", "maxHeapBytes"] as const) {
    const most = options[name];
    if (most !== undefined && !(typeof most === "number" && most >= 0)) {
      throw argumentError(api, name, "be a number of bytes", most, { code: "option" });
    }
  }
  checkTurnOptions(api, options);
}

function mostBytes({ maxBytes }: LoadOptions): number {
  return maxBytes ?? 2 ** 31;
}

function inMemory(bytes: Uint8Array): Origin {
  return { size: bytes.length, read: (begin, end) => new Uint8Array(bytes.subarray(begin, end)) };
}

function originOf(api: string, source: unknown): Origin {
  if (source instanceof Uint8Array) return inMemory(source);
  if (source instanceof ArrayBuffer) return inMemory(new Uint8Array(source));
  if (source instanceof Blob) {
    return { size: source.size, read: (begin, end) => source.slice(begin, end).arrayBuffer() };
  }
  const hint = "await fetch(url) in a page, await openAsBlob(path) of node:fs in Node.js";
  throw argumentError(api, "source", "be an ArrayBuffer, a Uint8Array, a Blob or a Response", source, {
    ...(typeof source === "string" ? { hint } : {}),
  });
}
