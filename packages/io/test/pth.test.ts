// .pth: what is accepted, and every way in which a checkpoint may be wrong or want to be code.
import { Tensor, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadPth, loadPthValue, savePth } from "../src/index.ts";
import { answers, describeArray, describe as described, golden } from "./described.ts";
import { sharedTensors, tensorsToSave } from "./our-files.ts";
import { checkpointOf, numbers, op, pickleOf, storage, tensorOf } from "./pickle-files.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";
import { join } from "./zip-files.ts";

const load = (...value: number[]) => loadPthValue(checkpointOf(pickleOf(...value)));

describe("what is saved is loaded", () => {
  test("every element type, names of every kind", async () => {
    const tensors = tensorsToSave();
    const loaded = await loadPth(await savePth(tensors));
    expect([...loaded].map(([name, x]) => [name, describeArray(x)])).toEqual(
      [...tensors].map(([name, x]) => [name, describeArray(x)]),
    );
  });

  test("shared storages are shared, with their strides: writing to one is seen by the others (H15)", async () => {
    const loaded = await loadPth(await savePth(sharedTensors()));
    expect(new Set([...loaded.values()].map((x) => x.storage)).size).toBe(1);
    expect(loaded.get("transposed")?.strides).toEqual([1, 4]);
    loaded.get("part")?.fill_(-1);
    expect(loaded.get("whole")?.toArray()).toEqual([
      [0, 1, -1, -1],
      [-1, -1, 6, 7],
      [8, 9, 10, 11],
    ]);
  });

  test("a bit that has flipped in a tensor's bytes is noticed", async () => {
    const file = await savePth(new Map([["x", tensor([1.5, 2.5, 3.5])]]));
    const at = file.findIndex((_, i) => [0, 0, 0xc0, 0x3f, 0, 0, 0x20, 0x40].every((byte, j) => file[i + j] === byte));
    expect(at).toBeGreaterThan(0);
    file[at] = 1;
    await expectRefusal(loadPth(file), "checksum");
  });

  test("what cannot be saved is refused", async () => {
    await expect(savePth(3 as never)).rejects.toThrow("savePth: tensors must be a Map");
    await expect(
      savePth({ "\udc00": new Tensor((await loadPth(golden("state-dict.pth"))).get("conv1.bias")!.storage, [2]) }),
    ).rejects.toThrow("must have no lone surrogate");
  });
});

test("a checkpoint made here is read where nothing is wrong", async () => {
  const data = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const file = checkpointOf(pickleOf(...tensorOf({ offset: op.int(1), size: numbers(2, 2), stride: numbers(1, 1) })), {
    "data/0": data,
  });
  expect(((await loadPthValue(file)) as Tensor).toArray()).toEqual([
    [2, 3],
    [3, 4],
  ]);
});

