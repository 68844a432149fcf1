// The pickle machine by itself: what every opcode pays for, the turns that others have, and where its stack, its memo and its keys end.
import { describe, expect, test } from "vitest";
import { heapOf } from "../src/bytes/heap-budget.ts";
import { PickleGlobal, type PickleHost } from "../src/pth/pickle-host.ts";
import { unpickle } from "../src/pth/unpickle.ts";
import { op, pickleOf } from "./pickle-files.ts";

class Refusal extends Error {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

const callable = new PickleGlobal("m.call", (args) => [...args, "called"]);
const named = new PickleGlobal("m.named");
const plain: PickleHost = {
  global: (name) => [callable, named].find((global) => global.name === name),
  persistent: (id) => ({ id }),
  isPart: (value) => !(value instanceof PickleGlobal),
  refuse: (where, rule, value, code) => new Refusal(`${where} ${rule}: ${String(value)}`, code),
  spend: () => {},
  pause: async () => {},
};
const run = async (opcodes: readonly number[], host: Partial<PickleHost> = {}) =>
  (await unpickle(Uint8Array.from(opcodes), 0, { ...plain, ...host })).value;
const ran = (...opcodes: number[]) => run([...opcodes, ...op.stop]);

const { slot, list, dict, item, number, bytes, row, text } = heapOf;

test.each<[name: string, opcodes: number[], bytes: number]>([
  ["a value", op.none, slot],
  ["the place of a value that was taken", [...op.none, 0x30, ...op.none], slot],
  ["a value once more", [...op.none, 0x32, 0x30], 2 * slot],
  ["a mark and a value", [...op.mark, ...op.none, 0x31, ...op.none], 2 * slot],
  ["marks", [...op.mark, ...op.mark, ...op.mark, 0x31, 0x31, 0x31, ...op.none], 3 * slot],
  ["the memo", [...op.none, 0x94], 2 * slot],
  ["the memo up to a place", [...op.none, 0x71, 3], 5 * slot],
  ["the memo, the same place again", [...op.none, 0x71, 3, 0x71, 3, 0x71, 0], 5 * slot],
  ["what is remembered", [...op.none, 0x94, 0x68, 0, 0x30], 3 * slot],
  ["a whole number", op.int(5), slot],
  ["a longer one", [0x8a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9], text(9) + slot],
  ["a number", op.float(0.5), number + slot],
  ["a text", op.text("abc"), text(3) + slot],
  ["bytes", [0x43, 3, 1, 2, 3], bytes + 3 + slot],
  ["an empty tuple", op.emptyTuple, row(0) + slot],
  ["a tuple", [...op.none, ...op.none, 0x86], 2 * slot + row(2)],
  ["a tuple to a mark", [...op.mark, ...op.none, ...op.none, ...op.tuple], 3 * slot + row(2)],
  ["a list", op.emptyList, list + slot],
  ["an item of a list", [...op.emptyList, ...op.none, ...op.append], list + 2 * slot + slot],
  ["items of a list", [...op.emptyList, ...op.mark, ...op.none, ...op.none, 0x65], list + 4 * slot + 2 * slot],
  ["a dict", op.emptyDict, dict + slot],
  ["an item of a dict", [...op.emptyDict, ...op.int(1), ...op.none, ...op.setItem], dict + 3 * slot + item],
  [
    "items of a dict",
    [...op.emptyDict, ...op.mark, ...op.int(1), ...op.none, ...op.int(2), ...op.none, ...op.setItems],
    dict + 6 * slot + 2 * item,
  ],
])("%s is paid for", async (_, opcodes, paid) => {
  let spent = 0;
  await run([...opcodes, ...op.stop], { spend: (bytes) => void (spent += bytes) });
  expect(spent).toBe(paid);
});

test.each<[name: string, opcodes: number[]]>([
  ["a text", op.text("abc")],
  ["bytes", [0x43, 3, 1, 2, 3]],
  ["a list", op.emptyList],
  ["a dict", op.emptyDict],
])("%s that cannot be paid for is not made", async (_, opcodes) => {
  const spend = () => {
    throw new Refusal("too much", "limit");
  };
  await expect(run([...opcodes, ...op.stop], { spend })).rejects.toThrow("too much");
});

test("the end of what a list can hold is a limit of the file, and other errors are as they are", async () => {
  const fails = (error: Error) =>
    run([...op.none, ...op.stop], {
      spend: () => {
        throw error;
      },
    });
  await expect(fails(new RangeError("Invalid array length"))).rejects.toMatchObject({
    message: "pickle, at byte 0, make no more than a list or a dict can hold: Invalid array length",
    code: "limit",
  });
  const other = new TypeError("of another kind");
  await expect(fails(other)).rejects.toBe(other);
});

test.each([
  [4095, 0],
  [4096, 1],
  [8191, 1],
  [8192, 2],
])("%i opcodes leave others %i turns", async (opcodes, turns) => {
  let paused = 0;
  const pickle = [...Array.from({ length: opcodes - 2 }, () => op.proto()).flat(), ...op.none, ...op.stop];
  await run(pickle, { pause: async () => void (paused += 1) });
  expect(paused).toBe(turns);
});

test("a pickle may begin anywhere in its bytes, and they anywhere in their memory", async () => {
  const memory = Uint8Array.from([9, 9, 9, ...pickleOf(...op.int(-7)), 9]);
  const view = memory.subarray(1);
  expect(await unpickle(view, 2, plain)).toEqual({ value: -7, end: view.length - 1 });
});

test.each<[name: string, opcodes: number[], value: unknown]>([
  ["a byte", [0x4b, 200], 200],
  ["two bytes", [0x4d, 1, 2], 513],
  ["four bytes", op.int(-2), -2],
  ["no bytes", [0x8a, 0], 0],
  ["a byte in two's complement", [0x8a, 1, 0xff], -1],
  ["the largest whole number", [0x8a, 7, 255, 255, 255, 255, 255, 255, 31], Number.MAX_SAFE_INTEGER],
  ["one beyond it", [0x8a, 7, 0, 0, 0, 0, 0, 0, 32], 2n ** 53n],
  ["a number", op.float(-0.1), -0.1],
  ["false", op.no, false],
  ["a tuple of one", [...op.int(1), ...op.int(2), 0x85, 0x86], [1, [2]]],
  ["a tuple of two", [...op.int(1), ...op.int(2), 0x86], [1, 2]],
  ["a tuple of three", [...op.int(1), ...op.int(2), ...op.int(3), 0x87], [1, 2, 3]],
  ["what an id stands for", [...op.text("id"), ...op.persistent], { id: "id" }],
  ["a call", [...op.global("m", "call"), ...op.int(1), 0x85, ...op.reduce], [1, "called"]],
  ["a call by texts", [...op.text("m"), ...op.text("call"), 0x93, ...op.emptyTuple, ...op.reduce], ["called"]],
  [
    "a call of what is no data",
    [...op.global("m", "call"), ...op.global("m", "named"), 0x85, ...op.reduce],
    [named, "called"],
  ],
])("%s", async (_, opcodes, value) => {
  expect(await ran(...opcodes)).toEqual(value);
});

test.each<[name: string, opcodes: number[], sentence: string]>([
  ["nothing at its end", [], "byte 0, have a value to take: an empty stack"],
  ["two values at its end", [...op.none, ...op.none], "byte 2, end with one value: more"],
  ["a mark at its end", [...op.none, ...op.mark, ...op.none], "byte 3, end with one value: more"],
  ["a mark below its end", [...op.mark, ...op.none], "byte 2, end with one value: more"],
  ["a value below a mark", [...op.none, ...op.mark, 0x30], "byte 2, have a value to take: an empty stack"],
  ["values below a mark", [...op.none, ...op.mark, ...op.none, 0x86], "byte 3, have 2 values to take: 1"],
  ["no mark", [...op.none, 0x31], "byte 1, have a mark to go back to: none"],
  ["the memo, which is empty", [0x68, 0], "byte 0, take what was put into the memo: 0"],
  ["a place of the memo that is skipped", [...op.none, 0x71, 2, 0x68, 1], "byte 3, take what was put into the memo: 1"],
  ["the memo without a value", [0x71, 0], "byte 0, have a value to take: an empty stack"],
  ["a line without an end", [0x63, 109], "byte 0, have the end of a line of at most 1024 bytes: none"],
  ["a name that is no text", [0x8c, 1, 0xff], "byte 0, have text in UTF-8: other bytes"],
  ["a list that is none", [...op.int(7), ...op.none, ...op.append], "add to a list: 7"],
  ["a dict that is none", [...op.int(7), ...op.none, ...op.none, ...op.setItem], "set items of a dict: 7"],
  ["a key alone", [...op.emptyDict, ...op.mark, ...op.int(1), ...op.setItems], "have a value for every key: 1 items"],
  ["a name as a value", op.global("m", "named"), "hold data: m.named"],
  ["a name in a tuple", [...op.global("m", "named"), 0x85], "hold data: what is meant for a call"],
  ["a name in a tuple in a tuple", [...op.global("m", "named"), 0x85, 0x85], "hold data: what is meant for a call"],
  ["a name in a list", [...op.emptyList, ...op.global("m", "named"), ...op.append], "hold data: m.named"],
  [
    "a name in a dict",
    [...op.emptyDict, ...op.int(1), ...op.global("m", "named"), ...op.setItem],
    "hold data: m.named",
  ],
  [
    "a call of a name",
    [...op.global("m", "named"), ...op.emptyTuple, ...op.reduce],
    "call what may be called: m.named",
  ],
  ["a call of a number", [...op.int(7), ...op.emptyTuple, ...op.reduce], "call what may be called: 7"],
  ["a call without a tuple", [...op.global("m", "call"), ...op.none, ...op.reduce], "call what may be called: m.call"],
  ["attributes of a number", [...op.int(7), ...op.emptyDict, ...op.build], "set attributes of a dict alone: 7"],
  ["attributes that are no dict", [...op.emptyDict, ...op.int(7), ...op.build], "set attributes of a dict alone"],
])("%s is refused", async (_, opcodes, sentence) => {
  await expect(ran(...opcodes)).rejects.toThrow(sentence);
});

test("a name that is not listed is refused with a code of its own", async () => {
  await expect(ran(...op.global("os", "system"))).rejects.toMatchObject({
    message: expect.stringContaining("GLOBAL os.system was not an allowed global by default"),
    code: "global",
  });
});

test("what comes after the number of those in the memo is what MEMOIZE counts", async () => {
  // Put at 0, at 0 again and at 2: two places are taken, and the next is put over the last of them.
  const values = [...op.int(5), 0x71, 0, 0x71, 0, 0x71, 2, 0x30];
  expect(await ran(...op.mark, ...values, ...op.int(6), 0x94, 0x30, 0x68, 0, 0x68, 2, ...op.tuple)).toEqual([5, 6]);
});

describe("keys whose hashes a file can choose", () => {
  const most = 4096;
  /** Dicts in a list, each with such keys. */
  const dicts = (...of: (readonly number[])[][]) => [
    ...op.emptyList,
    ...of.flatMap((keys) => [
      ...op.emptyDict,
      ...keys.flatMap((key) => [...key, ...op.none, ...op.setItem]),
      ...op.append,
    ]),
  ];
  const others = Array.from({ length: most }, (_, i) => op.int(2 ** 30 + i));

  test("are few in all dicts together, beside as many others as there are", async () => {
    const many = Array.from({ length: most }, (_, i) => op.int(i - most / 2));
    const value = (await ran(...dicts(others.slice(0, 4000), others.slice(4000), many))) as Map<unknown, unknown>[];
    expect(value.map(({ size }) => size)).toEqual([4000, 96, most]);
  });

  test.each<[name: string, key: number[], other: boolean]>([
    ["a text", op.text("a"), false],
    ["None", op.none, false],
    ["True", op.yes, false],
    ["a whole number below 2^20", op.int(2 ** 20 - 1), false],
    ["a whole number above -2^20", op.int(1 - 2 ** 20), false],
    ["2^20", op.int(2 ** 20), true],
    ["-2^20", op.int(-(2 ** 20)), true],
    ["half of one", op.float(0.5), true],
    ["2^60", [0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 16], true],
  ])("are not or are such as %s", async (_, key, other) => {
    const value = ran(...dicts(others, [key]));
    if (other) await expect(value).rejects.toMatchObject({ code: "limit" });
    else expect(await value).toHaveLength(2);
  });
});
