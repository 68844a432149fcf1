// Printed tensors against recordings of real PyTorch, and decimal text against Python's.
import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { DType } from "../src/dtype.ts";
import { fixedText, scientificText, shortText } from "../src/printing/number-text.ts";
import { getPrintOptions, setPrintOptions } from "../src/printing/print-options.ts";
import { type PrintedTensor, tensorText } from "../src/printing/tensor-text.ts";
import recorded from "./fixtures/golden/printed-tensors.json" with { type: "json" };

/** One tensor as tooling/golden/printed-tensors.py records it. */
interface Row {
  dtype: string;
  shape: number[];
  values?: (number | string)[];
  rule?: number[];
  options?: Parameters<typeof setPrintOptions>[0];
  suffix?: string;
  gradFn?: string;
  /** The text, or of a long one the first 16 digits of its hash. */
  text?: string;
  sha256?: string;
}

afterEach(() => setPrintOptions({ profile: "default" }));

function element(row: Row, i: number): number | bigint {
  if (row.values !== undefined) {
    const value = row.values[i]!;
    if (row.dtype === "int64") return BigInt(value);
    return row.dtype === "float32" ? Math.fround(Number(value)) : Number(value);
  }
  const [count, first, step] = row.rule as [number, number, number];
  const value = (((i * 7919) % count) + first) * step;
  if (row.dtype === "int64") return BigInt(value);
  return row.dtype === "float32" ? Math.fround(value) : value;
}

describe("real PyTorch 1.13.1", () => {
  const rows = recorded.tensors as Row[];
  test.each(rows.map((row, i) => [i, row.dtype, JSON.stringify(row.shape), row] as const))(
    "tensor %i: %s %s",
    (_, dtype, __, row) => {
      setPrintOptions({ profile: "default" });
      setPrintOptions(row.options);
      const tensor: PrintedTensor = {
        shape: row.shape,
        dtype: dtype as DType,
        values: (i) => element(row, i),
        requiresGrad: row.suffix !== undefined,
        gradFnName: row.gradFn,
      };
      // A parameter is its tensor under a line that says so, which packages/nn writes.
      const text = tensorText(tensor);
      const whole = row.suffix === "parameter" ? `Parameter containing:\n${text}` : text;
      if (row.text !== undefined) expect(whole).toBe(row.text);
      else
        expect({ sha256: createHash("sha256").update(whole).digest("hex").slice(0, 16), whole }).toMatchObject({
          sha256: row.sha256,
        });
    },
  );
});

describe("what is read", () => {
  test("a summary of a huge tensor reads its edges only, each element once", () => {
    const read: number[] = [];
    const values = (i: number) => {
      read.push(i);
      return 1;
    };
    const text = tensorText({ shape: [100_000, 50_000], dtype: "float64", values });
    expect(read).toHaveLength(36);
    expect(new Set(read).size).toBe(36);
    const row = "[1., 1., 1.,  ..., 1., 1., 1.],\n        ";
    const last = "[1., 1., 1.,  ..., 1., 1., 1.]], dtype=torch.float64)";
    expect(text).toBe(`tensor([${row}${row}${row}...,\n        ${row}${row}${last}`);
  });

  test("without edge items a summary is an ellipsis", () => {
    setPrintOptions({ edgeitems: 0 });
    expect(tensorText({ shape: [2000], dtype: "float32", values: () => 1 })).toBe("tensor([...])");
    expect(tensorText({ shape: [40, 40], dtype: "int64", values: () => 1n })).toBe("tensor([...])");
  });
});

describe("settings", () => {
  test("sciMode is set anew by every call, the others stay", () => {
    setPrintOptions({ sciMode: true, precision: 7 });
    expect(getPrintOptions()).toMatchObject({ sciMode: true, precision: 7 });
    setPrintOptions({ linewidth: 100 });
    expect(getPrintOptions()).toEqual({
      precision: 7,
      threshold: 1000,
      edgeitems: 3,
      linewidth: 100,
      sciMode: undefined,
    });
    setPrintOptions({ profile: "short", linewidth: 90 });
    expect(getPrintOptions()).toMatchObject({ precision: 2, edgeitems: 2, linewidth: 90 });
    setPrintOptions({ profile: "full" });
    expect(getPrintOptions().threshold).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ["precision must be a whole number from 0 to 1074, got -1", { precision: -1 }],
    ["precision must be a whole number from 0 to 1074, got 1075", { precision: 1075 }],
    ["threshold must be a whole number from 0 on, got 1.5", { threshold: 1.5 }],
    ["linewidth must be a whole number from 1 on, got Infinity", { linewidth: Number.POSITIVE_INFINITY }],
    ['profile must be one of default, short, full, got "tiny"', { profile: "tiny" }],
    ["profile must be one of default, short, full, got an object", { profile: Object.create(null) }],
    ["sciMode must be true, false or undefined, got 1", { sciMode: 1 }],
    ["got an unexpected option 'sci_mode'", { sci_mode: true }],
  ])("%s", (message, options) => {
    const before = getPrintOptions();
    expect(() => setPrintOptions(options as object)).toThrow(message);
    expect(getPrintOptions()).toBe(before);
  });
});

describe("decimal text", () => {
  test.each([
    [0.03125, 4, "0.0312", "3.1250e-02"],
    [0.5, 0, "0", "5e-01"],
    [2.5, 0, "2", "2e+00"],
    [3.5, 0, "4", "4e+00"],
    [-0, 2, "-0.00", "-0.00e+00"],
    [-0.00001, 4, "-0.0000", "-1.0000e-05"],
    [9.5, 0, "10", "1e+01"],
    [10.5, 0, "10", "1e+01"],
    [100000.5, 5, "100000.50000", "1.00000e+05"],
    [1000005, 5, "1000005.00000", "1.00000e+06"],
    [1000015, 5, "1000015.00000", "1.00002e+06"],
    [1e22, 1, "10000000000000000000000.0", "1.0e+22"],
    [2 ** 77, 0, "151115727451828646838272", "2e+23"],
    [Number.NaN, 3, "nan", "nan"],
    [Number.NEGATIVE_INFINITY, 3, "-inf", "-inf"],
    [1.7976931348623157e308, 3, `${BigInt(1.7976931348623157e308)}.000`, "1.798e+308"],
    [5e-324, 2, "0.00", "4.94e-324"],
  ])("%d with %i digits", (value, digits, fixed, scientific) => {
    expect(fixedText(value, digits)).toBe(fixed);
    expect(scientificText(value, digits)).toBe(scientific);
  });

  test("more digits than toFixed and toExponential give are exact too", () => {
    expect(fixedText(0.1, 110)).toBe(`0.1000000000000000055511151231257827021181583404541015625${"0".repeat(55)}`);
    expect(scientificText(0.1, 110)).toBe(
      `1.000000000000000055511151231257827021181583404541015625${"0".repeat(56)}e-01`,
    );
    expect(scientificText(0, 101)).toBe(`0.${"0".repeat(101)}e+00`);
  });

  test.each([
    [1.5, "1.5"],
    [0, "0"],
    [-0, "-0"],
    [100000, "100000"],
    [1234567, "1.23457e+06"],
    [0.0001, "0.0001"],
    [0.00001234, "1.234e-05"],
    [-3e38, "-3e+38"],
    [999999.5, "1e+06"],
  ])("as a C++ stream: %d", (value, text) => expect(shortText(value)).toBe(text));
});
