// The header of a safetensors file to the character and to the byte: what a refusal says, and what each entry pays for of the heap.
import { ones } from "@toeplitz/tensor";
import { describe, expect, test, vi } from "vitest";
import { heapOf } from "../src/bytes/heap-budget.ts";
import { Input } from "../src/bytes/input.ts";
import { loadSafetensors, loadSafetensorsShards, openSafetensors, saveSafetensors } from "../src/index.ts";
import { refusalOf } from "./refusal.ts";
import { fileOf } from "./safetensors-files.ts";

const entry = (dtype: string, shape: readonly number[], begin: number, end: number) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
const u8 = entry("U8", [1], 0, 1);
const one = Uint8Array.of(7);
const refused = (header: string, data: Uint8Array = one) => refusalOf(loadSafetensors(fileOf(header, data)));

describe("a text in it", () => {
  test("may have spaces, and any space around it", async () => {
    const spaced = u8.replace(/[[\]{},:]/g, " $& ");
    const file = await openSafetensors(fileOf(`{ "a b" :\t${spaced}\n, "__metadata__" : { " k " : " v " } } `, one));
    expect(file.keys()).toEqual(["a b"]);
    expect([...file.metadata]).toEqual([[" k ", " v "]]);
  });

  test.each<[header: string, argument: string, rule: string, value: string]>([
    ['{"w"', "header, at character 4,", "have a colon after a key", "its end"],
    ['{"w" x', "header, at character 5,", "have a colon after a key", "x"],
    ["{w", "header, at character 1,", "have a string", "w"],
    ['{"w', "header, at character 1,", "have a string", '"w'],
    ['{"w\u001f"', "header, at character 1,", "have a string", '"w\u001f"'],
    ['{"\\x"', "header, at character 1,", "have a string", '"\\x"'],
    [`{"w":${u8} "v"`, `header, at character ${6 + u8.length},`, "have a comma or }", '"v"'],
    ['{"w":{"shape":[1', "header, at character 16,", "have a comma or ]", "its end"],
    ['{"w":{"shape":[1.5', 'shape of tensor "w"', "be a list of whole numbers", "1.5"],
    ['{"w":{"shape":1', 'shape of tensor "w"', "be a list of whole numbers", "1"],
    ['{"w":7', 'entry of tensor "w"', "be an object with dtype, shape, data_offsets", "7"],
    ['{"__metadata__":7', "__metadata__", "be an object of strings", "7"],
    ['{"__metadata__":{"k":7', '__metadata__["k"]', "be a string", "7"],
    ['{"__metadata__":{},"__metadata__":{}', "header, at character 19,", "have no duplicate key", "__metadata__"],
    [`{"w":${u8},"w":`, `header, at character ${6 + u8.length},`, "have no duplicate key", "w"],
  ])("%j is refused", async (header, argument, rule, value) => {
    expect(await refused(header)).toMatchObject({ api: "loadSafetensors", argument, rule, value, hint: undefined });
  });
});

describe("an entry of it", () => {
  const w = (json: string) => `{"w":${json}}`;

  test.each<[name: string, json: string, argument: string, rule: string, value: unknown]>([
    ["a type that is none", entry("U9", [1], 0, 1), 'dtype of tensor "w"', "be one of ", "U9"],
    ["a number as type", '{"dtype":9,"shape":[1]}', 'dtype of tensor "w"', "be one of ", 9],
    [
      "one offset",
      '{"dtype":"U8","shape":[0],"data_offsets":[0]}',
      'data_offsets of tensor "w"',
      "be a begin and",
      [0],
    ],
    ["no offset", '{"dtype":"U8","shape":[0],"data_offsets":[]}', 'data_offsets of tensor "w"', "be a begin and", []],
    [
      "an end before its begin",
      entry("U8", [0], 1, 0),
      'data_offsets of tensor "w"',
      "be a begin and an end that",
      [1, 0],
    ],
    ["three offsets", '{"data_offsets":[0,1,2]}', 'data_offsets of tensor "w"', "be a begin and", [0, 1, 2]],
    ["65 axes", `{"shape":[${Array(65).fill(1)}]}`, 'shape of tensor "w"', "have at most 64 axes", "more than 64 axes"],
    ["2^51 numbers of 8 bytes", entry("F64", [2 ** 51], 0, 1), 'shape of tensor "w"', "not overflow", [2 ** 51]],
    [
      "other bytes than its shape takes",
      entry("U8", [3], 0, 1),
      'data of tensor "w"',
      "take 3 bytes, for shape [3] of U8",
      1,
    ],
    ["an end behind the file", entry("U8", [2], 0, 2), 'data_offsets of tensor "w"', "lie within the 1 bytes", [0, 2]],
    [
      "no shape",
      '{"dtype":"U8","data_offsets":[0,1]}',
      'entry of tensor "w"',
      "have a shape",
      ["dtype", "data_offsets"],
    ],
  ])("with %s", async (_, json, argument, rule, value) => {
    const error = await refused(w(json));
    expect(error).toMatchObject({ argument, value });
    expect(error.rule).toContain(rule);
  });

  test("that begins in the midst of the data", async () => {
    const error = await refused(`{"v":${entry("U8", [2], 0, 2)},"w":${entry("U8", [3], 2, 4)}}`, new Uint8Array(4));
    expect(error).toMatchObject({ argument: 'data of tensor "w"', value: 2 });
  });

  test("may have 64 axes", async () => {
    expect((await loadSafetensors(fileOf(w(entry("U8", Array(64).fill(1), 0, 1)), one))).get("w")!.ndim).toBe(64);
  });

  test("overlaps another in whatever order they stand", async () => {
    const [a, b] = [entry("U8", [2], 0, 2), entry("U8", [2], 1, 3)];
    for (const header of [`{"a":${a},"b":${b}}`, `{"b":${b},"a":${a}}`]) {
      expect(await refused(header, new Uint8Array(3))).toMatchObject({
        argument: 'data of tensor "b"',
        rule: 'begin after tensor "a", whose data end at 2 (offsets overlap)',
        value: 1,
      });
    }
  });
});

