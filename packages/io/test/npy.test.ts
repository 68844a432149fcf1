// .npy: what is accepted, and every way in which a file may be wrong.
import { arange, tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadNpy, saveNpy } from "../src/index.ts";
import { describeArray } from "./described.ts";
import { npyOf } from "./npy-files.ts";
import { tensorsToSave } from "./our-files.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";

const header = (descr: string, order = "False", shape = "(2,)") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
const f4 = new Uint8Array(8);

describe("what is saved is loaded", () => {
  test.each([...tensorsToSave()])("%s", async (_, x) => {
    expect(describeArray(await loadNpy(await saveNpy(x)))).toEqual(describeArray(x));
  });

  test("views are written as what they show", async () => {
    const view = arange(6).reshape([2, 3]).t();
    expect((await loadNpy(await saveNpy(view))).toArray()).toEqual(view.toArray());
  });

  test("what cannot be saved is refused", async () => {
    const gone = zeros([1]);
    gone.dispose();
    await expect(saveNpy(gone)).rejects.toThrow("saveNpy: x was disposed of");
    await expect(saveNpy([1] as never)).rejects.toThrow("x must be a tensor");
    await expect(saveNpy(zeros([1]), { half: "bfloat16" } as never)).rejects.toThrow('half must be "float16"');
    await expect(saveNpy(zeros([1]), { halve: "float16" } as never)).rejects.toThrow("did you mean 'half'?");
  });
});

describe("the beginning", () => {
  test.each([[[0, 0]], [[4, 0]], [[1, 1]], [[255, 255]]])("version %j (J2)", async (version) => {
    const [major, minor] = version as [number, number];
    await expectRefusal(loadNpy(npyOf(header("'<f4'"), f4, { major, minor })), `Invalid version (${major}, ${minor})`);
  });

  test.each([1, 2, 3])("version %j is read", async (major) => {
    expect((await loadNpy(npyOf(header("'<f4'"), f4, { major }))).toArray()).toEqual([0, 0]);
  });

  test("a header that is longer than the file, or than NumPy allows (J3)", async () => {
    await expectRefusal(
      loadNpy(npyOf(header("'<f4'"), f4, { length: 9000 })),
      "header length at byte 8 must not exceed the",
    );
    await expectRefusal(loadNpy(npyOf(header("'<f4'"), f4, { major: 2, length: 2 ** 32 - 1 })), "must not exceed the");
    const long = header("'<f4'").padEnd(10_001);
    await expectRefusal(
      loadNpy(npyOf(long, f4, { major: 2 })),
      "header length at byte 8 must be at most 10000, got 10001",
    );
    expect((await loadNpy(npyOf(header("'<f4'").padEnd(10_000), f4, { major: 2 }))).shape).toEqual([2]);
  });

  test.each([0, 5, 6, 7, 8, 9])("only %j bytes", async (length) => {
    await refusalOf(loadNpy(npyOf(header("'<f4'"), f4).slice(0, length)));
  });

  test("another kind of file", async () => {
    await expectRefusal(loadNpy(new TextEncoder().encode("<html>")), "(this looks like an HTML page)");
    await expectRefusal(loadNpy(Uint8Array.from([0x50, 0x4b, 3, 4])), "loadNpz and loadPth read them");
    await expectRefusal(loadNpy(Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d])), "loadSafetensors reads it");
  });
});

