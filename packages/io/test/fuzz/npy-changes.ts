// Arrays of NumPy, each with one thing in its header that is not as it should be.
import { npyOf } from "../npy-files.ts";
import { drawData, drawShape, type Make, pick, product, type Random, wildNumbers } from "./draw.ts";

/** The pieces of a file. */
interface Draft {
  readonly sizes: (number | string)[];
  descr: string;
  order: string;
  shape: string;
  keys: string[];
  data: Uint8Array;
  begin: { major?: number; minor?: number; length?: number };
}

const types = { f4: 4, f8: 8, f2: 2, i1: 1, i2: 2, i4: 4, i8: 8, u1: 1, u2: 2, u4: 4, u8: 8, b1: 1 };
const otherDescrs = [
  "|O",
  "<U10",
  "|S5",
  "<M8[ns]",
  "|V8",
  "<c8",
  "<f16",
  "f4",
  "float32",
  "=f4",
  "|f4",
  "",
  "__proto__",
  "<f4'",
];

function tuple(sizes: readonly (number | string)[]): string {
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`;
}

function draft(random: Random): Draft {
  const [type, size] = pick(random, Object.entries(types));
  const sizes = drawShape(random);
  return {
    sizes,
    descr: `'${size === 1 ? "|" : pick(random, ["<", ">"])}${type}'`,
    order: pick(random, ["True", "False"]),
    shape: tuple(sizes),
    keys: ["descr", "fortran_order", "shape"],
    data: drawData(random, product(sizes) * size),
    begin: pick(random, [{}, {}, { major: 2 }, { major: 3 }]),
  };
}

function fileOf({ descr, order, shape, keys, data, begin }: Draft): Uint8Array<ArrayBuffer> {
  const values: Readonly<Record<string, string>> = { descr, fortran_order: order, shape };
  return npyOf(`{${keys.map((key) => `'${key}': ${values[key] ?? "1"}, `).join("")}}\n`, data, begin);
}

const make =
  (change: (file: Draft, random: Random) => void): Make =>
  (random) => {
    const file = draft(random);
    change(file, random);
    return fileOf(file);
  };

/** Right files. */
export const rightNpy: Make = make(() => {});

/** Every kind of change of the structure. */
export const npyChanges: Readonly<Record<string, Make>> = {
  descr: make((file, random) => {
    const known = Object.keys(types).map((type) => pick(random, ["<", ">", "|", "="]) + type);
    file.descr = `'${pick(random, [...known, ...otherDescrs])}'`;
    if (random(6) === 0) file.descr = pick(random, ["[('a', '<f4')]", "('<f4', (2,))", "1", "None", '"<f4"']);
  }),
  "fortran order": make((file, random) => {
    file.order = pick(random, ["True", "False", "'True'", "1", "0", "None", "TrueX", "true"]);
  }),
  shape: make((file, random) => {
    file.sizes.splice(
      random(file.sizes.length + 1),
      random(2),
      ...(random(4) === 0 ? [] : [pick(random, wildNumbers)]),
    );
    file.shape = random(8) === 0 ? pick(random, ["(3)", "[3]", "(3,,)", "(3L,)", "()", "(,)", "3"]) : tuple(file.sizes);
  }),
  "header length": make((file, random) => {
    file.begin = {
      ...file.begin,
      length: pick(random, [0, 1, 20, 60, 200, 9_999, 10_001, 65_535, 2 ** 31, 2 ** 32 - 1]),
    };
  }),
  version: make((file, random) => {
    file.begin = { major: pick(random, [0, 1, 2, 3, 4, 255]), minor: pick(random, [0, 0, 1, 255]) };
  }),
  keys: make((file, random) => {
    const known = ["descr", "fortran_order", "shape", "__proto__", "constructor", "x'"];
    file.keys.splice(random(4), random(2), ...(random(3) === 0 ? [] : [pick(random, known)]));
  }),
  nesting: make((file, random) => {
    file.shape = pick(random, ["(", "[", "{'a':"]).repeat(1 + random(9000));
  }),
  "length of the data": make((file, random) => {
    file.data = drawData(random, random(64));
  }),
  "text of the header": (random) => {
    const { descr, order, shape, data } = draft(random);
    const text = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
    const at = random(text.length);
    const token = pick(random, [
      "{",
      "}",
      "(",
      ")",
      ",",
      ":",
      "'",
      '"',
      "\\",
      "#",
      "\n",
      "\u0000",
      "\xff",
      "__import__('os')",
      ...wildNumbers,
    ]);
    return npyOf(text.slice(0, at) + token + text.slice(at + random(3)), data, { major: pick(random, [1, 2, 3]) });
  },
};
