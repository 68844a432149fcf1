// Everything that takes a signal, with signals of every kind: one that is none, one that is aborted already, one that is aborted midway.
import * as io from "@toeplitz/io";
import { DataLoader } from "@toeplitz/nn/data";
import { ones } from "@toeplitz/tensor";
import { describe, expect, it } from "vitest";
import { library } from "./library.ts";

interface Options {
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}
type Task = (options: Options) => Promise<unknown>;

const tensors = { a: ones([2, 3]), b: ones([4]) };
// A blob is read in turns, and each tells how far the load is.
const blob = async (bytes: Promise<Uint8Array<ArrayBuffer>>) => new Blob([await bytes]);
const index = '{"weight_map": {"a": "one.safetensors"}}';

const tasks: Readonly<Record<string, Task>> = {
  loadNpy: async (options) => io.loadNpy(await blob(io.saveNpy(tensors.a)), options),
  loadNpz: async (options) => io.loadNpz(await blob(io.saveNpz(tensors)), options),
  loadPth: async (options) => io.loadPth(await blob(io.savePth(tensors)), options),
  loadPthValue: async (options) => io.loadPthValue(await blob(io.savePth(tensors)), options),
  loadSafetensors: async (options) => io.loadSafetensors(await blob(io.saveSafetensors(tensors)), options),
  loadSafetensorsShards: (options) =>
    io.loadSafetensorsShards(index, () => blob(io.saveSafetensors({ a: tensors.a })), options),
  openSafetensors: async (options) => io.openSafetensors(await blob(io.saveSafetensors(tensors)), options),
  saveNpz: (options) => io.saveNpz(tensors, options),
  savePth: (options) => io.savePth(tensors, options),
  saveSafetensors: (options) => io.saveSafetensors(tensors, options),
  DataLoader: async ({ onProgress, ...options }) => {
    const dataset = { length: 4, at: (i: number) => Promise.resolve(i) };
    for await (const _ of new DataLoader(dataset, options)) onProgress?.();
  },
};

const wrong: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["true", true],
  ["1", 1],
  ['"abort"', "abort"],
  ["{}", {}],
  ["the controller", new AbortController()],
  ["a look-alike", { aborted: false, reason: undefined, throwIfAborted() {} }],
  ["an EventTarget", new EventTarget()],
  ["a function", () => {}],
  ["a symbol", Symbol("signal")],
];

describe.each(Object.entries(tasks))("%s", (name, task) => {
  it.each(wrong)("refuses %s as its signal", async (_, signal) => {
    const error = await task({ signal: signal as AbortSignal }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(library.ToeplitzError);
    expect(error).toMatchObject({
      api: name,
      argument: "signal",
      value: signal,
    });
    expect((error as Error).message).toMatch(/signal must be an AbortSignal, got /);
  });

  it("ends with the reason of a signal that was aborted before, and has told nothing", async () => {
    let told = 0;
    const onProgress = () => told++;
    const given = task({ signal: AbortSignal.abort("for a reason"), onProgress });
    await expect(given).rejects.toBe("for a reason");
    await expect(task({ signal: AbortSignal.abort(), onProgress })).rejects.toMatchObject({ name: "AbortError" });
    expect(told).toBe(0);
  });

  it("ends with the reason of a signal that is aborted midway, and goes well without one", async () => {
    const controller = new AbortController();
    let told = 0;
    const onProgress = () => {
      told++;
      controller.abort(new Error("midway"));
    };
    await expect(task({ signal: controller.signal, onProgress })).rejects.toThrow("midway");
    expect(told).toBe(1);
    await task({ signal: new AbortController().signal, onProgress: () => {} });
  });
});

it("every function of files takes one, but for the saver of a single array", () => {
  const functions = Object.entries(io).flatMap(([name, each]) => (typeof each === "function" ? [name] : []));
  expect(functions.filter((name) => !(name in tasks))).toEqual(["saveNpy"]);
});

it("shards are not asked for where the signal is aborted already, or the options are none", async () => {
  const open = () => {
    throw new Error("asked for");
  };
  await expect(io.loadSafetensorsShards(index, open, { signal: AbortSignal.abort("before") })).rejects.toBe("before");
  await expect(io.loadSafetensorsShards(index, open, { maxBytes: -1 })).rejects.toThrow("maxBytes must");
  await expect(io.loadSafetensorsShards(index, null as never)).rejects.toThrow("open must be a function, got null");
});
