// What a checkpoint may name, part by part: what each refusal says of it; and the bytes of what is saved.
import { ones, type Tensor, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadPthValue, savePth } from "../src/index.ts";
import { PickleWriter } from "../src/pth/pickle-writer.ts";
import { checkpointOf, numbers, op, pickleOf, storage, tensorOf } from "./pickle-files.ts";
import { refusalOf } from "./refusal.ts";

const load = (...value: number[]) => loadPthValue(checkpointOf(pickleOf(...value)));
const refused = (...value: number[]) => refusalOf(load(...value));
const id = (...fields: number[][]) => [...op.mark, ...fields.flat(), ...op.tuple, ...op.persistent];
const float = op.global("torch", "FloatStorage");
const [word, key, cpu] = ["storage", "0", "cpu"].map(op.text) as [number[], number[], number[]];
const long = (exponent: number) => [0x8a, 8, ...Array.from({ length: 8 }, (_, i) => (i === exponent / 8 ? 1 : 0))];

describe("a persistent id", () => {
  test.each<[name: string, id: number[], value: unknown]>([
    ["that is no tuple", [...op.int(7), ...op.persistent], []],
    [
      "of another kind",
      id(op.text("tensor"), float, key, cpu, op.int(4)),
      ["tensor", "torch.FloatStorage", "0", "cpu", 4],
    ],
    ["with no class", id(word, op.int(1), key, cpu, op.int(4)), ["storage", 1, "0", "cpu", 4]],
    [
      "with a class of another kind",
      id(word, op.global("torch", "Size"), key, cpu, op.int(4)),
      ["storage", "torch.Size", "0", "cpu", 4],
    ],
    [
      "with a number as key",
      id(word, float, op.int(0), cpu, op.int(4)),
      ["storage", "torch.FloatStorage", 0, "cpu", 4],
    ],
    [
      "with a number as place",
      id(word, float, key, op.int(1), op.int(4)),
      ["storage", "torch.FloatStorage", "0", 1, 4],
    ],
    ["with a size below 0", id(word, float, key, cpu, op.int(-1)), ["storage", "torch.FloatStorage", "0", "cpu", -1]],
    ["without a size", id(word, float, key, cpu), ["storage", "torch.FloatStorage", "0", "cpu"]],
    [
      "with a view",
      id(word, float, key, cpu, op.int(4), op.int(1)),
      ["storage", "torch.FloatStorage", "0", "cpu", 4, 1],
    ],
    [
      "with more",
      id(word, float, key, cpu, op.int(4), op.none, op.none),
      ["storage", "torch.FloatStorage", "0", "cpu", 4, null, null],
    ],
  ])("%s", async (_, opcodes, value) => {
    expect(await refused(...opcodes)).toMatchObject({
      argument: "data.pkl: persistent id",
      rule: "be ('storage', class, key, location, size)",
      value,
      code: "file",
    });
  });

  test("may have None as its view", async () => {
    const x = await load(...tensorOf({ storage: id(word, float, key, cpu, op.int(4), op.none) }));
    expect((x as Tensor).toArray()).toEqual([0, 0, 0, 0]);
  });

  test("is the same storage wherever it stands", async () => {
    const pair = (other: number[]) => [...op.mark, ...tensorOf(), ...tensorOf({ storage: other }), ...op.tuple];
    const [a, b] = (await load(...pair(storage()))) as [Tensor, Tensor];
    expect(a.storage).toBe(b.storage);
    for (const [other, value] of [
      [storage("FloatStorage", key, 3), ["float32", 3]],
      [storage("IntStorage", key, 4), ["int32", 4]],
    ] as const) {
      expect(await refused(...pair(other))).toMatchObject({
        argument: 'data.pkl: storage "0"',
        rule: "be 4 elements of float32 wherever it is named",
        value,
      });
    }
  });

  test("of more elements than are counted", async () => {
    expect(await refused(...id(word, float, key, cpu, long(48)), ...op.none)).toMatchObject({ code: "limit" });
    const many = [0x8a, 7, 0, 0, 0, 0, 0, 0, 16];
    expect(await refused(...id(word, float, key, cpu, many))).toMatchObject({
      argument: 'data.pkl: storage "0"',
      rule: "not overflow",
      value: 2 ** 52,
    });
  });
});

