// Saving in turns: progress, abort, and tensors that must not change meanwhile.
import { ones, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test, vi } from "vitest";
import {
  loadNpz,
  loadPth,
  loadSafetensors,
  type SaveOptions,
  saveNpz,
  savePth,
  saveSafetensors,
} from "../src/index.ts";

type Save = (tensors: Record<string, Tensor>, options?: SaveOptions) => Promise<Uint8Array>;
const savers: readonly (readonly [string, Save])[] = [
  ["saveSafetensors", saveSafetensors],
  ["saveNpz", saveNpz],
  ["saveNpz, compressed", (tensors, options) => saveNpz(tensors, { ...options, compress: true })],
  ["savePth", savePth],
];

const some = () => ({ a: ones([2, 3]), b: tensor([1n, 2n]), c: zeros([0]) });

describe.each(savers)("%s", (_, save) => {
  test("tells how far it is, and the file is the same", async () => {
    const seen: number[][] = [];
    const watched = await save(some(), { onProgress: (...step) => seen.push(step) });
    expect(seen).toEqual([
      [24, 40],
      [40, 40],
      [40, 40],
    ]);
    expect(watched).toEqual(await save(some()));
  });

  test("is ended by a signal, before it begins and between two tensors", async () => {
    await expect(save(some(), { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
    const abort = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number) => {
      seen.push(done);
      abort.abort(new Error("between"));
    };
    await expect(save(some(), { signal: abort.signal, onProgress })).rejects.toThrow("between");
    expect(seen).toEqual([24]);
  });

  test("lets whoever may abort it have a turn, and refuses what was changed in it", async () => {
    // Every look at the clock is a minute after the one before.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 60_000));
    try {
      const abort = new AbortController();
      setTimeout(() => abort.abort(new Error("in its turn")));
      await expect(save(some(), { signal: abort.signal })).rejects.toThrow("in its turn");
      const tensors = some();
      setTimeout(() => tensors.b.fill_(7));
      await expect(save(tensors, { onProgress: () => {} })).rejects.toThrow(
        "tensors must stay as they are while they are saved",
      );
      // Nobody watches: nobody has a turn.
      setTimeout(() => tensors.b.fill_(8));
      await expect(save(tensors)).resolves.toBeInstanceOf(Uint8Array);
    } finally {
      clock.mockRestore();
    }
  });

  test.each([
    [{ signal: {} }, "signal must be an AbortSignal"],
    [{ onProgress: 3 }, "onProgress must be a function"],
    [{ onprogress: () => {} }, "did you mean 'onProgress'?"],
  ])("refuses %o", async (options, sentence) => {
    await expect(save(some(), options as never)).rejects.toThrow(sentence);
  });
});

test.each([
  ["loadSafetensors", loadSafetensors, saveSafetensors],
  ["loadNpz", loadNpz, saveNpz],
  ["loadPth", loadPth, savePth],
] as const)("%s of bytes in memory has turns, too", async (_, load, save) => {
  const bytes = await save(some());
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 60_000));
  try {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("in its turn")));
    await expect(load(bytes, { signal: abort.signal })).rejects.toThrow("in its turn");
  } finally {
    clock.mockRestore();
  }
});
