// The header of a .npy file to the character: where each part of it may have space, what a refusal says, how long NumPy makes it.
import { tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadNpy, loadNpz, saveNpy, saveNpz } from "../src/index.ts";
import { parseNpyHeader } from "../src/npy/header-literal.ts";
import { npyOf } from "./npy-files.ts";
import { refusalOf } from "./refusal.ts";

interface Refused {
  where: string;
  rule: string;
  value: unknown;
}

/** What the parser makes of a header, or how it refuses it. */
function parsed(text: string, longs = true): unknown {
  const refused: Refused[] = [];
  try {
    return parseNpyHeader(text, longs, (where, rule, value) => {
      refused.push({ where, rule, value });
      return new Error(rule);
    });
  } catch (error) {
    if (refused.length !== 1) throw error;
    return refused[0];
  }
}

const plain = { descr: "<f4", fortranOrder: false, shape: [2, 3] };

test("space may stand between any two parts of it, and need not", () => {
  const parts = ["{", "'descr'", ":", "'<f4'", ",", "'fortran_order'", ":", "False", ",", "'shape'", ":"];
  parts.push("(", "2", ",", "3", ",", ")", ",", "}");
  expect(parsed(parts.join(""))).toEqual(plain);
  for (const space of [" ", "\t", "\n", "\r", "\f", "  \n"]) expect(parsed(parts.join(space))).toEqual(plain);
  for (let i = 0; i <= parts.length; i++) {
    expect(parsed([...parts.slice(0, i), " ", ...parts.slice(i)].join(""))).toEqual(plain);
  }
  // Without the commas at the ends.
  const short = parts.filter((_, i) => i !== 15 && i !== 17);
  for (const space of ["", " "]) expect(parsed(short.join(space))).toEqual(plain);
});

const before = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
test.each<[text: string, refused: Refused]>([
  ["", { where: "header, at character 0,", rule: "have {", value: "its end" }],
  ["  x", { where: "header, at character 2,", rule: "have {", value: "x" }],
  ["{", { where: "header, at character 1,", rule: "have a plain string", value: "its end" }],
  [`{${"x".repeat(30)}`, { where: "header, at character 1,", rule: "have a plain string", value: "x".repeat(20) }],
  ["{'x': 1}", { where: "header", rule: "have the keys descr, fortran_order, shape and no more", value: "x" }],
  ["{'descr' 1}", { where: "header, at character 9,", rule: "have :", value: "1}" }],
  ["{'descr': [1]}", { where: "descr", rule: "be one element type, not a structure", value: "[1]}" }],
  ["{'descr': (1,)}", { where: "descr", rule: "be one element type, not a structure", value: "(1,)}" }],
  [
    "{'fortran_order': 1, ",
    { where: "header, at character 18,", rule: "have True or False as fortran_order", value: "1, " },
  ],
  [
    "{'fortran_order': Truer}",
    { where: "header, at character 18,", rule: "have True or False as fortran_order", value: "Truer}" },
  ],
  [`${before}[2]}`, { where: "header, at character 50,", rule: "have a tuple as shape", value: "[2]}" }],
  [`${before}2}`, { where: "header, at character 50,", rule: "have a tuple as shape", value: "2}" }],
  [`${before}(2)}`, { where: "header, at character 52,", rule: "have a comma in a tuple of one", value: ")}" }],
  [`${before}(2 3)}`, { where: "header, at character 53,", rule: "have ,", value: "3)}" }],
  [`${before}(-2,)}`, { where: "header, at character 51,", rule: "have a size, a whole number", value: "-2,)}" }],
  [`${before}(2,)} x`, { where: "header, at character 56,", rule: "end after its dict", value: "x" }],
  ["{'descr': '<f4', 'descr': '<f4'}", { where: "header", rule: "have no duplicate key", value: "descr" }],
  [
    "{'descr': '<f4', 'fortran_order': False}",
    { where: "header", rule: "have the key shape", value: ["descr", "fortran_order"] },
  ],
  ["{'shape': ()}", { where: "header", rule: "have the key descr", value: ["shape"] }],
])("%j is refused", (text, refused) => {
  expect(parsed(text)).toEqual(refused);
});

test("what it says", () => {
  expect(parsed(`${before}(),}`)).toEqual({ ...plain, shape: [] });
  expect(parsed("{'descr': \"<f4\", 'fortran_order': True, 'shape': (0, 10L)}")).toEqual({
    descr: "<f4",
    fortranOrder: true,
    shape: [0, 10],
  });
  expect(parsed(`${before}(9007199254740991, 9007199254740992)}`)).toMatchObject({
    shape: [Number.MAX_SAFE_INTEGER, 2n ** 53n],
  });
  expect(parsed(`${before}(10L,)}`, false)).toMatchObject({ rule: "have a size, a whole number", value: "10L,)}" });
});