describe("a tensor", () => {
  test.each<[name: string, opcodes: number[], where: string, rule: string, value: unknown]>([
    [
      "of sizes below 0",
      tensorOf({ size: numbers(-1) }),
      "size of a tensor",
      "be a tuple of at most 64 whole numbers",
      [-1],
    ],
    ["of no sizes", tensorOf({ size: op.none }), "size of a tensor", "be a tuple of at most 64 whole numbers", null],
    [
      "of other strides",
      tensorOf({ stride: numbers(1, 1) }),
      "stride of a tensor",
      "have as many axes as its size",
      [1, 1],
    ],
    [
      "behind its storage",
      tensorOf({ offset: op.int(1) }),
      "tensor",
      "lie within its storage of 4 elements",
      "elements 1 to 4, of size [4] and stride [1]",
    ],
    ["with hooks", tensorOf({ hooks: op.none }), "tensor", "have a flag for its gradient and no hooks", [false, null]],
    [
      "without a flag",
      tensorOf({ grad: op.none }),
      "tensor",
      "have a flag for its gradient and no hooks",
      [null, new Map()],
    ],
    [
      "of whole numbers, with a gradient",
      tensorOf({ storage: storage("IntStorage"), grad: op.yes }),
      "tensor that requires a gradient",
      "be floating",
      "int32",
    ],
    [
      "of other things",
      [...op.global("torch._utils", "_rebuild_tensor_v2"), ...float, 0x85, ...op.reduce],
      "_rebuild_tensor_v2",
      "get a storage, an offset, sizes, strides, a flag and no hooks",
      ["torch.FloatStorage"],
    ],
    [
      "as a parameter of other things",
      [...op.global("torch._utils", "_rebuild_parameter"), ...float, ...op.yes, ...op.emptyDict, 0x87, ...op.reduce],
      "_rebuild_parameter",
      "get a tensor, a flag and no hooks",
      ["torch.FloatStorage", true, new Map()],
    ],
    [
      "whose sizes are none",
      [...op.global("torch", "Size"), ...op.int(3), 0x85, ...op.reduce],
      "torch.Size",
      "be a tuple of at most 64 whole numbers",
      3,
    ],
    [
      "with a dict that is not empty",
      [...op.global("collections", "OrderedDict"), ...op.int(3), 0x85, ...op.reduce],
      "collections.OrderedDict",
      "be made empty",
      [3],
    ],
  ])("%s", async (_, opcodes, where, rule, value) => {
    expect(await refused(...opcodes)).toMatchObject({ argument: `data.pkl: ${where}`, rule, value, code: "file" });
  });

  test("may end where its storage does, and be empty behind it", async () => {
    const of = async (parts: Parameters<typeof tensorOf>[0]) => ((await load(...tensorOf(parts))) as Tensor).shape;
    expect(await of({ offset: op.int(3), size: numbers(1) })).toEqual([1]);
    expect(await of({ offset: op.int(4), size: numbers(0) })).toEqual([0]);
    expect(await of({ offset: op.int(0), size: numbers(2, 2), stride: numbers(2, 1) })).toEqual([2, 2]);
    expect((await refused(...tensorOf({ offset: op.int(5), size: numbers(0) }))).rule).toContain("lie within");
  });

  test("that shows few elements many times counts as many", async () => {
    const file = checkpointOf(pickleOf(...tensorOf({ size: numbers(1000, 4), stride: numbers(0, 1) })));
    expect(((await loadPthValue(file, { maxBytes: 16_000 })) as Tensor).shape).toEqual([1000, 4]);
    expect(await refusalOf(loadPthValue(file, { maxBytes: 15_999 }))).toMatchObject({
      argument: "data.pkl: tensor of size [1000, 4]",
      rule: "take at most 15999 bytes",
      value: 16_000,
    });
  });

  test("is of a storage that may take as much as the option says", async () => {
    const file = checkpointOf(pickleOf(...tensorOf()));
    const { argument, value } = await refusalOf(loadPthValue(file, { maxBytes: 15 }));
    expect([argument, value]).toEqual(["members of the archive, unpacked,", expect.any(Number)]);
  });
});

test("a limit of the pickle is a limit of the file", async () => {
  const keys = Array.from({ length: 4097 }, (_, i) => [...op.int(2 ** 20 + i), ...op.none]);
  const error = await refused(...op.emptyDict, ...op.mark, ...keys.flat(), ...op.setItems);
  expect([error.code, error.hint]).toEqual(["limit", undefined]);
});

test("in the format of old nothing stands before the place of an error", async () => {
  const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
  expect((await refusalOf(loadPthValue(pickleOf(0x01)))).argument).toBe("pickle, at byte 2,");
  const pickles = [magic, op.int(1001), [...op.emptyDict, ...op.text("little_endian"), ...op.yes, ...op.setItem]];
  const file = (value: number[]) => Uint8Array.from([...pickles, value].flatMap((each) => [...pickleOf(...each)]));
  const { argument } = await refusalOf(loadPthValue(file(tensorOf({ size: op.none }))));
  expect(argument).toBe("size of a tensor");
});

describe("what is saved", () => {
  const text = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

  test("has the shortest opcode that PyTorch reads for each whole number", () => {
    const whole = (value: number) => [...new PickleWriter().whole(value).finish("save")].slice(2, -1);
    expect(whole(5)).toEqual([0x4a, 5, 0, 0, 0]);
    expect(whole(2 ** 31 - 1)).toEqual([0x4a, 255, 255, 255, 127]);
    expect(whole(2 ** 31)).toEqual([0x8a, 8, 0, 0, 0, 128, 0, 0, 0, 0]);
  });

  test("has its storages in order, each once, on the CPU", async () => {
    const [a, b] = [tensor([1, 2, 3]), ones([2])];
    const saved = text(await savePth({ a, again: a, b }));
    expect(saved.match(/archive\/data\/\d/g)).toEqual([..."01", ..."01"].map((key) => `archive/data/${key}`));
    expect(saved).toContain("X\u0003\u0000\u0000\u0000cpu");
    expect(saved).toContain("X\u0007\u0000\u0000\u0000storage");
  });

  test("begins its elements at multiples of 64 bytes", async () => {
    const saved = await savePth({ a: tensor([1, 2, 3]) });
    const at = text(saved).indexOf(text(new Uint8Array(Float32Array.of(1, 2, 3).buffer)));
    expect(at % 64).toBe(0);
  });
});