describe("what it makes is paid for", () => {
  const { axis, entry: described, item, storage, tensor, text } = heapOf;

  test.each<[name: string, header: string, bytes: number]>([
    [
      "a tensor of two axes",
      `{"name":${entry("U8", [1, 1], 0, 1)}}`,
      described + item + text(4) + 2 * axis + storage + tensor + item + 2 * axis,
    ],
    ["metadata", '{"__metadata__":{"key":"a value"}}', item + text(3 + 7)],
  ])("%s", async (_, header, bytes) => {
    const file = fileOf(header, header.includes("U8") ? one : new Uint8Array(0));
    expect((await openSafetensors(file, { maxHeapBytes: bytes })).metadata).toBeInstanceOf(Map);
    expect(await refusalOf(openSafetensors(file, { maxHeapBytes: bytes - 1 }))).toMatchObject({
      code: "limit",
      value: bytes,
    });
  });

  test("and others have their turns after every 1024 of it", async () => {
    const pauses = async (header: string) => {
      const pause = vi.spyOn(Input.prototype, "pause");
      await openSafetensors(fileOf(header));
      const { length } = pause.mock.calls;
      pause.mockRestore();
      return length;
    };
    const many = (count: number, value: string) =>
      `{${Array.from({ length: count }, (_, i) => `"${i}":${value}`).join(",")}}`;
    const none = entry("U8", [0], 0, 0);
    expect([await pauses(many(1023, none)), await pauses(many(1024, none)), await pauses(many(2048, none))]).toEqual([
      0, 1, 2,
    ]);
    const metadata = (count: number) => `{"__metadata__":${many(count, '"v"')}}`;
    // One more for the header's entries, of which there are none.
    expect([await pauses(metadata(1023)), await pauses(metadata(1024)), await pauses(metadata(2048))]).toEqual([
      1, 2, 3,
    ]);
  });
});

describe("an index of several files", () => {
  const index = (files: Record<string, string>) => JSON.stringify({ weight_map: files });

  test("asks for no file where an option or the way to open one is wrong", async () => {
    const open = vi.fn();
    expect((await refusalOf(loadSafetensorsShards(index({ a: "a.safetensors" }), open, { maxBytes: -1 }))).code).toBe(
      "option",
    );
    expect(open).not.toHaveBeenCalled();
    expect(await refusalOf(loadSafetensorsShards(index({}), 7 as never))).toMatchObject({
      argument: "open",
      rule: "be a function",
      value: 7,
    });
  });

  test("passes over values that are nested 64 deep", async () => {
    const nested = (depth: number) => `{"metadata":${"[".repeat(depth)}${"]".repeat(depth)},"weight_map":{}}`;
    expect((await loadSafetensorsShards(nested(64), () => one)).size).toBe(0);
    expect((await refusalOf(loadSafetensorsShards(nested(65), () => one))).rule).toBe("be nested at most 64 deep");
  });

  test("pays for its names, and all files from one budget", async () => {
    const names = { a: "a.safetensors", bc: "b.safetensors" };
    const files = new Map([
      ["a.safetensors", await saveSafetensors({ a: ones([1]) })],
      ["b.safetensors", await saveSafetensors({ bc: ones([1]) })],
    ]);
    const load = (maxHeapBytes: number) =>
      loadSafetensorsShards(index(names), (name) => files.get(name)!, { maxHeapBytes });
    const { axis, entry: described, item, storage, tensor, text } = heapOf;
    const tensors = 2 * (described + 2 * item + storage + tensor + 2 * axis) + text(1) + text(2);
    const bytes = 2 * item + text(1 + 13) + text(2 + 13) + tensors;
    expect([...(await load(bytes)).keys()]).toEqual(["a", "bc"]);
    expect((await refusalOf(load(bytes - 1))).value).toBe(bytes);
  });
});
