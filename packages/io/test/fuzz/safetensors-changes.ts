// Safetensors files, each with one thing in its structure that is not as it should be.
import { fileOf, withHeader } from "../safetensors-files.ts";
import { drawData, drawShape, type Make, pick, product, type Random, wildNames, wildNumbers } from "./draw.ts";

/** The pieces of an entry, as text. */
interface Entry {
  name: string;
  dtype: string;
  shape: string;
  offsets: string;
  fields: string[];
}

interface Draft {
  readonly entries: Entry[];
  readonly data: Uint8Array;
  metadata: string | undefined;
}

const sizes = {
  F32: 4,
  F64: 8,
  F16: 2,
  BF16: 2,
  I8: 1,
  I16: 2,
  I32: 4,
  I64: 8,
  U8: 1,
  U16: 2,
  U32: 4,
  U64: 8,
  BOOL: 1,
};
const otherDtypes = ["F4", "F8_E4M3", "C64", "f32", "", "__proto__", "toString", "F128", "F6_E2M3", "F8_E8M0"];
const fields = ["dtype", "shape", "data_offsets"];

function draft(random: Random): Draft {
  let end = 0;
  const entries = Array.from({ length: 1 + random(4) }, (_, i): Entry => {
    const [dtype, size] = pick(random, Object.entries(sizes));
    const shape = drawShape(random);
    const begin = end;
    end += product(shape) * size;
    return {
      name: JSON.stringify(`w${i}`),
      dtype: JSON.stringify(dtype),
      shape: JSON.stringify(shape),
      offsets: `[${begin},${end}]`,
      fields: [...fields],
    };
  });
  return { entries, data: drawData(random, end), metadata: random(3) === 0 ? '{"format":"pt"}' : undefined };
}

function headerOf({ entries, metadata }: Draft): string {
  const texts = entries.map(({ name, dtype, shape, offsets, fields }) => {
    const values: Readonly<Record<string, string>> = { dtype, shape, data_offsets: offsets };
    return `${name}:{${fields.map((field) => `${JSON.stringify(field)}:${values[field] ?? "1"}`).join(",")}}`;
  });
  return `{${[...(metadata === undefined ? [] : [`"__metadata__":${metadata}`]), ...texts].join(",")}}`;
}

const make =
  (change: (file: Draft, entry: Entry, random: Random) => void): Make =>
  (random) => {
    const file = draft(random);
    change(file, pick(random, file.entries), random);
    return fileOf(headerOf(file), file.data);
  };

/** A list of numbers, as text, with one of them replaced, added or left out. */
function changedList(text: string, random: Random): string {
  const list: (string | number)[] = JSON.parse(text);
  list.splice(random(list.length + 1), random(2), ...(random(4) === 0 ? [] : [pick(random, wildNumbers)]));
  return `[${list.join(",")}]`;
}

const deep = (random: Random) => pick(random, ["[", '{"a":']).repeat(1 + random(2000));

/** Right files. */
export const rightSafetensors: Make = make(() => {});

/** Every kind of change of the structure. */
export const safetensorsChanges: Readonly<Record<string, Make>> = {
  dtype: make((_, entry, random) => {
    entry.dtype =
      random(5) === 0
        ? pick(random, wildNumbers)
        : JSON.stringify(pick(random, [...Object.keys(sizes), ...otherDtypes]));
  }),
  shape: make((_, entry, random) => {
    entry.shape = random(8) === 0 ? `[${"1,".repeat(random(200))}1]` : changedList(entry.shape, random);
  }),
  offsets: make((_, entry, random) => {
    entry.offsets = changedList(entry.offsets, random);
  }),
  "overlap or hole": make((_, entry, random) => {
    const shift = random(9) - 4;
    entry.offsets = `[${(JSON.parse(entry.offsets) as number[]).map((at) => at + shift).join(",")}]`;
  }),
  "header length": (random) => {
    const file = rightSafetensors(random);
    const right = new DataView(file.buffer).getBigUint64(0, true);
    const wild = [
      0n,
      1n,
      right - 1n,
      right + 1n,
      BigInt(file.length),
      100_000_000n,
      100_000_001n,
      2n ** 63n,
      2n ** 64n - 1n,
    ];
    return withHeader(pick(random, wild), file.subarray(8));
  },
  fields: make((_, entry, random) => {
    entry.fields.splice(
      random(4),
      random(2),
      ...(random(2) === 0 ? [] : [pick(random, [...fields, "__proto__", "extra"])]),
    );
  }),
  "duplicated key": make((file, entry, random) => {
    if (random(2) === 0) file.entries.push({ ...entry });
    else entry.fields.push(pick(random, fields));
  }),
  name: make((_, entry, random) => {
    const name = pick(random, wildNames);
    entry.name = random(6) === 0 ? pick(random, ['"\\ud800"', "w", "1", '"\\x"', "null"]) : JSON.stringify(name);
  }),
  nesting: make((file, entry, random) => {
    if (random(2) === 0) entry.shape = deep(random);
    else file.metadata = deep(random);
  }),
  metadata: make((file, _, random) => {
    const wild = [
      "null",
      "[]",
      '{"a":1}',
      '{"a":"b","a":"c"}',
      '{"__proto__":"x"}',
      '{"a":{}}',
      '""',
      '{"a":"\\ud800"}',
    ];
    file.metadata = pick(random, wild);
  }),
  "text of the header": (random) => {
    const file = draft(random);
    const text = headerOf(file);
    const at = random(text.length);
    const token = pick(random, [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      " ",
      "\n",
      "\ufeff",
      "\\",
      "\\u0000",
      "null",
      ...wildNumbers,
    ]);
    return fileOf(text.slice(0, at) + token + text.slice(at + random(3)), file.data);
  },
};
