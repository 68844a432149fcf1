// Options, values in messages, element types and amounts of padding: how they are read, and what refusals say beside their sentence.
import { describe, expect, test } from "vitest";
import {
  arrayKindOf,
  bytesPerElement,
  category,
  checkDType,
  dtypeOfArray,
  dtypes,
  isFloating,
  promoteTypes,
  titleOf,
} from "../src/dtype.ts";
import { argumentError, show } from "../src/errors.ts";
import { arange, ones, pad, Tensor, ToeplitzError, tensor, toTypedArray, zeros } from "../src/index.ts";
import { checkOptions } from "../src/options.ts";

/** The error of a call that is refused. */
function refused(call: () => unknown): ToeplitzError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ToeplitzError);
    return error as ToeplitzError;
  }
  throw new Error("was not refused");
}

describe("options", () => {
  const legal = ["stride", "padding", "keepdim", "outputPadding"];
  const read = (options: unknown) => () => checkOptions("f", options, legal);

  test.each([[undefined], [{}], [{ stride: 1 }], [{ padding: undefined, keepdim: undefined }], [{ keepdim: false }]])(
    "%j are taken",
    (options) => {
      expect(read(options)).not.toThrow();
    },
  );

  test.each([[null], [3], ["stride"], [[1]], [true], [() => 1]])("%s are no options", (options) => {
    expect(refused(read(options))).toMatchObject({
      code: "option",
      argument: "options",
      rule: "be an object of named options",
      value: options,
      legal,
    });
  });

  test.each([
    ["strides", "stride"],
    ["Stride", "stride"],
    ["output_padding", "outputPadding"],
    ["OUTPUTPADDING", "outputPadding"],
    ["pading", "padding"],
    ["paddings", "padding"],
    ["gadding", "padding"],
    ["keep_dims", "keepdim"],
    ["st", undefined],
    ["strxxx", undefined],
    ["strdxx", undefined],
    ["xxtride", "stride"],
    ["dilation", undefined],
    ["x".repeat(80), undefined],
    ["", undefined],
  ])("'%s' is perhaps %s", (name, nearest) => {
    const error = refused(read({ [name]: 1 }));
    expect(error).toMatchObject({
      code: "option",
      api: "f",
      argument: name.slice(0, 60),
      rule: "be one of stride, padding, keepdim, outputPadding",
      hint:
        nearest === undefined ? "legal options: stride, padding, keepdim, outputPadding" : `did you mean '${nearest}'?`,
      legal: nearest === undefined ? legal : [nearest],
    });
    expect(error.message).toContain(`got an unexpected option '${name.slice(0, 60)}' (`);
  });

  test("of two names alike the first is proposed", () => {
    expect(refused(() => checkOptions("f", { dam: 1 }, ["dim", "dum"])).legal).toEqual(["dim"]);
    expect(refused(() => checkOptions("f", { dum: 1 }, ["dim", "dums"])).legal).toEqual(["dim"]);
  });

  test("switches are booleans, and what another function calls so is not looked at", () => {
    expect(refused(read({ keepdim: 1 }))).toMatchObject({
      code: "option",
      argument: "keepdim",
      value: 1,
      rule: "be a boolean",
      legal: [true, false],
    });
    expect(read({ stride: "any" })).not.toThrow();
  });
});

