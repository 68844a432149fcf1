// Small files that describe much, and long ones that repeat themselves: what they take of memory and of time is bounded before it is taken.
import { getHeapStatistics } from "node:v8";
import { describe, expect, test } from "vitest";
import { loadNpz, loadPth, loadPthValue, loadSafetensors, openSafetensors } from "../src/index.ts";
import { checkpointOf, numbers, op, pickleOf, tensorOf } from "./pickle-files.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";
import { fileOf } from "./safetensors-files.ts";
import { join, zipOf } from "./zip-files.ts";

const limit = /must take at most \d+ bytes of heap for what it describes, got \d+ \(raise the option maxHeapBytes\)/;

/** A pickle of so many bytes that is this, and then that again and again. */
function repeated(length: number, unit: readonly number[], before: readonly number[] = []): Uint8Array {
  const pickle = new Uint8Array(length);
  pickle.set([0x80, 2, ...before]);
  for (let at = 2 + before.length; at + unit.length <= length; at += unit.length) pickle.set(unit, at);
  return pickle;
}

/** A checkpoint whose pickle is deflated, to about a thousandth where it repeats itself. */
function deflated(pickle: Uint8Array): Uint8Array<ArrayBuffer> {
  const version = new TextEncoder().encode("3\n");
  return zipOf([
    { name: "a/data.pkl", content: pickle, deflate: true },
    { name: "a/version", content: version },
  ]);
}

