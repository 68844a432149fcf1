// What stands between a source and a reader, part by part: room, counts, the budget of heap, turns, reads in pieces, downloads.
import { getEventListeners } from "node:events";
import { afterEach, describe, expect, test, vi } from "vitest";
import { allocateBytes, withRoom } from "../src/bytes/allocate-bytes.ts";
import { download } from "../src/bytes/download.ts";
import { elementCount } from "../src/bytes/element-count.ts";
import { HeapBudget, heapOf } from "../src/bytes/heap-budget.ts";
import { Input, type LoadOptions } from "../src/bytes/input.ts";
import { looksLike } from "../src/bytes/look-alikes.ts";
import { Turns } from "../src/bytes/turns.ts";
import { refusalOf } from "./refusal.ts";

/** The error that some work ends with. */
const thrownBy = (work: () => unknown) => refusalOf((async () => work())());

describe("room for bytes", () => {
  test("is zeroed, or the call that needed it is named", async () => {
    expect(allocateBytes("load", 3)).toEqual(new Uint8Array(3));
    expect(await thrownBy(() => allocateBytes("load", 2 ** 53))).toMatchObject({
      api: "load",
      argument: "memory",
      rule: `have room for ${2 ** 53} bytes`,
      value: "an allocation that failed",
      code: "limit",
      cause: expect.any(RangeError),
    });
  });

  test("for what other work makes", async () => {
    expect(withRoom("save", 5, () => "made")).toBe("made");
    const cause = new RangeError("Array buffer allocation failed");
    const fails = (error: Error) => () =>
      withRoom("save", 5, () => {
        throw error;
      });
    expect(await thrownBy(fails(cause))).toMatchObject({ api: "save", rule: "have room for 5 bytes", cause });
    const other = new TypeError("of another kind");
    expect(fails(other)).toThrow(other);
  });
});

test.each<[sizes: (number | bigint)[], count: number | undefined]>([
  [[], 1],
  [[2, 3], 6],
  [[2, 0, 3], 0],
  [[Number.MAX_SAFE_INTEGER], Number.MAX_SAFE_INTEGER],
  [[2 ** 27, 2 ** 26], undefined],
  [[0, 2 ** 27, 2 ** 26], undefined],
  [[0, 2n ** 63n], undefined],
])("%o are %o elements", (sizes, count) => {
  expect(elementCount(sizes)).toBe(count);
});

describe("the budget of heap", () => {
  const left = (budget: HeapBudget, bytes: number) => {
    budget.spend(bytes);
    return thrownBy(() => budget.spend(1));
  };

  test("is 16 MiB and 64 for every byte of the file, at most 256 MiB", async () => {
    expect(await left(new HeapBudget("load", {}), 2 ** 24)).toMatchObject({
      api: "load",
      argument: "file",
      rule: `take at most ${2 ** 24} bytes of heap for what it describes`,
      value: 2 ** 24 + 1,
      code: "limit",
      hint: "raise the option maxHeapBytes",
    });
    const two = new HeapBudget("load", {});
    two.allow(1000);
    two.allow(10);
    expect((await left(two, 2 ** 24 + 64 * 1010)).code).toBe("limit");
    const large = new HeapBudget("load", {});
    large.allow(2 ** 40);
    expect((await left(large, 2 ** 28)).code).toBe("limit");
  });

  test("is what the option says, whatever the file", async () => {
    const budget = new HeapBudget("load", { maxHeapBytes: 100 });
    budget.allow(1000);
    budget.spend(60);
    expect(await left(budget, 40)).toMatchObject({ value: 101 });
    const none = new HeapBudget("load", { maxHeapBytes: 0 });
    expect((await left(none, 0)).code).toBe("limit");
  });

  test("counts a text and a row by their lengths", () => {
    expect([heapOf.text(0), heapOf.text(10), heapOf.row(0), heapOf.row(10)]).toEqual([32, 52, 64, 144]);
  });
});