describe("values in messages", () => {
  class Thing {}
  test.each([
    ["a\u202eb", '"a\\u202eb"'],
    ["\u0000\n\u00a0\ufeff", '"\\u0000\\n\\u00a0\\ufeff"'],
    ["\u{e0001}", '"\\udb40\\udc01"'],
    ['"', '"\\""'],
    [12n, "12n"],
    [() => 1, "a function"],
    [-0, "-0"],
    [0, "0"],
    [Number.NaN, "NaN"],
    [null, "null"],
    [undefined, "undefined"],
    [Symbol("x"), "Symbol(x)"],
    [[], "[]"],
    [[1, [2, [3, [4]]]], "[1, [2, [3, [...]]]]"],
    [new Array(2), "[undefined, undefined]"],
    [new Array(20).fill(1), `[${new Array(20).fill(1).join(", ")}]`],
    [new Array(21).fill(1), `[${new Array(20).fill(1).join(", ")}, ...]`],
    [{ a: 1, b: 2 }, 'an object with keys ["a", "b"]'],
    [Object.create(null), "an object with keys []"],
    [new Thing(), "a Thing"],
    [new Map(), "a Map"],
    [new Uint8Array(3), "a Uint8Array of length 3"],
    [new DataView(new ArrayBuffer(3)), "a DataView"],
    [zeros([2, 3]), "a tensor of shape [2, 3]"],
    [{ shape: 3 }, 'an object with keys ["shape"]'],
    ["x".repeat(118), `"${"x".repeat(118)}"`],
    ["x".repeat(119), `"${"x".repeat(116)}...`],
    ["x".repeat(10_000), `"${"x".repeat(116)}...`],
  ])("%#", (value, text) => {
    expect(show(value)).toBe(text);
  });

  test("an error has its code, its hint and its legal values", () => {
    const bare = argumentError("f", "x", "be 1", 2);
    expect(bare).toMatchObject({ name: "ToeplitzError", code: "argument", api: "f", argument: "x", value: 2 });
    expect([bare.message, bare.hint, bare.legal]).toEqual(["f: x must be 1, got 2", undefined, undefined]);
    const full = argumentError("f", "x", "be 1", 2, { code: "shape", hint: "try 1", legal: [1] });
    expect(full).toMatchObject({ code: "shape", rule: "be 1", hint: "try 1", legal: [1] });
    expect(full.message).toBe("f: x must be 1, got 2 (try 1)");
  });
});

describe("element types", () => {
  test("from the narrowest to the widest", () => {
    expect(dtypes).toEqual(["bool", "uint8", "int32", "int64", "float32", "float64"]);
    expect(dtypes.map(category)).toEqual([0, 1, 1, 1, 2, 2]);
    expect(dtypes.map(isFloating)).toEqual([false, false, false, false, true, true]);
    expect(dtypes.map(titleOf)).toEqual(["Bool", "Byte", "Int", "Long", "Float", "Double"]);
    expect(dtypes.map(bytesPerElement)).toEqual([1, 1, 4, 8, 4, 8]);
    for (const [i, a] of dtypes.entries()) {
      for (const [j, b] of dtypes.entries()) expect(promoteTypes(a, b)).toBe(dtypes[Math.max(i, j)]);
      if (a !== "bool") expect(dtypeOfArray(new (arrayKindOf(a))(0))).toBe(a);
      expect(checkDType("f", a)).toBe(a);
    }
    expect(dtypeOfArray(new Int8Array(1))).toBeUndefined();
  });

  test.each([["float16"], ["toString"], [1], [undefined], [["bool"]]])("%j is none", (dtype) => {
    expect(refused(() => checkDType("f", dtype))).toMatchObject({ code: "dtype", argument: "dtype", legal: dtypes });
  });
});