describe("a pickle that repeats an opcode", () => {
  const dict = [...op.emptyDict, 0x94];
  test.each<[name: string, unit: number[], before?: number[]]>([
    ["MARK, deflated", op.mark],
    ["MARK and a value, deflated", [...op.mark, ...op.none]],
    ["NONE, deflated", op.none],
    ["DUP, deflated", [0x32], op.none],
    ["MEMOIZE, deflated", [0x94], op.none],
    ["BINGET, deflated", [0x68, 0], [...op.none, 0x94]],
    ["SHORT_BINBYTES, deflated", [0x43, 0]],
    ["SHORT_BINUNICODE, deflated", [0x8c, 1, 97]],
    ["LONG1, deflated", [0x8a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["BINFLOAT, deflated", [0x47, 1, 2, 3, 4, 5, 6, 7, 8]],
    ["EMPTY_TUPLE, deflated", op.emptyTuple],
    ["EMPTY_LIST, deflated", op.emptyList],
    ["EMPTY_DICT, deflated", op.emptyDict],
    ["EMPTY_DICT and MEMOIZE, deflated", dict],
    ["TUPLE1, deflated", [0x85], op.none],
    ["EMPTY_LIST, POP, deflated", [...op.emptyList, 0x30]],
    [
      "torch.Size, deflated",
      [0x68, 0, 0x68, 1, ...op.reduce],
      [...op.global("torch", "Size"), 0x94, ...numbers(2), 0x85, 0x94],
    ],
    ["OrderedDict, deflated", [0x68, 0, 0x29, ...op.reduce], [...op.global("collections", "OrderedDict"), 0x94]],
  ])("%s", async (_, unit, before = []) => {
    const file = deflated(repeated(Math.min(3.5e6, 8e5 * unit.length), unit, before));
    expect(file.length).toBeLessThan(40_000);
    await expectRefusal(loadPthValue(file), limit, "limit");
  });

  test("is not inflated where that alone is too much", async () => {
    const file = deflated(new Uint8Array(1.8e7));
    await expectRefusal(loadPthValue(file), limit, "limit");
  });

  test("may be given more room, and less", async () => {
    const lists = repeated(1e5 + 4, op.emptyList);
    lists.set([0x31, 0x4e, 0x2e], 1e5 + 1);
    lists[2] = 0x28;
    expect(await loadPthValue(deflated(lists), { maxHeapBytes: 3e7 })).toBeNull();
    await expectRefusal(loadPthValue(deflated(lists), { maxHeapBytes: 1e6 }), "at most 1000000 bytes of heap", "limit");
    await expectRefusal(loadPthValue(deflated(lists)), limit, "limit");
  });

  test("leaves the signal its turn", async () => {
    const abort = new AbortController();
    const file = deflated(repeated(5e6, [...op.none, 0x30]));
    setTimeout(() => abort.abort(new Error("enough")), 1);
    await expect(loadPthValue(file, { signal: abort.signal })).rejects.toThrow("enough");
  });

  test("in the format of old is bounded, too", async () => {
    await expectRefusal(loadPthValue(repeated(5e5, [0x43, 0])), limit, "limit");
  });
});

describe("a pickle", () => {
  const key = (n: bigint) => [0x8a, 12, ...Array.from({ length: 12 }, (_, i) => Number((n >> BigInt(8 * i)) & 255n))];
  const dictOf = (keys: readonly number[][]) =>
    Uint8Array.from([
      0x80,
      2,
      ...op.emptyDict,
      ...op.mark,
      ...keys.flatMap((k) => [...k, ...op.none]),
      ...op.setItems,
      0x2e,
    ]);

  test("has as many small whole numbers as keys as it likes, and few others, which could share one hash", async () => {
    const small = Array.from({ length: 5000 }, (_, i) => op.int(i - 2500));
    expect((await loadPthValue(checkpointOf(dictOf(small)))) as Map<unknown, unknown>).toHaveProperty("size", 5000);
    for (const others of [
      Array.from({ length: 4097 }, (_, i) => key((BigInt(i + 1) << 64n) + 5n)),
      Array.from({ length: 4097 }, (_, i) => op.int(2 ** 20 + i)),
      Array.from({ length: 4097 }, (_, i) => op.float(i + 0.5)),
    ]) {
      const few = (await loadPthValue(checkpointOf(dictOf(others.slice(1))))) as Map<unknown, unknown>;
      expect(few.size).toBe(4096);
      await expectRefusal(
        loadPthValue(checkpointOf(dictOf(others))),
        "must have at most 4096 keys that are neither",
        "limit",
      );
    }
  });

  test("names its storages by texts alone, in the format of old, too", async () => {
    const list = (keys: readonly number[][]) =>
      Uint8Array.from([...op.proto(), ...op.emptyList, ...op.mark].concat(keys.flat(), [0x65, ...op.stop]));
    const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
    const system = [...op.emptyDict, ...op.text("little_endian"), ...op.yes, ...op.setItem];
    const keys = Array.from({ length: 60_000 }, (_, i) => key((BigInt(i + 1) << 64n) + 5n));
    const file = (value: number[]) =>
      join(pickleOf(...magic), pickleOf(...op.int(1001)), pickleOf(...system), pickleOf(...value), list(keys));
    const before = process.cpuUsage();
    await expectRefusal(loadPthValue(file(tensorOf())), "list of storages must be the keys of the 1");
    // A set of these keys takes 20 s.
    expect(process.cpuUsage(before).user).toBeLessThan(5e6);
  });

  test("cannot put into its memo far from what is there", async () => {
    const far = (n: number[]) => checkpointOf(pickleOf(...op.none, 0x72, ...n));
    expect(await loadPthValue(far([255, 15, 0, 0]))).toBeNull();
    for (const place of [
      [0, 16, 0, 0],
      [255, 255, 255, 255],
    ]) {
      await expectRefusal(loadPthValue(far(place)), "must be put into the memo at most 4096 places beyond others");
    }
  });

  test("has names of a line of at most 1024 bytes", async () => {
    const named = (length: number) => checkpointOf(pickleOf(...op.global("m".repeat(length), "n")));
    await expectRefusal(loadPthValue(named(1024)), "Unsupported global", "global");
    await expectRefusal(loadPthValue(named(1025)), "must have the end of a line of at most 1024 bytes");
  });

  test("a version or byte order that is no word is not inflated", async () => {
    for (const name of ["version", "byteorder"]) {
      const content = new Uint8Array(65).fill(0x33);
      const file = checkpointOf(pickleOf(...op.none), { [name]: content });
      await expectRefusal(loadPthValue(file), `member "archive/${name}" must have at most 64 bytes, got 65`);
    }
  });

  test("one large dict, a thousand times in another, is not walked a thousand times in search of a state dict", async () => {
    const inner = [...op.emptyDict, ...op.mark];
    for (let i = 0; i < 3000; i++) inner.push(...op.int(i), ...op.none);
    inner.push(...op.setItems, 0x94);
    const outer = [...op.emptyDict, ...op.mark, ...op.text("model"), ...inner];
    for (let i = 0; i < 3000; i++) outer.push(...op.text(`model ${i}`), 0x68, 0);
    const error = await refusalOf(loadPth(checkpointOf(pickleOf(...outer, ...op.setItems))));
    expect(error.code).toBe("state");
    // All of them are state dicts: only some are named.
    const dict = [...op.emptyDict, ...op.text("w"), ...tensorOf(), ...op.setItem];
    const many = [...op.emptyDict, ...op.mark, ...op.text("model"), ...dict, 0x94];
    for (let i = 0; i < 300; i++) many.push(...op.text(`model ${i}`), 0x68, 0);
    const { message } = await refusalOf(loadPth(checkpointOf(pickleOf(...many, ...op.setItems))));
    expect(message).toContain('the option key finds it: "model", "model 0", ');
  });
});

describe("a header of safetensors", () => {
  test("with a text of 50 MB, which has escapes at its begin, in its middle and at its end (I35)", async () => {
    const half = "x".repeat(25e6);
    const { metadata } = await openSafetensors(fileOf(`{"__metadata__":{"a":"\\n${half}\\"${half}\\\\"}}`));
    const read = metadata.get("a")!;
    expect([read.length, read[0], read[25e6 + 1], read.at(-1)]).toEqual([50e6 + 3, "\n", '"', "\\"]);
  });

  test.each<[name: string, header: string, message: string]>([
    ["lists of objects", `{"w":[${"{},".repeat(3e5)}{}]}`, "must be an object with dtype, shape, data_offsets"],
    ["lists in a shape", `{"w":{"shape":[${"[],".repeat(3e5)}[]]}}`, "must be a list of whole numbers"],
    ["sizes without end", `{"w":{"shape":[${"1,".repeat(3e5)}1]}}`, "must have at most 64 axes"],
    ["offsets without end", `{"w":{"data_offsets":[${"1,".repeat(3e5)}1]}}`, "be a begin and an end"],
    ["fields without end", `{"w":{${Array.from({ length: 3e5 }, (_, i) => `"${i}":1`)}}}`, 'and no more, got "0"'],
    [
      "a number of many digits",
      `{"w":{"shape":[${"1".repeat(3e6)}],"dtype":"U8","data_offsets":[0,0]}}`,
      "must not overflow",
    ],
  ])("with %s is refused at the first of them", async (_, header, message) => {
    const file = fileOf(header);
    const before = getHeapStatistics().used_heap_size;
    await expectRefusal(loadSafetensors(file), message);
    expect(getHeapStatistics().used_heap_size - before).toBeLessThan(3 * file.length + 8 * 2 ** 20);
  });

  test("describes no more than there is room for", async () => {
    const entry = (i: number) => `"${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`;
    const file = fileOf(`{${Array.from({ length: 1000 }, (_, i) => entry(i))}}`);
    expect((await loadSafetensors(file)).size).toBe(1000);
    await expectRefusal(openSafetensors(file, { maxHeapBytes: 5e5 }), "at most 500000 bytes of heap", "limit");
    const opened = await openSafetensors(file, { maxHeapBytes: 1.5e6 });
    for (let i = 0; i < 3; i++) expect((await opened.load()).size).toBe(1000);
  });
});

test("the directory of an archive describes no more than there is room for", async () => {
  const content = new Uint8Array(0);
  const file = zipOf(Array.from({ length: 1000 }, (_, i) => ({ name: `${i}.npy`, content })));
  await expectRefusal(loadNpz(file, { maxHeapBytes: 5e5 }), "at most 500000 bytes of heap", "limit");
  await expectRefusal(loadNpz(file), "must be");
});
