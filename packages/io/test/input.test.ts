// Where bytes come from: memory, files, responses; progress, abort, limits, and everything a source can do wrong.
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { getHeapStatistics } from "node:v8";
import { arange, ones, ToeplitzError, tensor } from "@toeplitz/tensor";
import { afterAll, describe, expect, test } from "vitest";
import {
  loadNpy,
  loadNpz,
  loadPth,
  loadSafetensors,
  openSafetensors,
  saveNpy,
  saveNpz,
  savePth,
  saveSafetensors,
} from "../src/index.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";

const state = {
  w: tensor([
    [1, 2],
    [3, 4],
  ]),
  b: ones([3]),
};
const files = [
  { name: "safetensors", bytes: await saveSafetensors(state), load: loadSafetensors },
  { name: "npz", bytes: await saveNpz(state), load: loadNpz },
  { name: "deflated npz", bytes: await saveNpz(state, { compress: true }), load: loadNpz },
  { name: "pth", bytes: await savePth(state), load: loadPth },
];
const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-io-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(files)("$name", ({ name, bytes, load }) => {
  test("comes from every source alike", async () => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const sources = [
      bytes,
      bytes.buffer,
      shifted.subarray(3),
      Buffer.from(bytes),
      new Uint8Array(new SharedArrayBuffer(bytes.length)).fill(0),
      new Blob([bytes]),
      await openAsBlob(file),
      new Response(bytes),
      new Response(bytes, { headers: { "content-length": `${bytes.length}` } }),
    ];
    (sources[4] as Uint8Array).set(bytes);
    for (const source of sources) {
      const loaded = await load(source as Uint8Array);
      expect([...loaded].map(([key, x]) => [key, x.toArray()])).toEqual([
        [
          "w",
          [
            [1, 2],
            [3, 4],
          ],
        ],
        ["b", [1, 1, 1]],
      ]);
    }
  });

  test("the caller's bytes are not touched, and do not become the tensors'", async () => {
    const given = bytes.slice();
    const loaded = await load(given);
    for (const x of loaded.values()) x.fill_(9);
    expect(given).toEqual(bytes);
    given.fill(0);
    expect([...loaded.values()].every((x) => x.eq(9).all().item())).toBe(true);
  });

  test("progress goes up to the file's size at most", async () => {
    const seen: [number, number | undefined][] = [];
    await load(new Blob([bytes]), { onProgress: (...step) => seen.push(step) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(([read, all], i) => all === bytes.length && read <= all && read >= (seen[i - 1]?.[0] ?? 0))).toBe(
      true,
    );
  });

  test("a signal ends it: before, and between two reads", async () => {
    await expect(load(bytes, { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
    const abort = new AbortController();
    const load2 = load(new Blob([bytes]), {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error("between")),
    });
    await expect(load2).rejects.toThrow("between");
  });

  test("more than maxBytes is refused", async () => {
    await expectRefusal(load(bytes, { maxBytes: 20 }), "must take at most 20 bytes", "limit");
    expect((await load(bytes, { maxBytes: 1e4 })).size).toBe(2);
  });

  test("a file that changes while it is read, and one that cannot be read (I39)", async () => {
    const file = path.join(folder, `${name}-changing`);
    writeFileSync(file, bytes);
    const blob = await openAsBlob(file);
    writeFileSync(file, "shorter");
    const error = await refusalOf(load(blob));
    expect(error).toMatchObject({ code: "read", cause: expect.anything() });
    // A blob that answers with less than it said.
    const lying = new Blob([bytes]);
    Object.defineProperty(lying, "slice", { value: () => new Blob([new Uint8Array(1)]) });
    await expectRefusal(load(lying), /source must have its bytes 0 to \d+ when they are read, got "1 bytes"/, "read");
  });
});

describe("what is no source, and options that are none", () => {
  test.each([
    [null],
    [undefined],
    [3],
    ["model.npy"],
    [[1, 2]],
    [{}],
    [new Float32Array(2)],
    [new DataView(new ArrayBuffer(8))],
  ])("%j", async (source) => {
    await expectRefusal(
      loadNpy(source as never),
      "source must be an ArrayBuffer, a Uint8Array, a Blob or a Response",
      "argument",
    );
  });

  test("a path is told what to do", async () => {
    await expectRefusal(loadNpy("model.npy" as never), "await openAsBlob(path) of node:fs in Node.js", "argument");
  });

  test.each([
    [{ signal: {} }, "signal must be an AbortSignal"],
    [{ onProgress: 1 }, "onProgress must be a function"],
    [{ maxBytes: "1" }, "maxBytes must be a number of bytes"],
    [{ maxBytes: -1 }, "maxBytes must be a number of bytes"],
    [{ maxBytes: Number.NaN }, "maxBytes must be a number of bytes"],
    [{ maxHeapBytes: "1" }, "maxHeapBytes must be a number of bytes"],
    [{ maxHeapBytes: -1 }, "maxHeapBytes must be a number of bytes"],
    [{ sginal: 1 }, "did you mean 'signal'?"],
    [null, "options must be an object of named options"],
  ])("%j", async (options, text) => {
    await expectRefusal(loadNpy(new Uint8Array(0), options as never), text, "option");
  });

  test("a buffer that was given away", async () => {
    const bytes = await saveNpy(ones([2]));
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    await expectRefusal(loadNpy(bytes), 'source must be readable, got "TypeError: Cannot perform', "read");
  });
});

describe("responses (I40)", () => {
  const bytes = files[0]!.bytes;
  const load = (body: BodyInit | null, init: ResponseInit = {}, options = {}) =>
    loadSafetensors(new Response(body, init), options);

  test("a status that is no success is named, and the body is not looked at", async () => {
    await expectRefusal(
      load("<html>not found", { status: 404 }),
      'response must have a status of success and its whole body, got "404"',
      "read",
    );
    await expectRefusal(load(bytes, { status: 206 }), 'got "206"', "read");
    await expectRefusal(loadSafetensors(Response.error()), 'got "0"', "read");
  });

  test("another length than was promised", async () => {
    const promised = { headers: { "content-length": `${bytes.length + 5}` } };
    await expectRefusal(
      load(bytes, promised),
      `must have the ${bytes.length + 5} bytes of its Content-Length, got "${bytes.length} bytes"`,
      "read",
    );
    await expectRefusal(load(bytes, { headers: { "content-length": "5" } }), "must have the 5 bytes", "read");
    // Of an encoded body the length is another one.
    expect((await load(bytes, { headers: { "content-length": "5", "content-encoding": "gzip" } })).size).toBe(2);
  });

  test("too large, by what it says or by what it is", async () => {
    await expectRefusal(
      load(bytes, { headers: { "content-length": "1000000" } }, { maxBytes: 1e5 }),
      "must have at most 100000 bytes, got 1000000",
      "limit",
    );
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    await expectRefusal(load(endless, {}, { maxBytes: 1e5 }), "must have at most 100000 bytes, got 101000", "limit");
    expect(sent).toBeLessThan(110);
  });

  test("a body that breaks, one without a body, and one that was read", async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    expect(await refusalOf(load(broken))).toMatchObject({ code: "read", message: expect.stringContaining("reset") });
    await expectRefusal(load(null), "must have a body nobody has read", "read");
    const read = new Response(bytes);
    await read.arrayBuffer();
    await expectRefusal(loadSafetensors(read), "must have a body nobody has read", "read");
  });

  const chunked = (chunks: readonly unknown[]) =>
    new ReadableStream({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });

  test.each([
    [null],
    [undefined],
    ["abc"],
    [7],
    [{ length: 8 }],
    [[1, 2]],
    [new Float32Array(2)],
    [new ArrayBuffer(8)],
  ])("a body that comes as %j", async (chunk) => {
    for (const chunks of [[chunk], [bytes, chunk]]) {
      const error = await refusalOf(load(chunked(chunks)));
      expect(error).toMatchObject({ code: "read", argument: "body of the response", value: chunk });
      expect(error.rule).toBe("come as bytes, in Uint8Arrays");
    }
  });

  test.each([1, 7, 65_535, 65_536, 65_537])("pieces of %i bytes, with empty ones between them", async (size) => {
    const x = arange(0, 70_000).reshape([7, 10_000]);
    const whole = size < 100 ? bytes : await saveSafetensors({ x });
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < whole.length; at += size) chunks.push(new Uint8Array(0), whole.subarray(at, at + size));
    // One that is short, then one that is not, and the other way round.
    chunks.splice(-1, 1, chunks.at(-1)!.subarray(0, 5), chunks.at(-1)!.subarray(5));
    const loaded = await load(chunked(chunks));
    expect([...loaded].map(([name, { storage }]) => [name, storage.read()])).toEqual(
      [...(await loadSafetensors(whole))].map(([name, { storage }]) => [name, storage.read()]),
    );
  });

  test("a million pieces of a byte take little more than a million bytes", async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => (sent++ < 1e6 ? controller.enqueue(Uint8Array.of(0)) : controller.close()),
    });
    const before = getHeapStatistics();
    await expectRefusal(load(body), "must begin with {");
    const after = getHeapStatistics();
    const taken = after.used_heap_size + after.external_memory - before.used_heap_size - before.external_memory;
    expect(taken).toBeLessThan(6e7);
  });

  test("a body of nothing but empty pieces leaves others their turns, such as the signal's", async () => {
    const empty = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(0)) });
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("nothing comes")), 5);
    await expect(load(empty, {}, { signal: abort.signal })).rejects.toThrow("nothing comes");
  });

  test("one that never ends is ended by the signal, and told so", async () => {
    let cancelled: unknown;
    const slow = new ReadableStream({
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("too slow")), 5);
    await expect(load(slow, {}, { signal: abort.signal })).rejects.toThrow("too slow");
    expect(cancelled).toEqual(new Error("too slow"));
  });

  test("progress counts the download", async () => {
    const seen: unknown[] = [];
    const promised = { headers: { "content-length": `${bytes.length}` } };
    await load(bytes, promised, { onProgress: (...step: unknown[]) => seen.push(step) });
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
  });
});

test("an opened file reads its header, then what is asked for", async () => {
  const large = await saveSafetensors({ a: ones([1_500_000]), b: tensor([5]) });
  const read: number[] = [];
  const blob = new Blob([large]);
  const slice = blob.slice.bind(blob);
  Object.defineProperty(blob, "slice", {
    value: (begin: number, end: number) => {
      read.push(end - begin);
      return slice(begin, end);
    },
  });
  const file = await openSafetensors(blob);
  expect(file.keys()).toEqual(["a", "b"]);
  expect((await file.get("b")).toArray()).toEqual([5]);
  expect(read.reduce((sum, length) => sum + length)).toBeLessThan(400);
  expect((await file.get("a")).numel()).toBe(1_500_000);
  // In pieces, so that progress and abort have their turns.
  expect(Math.max(...read)).toBe(4 * 2 ** 20);
  await expect(file.get("a").then((x) => x.sum().item())).resolves.toBe(1_500_000);
});

test("every error is of the one class", async () => {
  await expect(loadNpy(new Uint8Array(3))).rejects.toBeInstanceOf(ToeplitzError);
});