describe("elements out of a tensor", () => {
  test("into an array of the caller's, or refused untouched", () => {
    const x = arange(6).to("float32").reshape([2, 3]);
    const into = new Float32Array(6);
    expect(toTypedArray(x.transpose(0, 1), { into })).toBe(into);
    expect([...into]).toEqual([0, 3, 1, 4, 2, 5]);
    for (const wrong of [new Float32Array(5), new Float64Array(6), new DataView(new ArrayBuffer(24)), [1], null, 6]) {
      expect(refused(() => toTypedArray(x, { into: wrong as never }))).toMatchObject({
        argument: "into",
        rule: "be a Float32Array of length 6",
        value: wrong,
      });
    }
    expect(() => toTypedArray(x, { onto: into } as never)).toThrow("toTypedArray: got an unexpected option 'onto'");
    expect(() => toTypedArray(3 as never)).toThrow("toTypedArray: x must be a tensor, got 3");
  });

  test("a view's elements leave no copy behind, and a whole tensor stays", () => {
    const x = ones([2, 3]);
    x.toTypedArray();
    expect(x.sum().item()).toBe(6);
    x.transpose(0, 1).toTypedArray();
    expect(x.sum().item()).toBe(6);
  });

  test("as lists and as one number", async () => {
    expect(tensor([[true], [false]]).toArray()).toEqual([[true], [false]]);
    expect(tensor(3).toArray()).toBe(3);
    expect(tensor([0, 1], { dtype: "bool" }).index(1).item()).toBe(true);
    expect(zeros([2, 0]).toArray()).toEqual([[], []]);
    expect(await ones([2]).read()).toEqual(new Float32Array([1, 1]));
    const exact = tensor([2n ** 53n - 1n, -(2n ** 53n) + 1n], { dtype: "int64" });
    expect(exact.toArray()).toEqual([2 ** 53 - 1, -(2 ** 53) + 1]);
    const large = tensor([2n ** 53n], { dtype: "int64" });
    for (const [api, call] of [
      ["item", () => large.item()],
      ["toArray", () => large.toArray()],
    ] as const) {
      expect(refused(call)).toMatchObject({
        message: `${api}: 9007199254740992 does not fit in a number without loss (toTypedArray() gives int64 elements as bigints)`,
        code: "value",
        value: 2n ** 53n,
        rule: "lie within ±(2^53 - 1)",
      });
    }
    expect(refused(() => ones([2]).item())).toMatchObject({
      message: "item: a Tensor with 2 elements cannot be converted to Scalar",
      code: "shape",
      argument: "x",
      value: [2],
    });
    expect(refused(() => ones([0]).item()).message).toBe(
      "item: a Tensor with 0 elements cannot be converted to Scalar",
    );
  });

  test("what is no tensor, and a tensor of another copy", () => {
    const brand = Object.getOwnPropertySymbols(Tensor.prototype).find((symbol) => symbol in ones([1]))!;
    expect(refused(() => toTypedArray({ [brand]: true } as never))).toMatchObject({
      code: "duplicate",
      argument: "x",
      hint: "make every package resolve to one version of @toeplitz/tensor",
    });
    for (const wrong of [null, undefined, {}, "x", 3]) {
      expect(refused(() => toTypedArray(wrong as never))).toMatchObject({ code: "argument", rule: "be a tensor" });
    }
  });
});