describe("code is refused by name (O1)", () => {
  const reduced = (module: string, name: string) => [
    ...op.global(module, name),
    ...op.mark,
    ...op.text("id"),
    ...op.tuple,
    ...op.reduce,
  ];
  test.each([
    ["os", "system"],
    ["posix", "system"],
    ["builtins", "eval"],
    ["__builtin__", "exec"],
    ["subprocess", "Popen"],
    ["torch.nn.modules.conv", "Conv2d"],
    ["numpy.core.multiarray", "scalar"],
    ["torch._utils", "_rebuild_tensor_v3"],
    ["torch", "load"],
    ["constructor", "constructor"],
    ["__proto__", "polluted"],
  ])("%s.%s", async (module, name) => {
    const text = `Unsupported global: GLOBAL ${module}.${name} was not an allowed global by default`;
    await expectRefusal(load(...reduced(module, name)), text, "global");
    const stacked = [...op.text(module), ...op.text(name), 0x93];
    await expectRefusal(load(...stacked), text, "global");
  });

  test("a name with what cannot be seen is escaped", async () => {
    await expectRefusal(load(...op.global("a\u0001b", "\u007f")), "GLOBAL a\\u0001b.\\u007f", "global");
  });

  test.each([
    [0x69, "INST"],
    [0x6f, "OBJ"],
    [0x81, "NEWOBJ"],
    [0x92, "NEWOBJ_EX"],
    [0x82, "EXT1"],
    [0x50, "PERSID"],
    [0x49, "INT"],
    [0x97, "NEXT_BUFFER"],
    [0xff, "an unknown one"],
  ])("opcode %j, %s", async (opcode, name) => {
    await expectRefusal(
      load(...op.emptyTuple, ...op.emptyTuple, opcode),
      `at byte 4, must have an opcode that a file of tensors needs, got "${name}`,
    );
  });

  test("what may be named may not be called, changed or kept", async () => {
    const float = op.global("torch", "FloatStorage");
    await expectRefusal(
      load(...float, ...op.emptyTuple, ...op.reduce),
      'must call what may be called, got "torch.FloatStorage"',
    );
    await expectRefusal(load(...op.text("f"), ...op.emptyTuple, ...op.reduce), "must call what may be called");
    await expectRefusal(load(...float), 'must hold data, got "torch.FloatStorage"');
    await expectRefusal(load(...op.emptyList, ...float, ...op.append), "must hold data");
    await expectRefusal(
      load(...op.emptyList, ...float, 0x85, ...op.append),
      'must hold data, got "what is meant for a call"',
    );
    await expectRefusal(load(...op.emptyDict, ...op.text("a"), ...storage(), ...op.setItem), "must hold data");
    await expectRefusal(load(...op.emptyList, ...op.emptyDict, ...op.build), "must set attributes of a dict alone");
    await expectRefusal(load(...op.emptyDict, ...op.text("x"), ...op.build), "must set attributes of a dict alone");
  });

  test("keys that every object has are keys like any other", async () => {
    const dict = [
      ...op.emptyDict,
      ...op.text("__proto__"),
      ...op.emptyDict,
      ...op.text("polluted"),
      ...op.yes,
      ...op.setItem,
      ...op.setItem,
    ];
    const value = await load(...dict, ...op.emptyDict, ...op.text("__proto__"), ...op.yes, ...op.setItem, ...op.build);
    expect(value).toEqual(new Map([["__proto__", new Map([["polluted", true]])]]));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("pickles that do not fit together", () => {
  test.each([
    ["an empty stack", op.append, 'must have a value to take, got "an empty stack"'],
    ["too few values", [...op.int(1), 0x86], "must have 2 values to take"],
    ["no mark", op.tuple, "must have a mark to go back to"],
    ["a memo that was not written", [0x68, 7], "must take what was put into the memo, got 7"],
    ["two values at the end", [...op.int(1), ...op.int(2)], "must end with one value"],
    ["an open mark", [...op.mark, ...op.int(1)], "must end with one value"],
    [
      "a duplicate key",
      [...op.emptyDict, ...op.mark, ...op.text("w"), ...op.int(1), ...op.text("w"), ...op.int(2), ...op.setItems],
      'no duplicate key, got "w"',
    ],
    [
      "a key without a value",
      [...op.emptyDict, ...op.mark, ...op.text("w"), ...op.setItems],
      "must have a value for every key",
    ],
    [
      "a list as key",
      [...op.emptyDict, ...op.emptyList, ...op.int(1), ...op.setItem],
      "must have strings or numbers as keys",
    ],
    ["items of a number", [...op.int(1), ...op.text("a"), ...op.int(1), ...op.setItem], "must set items of a dict"],
    ["a number added to", [...op.int(1), ...op.int(1), ...op.append], "must add to a list"],
    ["protocol 6", op.proto(6), "must have a protocol up to 5, got 6"],
    ["text that is no UTF-8", [0x58, 1, 0, 0, 0, 0xff], "must have text in UTF-8"],
    ["more text than there is", [0x58, 255, 255, 255, 127], "more bytes"],
    ["a global without an end", [0x63, 0x61], "must have the end of a line"],
    ["an import by numbers", [...op.int(1), ...op.int(2), 0x93], "must import by strings"],
    [
      "arguments for an OrderedDict",
      [...op.global("collections", "OrderedDict"), ...numbers(1), ...op.reduce],
      "must be made empty",
    ],
    [
      "arguments that are none",
      [...op.global("collections", "OrderedDict"), ...op.int(1), ...op.reduce],
      "must call what may be called",
    ],
  ])("%s", async (_, value, text) => {
    await expectRefusal(load(...value), text);
  });

  test("cut off anywhere", async () => {
    const pickle = pickleOf(...tensorOf());
    for (let length = 0; length < pickle.length; length++)
      await refusalOf(loadPthValue(checkpointOf(pickle.slice(0, length))));
    await expectRefusal(
      loadPthValue(checkpointOf(join(pickle, Uint8Array.of(0)))),
      "data.pkl must end after its pickle",
    );
  });

  test("lists in lists, a hundred thousand deep, and a list in itself", async () => {
    const deep = new Uint8Array(2e5 + 3);
    deep.set([0x80, 2]);
    deep.fill(0x5d, 2, 2 + 1e5);
    deep.fill(0x61, 1e5 + 2, 2e5 + 1);
    deep[2e5 + 1] = 0x2e;
    expect(await loadPthValue(checkpointOf(deep.slice(0, 2e5 + 2)))).toHaveLength(1);
    const self = (await load(...op.emptyList, 0x71, 0, 0x68, 0, ...op.append)) as unknown[];
    expect(self[0]).toBe(self);
    await expectRefusal(
      loadPth(checkpointOf(deep.slice(0, 2e5 + 2))),
      'must be a dict of tensors, got "a list of 1"',
      "state",
    );
  });

  test("more objects than a checkpoint has", async () => {
    const many = new Uint8Array(1.1e6).fill(0x5d);
    many.set([0x80, 2]);
    await expectRefusal(loadPthValue(checkpointOf(many)), /at most \d+ bytes of heap for what it describes/, "limit");
  });

  test("integers of any length, bytes, numbers", async () => {
    const long = (...bytes: number[]) => [0x8a, bytes.length, ...bytes];
    const values = [
      ...long(),
      ...long(0xff),
      ...long(0, 0, 0, 0, 0, 0, 0, 0, 1),
      ...op.none,
      0x43,
      1,
      7,
      0x47,
      0x3f,
      0xf8,
      0,
      0,
      0,
      0,
      0,
      0,
    ];
    expect(await load(...op.mark, ...values, ...op.tuple)).toEqual([0, -1, 2n ** 64n, null, Uint8Array.of(7), 1.5]);
  });
});

describe("tensors that do not fit their storage", () => {
  const parts: [string, Parameters<typeof tensorOf>[0], string][] = [
    ["beyond its end", { size: numbers(5) }, 'must lie within its storage of 4 elements, got "elements 0 to 4'],
    ["beyond it by the offset", { offset: op.int(1) }, "must lie within its storage"],
    ["beyond it by a stride", { size: numbers(2, 2), stride: numbers(3, 1) }, "must lie within its storage"],
    ["with a negative offset", { offset: op.int(-1) }, "must get a storage, an offset"],
    ["with a negative size", { size: numbers(-1) }, "size of a tensor must be a tuple"],
    ["with a negative stride", { stride: numbers(-1) }, "stride of a tensor must be a tuple"],
    ["with a size that is no tuple", { size: op.int(4) }, "size of a tensor must be a tuple"],
    ["with more strides than sizes", { stride: numbers(1, 1) }, "must have as many axes as its size"],
    [
      "with 65 axes",
      { size: numbers(...Array(65).fill(1)), stride: numbers(...Array(65).fill(0)) },
      "at most 64 whole numbers",
    ],
    ["with hooks", { hooks: op.none }, "no hooks"],
    ["without a flag", { grad: op.none }, "must have a flag for its gradient"],
    ["of whole numbers, with a gradient", { storage: storage("LongStorage"), grad: op.yes }, "must be floating"],
    ["over no storage", { storage: op.int(1) }, "must get a storage"],
    [
      "over a storage with another class",
      { storage: storage("ComplexFloatStorage") },
      "GLOBAL torch.ComplexFloatStorage",
    ],
    ["over one with a number as key", { storage: storage("FloatStorage", op.int(0)) }, "persistent id must be"],
    ["over one of negative size", { storage: storage("FloatStorage", op.text("0"), -1) }, "persistent id must be"],
    [
      "over one that is not in the file",
      { storage: storage("FloatStorage", op.text("9")) },
      'storage "9" must have a member in the archive',
    ],
    ["over one by a path", { storage: storage("FloatStorage", op.text("../0")) }, "must have a member in the archive"],
    [
      "over one of another size",
      { storage: storage("FloatStorage", op.text("0"), 5) },
      'storage "0" must have 20 bytes, got 16',
    ],
    ["over one of another class", { storage: storage("DoubleStorage") }, "must have 32 bytes, got 16"],
  ];
  test.each(parts)("%s", async (_, given, text) => {
    expect((await refusalOf(load(...tensorOf(given)))).message).toContain(text);
  });

  test("one storage, named in two ways", async () => {
    const two = [...op.mark, ...tensorOf(), ...tensorOf({ storage: storage("IntStorage") }), ...op.tuple];
    await expectRefusal(load(...two), 'storage "0" must be 4 elements of float32 wherever it is named');
  });

  test("sizes that overflow, or that a copy would need too much memory for", async () => {
    const long = (bytes: number[]) => [0x8a, bytes.length, ...bytes];
    const huge = [...op.mark, ...long([0, 0, 0, 0, 0, 0, 16]), ...long([0, 0, 0, 0, 0, 0, 16]), ...op.tuple];
    await expectRefusal(load(...tensorOf({ size: huge, stride: numbers(0, 0) })), "size of a tensor must not overflow");
    const stretched = tensorOf({ size: numbers(1e9), stride: numbers(0) });
    await expectRefusal(load(...stretched), "must take at most 2147483648 bytes, got 4000000000", "limit");
    await expectRefusal(
      load(...tensorOf({ storage: storage("FloatStorage", op.text("0"), 2e9) })),
      "storages must take at most",
      "limit",
    );
  });

  test("bytes that are no booleans", async () => {
    const file = checkpointOf(pickleOf(...tensorOf({ storage: storage("BoolStorage") })), {
      "data/0": Uint8Array.of(0, 1, 2, 1),
    });
    await expectRefusal(loadPthValue(file), 'element 2 of storage "0" must be 0 or 1, got 2', "value");
  });
});

describe("the archive", () => {
  const one = pickleOf(...tensorOf());
  test.each([
    ["without a pickle", golden("arrays.npz"), "must have one folder with a data.pkl"],
    [
      "with a program",
      checkpointOf(one, { "constants.pkl": one }),
      'must hold data alone, got "a program of TorchScript"',
    ],
    [
      "of version 11",
      checkpointOf(one, {}, { version: "11\n" }),
      "version of the archive must be a number from 1 to 10",
    ],
    ["of version 0x3", checkpointOf(one, {}, { version: "0x3" }), "version of the archive"],
    [
      "of another byte order",
      checkpointOf(one, { byteorder: new TextEncoder().encode("middle") }),
      "must be little or big",
    ],
  ])("%s", async (_, file, text) => expectRefusal(loadPthValue(file), text));

  test("big-endian", async () => {
    const file = checkpointOf(one, {
      byteorder: new TextEncoder().encode("big"),
      "data/0": Uint8Array.from([0x3f, 0x80, 0, 0, ...Array(12).fill(0)]),
    });
    expect(((await loadPthValue(file)) as Tensor).toArray()).toEqual([1, 0, 0, 0]);
  });
});

describe("the format of old", () => {
  const legacy = golden("state-dict-legacy.pth");

  test("cut off anywhere, or longer", async () => {
    for (let length = 0; length < legacy.length; length += 7) await refusalOf(loadPthValue(legacy.slice(0, length)));
    await refusalOf(loadPthValue(legacy.slice(0, -1)));
    await expectRefusal(loadPthValue(join(legacy, Uint8Array.of(0))), "file must end after its storages");
  });

  test("another magic number, another version", async () => {
    await expectRefusal(loadPthValue(pickleOf(...op.int(1))), "first pickle must be PyTorch's magic number");
    const other = legacy.slice();
    other[18] = 9;
    await expectRefusal(loadPthValue(other), "protocol version must be 1001");
  });

  test("another number of elements in front of a storage", async () => {
    const other = golden("tensor-legacy.pth");
    other[other.length - 3 * 8 - 8] = 2;
    await expectRefusal(loadPthValue(other), /storage "\d+" at byte \d+ must have 3 elements, got 2n/);
  });
});

test("what is no checkpoint is named for what it looks like", async () => {
  await expectRefusal(loadPth(golden("vector.npy")), "(this looks like an array of NumPy (.npy): loadNpy reads it)");
  await expectRefusal(loadPth(new TextEncoder().encode("version https://git-lfs.github.com")), "a Git LFS pointer");
  await expectRefusal(loadPth(new Uint8Array(0)), "file must begin as a file of torch.save does, got []");
});

test("a parameter requires a gradient, what is next to it does not", async () => {
  const checkpoint = (await loadPthValue(golden("checkpoint.pth"))) as Map<string, unknown>;
  expect((checkpoint.get("parameter") as Tensor).requiresGrad).toBe(true);
  expect(described(checkpoint)).toEqual(answers["checkpoint.pth"]);
});
