// Files that arrive in pieces, and not all of them: a body that breaks off, ends or stalls after so many bytes.
import { ones, type Tensor, tensor } from "@toeplitz/tensor";
import { expect } from "vitest";
import {
  type LoadOptions,
  loadNpy,
  loadNpz,
  loadPth,
  loadSafetensors,
  type Source,
  saveNpy,
  saveNpz,
  savePth,
  saveSafetensors,
} from "../src/index.ts";
import { refusalOf } from "./refusal.ts";

/** A file and how it is loaded. */
export interface Loadable {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly loader: (source: Source, options?: LoadOptions) => Promise<ReadonlyMap<string, Tensor> | Tensor>;
}

/** The same few tensors in every format. */
export async function loadables(): Promise<readonly Loadable[]> {
  const w = tensor([1, 2, 3, 4]);
  const state = { w, b: ones([3]) };
  return [
    { name: "safetensors", bytes: await saveSafetensors(state), loader: loadSafetensors },
    { name: "npy", bytes: await saveNpy(w), loader: loadNpy },
    { name: "npz", bytes: await saveNpz(state), loader: loadNpz },
    { name: "deflated npz", bytes: await saveNpz(state, { compress: true }), loader: loadNpz },
    { name: "pth", bytes: await savePth(state), loader: loadPth },
  ];
}

/** What was loaded, as lists. */
export function listed(loaded: ReadonlyMap<string, Tensor> | Tensor): unknown {
  return loaded instanceof Map ? [...loaded].map(([name, x]) => [name, x.toArray()]) : (loaded as Tensor).toArray();
}

/** A body that gives these bytes in chunks of so many, and what became of it. */
function body(bytes: Uint8Array, chunk: number, then: (controller: ReadableStreamDefaultController) => void) {
  let at = 0;
  const fate = { cancelled: false };
  const stream = new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return then(controller);
      controller.enqueue(bytes.slice(at, at + chunk));
      at += chunk;
    },
    cancel: () => {
      fate.cancelled = true;
    },
  });
  return { stream, fate };
}

/** In chunks of any size it is the same file. */
export async function checkChunks({ bytes, loader }: Loadable, sizes: readonly number[]): Promise<void> {
  const expected = listed(await loader(bytes));
  for (const size of sizes) {
    const { stream } = body(bytes, size, (controller) => controller.close());
    expect(listed(await loader(new Response(stream))), `chunks of ${size}`).toEqual(expected);
  }
}

/** After so many bytes the body breaks, ends (as promised or not), and stalls until it is aborted: each time one error, and nothing is loaded. */
export async function checkBreaks({ bytes, loader }: Loadable, after: number): Promise<void> {
  const head = bytes.subarray(0, after);
  const chunk = Math.max(1, Math.ceil(after / 3));

  const reset = body(head, chunk, (controller) => controller.error(new Error("reset")));
  expect(await refusalOf(loader(new Response(reset.stream)))).toMatchObject({
    code: "read",
    cause: { message: "reset" },
  });

  const short = body(head, chunk, (controller) => controller.close());
  expect((await refusalOf(loader(new Response(short.stream)))).code).toBe("file");

  const promised = body(head, chunk, (controller) => controller.close());
  const headers = { "content-length": `${bytes.length}` };
  expect((await refusalOf(loader(new Response(promised.stream, { headers })))).code).toBe("read");

  const reason = new Error("too slow");
  const abort = new AbortController();
  const stalled = body(head, chunk, () => {
    queueMicrotask(() => abort.abort(reason));
    return new Promise(() => {}) as never;
  });
  await expect(loader(new Response(stalled.stream), { signal: abort.signal })).rejects.toBe(reason);
  expect(stalled.fate.cancelled).toBe(true);
}

/** The so many-th read of a blob gives an error, or fewer bytes than there are: one error, and nothing is loaded. Returns how many reads there are. */
export async function checkReads({ bytes, loader }: Loadable): Promise<number> {
  const reading = (wrong: number, answer: () => Blob) => {
    let reads = 0;
    const blob = new Blob([bytes]);
    const slice = blob.slice.bind(blob);
    Object.defineProperty(blob, "slice", {
      value: (begin: number, end: number) => (reads++ === wrong ? answer() : slice(begin, end)),
    });
    return { blob, reads: () => reads };
  };
  const sound = reading(-1, () => new Blob());
  await loader(sound.blob);
  const all = sound.reads();
  for (let i = 0; i < all; i++) {
    const failing = reading(i, () => {
      throw new Error("disk");
    });
    expect(await refusalOf(loader(failing.blob))).toMatchObject({ code: "read", cause: { message: "disk" } });
    const short = reading(i, () => new Blob([new Uint8Array(1)]));
    expect((await refusalOf(loader(short.blob))).code).toBe("read");
  }
  return all;
}