describe("what stands around it", () => {
  const header = (shape = "(2,)", descr = "<f4") => `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}}`;
  const f4 = new Uint8Array(8);
  const refused = (...args: Parameters<typeof npyOf>) => refusalOf(loadNpy(npyOf(...args)));

  test("is refused by the byte", async () => {
    const magic = await refusalOf(loadNpy(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)));
    expect(magic).toMatchObject({ api: "loadNpy", argument: "bytes 0 to 6", value: [1, 2, 3, 4, 5, 6] });
    expect(await refusalOf(loadNpy(npyOf("", f4).slice(0, 9)))).toMatchObject({
      argument: "header",
      rule: "have a length at byte 8",
      value: "the end at byte 9",
    });
    // Ten bytes are the whole of the beginning.
    expect((await refused("", new Uint8Array(0))).argument).toBe("header, at character 0,");
    expect(await refused(header(), f4, { major: 2, length: 0x30000 })).toMatchObject({
      argument: "header length at byte 8",
      value: 0x30000,
    });
    const whole = npyOf(header(), f4);
    const { length } = header();
    expect(await refusalOf(loadNpy(whole.slice(0, 10 + length - 1)))).toMatchObject({
      rule: `not exceed the ${length - 1} bytes that follow`,
      value: length,
    });
    expect((await refusalOf(loadNpy(whole.slice(0, 10 + length)))).rule).toBe("have 8 bytes");
  });

  test("a byte order mark is no space", async () => {
    const error = await refused(`\ufeff${header()}`, f4, { major: 3 });
    expect(error.argument).toBe("header, at character 0,");
  });

  test("64 axes, and the most elements", async () => {
    const shape = `(2, ${"1, ".repeat(63)})`;
    expect((await loadNpy(npyOf(header(shape), f4))).ndim).toBe(64);
    // 2^50 elements are counted, and not there; of 2^51 the bytes would not be.
    expect((await refused(header(`(${2 ** 50 - 1},)`, "|u1"), f4)).rule).toBe(`have ${2 ** 50 - 1} bytes`);
    expect((await refused(header(`(${2 ** 51},)`, "|u1"), f4)).rule).toBe("not overflow");
  });

  test("as many bytes as the option says", async () => {
    const file = npyOf(header("(2,)", "<i2"), new Uint8Array(4));
    expect((await loadNpy(file, { maxBytes: 8 })).toArray()).toEqual([0, 0]);
    expect(await refusalOf(loadNpy(file, { maxBytes: 7 }))).toMatchObject({
      argument: "data",
      rule: "take at most 7 bytes",
      value: 8,
    });
  });

  test("names of options", async () => {
    expect((await loadNpy(npyOf(header(), new Uint8Array(9)), { allowTrailing: true })).shape).toEqual([2]);
    expect(await refusalOf(loadNpz(new Uint8Array(3)))).toMatchObject({ api: "loadNpz" });
    expect(await refusalOf(saveNpy(zeros([1]), { more: 1 } as never))).toMatchObject({ api: "saveNpy" });
    expect(await refusalOf(saveNpy(3 as never))).toMatchObject({ api: "saveNpy", argument: "x" });
    expect(await refusalOf(saveNpy(zeros([1]), { half: "bfloat16" } as never))).toMatchObject({
      code: "option",
      legal: ["float16"],
    });
    expect(await refusalOf(saveNpz({ a: 3 } as never))).toMatchObject({ api: "saveNpz" });
    expect(await refusalOf(saveNpz({}, { compress: 1 } as never))).toMatchObject({ api: "saveNpz", code: "option" });
  });
});

// NumPy 1.24.2: numpy.save(file, numpy.zeros((1,) * axes, "f4")), less the 4 bytes of the element.
test.each<[least: number, most: number, length: number]>([
  [0, 14, 128],
  [15, 32, 192],
])("a header of %i to %i axes is as long as NumPy's", async (least, most, length) => {
  for (let axes = least; axes <= most; axes++) {
    expect((await saveNpy(zeros(Array.from({ length: axes }, () => 1)))).length - 4).toBe(length);
  }
});

// NumPy 1.24.2, too: the first axis may grow to 21 digits in place, the others may not.
test.each<[shape: number[], length: number]>([
  [[0, 10, ...Array(12).fill(1)], 128],
  [[0, 100, ...Array(12).fill(1)], 192],
  [[1_234_567, 0, ...Array(11).fill(1), 10], 128],
  [[1_234_567, 0, ...Array(11).fill(1), 100], 192],
])("the header of %j has NumPy's length, %i", async (shape, length) => {
  const saved = await saveNpy(zeros(shape));
  expect(saved.length).toBe(length);
  expect(saved.at(-1)).toBe(0x0a);
});

test("an archive is packed where that is asked for, and progress counts its bytes", async () => {
  const tensors = { a: zeros([1000]), b: tensor([1n]) };
  const [stored, packed] = [await saveNpz(tensors), await saveNpz(tensors, { compress: true })];
  expect(stored.length).toBeGreaterThan(4000);
  expect(packed.length).toBeLessThan(1000);
  const seen: number[][] = [];
  const half = await saveNpz(tensors, { half: "float16", onProgress: (...step) => seen.push(step) });
  expect(seen).toEqual([
    [2000, 2008],
    [2008, 2008],
  ]);
  expect(stored.length - half.length).toBe(2000);
});
