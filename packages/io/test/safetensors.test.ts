// safetensors: what is accepted, and every way in which a file may be wrong.
import { ones, Tensor, tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadSafetensors, loadSafetensorsShards, openSafetensors, saveSafetensors } from "../src/index.ts";
import { describeArray } from "./described.ts";
import { tensorsToSave } from "./our-files.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";
import { fileOf, oneTensor, withHeader } from "./safetensors-files.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("what is saved is loaded", () => {
  test("every element type of a tensor, names of every kind, views, metadata", async () => {
    const tensors = tensorsToSave();
    tensors.set(
      "view",
      tensor([
        [1, 2],
        [3, 4],
      ]).t(),
    );
    const saved = await saveSafetensors(tensors, { metadata: { format: "pt", __proto__x: "größe" } });
    const loaded = await loadSafetensors(saved);
    expect([...loaded.keys()]).toEqual([...tensors.keys()]);
    for (const [name, x] of loaded) expect(describeArray(x)).toEqual(describeArray(tensors.get(name)!));
    expect((await openSafetensors(saved)).metadata).toEqual(
      new Map([
        ["format", "pt"],
        ["__proto__x", "größe"],
      ]),
    );
    expect(await saveSafetensors(loaded, { metadata: { format: "pt", __proto__x: "größe" } })).toEqual(
      await saveSafetensors(new Map([...tensors].map(([name, x]) => [name, x.contiguous()])), {
        metadata: { format: "pt", __proto__x: "größe" },
      }),
    );
    expect(new DataView(saved.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("nothing", async () => {
    expect((await loadSafetensors(await saveSafetensors({}))).size).toBe(0);
    expect((await loadSafetensors(fileOf("{}"))).size).toBe(0);
  });
});

test.each([
  ["BOOL", [0, 1], "bool", [false, true]],
  ["U8", [0, 255], "uint8", [0, 255]],
  ["I8", [0x80, 0x7f], "int32", [-128, 127]],
  ["I16", [0, 0x80, 255, 0x7f], "int32", [-32768, 32767]],
  ["U16", [0, 0, 255, 255], "int32", [0, 65535]],
  ["I32", [0, 0, 0, 0x80, 1, 0, 0, 0], "int32", [-(2 ** 31), 1]],
  ["U32", [255, 255, 255, 255, 1, 0, 0, 0], "int64", [2 ** 32 - 1, 1]],
  ["I64", [255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0], "int64", [-1, 1]],
  ["U64", [255, 255, 255, 255, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], "int64", [2 ** 32 - 1, 1]],
  ["F16", [0, 0x3c, 1, 0], "float32", [1, 2 ** -24]],
  ["BF16", [0x80, 0x3f, 1, 0], "float32", [1, 2 ** -133]],
  ["F32", [0, 0, 0x80, 0x3f, 0, 0, 0, 0x80], "float32", [1, -0]],
  ["F64", [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0], "float64", [1, 0]],
])("%s", async (dtype, data, read, values) => {
  const [x] = [...(await loadSafetensors(oneTensor(dtype, [2], bytes(...data)))).values()];
  expect(x?.dtype).toBe(read);
  expect(x?.toArray()).toEqual(values);
});

describe("the header's length", () => {
  const lengths: [string, Uint8Array, string | RegExp][] = [
    ["no bytes", bytes(), 'file must begin with the 8 bytes of its header\'s length, got "0 bytes"'],
    ["7 bytes", bytes(1, 0, 0, 0, 0, 0, 0), "8 bytes"],
    [
      "60 and nothing after it (I2)",
      bytes(60, 0, 0, 0, 0, 0, 0, 0),
      "header length at byte 0 must not exceed the 0 bytes that follow, got 60",
    ],
    ["2^64 - 1 (I3)", bytes(...Array(8).fill(255)), "must be at most 100000000, got 18446744073709551615n"],
    ["0xffffff000000003c (I3)", bytes(0x3c, 0, 0, 0, 0, 255, 255, 255), "must be at most 100000000"],
    ["100,000,001 (I4)", withHeader(100_000_001n, utf8("{}")), "must be at most 100000000, got 100000001n"],
    ["100,000,000 (I4)", withHeader(100_000_000n, utf8("{}")), "must not exceed the 2 bytes"],
    ["1000 in 90 bytes (I5)", withHeader(1000n, new Uint8Array(82).fill(0x20)), "must not exceed the 82 bytes"],
    ["0 (I6)", withHeader(0n, utf8("")), "must begin with {"],
    ["1 (I6)", withHeader(1n, utf8("{")), 'must have a string, got "its end"'],
  ];
  test.each(lengths)("%s", async (_, file, text) => {
    await expectRefusal(loadSafetensors(file), text);
    await expectRefusal(openSafetensors(file), text);
  });
});

describe("the header's text", () => {
  const texts: [string, string | Uint8Array, string][] = [
    ["a byte 0xff (I7)", bytes(0xff, 0x7b, 0x7d), "must be valid UTF-8"],
    ["overlong UTF-8 (I7)", bytes(0x7b, 0xc0, 0xa2, 0x7d), "must be valid UTF-8"],
    ["UTF-16 (I7)", bytes(0xff, 0xfe, 0x7b, 0, 0x7d, 0), "must be valid UTF-8"],
    ["a BOM (I8)", bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d), "must begin with {"],
    ["leading spaces", "  {}", "must begin with {"],
    ["a list", "[]", "must begin with {"],
    ["text after it", "{} {}", "must end after its object"],
    ["an open object", '{"a":', 'must be an object with dtype, shape, data_offsets, got "its end"'],
    ["no colon", '{"a" 1}', "must have a colon"],
    ["a comma too many", '{"__metadata__":{"a":"1",}}', "must have a string"],
    ["no comma", '{"__metadata__":{"a":"1" "b":"2"}}', "must have a comma or }"],
    ["a raw newline in a name", '{"a\nb":1}', "must have a string"],
    ["an unknown escape", '{"\\q":1}', "must have a string"],
    ["a lone surrogate (I15)", '{"\\ud800":{}}', "must have no lone surrogate"],
    ["nesting (I34)", `{"__metadata__":${"[".repeat(1e6)}`, "must be an object of strings"],
    ["nesting of objects (I34)", `{"__metadata__":${'{"a":'.repeat(1e5)}`, '__metadata__["a"] must be a string'],
    [
      "1e2 for a size",
      '{"w":{"dtype":"F32","shape":[1e2],"data_offsets":[0,400]}}',
      'must be a list of whole numbers, got "1e2],',
    ],
    ["1.0 for a size", '{"w":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', "a list of whole numbers"],
    ["-0 for a size", '{"w":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}', "a list of whole numbers"],
    ["01 for a size", '{"w":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}', "a list of whole numbers"],
    ["null (I18)", '{"w":null}', 'must be an object with dtype, shape, data_offsets, got "null}"'],
  ];
  test.each(texts)("%s", async (_, text, message) => {
    const refused = await refusalOf(loadSafetensors(fileOf(text)));
    expect(refused.message).toContain(message);
    expect(refused.code).toBe("file");
  });

  test.each([1, 7, 8, 9])("%i bytes after the last tensor are refused, in memory and in a Blob", async (count) => {
    const file = await saveSafetensors(new Map([["x", ones([3])]]));
    const longer = new Uint8Array([...file, ...new Uint8Array(count)]);
    await expectRefusal(loadSafetensors(longer), "must have no bytes after the last tensor");
    await expectRefusal(loadSafetensors(new Blob([longer])), "must have no bytes after the last tensor");
  });

  test("between any two parts of it there may be space", async () => {
    const text =
      '{ "w" : { "dtype" : "U8" , "shape" : [ 1 ] ,\t"data_offsets" : [ 0 , 1\r\n] } , "__metadata__" : { } }';
    expect([...(await loadSafetensors(fileOf(text, bytes(7))))].map(([name, x]) => [name, x.toArray()])).toEqual([
      ["w", [7]],
    ]);
  });

  test("trailing spaces, tabs and newlines are padding (I10)", async () => {
    expect((await loadSafetensors(fileOf("{} \t\r\n  "))).size).toBe(0);
  });

  test.each([
    ['{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', "w"],
    [
      '{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0077":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      "w",
    ],
    ['{"w":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', "dtype"],
    ['{"__metadata__":{"a":"1","a":"2"}}', "a"],
  ])("duplicate keys, also escaped (I12): %s", async (text, key) => {
    await expectRefusal(loadSafetensors(fileOf(text, bytes(1))), `must have no duplicate key, got "${key}"`);
  });
});

describe("names (I16)", () => {
  test.each([
    [""],
    ["../../etc/passwd"],
    ["a\u0000b"],
    ["a\nb"],
    ["\u202egnp"],
    ["constructor"],
    ["__proto__"],
    ["toString"],
  ])("%j is a key like any other", async (name) => {
    const [key] = [...(await loadSafetensors(oneTensor("U8", [1], bytes(1), name))).keys()];
    expect(key).toBe(name);
    expect(Object.hasOwn(Object.prototype, name)).toBe(name in {});
  });

  test("one of 1 MB is refused, others are escaped where they are shown", async () => {
    await expectRefusal(
      loadSafetensors(oneTensor("U8", [1], bytes(1), "x".repeat(1e6))),
      "must have at most 4096 characters, got 1000000",
    );
    const refused = await refusalOf(loadSafetensors(oneTensor("U8", [2], bytes(1), "a\n\u202e<b>")));
    expect(refused.message).toContain('data of tensor "a\\n\\u202e<b>" must take 2 bytes');
  });
});

describe("entries", () => {
  const entries: [string, string, string][] = [
    ["without dtype (I18)", '{"shape":[1],"data_offsets":[0,4]}', 'entry of tensor "w" must have a dtype'],
    ["without shape (I18)", '{"dtype":"F32","data_offsets":[0,4]}', "must have a shape"],
    ["without data_offsets (I18)", '{"dtype":"F32","shape":[1]}', "must have a data_offsets"],
    ["with another key (I18)", '{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}', 'and no more, got "x"'],
    ["that are no object", "3", 'must be an object with dtype, shape, data_offsets, got "3}"'],
    [
      "of an unknown dtype",
      '{"dtype":"X9","shape":[1],"data_offsets":[0,4]}',
      'dtype of tensor "w" must be one of BOOL',
    ],
    ["of dtype toString", '{"dtype":"toString","shape":[1],"data_offsets":[0,4]}', "must be one of BOOL"],
    ["of a dtype that is a number", '{"dtype":1,"shape":[1],"data_offsets":[0,4]}', "must be one of BOOL"],
    [
      "of an overflowing shape (I22)",
      '{"dtype":"F32","shape":[2,18446744073709551614],"data_offsets":[0,4]}',
      "must not overflow",
    ],
    [
      "of an overflowing shape (I22)",
      '{"dtype":"F32","shape":[2,9223372036854775807],"data_offsets":[0,4]}',
      "must not overflow",
    ],
    [
      "whose product wraps to 4 (I23)",
      '{"dtype":"U8","shape":[4194305,4194305,211106198978564],"data_offsets":[0,4]}',
      "must not overflow",
    ],
    [
      "of no elements that overflow",
      '{"dtype":"U8","shape":[0,18446744073709551614],"data_offsets":[0,0]}',
      "must not overflow",
    ],
    [
      "of a million axes (I24)",
      `{"dtype":"U8","shape":[${Array(1e6).fill(1)}],"data_offsets":[0,4]}`,
      'at most 64 axes, got "more than 64 axes"',
    ],
    ["of 65 axes", `{"dtype":"U8","shape":[${Array(65).fill(1)}],"data_offsets":[0,1]}`, 'got "more than 64 axes"'],
    [
      "of another size (I26)",
      '{"dtype":"F32","shape":[2,2],"data_offsets":[0,4]}',
      "must take 16 bytes, for shape [2, 2] of F32, got 4",
    ],
    [
      "beyond the file (I27)",
      '{"dtype":"F32","shape":[2],"data_offsets":[0,8]}',
      "must lie within the 4 bytes of data",
    ],
    [
      "far beyond it (I27)",
      '{"dtype":"F32","shape":[1],"data_offsets":[18446744073709551612,18446744073709551616]}',
      "must lie within",
    ],
    ["that end before they begin", '{"dtype":"F32","shape":[1],"data_offsets":[4,0]}', "an end that is not before it"],
    ["of three offsets", '{"dtype":"F32","shape":[1],"data_offsets":[0,2,4]}', "a begin and an end"],
    [
      "of a shape with strings",
      '{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}',
      "must be a list of whole numbers",
    ],
    ["of half a byte", '{"dtype":"F4","shape":[1],"data_offsets":[0,4]}', "must take whole bytes"],
  ];
  test.each(entries)("%s", async (_, entry, message) => {
    const refused = await refusalOf(loadSafetensors(fileOf(`{"w":${entry}}`, new Uint8Array(4))));
    expect(refused.message).toContain(message);
  });

  test("of 64 axes", async () => {
    const [x] = [...(await loadSafetensors(oneTensor("U8", Array(64).fill(1), bytes(7)))).values()];
    expect(x?.shape).toEqual(Array(64).fill(1));
  });

  test("of a dtype that no tensor has: the others can be read (I20)", async () => {
    const header =
      '{"x":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]},"c":{"dtype":"C64","shape":[1],"data_offsets":[4,12]},' +
      '"y":{"dtype":"U8","shape":[2],"data_offsets":[12,14]}}';
    const file = fileOf(header, new Uint8Array(14));
    const opened = await openSafetensors(file);
    expect((await opened.get("y")).toArray()).toEqual([0, 0]);
    expect(opened.entries.get("x")).toMatchObject({ dtype: "F8_E4M3", shape: [4] });
    await expectRefusal(opened.get("x"), 'dtype F8_E4M3 of tensor "x" must be one that is supported here', "dtype");
    await expectRefusal(opened.get("z"), 'name must be a tensor of the file, got "z"', "argument");
    await expectRefusal(loadSafetensors(file), "dtype F8_E4M3", "dtype");
  });
});

describe("the layout of the data", () => {
  const u8 = (name: string, begin: number, end: number, shape = [end - begin]) =>
    `"${name}":{"dtype":"U8","shape":${JSON.stringify(shape)},"data_offsets":[${begin},${end}]}`;
  const load = (parts: string[], size: number) => loadSafetensors(fileOf(`{${parts.join(",")}}`, new Uint8Array(size)));

  test("overlap (I28)", async () => {
    const ten = Array.from({ length: 10 }, (_, i) => u8(`w${i}`, 0, 16));
    await expectRefusal(
      load(ten, 16),
      'data of tensor "w1" must begin after tensor "w0", whose data end at 16 (offsets overlap), got 0',
    );
    await expectRefusal(
      load([u8("a", 0, 16), u8("b", 15, 20)], 20),
      'tensor "b" must begin after tensor "a", whose data end at 16',
    );
    await expectRefusal(load([u8("b", 12, 20), u8("a", 0, 16)], 20), 'tensor "b" must begin after tensor "a"');
  });

  test("a hole (I29), at the beginning, between and at the end", async () => {
    await expectRefusal(
      load([u8("a", 0, 16), u8("b", 20, 24)], 24),
      'data must have no hole, got "4 unused bytes at 16"',
    );
    await expectRefusal(load([u8("a", 4, 8)], 8), '"4 unused bytes at 0"');
    await expectRefusal(
      load([u8("a", 0, 8)], 43),
      'must have no bytes after the last tensor, got "35 unused bytes at 8"',
    );
    await expectRefusal(load([], 1), "no bytes after the last tensor");
  });

  test("two bytes short (I31)", async () => {
    await expectRefusal(load([u8("a", 0, 8)], 6), "must lie within the 6 bytes of data (truncated?), got [0, 8]");
  });

  test("a tensor without elements may share an offset, and one may have no axes (I32)", async () => {
    const parts = [u8("a", 0, 4), u8("none", 2, 2, [0, 3]), u8("end", 5, 5, [0]), u8("one", 4, 5, [])];
    const loaded = await load(parts, 5);
    expect([...loaded.values()].map(({ shape }) => shape)).toEqual([[4], [0, 3], [0], []]);
  });

  test("data in another order than the header's", async () => {
    const file = fileOf(`{${u8("b", 2, 4)},${u8("a", 0, 2)}}`, bytes(1, 2, 3, 4));
    const loaded = await loadSafetensors(file);
    expect([...loaded].map(([name, x]) => [name, x.toArray()])).toEqual([
      ["b", [3, 4]],
      ["a", [1, 2]],
    ]);
  });

  test("100,000 entries take time in proportion (I33)", async () => {
    const parts = Array.from({ length: 1e5 }, (_, i) => u8(`layer.${i}.weight`, i, i + 1));
    const file = fileOf(`{${parts.join(",")}}`, new Uint8Array(1e5));
    const before = process.cpuUsage();
    const opened = await openSafetensors(file);
    // About 0.4 s of computing, first time and cold; a second walk over all of them for each would take minutes.
    expect(process.cpuUsage(before).user).toBeLessThan(3e6);
    expect(opened.keys().length).toBe(1e5);
  });
});

describe("__metadata__ (I35)", () => {
  test.each([
    ['{"__metadata__":{"a":1}}', '__metadata__["a"] must be a string, got "1}}"'],
    ['{"__metadata__":{"a":{"b":"c"}}}', '__metadata__["a"] must be a string'],
    ['{"__metadata__":"a"}', "__metadata__ must be an object of strings"],
    ['{"__metadata__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', '__metadata__["shape"] must be a string'],
  ])("%s", async (text, message) => expectRefusal(loadSafetensors(fileOf(text)), message));

  test("keys that every object has", async () => {
    const { metadata } = await openSafetensors(fileOf('{"__metadata__":{"__proto__":"x","constructor":"y"}}'));
    expect([...metadata]).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});

test("values that no tensor can hold are named, with their place (I37)", async () => {
  await expectRefusal(
    loadSafetensors(oneTensor("BOOL", [3], bytes(0, 1, 2))),
    'element 2 of tensor "w" must be 0 or 1, got 2',
    "value",
  );
  const large = Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128]);
  await expectRefusal(
    loadSafetensors(oneTensor("U64", [2], large)),
    'element 1 of tensor "w" must be at most 2^63 - 1, got 9223372036854775808n (uint64, stored at byte 8 of the data)',
    "value",
  );
});

test("NaN and infinities are values like any other (H10)", async () => {
  const x = tensor([Number.NaN, Number.POSITIVE_INFINITY]);
  expect((await loadSafetensors(await saveSafetensors({ x }))).get("x")?.toArray()).toEqual([
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]);
});

test.each([
  ["version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "a Git LFS pointer"],
  ["<!DOCTYPE html><html><body>404</body></html>", "an HTML page"],
  ["<html><body>404</body></html>", "an HTML page"],
  ["\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", "a pickle; PyTorch's old .pth is one"],
  ["PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00", "a zip archive"],
  ["\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "a gzip file"],
  ["GGUF\x03\x00\x00\x00\x00\x00\x00\x00", "a GGUF model"],
  ["\x93NUMPY\x01\x00v\x00{'descr'", "an array of NumPy"],
  ["\x89HDF\r\n\x1a\n\x00\x00\x00\x00", "an HDF5 file"],
])("%j is named for what it looks like (I38)", async (text, kind) => {
  await expectRefusal(loadSafetensors(Uint8Array.from(text, (c) => c.charCodeAt(0))), `(this looks like ${kind}`);
});

describe("a model in several files (I41)", () => {
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  const open = (name: string) => {
    const file = shards.get(name);
    if (file === undefined) throw new Error(`asked for ${name}`);
    return file;
  };
  const index = (map: unknown) => JSON.stringify({ metadata: { total_size: 1 }, weight_map: map });

  test("is read as one", async () => {
    shards.set("model-1.safetensors", await saveSafetensors({ a: ones([1]), c: zeros([2]) }));
    shards.set("model-2.safetensors", await saveSafetensors({ b: zeros([]) }));
    const map = { a: "model-1.safetensors", b: "model-2.safetensors", c: "model-1.safetensors" };
    const loaded = await loadSafetensorsShards(index(map), open);
    expect([...loaded].map(([name, x]) => [name, x.shape])).toEqual([
      ["a", [1]],
      ["b", []],
      ["c", [2]],
    ]);
    await expectRefusal(
      loadSafetensorsShards(index({ a: "model-1.safetensors" }), open),
      'tensor "c" of model-1.safetensors must be in the index',
    );
    await expectRefusal(
      loadSafetensorsShards(index({ ...map, d: "model-2.safetensors" }), open),
      'model-2.safetensors must have every tensor that the index says it has, got "d"',
    );
  });

  test("whatever else the index says is passed over", async () => {
    const others = '{"total_size":1.5e9,"a":[-0,true,false,null,{"b":"\\n"},[]],"a":1E+2}';
    const text = ` \n{"metadata":${others},"weight_map":{"b":"model-2.safetensors"},"metadata":{}} \n`;
    expect([...(await loadSafetensorsShards(text, open)).keys()]).toEqual(["b"]);
  });

  test("what is no text is no index", async () => {
    for (const index of [null, undefined, 3, {}, ["{}"]]) {
      await expectRefusal(loadSafetensorsShards(index as never, open), "index must be a text", "argument");
    }
  });

  test.each([
    "../model.safetensors",
    "/etc/model.safetensors",
    "https://evil/model.safetensors",
    "..%2fmodel.safetensors",
    "a\\b.safetensors",
    "model.pth",
    "..safetensors",
    "",
    "a/b.safetensors",
    "model.safetensors\n",
  ])("refuses the file name %j", async (name) => {
    await expectRefusal(loadSafetensorsShards(index({ a: name }), open), 'file of tensor "a" must be a plain name');
  });

  test.each([
    ["", 'index, at character 0, must begin with {, got "its end"'],
    ["[]", "index, at character 0, must begin with {"],
    ["null", "index, at character 0, must begin with {"],
    ['{"weight_map":null}', "index must have a weight_map"],
    ['{"weight_map":3}', "index must have a weight_map"],
    ['{"weight_map":[]}', "index must have a weight_map"],
    ["{}", 'index must have a weight_map of file names, got "none"'],
    ['{"weight_map":{"a":"a.safetensors","a":"b.safetensors"}}', 'must have no duplicate key, got "a"'],
    ['{"weight_map":{},"weight_map":{}}', 'must have no duplicate key, got "weight_map"'],
    ['{"metadata":{"a":[1,],"b":2},"weight_map":{}}', 'index, at character 20, must have a value, got "],'],
    ['{"metadata":01,"weight_map":{}}', "index, at character 12, must have a value"],
    ['{"metadata":nul,"weight_map":{}}', "index, at character 12, must have a value"],
    ['{"weight_map":{}}]', "must end after its object"],
    ['{"weight_map":{"a":1}}', 'file of tensor "a" must be a plain name that ends in .safetensors, got "1}}"'],
  ])("refuses the index %j", async (text, message) => {
    await expectRefusal(loadSafetensorsShards(text, open), message);
  });

  test("refuses an index a million lists deep", async () => {
    const text = `{"metadata":${"[".repeat(1e6)}`;
    await expectRefusal(loadSafetensorsShards(text, open), "must be nested at most 64 deep");
  });
});

describe("what cannot be saved is refused before anything is written (I42)", () => {
  const x = ones([1]);
  const gone = ones([2]);
  gone.dispose();
  const calls: [string, unknown, unknown, string][] = [
    ["no map", 3, {}, "tensors must be a Map or a plain object of tensors"],
    ["a tensor", x, {}, "tensors must be a Map"],
    ["no tensor", { x: [1] }, {}, 'tensors["x"] must be a tensor'],
    ["a key that is no string", new Map([[1, x]]), {}, "tensors must have strings as keys"],
    ["the name that means metadata", { __metadata__: x }, {}, "must not be the one that the format keeps"],
    ["a name that is too long", { ["x".repeat(4097)]: x }, {}, "must have at most 4096 characters"],
    ["a lone surrogate", { "\ud800": x }, {}, "must have no lone surrogate"],
    ["metadata that is no string", { x }, { metadata: { a: 1 } }, 'metadata["a"] must be a string'],
    ["metadata that is a list", { x }, { metadata: [] }, "metadata must be an object of strings"],
    ["an unknown option", { x }, { metdata: {} }, "did you mean 'metadata'?"],
    ["another half", { x }, { half: "float32" }, 'half must be "float16" or "bfloat16"'],
    ["a tensor that was disposed of", { x: gone }, {}, 'tensors["x"] was disposed of'],
  ];
  test.each(calls)("%s", async (_, tensors, options, text) => {
    await expect(saveSafetensors(tensors as never, options as never)).rejects.toThrow(text);
  });

  test("a refused load gives no part of the file", async () => {
    const file = await saveSafetensors({ a: ones([3]), b: ones([3]) });
    const before = Tensor.prototype.toString.call(x);
    await refusalOf(loadSafetensors(file.slice(0, -1)));
    expect(Tensor.prototype.toString.call(x)).toBe(before);
  });
});