describe("turns", () => {
  let now = 0;
  const setUp = () => {
    now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
  };
  afterEach(() => void vi.restoreAllMocks());

  /** How many turns others have while this is done. */
  async function turnsIn(work: () => Promise<unknown>): Promise<number> {
    const spy = vi.spyOn(globalThis, "setTimeout");
    await work();
    const { length } = spy.mock.calls;
    spy.mockRestore();
    return length;
  }

  test("are offered after 50 ms of work, once", async () => {
    setUp();
    const turns = new Turns({});
    now = 49;
    expect(await turnsIn(() => turns.offer())).toBe(0);
    now = 50;
    expect(await turnsIn(() => turns.offer())).toBe(1);
    now = 99;
    expect(await turnsIn(() => turns.offer())).toBe(0);
    now = 100;
    expect(await turnsIn(() => turns.offer())).toBe(1);
  });

  test.each<[who: string, options: object, turns: number]>([
    ["nobody", {}, 0],
    ["one who may abort", { signal: new AbortController().signal }, 1],
    ["one who watches", { onProgress: () => {} }, 1],
  ])("are told to %s", async (_, options, count) => {
    setUp();
    const turns = new Turns(options);
    now = 1000;
    expect(await turnsIn(() => turns.tell(1, 2))).toBe(count);
  });

  test("end where the signal says so: in a turn, and while progress is told", async () => {
    setUp();
    const abort = new AbortController();
    const seen: number[][] = [];
    const turns = new Turns({ signal: abort.signal, onProgress: (...step) => seen.push(step) });
    await turns.tell(3, 7);
    expect(seen).toEqual([[3, 7]]);
    now = 1000;
    setTimeout(() => abort.abort(new Error("in a turn")));
    await expect(turns.offer()).rejects.toThrow("in a turn");
    const stops = new AbortController();
    const told = new Turns({ signal: stops.signal, onProgress: () => stops.abort(new Error("while told")) });
    await expect(told.tell(1, 2)).rejects.toThrow("while told");
  });
});

describe("the file that a call reads", () => {
  const mebi = 2 ** 20;

  test("comes in pieces of 4 MiB, whole ones and what is left", async () => {
    const bytes = new Uint8Array(9 * mebi).map((_, i) => (i * 7) % 251);
    const seen: number[] = [];
    const input = await Input.open("load", bytes, { onProgress: (read) => seen.push(read) });
    for (const [begin, end] of [
      [3, 3 + 4 * mebi],
      [3, 4 + 4 * mebi],
      [5, 9 * mebi],
    ] as const) {
      const read = await input.read(begin, end);
      expect(read.length).toBe(end - begin);
      expect(Buffer.compare(read, bytes.subarray(begin, end))).toBe(0);
    }
    // What is read again is not counted beyond the file's end.
    expect(seen).toEqual([4 * mebi, 8 * mebi, 8 * mebi + 1, 9 * mebi, 9 * mebi, 9 * mebi]);
  });

  test("may hold as many bytes of elements as the option says, and no more", async () => {
    const most = async (options: LoadOptions, bytes: number) => {
      const input = await Input.open("load", new Uint8Array(1), options);
      input.checkLimit("w", bytes);
      return thrownBy(() => input.checkLimit("w", bytes + 1));
    };
    expect(await most({ maxBytes: 10 }, 10)).toMatchObject({
      argument: "w",
      rule: "take at most 10 bytes",
      value: 11,
      code: "limit",
      hint: "raise the option maxBytes",
    });
    expect((await most({ maxBytes: 0 }, 0)).code).toBe("limit");
    expect((await most({}, 2 ** 31)).code).toBe("limit");
    expect((await Input.open("load", new Uint8Array(1), { maxHeapBytes: 0 })).size).toBe(1);
  });

  test("is copied where a part of it is kept", async () => {
    const input = await Input.open("load", new Uint8Array(1), {});
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const copied = input.copy(bytes, 1, 3);
    bytes.fill(0);
    expect([...copied]).toEqual([2, 3]);
  });

  test("takes the options of its caller, and no others", async () => {
    const open = (options: object, more?: string[]) =>
      Input.open("load", new Uint8Array(1), options, more === undefined ? {} : { more });
    expect((await open({ key: 1 }, ["key"])).api).toBe("load");
    expect((await refusalOf(open({ key: 1 }))).code).toBe("option");
  });

  test("a path alone is told how to become a file", async () => {
    expect((await refusalOf(Input.open("load", "a.npy", {}))).hint).toContain("openAsBlob");
    expect((await refusalOf(Input.open("load", 7, {}))).hint).toBeUndefined();
  });

  test("is owned by nobody else", async () => {
    const bytes = Uint8Array.of(1, 2);
    const read = await (await Input.open("load", bytes, {})).read(0, 2);
    bytes.fill(0);
    expect([...read]).toEqual([1, 2]);
    // At offset 0 of its own memory, so that every typed array fits.
    expect([read.byteOffset, read.buffer.byteLength]).toEqual([0, 2]);
  });
});