describe("padding", () => {
  const x = (...shape: number[]) => zeros(shape);
  test.each([
    [
      () => pad(x(2, 3), [1, 1], { mode: "mirror" as never }),
      { argument: "mode", value: "mirror" },
      "Unrecognised padding mode mirror",
    ],
    [() => pad(x(2, 3), [1]), { argument: "amounts", value: [1] }, "Padding length must be divisible by 2"],
    [() => pad(x(2, 3), [1, 1, 1, 1, 1, 1]), { argument: "amounts" }, "Padding length too large"],
    [
      () => pad(x(1, 2, 3), [1, 1], { mode: "reflect", value: 1 }),
      { argument: "value", value: 1, legal: [0], rule: "be left out in mode reflect" },
      `Padding mode "reflect" doesn't take in value argument`,
    ],
    [
      () => pad(x(3), [1, 1], { mode: "reflect" }),
      { argument: "amounts", value: 1 },
      "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
    ],
    [() => pad(x(1, 1, 1, 3), [1, 1], { mode: "replicate" }), { argument: "amounts", value: 1 }, "Only 2D, 3D, 4D, 5D"],
    [
      () => pad(x(1, 1, 3), [1, 1, 1, 1, 1, 1], { mode: "replicate" }),
      { argument: "amounts", value: 3 },
      "Only 2D, 3D",
    ],
    [
      () => pad(x(2, 3), [-4, 0]),
      { argument: "amounts", value: [-4, 0], legal: [[-3, 0]], rule: "cut no more than there is" },
      "Dimension out of range (expected to be in range of [-3, 2], but got 4)",
    ],
    [
      () => pad(x(2, 3), [-2, -2, 1, -4]),
      { argument: "amounts", legal: [[-2, -1, 1, -2]] },
      "start (0) + length (-2) exceeds dimension size (2).",
    ],
    [
      () => pad(x(0), [-1, 0]),
      { legal: [[0, 0]] },
      "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
    ],
    [
      () => pad(x(1, 2, 3), [4, 1], { mode: "circular" }),
      { argument: "amounts", value: [4, 1], legal: [[3, 1]], rule: "be at most the size of each axis" },
      "Padding value causes wrapping around more than once.",
    ],
    [() => pad(x(1, 2, 3), [1, 4], { mode: "circular" }), { legal: [[1, 3]] }, "Padding value causes wrapping"],
    [
      () => pad(x(1, 2, 3), [-2, -2], { mode: "circular" }),
      { argument: "amounts", rule: "cut no more than there is" },
      "Negative padding value is resulting in an empty dimension",
    ],
    [
      () => pad(x(1, 4, 3), [3, 1], { mode: "reflect" }),
      { argument: "amounts", value: [3, 1], legal: [[2, 1]], rule: "be smaller than the size of each axis" },
      "Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (3, 1) at " +
        "dimension 2 of input [1, 4, 3]",
    ],
    [
      () => pad(x(1, 4, 3), [1, 1, 1, 5], { mode: "reflect" }),
      { legal: [[1, 1, 1, 3]] },
      "Argument #6: Padding size should be less than the corresponding input dimension, but got: padding (1, 5) at " +
        "dimension 1 of input 3",
    ],
    [
      () => pad(x(1, 2, 3), [-2, -1], { mode: "replicate" }),
      { rule: "leave an element" },
      "input (W: 3) is too small. Calculated output W: 0",
    ],
    [
      () => pad(x(1, 2, 3), [-2, -1], { mode: "reflect" }),
      { rule: "leave an element" },
      "2input (W: 3)is too small. Calculated output W: 0",
    ],
    [
      () => pad(x(1, 2, 3), [-2, -1, -1, -1], { mode: "replicate" }),
      { rule: "leave an element", argument: "amounts" },
      "input (H: 2, W: 3 ) is too small. Calculated output H: 0 W: 0",
    ],
    [
      () => pad(x(1, 2, 2, 3), [-2, -1, -1, -1, -1, -1], { mode: "replicate" }),
      { rule: "leave an element" },
      "input (D: 2 H: 2, W: 3) is too small. Calculated output D: 0 H: 0 W: 0",
    ],
    [
      () => pad(x(1, 2, 3), [-2, -2, 0, 0], { mode: "replicate" }),
      { argument: "amounts", rule: "cut no more than there is" },
      "Trying to create tensor with negative dimension -1: [1, 2, -1]",
    ],
    [
      () => pad(zeros([1, 2, 3], { dtype: "int32" }), [1, 1], { mode: "reflect" }),
      { code: "dtype", argument: "x", value: "int32", legal: ["float32", "float64"] },
      `"reflection_pad1d" not implemented for 'Int'`,
    ],
    [
      () => pad(zeros([1, 2, 3], { dtype: "int64" }), [1, 1, 0, 0], { mode: "replicate" }),
      { code: "dtype", rule: "be float32 or float64 in mode replicate" },
      `"replication_pad2d_cpu" not implemented for 'Long'`,
    ],
    [
      () => pad(x(1, 0, 3), [1, 1], { mode: "reflect" }),
      { code: "shape", argument: "x", value: [1, 0, 3], rule: "have elements along channels and space" },
      "2D or 3D (batch mode) tensor expected for input, but got: [ torch.FloatTensor{1,0,3} ]",
    ],
    [
      () => pad(x(1, 0, 3), [1, 1], { mode: "replicate" }),
      { code: "shape", argument: "x" },
      "Expected 2D or 3D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: [1, 0, 3]",
    ],
  ])("%#", (call, fields, message) => {
    const error = refused(call);
    expect(error.message).toContain(`pad: ${message}`);
    expect({ ...error }).toMatchObject({ api: "pad", ...fields });
    expect(error.code).toMatch(/^(padding|shape|dtype)$/);
    expect(typeof error.rule).toBe("string");
  });

  test("what is taken", () => {
    expect(pad(x(0, 2, 3), [1, 1], { mode: "replicate" }).shape).toEqual([0, 2, 5]);
    expect(pad(arange(3), [-3, 0]).shape).toEqual([0]);
    expect(pad(arange(3), [-1, -1]).toArray()).toEqual([1]);
    expect(pad(arange(3).reshape([1, 3]), [2, -1, 1, 0]).toArray()).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
    expect(pad(x(1, 1, 3), [3, 3], { mode: "circular" }).shape).toEqual([1, 1, 9]);
    expect(pad(x(1, 1, 3), [2, 2], { mode: "reflect", value: 0 }).shape).toEqual([1, 1, 7]);
  });
});