describe("the header is read by its grammar, and nothing of it is evaluated (J4)", () => {
  test.each([
    ["code", "__import__('os').system('id')", "must have {"],
    ["a call as descr", header("f('<f4')"), "must have a plain string"],
    ["an f-string", header("f'<f4'"), "must have a plain string"],
    ["a raw string", header("r'<f4'"), "must have a plain string"],
    ["an escape in a string", header("'\\x3cf4'"), "must have a plain string"],
    ["a joined string", header("'<' 'f4'"), "must have ,"],
    ["an open string", header("'<f4"), "must have"],
    ["a comment", `${header("'<f4'")} # x`, "must end after its dict"],
    ["a list", "['descr']", "must have {"],
    ["nothing", "", "must have {"],
    ["an open dict", "{'descr': '<f4'", "must have ,"],
    ["an expression as size", header("'<f4'", "False", "(1+1,)"), "must have ,"],
    ["another key", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", 'and no more, got "x"'],
    ["the key __proto__", "{'__proto__': '<f4'}", 'and no more, got "__proto__"'],
    ["a missing key", "{'descr': '<f4', 'shape': (2,)}", "must have the key fortran_order"],
    [
      "a duplicate key",
      "{'descr': '<f4', 'descr': '<i4', 'fortran_order': False, 'shape': (2,)}",
      'no duplicate key, got "descr"',
    ],
    ["a key that is no string", "{1: '<f4'}", "must have a plain string"],
    ["a comma too many", "{'descr': '<f4',, }", "must have a plain string"],
    ["deep nesting (J6)", header("'<f4'", "False", `${"(".repeat(5000)}`), "must have a size, a whole number"],
    ["10,000 brackets (J22)", "(".repeat(10_000), "must have {"],
    ["a name of 9,999 characters (J22)", `{'${"x".repeat(9_990)}'`, "and no more"],
  ])("%s", async (_, text, message) => {
    const begin = process.cpuUsage();
    await expectRefusal(loadNpy(npyOf(text, f4)), message);
    expect(process.cpuUsage(begin).user).toBeLessThan(200_000);
  });

  test.each([
    ["other quotes", `{"descr": "<f4", "fortran_order": False, "shape": (2,)}`],
    ["another order, no spaces", "{'shape':(2,),'fortran_order':False,'descr':'<f4'}"],
    ["no newline at its end, not a multiple of 64 (J21)", header("'<f4'")],
    ["spaces everywhere", "  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , ) , }  \n"],
  ])("%s", async (_, text) => {
    expect((await loadNpy(npyOf(text, f4))).toArray()).toEqual([0, 0]);
  });

  test("bytes from 0x80 on are latin-1 before version 3, and UTF-8 in it (J20)", async () => {
    const raw = Uint8Array.from("{'é': 1}", (c) => c.charCodeAt(0));
    await expectRefusal(loadNpy(npyOf(raw, f4)), 'and no more, got "é"');
    await expectRefusal(loadNpy(npyOf(raw, f4, { major: 3 })), "header must be valid UTF-8");
    await expectRefusal(loadNpy(npyOf("{'é': 1}", f4, { major: 3 })), 'and no more, got "é"');
  });
});

describe("the element type", () => {
  test.each(["|O", "|O8", "<O"])("%s would need pickle (J7)", async (descr) => {
    await expectRefusal(
      loadNpy(npyOf(header(`'${descr}'`), f4)),
      "descr must be no object: those would need pickle",
      "dtype",
    );
  });

  test.each([
    "<U10",
    "|S5",
    "<M8[ns]",
    "|V8",
    "<f16",
    "<c8",
    "<i16",
    "|f4",
    "|i8",
    "f4",
    "float32",
    "",
    "<",
    "<i1x",
    "<e",
    "!f4",
    "<b2",
  ])("%j is no type of a tensor (J8, J10, J11)", async (descr) => {
    await expectRefusal(
      loadNpy(npyOf(header(`'${descr}'`), f4)),
      `descr must be a byte order and one of b1, u1`,
      "dtype",
    );
  });

  test.each(["[('x', '<f4')]", "('<f4', (2,))"])("a structure, %s (J8)", async (descr) => {
    await expectRefusal(loadNpy(npyOf(header(descr), f4)), "descr must be one element type, not a structure");
  });

  test.each([
    [">f4", [0x3f, 0x80, 0, 0], 1],
    ["=f4", [0, 0, 0x80, 0x3f], 1],
    [">f2", [0x3c, 0], 1],
    [">i2", [1, 2], 258],
    [">u4", [0, 0, 1, 2], 258],
    [">f8", [0x3f, 0xf0, 0, 0, 0, 0, 0, 0], 1],
    ["|b1", [1], true],
    [">i1", [0xff], -1],
    ["=u1", [255], 255],
  ])("%s (J9, J10, J11)", async (descr, data, value) => {
    expect((await loadNpy(npyOf(header(`'${descr}'`, "False", "()"), Uint8Array.from(data)))).item()).toBe(value);
  });

  test("int64 and uint64 are exact (J11)", async () => {
    const most = Uint8Array.from([255, 255, 255, 255, 255, 255, 255, 127]);
    expect((await loadNpy(npyOf(header("'<i8'", "False", "()"), most))).toTypedArray()[0]).toBe(2n ** 63n - 1n);
    expect((await loadNpy(npyOf(header("'<u8'", "False", "()"), most))).toTypedArray()[0]).toBe(2n ** 63n - 1n);
    const beyond = new Uint8Array(8).fill(255);
    await expectRefusal(
      loadNpy(npyOf(header("'<u8'", "False", "()"), beyond)),
      "must be at most 2^63 - 1, got 18446744073709551615n",
      "value",
    );
  });

  test("bytes that are no booleans", async () => {
    await expectRefusal(
      loadNpy(npyOf(header("'|b1'"), Uint8Array.of(1, 2))),
      "element 1 of data must be 0 or 1, got 2",
      "value",
    );
  });
});

describe("order and shape", () => {
  test.each(["'True'", "1", "true", "None", "TrueFalse", "not True"])("fortran_order %s (J13)", async (order) => {
    await refusalOf(loadNpy(npyOf(header("'<f4'", order), f4)));
  });

  test("Fortran order in three dimensions (J14)", async () => {
    const x = await loadNpy(
      npyOf(
        header("'|u1'", "True", "(2, 3, 4)"),
        Uint8Array.from({ length: 24 }, (_, i) => i),
      ),
    );
    expect(x.strides).toEqual([1, 2, 6]);
    expect(x.toArray()).toEqual([0, 1].map((i) => [0, 1, 2].map((j) => [0, 1, 2, 3].map((k) => i + 2 * j + 6 * k))));
  });

  test.each([
    "(3)",
    "[3]",
    "(3.0,)",
    "(-1,)",
    "3",
    "('3',)",
    "(3,,)",
    "(,)",
    "(3 4)",
    "(0x3,)",
    "(1_0,)",
    "(03,)",
    "(None,)",
  ])("shape %s (J15)", async (shape) => {
    await refusalOf(loadNpy(npyOf(header("'<f4'", "False", shape), new Uint8Array(12))));
  });

  test("Python 2's 3L stands in files of versions 1 and 2 (J15)", async () => {
    const data = new Uint8Array(12);
    expect((await loadNpy(npyOf(header("'<f4'", "False", "(3L,)"), data))).shape).toEqual([3]);
    await expectRefusal(loadNpy(npyOf(header("'<f4'", "False", "(3L,)"), data, { major: 3 })), "must have a size");
  });

  test.each([
    "(4294967296, 4294967296)",
    "(0, 9223372036854775808)",
    "(18446744073709551614, 2)",
    "(1125899906842624, 8)",
  ])("shape %s overflows (J16)", async (shape) => {
    await expectRefusal(loadNpy(npyOf(header("'<f8'", "False", shape), f4)), "shape must not overflow");
  });

  test("a size of 5000 digits overflows, and is kept to 40 of them (J16)", async () => {
    const error = await refusalOf(loadNpy(npyOf(header("'<f8'", "False", `(${"9".repeat(5000)},)`), f4)));
    expect(error).toMatchObject({ argument: "shape", rule: "not overflow", value: [10n ** 40n - 1n] });
  });

  test("65 axes", async () => {
    await expectRefusal(
      loadNpy(npyOf(header("'<f4'", "False", `(${"1, ".repeat(65)})`), f4)),
      'at most 64 axes, got "65 axes"',
    );
  });

  test("a shape that needs more bytes than there are (J17)", async () => {
    await expectRefusal(
      loadNpy(npyOf(header("'<f4'", "False", "(100,)"), new Uint8Array(396))),
      'data must have 400 bytes, got "396 bytes"',
    );
    await expectRefusal(
      loadNpy(npyOf(header("'<f8'", "False", "(1000000000000,)"), f4)),
      "must have 8000000000000 bytes",
    );
  });

  test("bytes after the array (J18), unless they are asked for", async () => {
    const file = npyOf(header("'<f4'"), new Uint8Array(9));
    await expectRefusal(loadNpy(file), /data must end after 8 bytes, got "1 more at byte \d+"/);
    expect((await loadNpy(file, { allowTrailing: true })).toArray()).toEqual([0, 0]);
    await expectRefusal(loadNpy(file, { allowTrailing: 1 } as never), "allowTrailing must be a boolean", "option");
  });

  test("no elements, and no axes (J19)", async () => {
    expect((await loadNpy(npyOf(header("'<f4'", "False", "(0, 3)"), new Uint8Array(0)))).shape).toEqual([0, 3]);
    expect((await loadNpy(npyOf(header("'<f4'", "True", "()"), new Uint8Array(4)))).shape).toEqual([]);
  });
});

test("half precision is written as <f2", async () => {
  const saved = await saveNpy(tensor([1, 2049, 1e9]), { half: "float16" });
  expect(new TextDecoder().decode(saved)).toContain("'<f2'");
  expect((await loadNpy(saved)).toArray()).toEqual([1, 2048, Number.POSITIVE_INFINITY]);
  expect((await loadNpy(await saveNpy(tensor([1n]), { half: "float16" }))).dtype).toBe("int64");
});