test("the first bytes of a safetensors file tell what it is, and others do not", () => {
  const head = (at8: number) => Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, at8, 0x22);
  expect(looksLike(head(0x7b))).toEqual({ hint: "this looks like a safetensors file: loadSafetensors reads it" });
  expect(looksLike(head(0x7c))).toEqual({});
});

describe("a body of a response", () => {
  const chunks = [Uint8Array.of(1, 2, 3), Uint8Array.of(4), new Uint8Array(70_000).fill(5), Uint8Array.of(6)];
  const all = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  /** A response, and what it was cancelled with. */
  const answer = (headers: Record<string, string> = {}, ends = true) => {
    const cancelled: unknown[] = [];
    let sent = 0;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          if (sent < chunks.length) controller.enqueue(chunks[sent++]);
          else if (ends) controller.close();
          else controller.enqueue(new Uint8Array(0));
        },
        cancel: (reason) => void cancelled.push(reason),
      },
      { highWaterMark: 0 },
    );
    return { response: new Response(body, { headers }), cancelled };
  };

  test("is all of its pieces, and progress is that of the download alone", async () => {
    expect(Buffer.compare(await download("load", answer().response, {}, 1e6), all)).toBe(0);
    const seen: unknown[] = [];
    const input = await Input.open("load", answer().response, { onProgress: (...step) => seen.push(step) });
    expect(Buffer.compare(await input.read(0, input.size), all)).toBe(0);
    expect(seen).toEqual([3, 4, 70_004, 70_005].map((bytes) => [bytes, undefined]));
  });

  test("may be as long as the limit", async () => {
    const { length } = all;
    expect((await download("load", answer().response, {}, length)).length).toBe(length);
    expect((await download("load", answer({ "content-length": `${length}` }).response, {}, length)).length).toBe(
      length,
    );
    const { response, cancelled } = answer();
    const error = await refusalOf(download("load", response, {}, length - 1));
    expect(error).toMatchObject({ code: "limit", value: length });
    // The server is told that nobody reads on.
    expect(cancelled).toEqual([undefined]);
  });

  test("leaves nothing behind at the signal, however it ends", async () => {
    const abort = new AbortController();
    const { signal } = abort;
    await download("load", answer().response, { signal }, 1e6);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    await refusalOf(download("load", answer().response, { signal }, 5));
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("that breaks says why", async () => {
    const cause = new Error("reset");
    const broken = new ReadableStream({ pull: (controller) => controller.error(cause) });
    expect(await refusalOf(download("load", new Response(broken), {}, 10))).toMatchObject({
      argument: "body of the response",
      rule: "be readable",
      code: "read",
      cause,
    });
  });

  test.each([["7 "], ["+7"], ["7x"], ["x7"], ["7, 7"], ["1234567890123456"]])(
    "whose length is said to be %j is as long as it is",
    async (length) => {
      const { response } = answer();
      // As a header: some of these would be trimmed.
      vi.spyOn(response.headers, "get").mockReturnValue(length);
      expect((await download("load", response, {}, 1e6)).length).toBe(all.length);
    },
  );

  test("of another site may be encoded", async () => {
    const { response } = answer({ "content-length": "7" });
    Object.defineProperty(response, "type", { value: "cors" });
    expect((await download("load", response, {}, 1e6)).length).toBe(all.length);
    const { message } = await refusalOf(download("load", answer({ "content-length": "7" }).response, {}, 1e6));
    expect(message).toContain("must have the 7 bytes of its Content-Length");
  });
});
