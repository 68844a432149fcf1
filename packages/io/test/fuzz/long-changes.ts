// Files of megabytes that say one thing again and again, also deflated to thousands of bytes: what they take is seen only in the long run.

import { npyOf } from "../npy-files.ts";
import { op } from "../pickle-files.ts";
import { fileOf } from "../safetensors-files.ts";
import { join, zipOf } from "../zip-files.ts";
import { type Make, pick, type Random } from "./draw.ts";
import { shardsOf } from "./shards-changes.ts";

type Kinds = Readonly<Record<string, Make>>;

/** From one megabyte on, fewer of the longer ones. */
function drawLength(random: Random): number {
  return pick(random, [1e6, 1e6, 2e6, 4.5e6, 9e6, 2e7]) + random(1e5);
}

/** Units until the length is reached. */
function repeated(length: number, unit: Uint8Array): Uint8Array {
  const whole = new Uint8Array(length);
  for (let at = 0; at + unit.length <= length; at += unit.length) whole.set(unit, at);
  return whole;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const opcodes: readonly (readonly number[])[] = [
  ...[
    op.mark,
    op.none,
    op.yes,
    op.emptyTuple,
    op.emptyList,
    op.emptyDict,
    op.append,
    op.setItem,
    op.setItems,
    op.tuple,
  ],
  ...[op.reduce, op.build, op.persistent, op.int(7), op.int(-1), op.text(""), op.text("a"), op.text("\u00e4")],
  ...[[0x30], [0x31], [0x32], [0x65], [0x94], [0x71, 0], [0x72, 0, 0, 1, 0], [0x68, 0], [0x6a, 0, 0, 1, 0], [0x4b, 1]],
  ...[
    [0x8a, 0],
    [0x8a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [0x47, 1, 2, 3, 4, 5, 6, 7, 8],
    [0x43, 0],
    [0x43, 1, 7],
  ],
  ...[[0x8c, 1, 97], [0x85], [0x86], [0x87], [0x95, 0, 0, 0, 0, 0, 0, 0, 0], op.global("collections", "OrderedDict")],
  ...[[...op.global("collections", "OrderedDict"), ...op.emptyTuple, ...op.reduce], op.global("torch", "float32")],
];

/** What the repeated may stand on: something to take, to put into or to call, under the numbers 0 and on of the memo. */
const beginnings: readonly (readonly number[])[] = [
  [],
  [...op.none, 0x94],
  [...op.emptyList, 0x94],
  [...op.emptyDict, 0x94, ...op.mark],
  [...op.emptyList, 0x94, ...op.mark],
  [...op.global("torch", "Size"), 0x94, ...op.mark],
];

function drawPickle(random: Random): Uint8Array<ArrayBuffer> {
  const unit = Array.from({ length: 1 + random(3) }, () => pick(random, opcodes)).flat();
  const end = pick(random, [[0x2e], [...op.tuple, 0x2e], [0x65, 0x2e], [...op.setItems, 0x2e], [0x31, 0x2e]]);
  const begin = [0x80, 2, ...pick(random, beginnings)];
  return join(Uint8Array.from(begin), repeated(drawLength(random), Uint8Array.from(unit)), Uint8Array.from(end));
}

/** Dicts whose keys are all different: small numbers, large ones, numbers that are equal in their lower bits, texts. */
function drawKeys(random: Random): Uint8Array<ArrayBuffer> {
  const kind = random(4);
  const keys = Array.from({ length: 60_000 }, (_, i) => {
    if (kind === 0) return op.int(i);
    if (kind === 1) return op.int(i * 32_768);
    if (kind === 2) return [0x8a, 12, 5, 0, 0, 0, 0, 0, 0, 0, i & 255, i >> 8, 1, 0];
    return op.text(`key ${i}`);
  });
  return Uint8Array.from(
    [0x80, 2, ...op.emptyDict, ...op.mark].concat(
      keys.flatMap((key) => [...key, 0x4e]),
      [0x75, 0x2e],
    ),
  );
}

const checkpoint = (pickle: Uint8Array, deflate: boolean) =>
  zipOf([
    { name: "a/data.pkl", content: pickle, deflate },
    { name: "a/version", content: utf8("3\n") },
  ]);

const longMember: Make = (random) => {
  const name = pick(random, ["version", "byteorder", ".data/serialization_id"]);
  const others = { "data.pkl": Uint8Array.from([0x80, 2, 0x4e, 0x2e]), version: utf8("3\n") };
  const members = { ...others, [name]: new Uint8Array(drawLength(random)).fill(0x33) };
  return zipOf(Object.entries(members).map(([member, content]) => ({ name: `a/${member}`, content, deflate: true })));
};

const manyMembers =
  (name: (i: number) => string): Make =>
  (random) => {
    const deflate = random(3) === 0;
    const content = pick(random, [
      new Uint8Array(0),
      utf8("3\n"),
      npyOf("{'descr': '|u1', 'fortran_order': False, 'shape': (0,)}\n", new Uint8Array(0)),
    ]);
    return zipOf(
      Array.from({ length: 8000 + random(8000) }, (_, i) => ({
        name: name(i),
        content,
        deflate: deflate && i % 8 === 0,
      })),
    );
  };

export const longPth: Kinds = {
  "opcodes again and again": (random) => checkpoint(drawPickle(random), false),
  "opcodes again and again, deflated": (random) => checkpoint(drawPickle(random), true),
  "keys of all kinds": (random) => checkpoint(drawKeys(random), random(2) === 0),
  "long member": longMember,
  "many members": manyMembers((i) => (i === 0 ? "a/data.pkl" : `a/data/${i}`)),
};

export const longLegacyPth: Kinds = {
  "opcodes again and again": drawPickle,
  "keys of all kinds": drawKeys,
};

const jsonUnits = [
  ...[
    "{},",
    "[],",
    "1,",
    '"a",',
    "x",
    "\\n",
    "\\ud83d\\ude00",
    '\\"',
    '"a":"b",',
    '"w":{},',
    "[",
    '{"a":',
    "[[",
    " ",
    "0",
    "9",
    "\\",
    ",",
  ],
  ...["\u00e4", "\u{1f600}", "null,", "1.5,"],
] as const;

function drawJson(random: Random, beginnings: readonly string[], entry: (i: number) => string): string {
  const begin = pick(random, beginnings);
  const end = pick(random, ['"}}', "]}}", "}}", "}", '"', "1]}}"]);
  if (random(3) > 0) {
    const unit = pick(random, jsonUnits);
    return begin + unit.repeat(drawLength(random) / unit.length) + end;
  }
  const entries = Array.from({ length: 2e4 + random(2e4) }, (_, i) => entry(i)).join(",");
  return `${begin}${entries}${end}`;
}

const headerBeginnings = [
  ...["{", '{"w":[', '{"w":{', '{"w":{"shape":[', '{"w":{"data_offsets":[', '{"w":{"dtype":"', '{"', '{"w":'],
  ...['{"__metadata__":{', '{"__metadata__":{"a":"', '{"__metadata__":{"', '{"__metadata__":'],
];
const someEntry = '"dtype":"U8","shape":[0],"data_offsets":[0,0]';

export const longSafetensors: Kinds = {
  "header again and again": (random) => fileOf(drawJson(random, headerBeginnings, (i) => `"${i}":{${someEntry}}`)),
  "metadata again and again": (random) => fileOf(drawJson(random, headerBeginnings, (i) => `"key ${i}":"value"`)),
  "long tensor": (random) => {
    const length = drawLength(random);
    const header = `{"w":{"dtype":"${pick(random, ["U8", "I8", "BOOL"])}","shape":[${length}],"data_offsets":[0,${length}]}}`;
    return fileOf(header, repeated(length, Uint8Array.of(0, 1)));
  },
};

export const longNpy: Kinds = {
  "long header": (random) => {
    const unit = pick(random, ["(", "1,", "'", " ", "{'descr':", "\\"]);
    const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${unit.repeat(pick(random, [100, 4900, 1e6]))}`;
    return npyOf(text.slice(0, pick(random, [9_999, 2e6])), new Uint8Array(8), { major: pick(random, [2, 3]) });
  },
  "long array": (random) => {
    const length = 8 * Math.floor(drawLength(random) / 8);
    const descr = pick(random, ["<f4", ">f4", "|u1", "|i1", ">f8", "<u4", "<f2"]);
    const shape = `(${length / Number(descr[2])},)`;
    return npyOf(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`, new Uint8Array(length));
  },
};

export const longNpz: Kinds = {
  "long array, deflated": (random) =>
    zipOf([{ name: "a.npy", content: longNpy["long array"]!(random), deflate: true }]),
  "many members": manyMembers((i) => `${i}.npy`),
  "long name": (random) => {
    const name = `${pick(random, ["a", "\u00e4", "/", "a/"]).repeat(2e4)}`;
    return zipOf(Array.from({ length: 40 }, (_, i) => ({ name: `${name}${i}.npy`, content: new Uint8Array(0) })));
  },
};

const indexBeginnings = [
  "{",
  '{"weight_map":{',
  '{"weight_map":{"a":"',
  '{"weight_map":[',
  '{"metadata":{',
  '{"metadata":[',
  '{"metadata":"',
];

export const longShards: Kinds = {
  "index again and again": (random) =>
    shardsOf(
      drawJson(random, indexBeginnings, (i) => `"w${i}":"model.safetensors"`),
      fileOf("{}"),
    ),
  shard: (random) =>
    shardsOf('{"weight_map":{"w":"model.safetensors"}}', pick(random, Object.values(longSafetensors))(random)),
};
