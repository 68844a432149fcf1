// Checkpoints part by part: files of the old format made by hand, where a state dict is looked for, and what refusals say.
import { Tensor, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadPth, loadPthValue, savePth } from "../src/index.ts";
import { PickleWriter } from "../src/pth/pickle-writer.ts";
import { unpickle } from "../src/pth/unpickle.ts";
import { checkpointOf, numbers, op, pickleOf, storage, tensorOf } from "./pickle-files.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";
import { join, zipOf } from "./zip-files.ts";

const load = (...value: number[]) => loadPthValue(checkpointOf(pickleOf(...value)));
const list = (...items: number[][]) => [...op.emptyList, ...items.flatMap((item) => [...item, ...op.append])];
const dict = (...entries: [number[], number[]][]) => [
  ...op.emptyDict,
  ...entries.flatMap(([key, value]) => [...key, ...value, ...op.setItem]),
];

describe("the format of old, made by hand", () => {
  const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
  const system = (little: number[]) => dict([op.text("little_endian"), little]);
  const counted = (data: ArrayBufferView, count: number, little = true) => {
    const head = new DataView(new ArrayBuffer(8));
    head.setBigInt64(0, BigInt(count), little);
    return join(new Uint8Array(head.buffer), new Uint8Array(data.buffer));
  };
  const file = ({
    little = op.yes,
    value = tensorOf(),
    keys = list(op.text("0")),
    data = counted(Float32Array.of(1, 2, 3, 4), 4),
  }: {
    little?: number[];
    value?: number[];
    keys?: number[];
    data?: Uint8Array;
  } = {}) => {
    const pickles = [magic, op.int(1001), system(little), value, keys].map((each) => pickleOf(...each));
    return [...pickles, data].reduce((all, part) => join(all, part)) as Uint8Array<ArrayBuffer>;
  };

  test("is read, in both byte orders and with several storages", async () => {
    expect(((await loadPthValue(file())) as Tensor).toArray()).toEqual([1, 2, 3, 4]);
    const turned = new DataView(new ArrayBuffer(16));
    for (const i of [0, 1, 2, 3]) turned.setFloat32(4 * i, i + 1);
    const big = file({ little: op.no, data: counted(turned, 4, false) });
    expect(((await loadPthValue(big)) as Tensor).toArray()).toEqual([1, 2, 3, 4]);
    const bytes = tensorOf({ storage: storage("ByteStorage") });
    const small = file({ little: op.no, value: bytes, data: counted(Uint8Array.of(1, 2, 3, 4), 4, false) });
    expect(((await loadPthValue(small)) as Tensor).toArray()).toEqual([1, 2, 3, 4]);
    const two = file({
      value: list(tensorOf(), tensorOf({ storage: storage("FloatStorage", op.text("1"), 4) })),
      keys: list(op.text("1"), op.text("0")),
      data: join(counted(Float32Array.of(5, 6, 7, 8), 4), counted(Float32Array.of(1, 2, 3, 4), 4)),
    });
    expect(((await loadPthValue(two)) as Tensor[]).map((x) => x.toArray())).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  test.each([
    ["no word of the byte order", { little: op.int(1) }, "third pickle must say whether the file is little-endian"],
    [
      "keys that are no list",
      { keys: op.none },
      "list of storages must be the keys of the 1 that are named, each once",
    ],
    ["no keys", { keys: list() }, "list of storages must be the keys of the 1"],
    ["a key twice", { keys: list(op.text("0"), op.text("0")) }, "list of storages must be the keys of the 1"],
    ["a key too many", { keys: list(op.text("0"), op.text("1")) }, "list of storages must be the keys of the 1"],
    ["another key", { keys: list(op.text("1")) }, 'list of storages must hold keys that are named, got "1"'],
    [
      "a byte too few",
      { data: counted(Float32Array.of(1, 2, 3, 4), 4).slice(0, -1) },
      /storage "0" at byte \d+ must have 24 bytes, got "23 bytes"/,
    ],
    [
      "a byte too many",
      { data: join(counted(Float32Array.of(1, 2, 3, 4), 4), Uint8Array.of(0)) },
      /file must end after its storages, at byte \d+, got "\d+ bytes"/,
    ],
    ["another count", { data: counted(Float32Array.of(1, 2, 3, 4), 3) }, "must have 4 elements, got 3n"],
  ] as const)("%s", async (_, parts, text) => {
    await expectRefusal(loadPthValue(file(parts as Parameters<typeof file>[0])), text);
  });

  test("is read as a whole, which must be allowed", async () => {
    await expectRefusal(
      loadPthValue(file(), { maxBytes: 30 }),
      "loadPthValue: file must take at most 30 bytes",
      "limit",
    );
  });
});

describe("a state dict is looked for", () => {
  const nested = dict(
    [op.text("model"), dict([op.text("w"), tensorOf()])],
    [op.text("best"), dict([op.text("w"), tensorOf()])],
    [op.text("epoch"), op.int(3)],
  );
  const saved = checkpointOf(pickleOf(...nested));
  const other = checkpointOf(pickleOf(...list(op.int(1), op.int(2))));

  test("under a key, or keys", async () => {
    expect([...(await loadPth(saved, { key: "model" })).keys()]).toEqual(["w"]);
    const deeper = checkpointOf(pickleOf(...dict([op.text("a"), nested])));
    expect([...(await loadPth(deeper, { key: ["a", "best"] })).keys()]).toEqual(["w"]);
    await expectRefusal(
      loadPth(deeper, { key: ["a", "worst"] }),
      'loadPth: checkpoint at ["a"] must have the key "worst", got "a dict with the keys [\\"model\\", \\"best\\", \\"epoch\\"]"',
      "state",
    );
    await expectRefusal(
      loadPth(deeper, { key: ["a", "epoch"] }),
      'checkpoint at ["a", "epoch"] must be a dict',
      "state",
    );
  });

  test("and hinted at", async () => {
    await expectRefusal(
      loadPth(saved),
      /checkpoint must be a dict of tensors, got "a dict with a dict with the keys .* at \\"model\\"" \(the option key finds it: "model", "best"\)/,
      "state",
    );
    await expectRefusal(loadPth(saved, { key: "worst" }), 'loadPth: checkpoint must have the key "worst"', "state");
    await expectRefusal(loadPth(other), 'got "a list of 2" (loadPthValue gives the whole checkpoint)', "state");
    await expectRefusal(loadPth(other, { key: "w" }), 'checkpoint must have the key "w", got "a list of 2"', "state");
    await expectRefusal(
      loadPth(checkpointOf(pickleOf(...dict([op.int(1), tensorOf()])))),
      'got "a dict with the key 1" (loadPthValue',
      "state",
    );
  });

  test.each([[3], [null], [["a", 3]], [{}]])("%j is no key", async (key) => {
    expect(await refusalOf(loadPth(saved, { key: key as never }))).toMatchObject({
      code: "option",
      argument: "key",
      rule: "be a string or a list of strings",
      value: key,
    });
  });

  test("what is no checkpoint shows its first bytes", async () => {
    await expectRefusal(
      loadPthValue(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)),
      "loadPthValue: file must begin as a file of torch.save does, got [1, 2, 3, 4, 5, 6, 7, 8]",
    );
  });
});

describe("what a pickle may ask for", () => {
  const id = (...fields: number[][]) => [...op.mark, ...fields.flat(), ...op.tuple, ...op.persistent];
  const float = op.global("torch", "FloatStorage");
  const [word, key, place] = [op.text("storage"), op.text("0"), op.text("cpu")];
  test.each([
    ["another kind", id(op.text("module"), float, key, place, op.int(4))],
    ["no class", id(word, op.text("FloatStorage"), key, place, op.int(4))],
    ["a class of something else", id(word, op.global("collections", "OrderedDict"), key, place, op.int(4))],
    ["no place", id(word, float, key, op.int(0), op.int(4))],
    ["a view of a storage", id(word, float, key, place, op.int(4), op.int(1))],
    ["too much", id(word, float, key, place, op.int(4), op.none, op.none)],
    ["no tuple", [...op.int(1), ...op.persistent]],
  ])("a persistent id with %s", async (_, opcodes) => {
    await expectRefusal(load(...tensorOf({ storage: opcodes })), "must be ('storage', class, key, location, size)");
  });

  test("an id of old, whose view is none", async () => {
    expect(await load(...tensorOf({ storage: id(word, float, key, place, op.int(4), op.none) }))).toBeInstanceOf(
      Tensor,
    );
  });

  test("one storage of two sizes", async () => {
    const two = list(tensorOf(), tensorOf({ storage: storage("FloatStorage", op.text("0"), 3), size: numbers(3) }));
    expect(await refusalOf(load(...two))).toMatchObject({
      code: "file",
      rule: "be 4 elements of float32 wherever it is named",
      value: ["float32", 3],
    });
  });

  const rebuilt = (name: string, ...args: number[][]) => [
    ...op.global("torch._utils", name),
    ...op.mark,
    ...args.flat(),
    ...op.tuple,
    ...op.reduce,
  ];
  const ordered = [...op.global("collections", "OrderedDict"), ...op.emptyTuple, ...op.reduce];
  test.each([
    [
      "a tensor of seven arguments",
      rebuilt("_rebuild_tensor_v2", storage(), op.int(0), numbers(4), numbers(1), op.no, ordered, op.none),
      "must get a storage, an offset, sizes, strides, a flag and no hooks",
    ],
    [
      "a parameter of two arguments",
      rebuilt("_rebuild_parameter", tensorOf(), op.yes),
      "must get a tensor, a flag and",
    ],
    [
      "a parameter of four",
      rebuilt("_rebuild_parameter", tensorOf(), op.yes, ordered, op.none),
      "must get a tensor, a",
    ],
    [
      "a parameter of no tensor",
      rebuilt("_rebuild_parameter", op.int(1), op.yes, ordered),
      "must get a tensor, a flag",
    ],
    [
      "hooks",
      tensorOf({ hooks: dict([op.text("hook"), op.int(1)]) }),
      "tensor must have a flag for its gradient and no hooks",
    ],
    [
      "nothing, behind its storage",
      tensorOf({ offset: op.int(5), size: numbers(0) }),
      "must lie within its storage of 4",
    ],
  ])("%s", async (_, opcodes, text) => {
    const error = await refusalOf(load(...opcodes));
    expect(error.message).toContain(text);
    expect([error.code, error.hint]).toEqual(["file", undefined]);
  });

  test("nothing at the end of a storage, and 64 axes", async () => {
    expect(((await load(...tensorOf({ offset: op.int(4), size: numbers(0) }))) as Tensor).shape).toEqual([0]);
    const [size, stride] = [numbers(...Array(64).fill(1)), numbers(...Array(64).fill(0))];
    expect(((await load(...tensorOf({ size, stride }))) as Tensor).ndim).toBe(64);
  });

  test("a name that is not allowed comes with what would help", async () => {
    expect(await refusalOf(load(...op.global("os", "system"), ...op.none))).toMatchObject({
      code: "global",
      hint: "a checkpoint of tensors needs none; save the state_dict alone, or as .safetensors",
    });
  });
});

const host = {
  global: () => undefined,
  persistent: () => undefined,
  isPart: () => true,
  refuse: (where: string, rule: string, value: unknown) => new Error(`${where} ${rule}, got ${value}`),
  spend: () => {},
  pause: async () => {},
};

test("whole numbers of any size are written as they are read", async () => {
  const values = [0, 1, 255, 256, 65_535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, 2 ** 52 + 3];
  const written = new PickleWriter().tuple(values).finish("test");
  expect([...written.slice(0, 2)]).toEqual([0x80, 2]);
  expect(await unpickle(written, 0, host)).toEqual({ value: values, end: written.length });
});

test("saving takes the options that it has, and a shared storage once", async () => {
  const x = tensor([1, 2, 3]);
  await expect(savePth({ x }, { halves: true } as never)).rejects.toThrow("savePth: got an unexpected option 'halves'");
  await expect(savePth({ x }, { half: "float8" as never })).rejects.toThrow("savePth: half must");
  const once = await savePth({ x });
  const twice = await savePth({ x, y: x });
  expect(twice.length - once.length).toBeLessThan(200);
});

describe("every spelling of a value", () => {
  const run = async (...opcodes: number[]) => (await unpickle(pickleOf(...opcodes), 0, host)).value;
  const pair = (...opcodes: number[]) => run(...op.mark, ...opcodes, ...op.tuple);
  const eight = (n: number) => [n, 0, 0, 0, 0, 0, 0, 0];

  test.each<[string, () => Promise<unknown>, unknown]>([
    ["a frame", () => run(0x95, ...eight(5), ...op.int(7)), 7],
    ["the newest protocol", () => run(0x80, 5, ...op.int(7)), 7],
    ["the same again", () => pair(...op.int(7), 0x32), [7, 7]],
    ["remembered by a byte", () => pair(...op.int(7), 0x71, 3, 0x68, 3), [7, 7]],
    ["remembered by four", () => pair(...op.int(7), 0x72, 0, 1, 0, 0, 0x6a, 0, 1, 0, 0), [7, 7]],
    ["remembered in order", () => pair(...op.int(7), 0x94, ...op.int(8), 0x94, 0x68, 0, 0x68, 1), [7, 8, 7, 8]],
    ["taken off", () => pair(...op.int(7), ...op.int(8), 0x30), [7]],
    ["taken off to a mark", () => pair(...op.int(7), ...op.mark, ...op.int(8), 0x31), [7]],
    ["a short text of Python 2", () => run(0x55, 1, 97), "a"],
    ["a text of Python 2", () => run(0x54, 1, 0, 0, 0, 97), "a"],
    ["a short text", () => run(0x8c, 2, 0xc3, 0xa4), "\u00e4"],
    ["a long text", () => run(0x8d, ...eight(1), 97), "a"],
    ["a text with a byte order mark", () => run(...op.text("\ufeffa")), "\ufeffa"],
    ["bytes", () => run(0x42, 2, 0, 0, 0, 1, 2), Uint8Array.of(1, 2)],
    ["long bytes", () => run(0x8e, ...eight(2), 1, 2), Uint8Array.of(1, 2)],
    ["an empty tuple", () => run(...op.emptyTuple), []],
    ["an empty list", () => run(...op.emptyList), []],
    [
      "a dict with every kind of key",
      () => run(...dict([op.none, op.yes], [op.int(1), op.no])),
      new Map<unknown, unknown>([
        [null, true],
        [1, false],
      ]),
    ],
  ])("%s", async (_, read, expected) => {
    expect(await read()).toEqual(expected);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ["protocol 6", () => run(0x80, 6, ...op.int(7)), "have a protocol up to 5, got 6"],
    ["a text that is cut off", () => run(0x8c, 9, 97), "have 9 more bytes, got 2"],
    [
      "a name on the stack that is no text",
      () => run(...op.int(1), ...op.text("b"), 0x93),
      "import by strings, got 1,b",
    ],
    [
      "a module on the stack that is no text",
      () => run(...op.text("a"), ...op.int(2), 0x93),
      "import by strings, got a,2",
    ],
    ["an opcode that there is not", () => run(0x01), "0x01"],
    ["a list as a key", () => run(...dict([op.emptyList, op.none])), "have strings or numbers as keys"],
  ])("%s is refused", async (_, call, text) => {
    await expect(call()).rejects.toThrow(text);
  });
});

describe("the archive", () => {
  const one = pickleOf(...tensorOf());
  test.each(["1", "3\n", "10", "10\n"])("of version %j", async (version) => {
    expect(await loadPthValue(checkpointOf(one, {}, { version }))).toBeInstanceOf(Tensor);
  });
  test.each(["0\n", "11", "3\n\n", "3a", "", "0003"])("of version %j is refused", async (version) => {
    await expectRefusal(
      loadPthValue(checkpointOf(one, {}, { version })),
      "version of the archive must be a number from 1",
    );
  });

  test("says what is wrong with it", async () => {
    await expectRefusal(
      loadPthValue(checkpointOf(join(one, Uint8Array.of(0)))),
      /data\.pkl must end after its pickle, at byte \d+, got "\d+ bytes"/,
    );
    await expectRefusal(load(...op.int(1), ...op.reduce), "loadPthValue: data.pkl: ");
    await expectRefusal(
      loadPthValue(checkpointOf(one, { "constants.pkl": one })),
      "(save model.state_dict() with torch.save)",
    );
    const named = (...names: string[]) => zipOf(names.map((name) => ({ name, content: one })));
    expect(await refusalOf(loadPthValue(named("a/b/data.pkl", "a/version")))).toMatchObject({
      argument: "archive",
      value: ["a/b/data.pkl", "a/version"],
      hint: "a .npz is read by loadNpz",
    });
    await expectRefusal(loadPthValue(named("a/data.pkl2")), "must have one folder with a data.pkl");
    await expectRefusal(loadPthValue(named("a/data.pkl", "b/data.pkl")), "must have one folder with a data.pkl");
    await expectRefusal(
      loadPthValue(named("a/data.pkl", "b/version")),
      'members of the archive must be in "a/", got "b/v',
    );
    await expectRefusal(
      loadPthValue(named("a/data.pkl")),
      'version of the archive must be a number from 1 to 10, got ""',
    );
  });
});
