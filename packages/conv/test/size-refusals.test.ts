// Sizes, columns and gradients of given sizes: which are refused, and what the error says beside its sentence.
import { expect, test } from "vitest";
import {
  convInputGeometry,
  convOutputSize,
  convTransposeOutputSize,
  convWeightGeometry,
  foldGeometry,
  outputPaddingFor,
  type Sized,
  type SpatialRank,
  unfoldGeometry,
} from "../src/geometry.ts";
import { fieldsOfRefusals } from "./refusal-fields.ts";

const f32 = (...shape: number[]): Sized => ({ shape, dtype: "float32" });

/** Every call is refused, and its fields stand in the snapshot. */
async function expectFields<A extends readonly unknown[]>(
  name: string,
  rows: readonly A[],
  call: (...args: A) => unknown,
): Promise<void> {
  for (const row of rows) expect(() => call(...row), JSON.stringify(row)).toThrow();
  const calls = rows.map((row) => [JSON.stringify(row), () => call(...row)] as const);
  await expect(fieldsOfRefusals(calls)).toMatchFileSnapshot(`__snapshots__/${name}-refusals.txt`);
}

test("unfold", () =>
  expectFields(
    "unfold",
    [
      [[1, 1, 1, 5, 6], 3, {}],
      [[5, 6], 3, {}],
      [[2, 0, 5, 6], 3, {}],
      [[2, 3, 0, 6], 3, {}],
      [[3, 5, 0], 3, {}],
      [[0, 5, 6], 3, {}],
      [[2, 3, 2, 6], 3, {}],
      [[2, 3, 6, 2], [1, 3], {}],
      [[2, 3, 2, 6], undefined, {}],
      [[2, 3, 2, 6], 0, { dilation: 0 }],
      [[2, 3, 2, 6], [1, 0], {}],
      [[2, 3, 2, 6], 1, { dilation: 0, padding: -1, stride: 0 }],
      [[2, 3, 2, 6], 1, { dilation: [0, 1] }],
      [[2, 3, 2, 6], 1, { padding: -1, stride: 0 }],
      [[2, 3, 2, 6], 1, { padding: [0, -1] }],
      [[2, 3, 2, 6], 1, { stride: 0 }],
      [[2, 3, 2, 6], 1, { stride: [0, 1] }],
      [[2, 3, 2, 6], [2, 2, 2], {}],
      [[2, 3, 2, 6], "2", {}],
      [[2, 3, 2, 6], 2, { stride: [1] }],
      [[2, 3, 2, 6], 2, { stride: "1" }],
      [[2, 3, 2, 6], 2, { dilation: [1, 1, 1] }],
      [[2, 3, 2, 6], 2, { dilation: 1.5 }],
      [[2, 3, 2, 6], 2, { padding: [1, 1, 1] }],
      [[2, 3, 2, 6], 2, { padding: null }],
      [[2, 3, 2, 6], 2, { strides: 2 }],
      [[2, 3, 2, 6], 2, null],
      [[65536, 65536, 2, 2], 2, {}],
      [[2, 3, 2, 6], 2, {}, "int64"],
      [[2, 3, 2, 6], 2, {}, "uint8"],
    ] as readonly [number[], unknown, unknown, Sized["dtype"]?][],
    (shape, kernel, options, dtype = "float32") => unfoldGeometry("unfold", { shape, dtype }, kernel, options),
  ));

test("fold", () =>
  expectFields(
    "fold",
    [
      [[12], [5, 6], 3, {}],
      [[1, 2, 7, 12], [5, 6], 3, {}],
      [[2, 0, 12], [5, 6], 3, {}],
      [[0, 12], [5, 6], 3, {}],
      [[2, 7, 12], [5, 6], [2, 2], {}],
      [[7, 12], [5, 6], [2, 2], {}],
      [[1, 12], [5, 6], [2, 2], {}],
      [[2, 8, 8], [4, 4], 2, {}],
      [[8, 8], [4, 5], 2, {}],
      [[8, 9], [1, 4], 2, {}],
      [[8, 9], [4, 1], 2, {}],
      [[2, 8, 1], 0, 2, {}],
      [[2, 4, 1], 0, 2, { padding: 1 }],
      [[2, 4, 3], [2, 0], 2, { padding: 1 }],
      [[2, 4, 3], [0, 2], 2, { padding: 1 }],
      [[2, 8, 8], [1, 4, 4], 2, {}],
      [[2, 8, 8], undefined, 2, {}],
      [[2, 8, 8], "4", 2, {}],
      [[2, 8, 8], [4, 4], undefined, {}],
      [[2, 8, 8], [4, 4], [2, 2, 2], {}],
      [[2, 8, 8], [4, 4], 2, { stride: [1, 1, 1] }],
      [[2, 8, 8], [4, 4], 2, { stride: 0, dilation: 0 }],
      [[2, 8, 8], [4, 4], [0, 2], {}],
      [[2, 8, 8], [4, 4], 2, { dilation: 0 }],
      [[2, 8, 8], [4, 4], 2, { padding: -1 }],
      [[2, 8, 9], [4, 4], 2, {}, "int32"],
    ] as readonly [number[], unknown, unknown, unknown, Sized["dtype"]?][],
    (shape, size, kernel, options, dtype = "float32") => foldGeometry("fold", { shape, dtype }, size, kernel, options),
  ));

test("columns of float64, and what the geometry of both is", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const { geometry } = unfoldGeometry("unfold", { shape: [2, 3, 5, 6], dtype }, [3, 2], { padding: 1 });
    expect(geometry).toMatchObject({ transposed: false, paddingMode: "zeros", padding: [0, 1, 1], groups: 1 });
    expect(Object.isFrozen(geometry)).toBe(true);
  }
});

test("output sizes", () =>
  expectFields(
    "output-size",
    [
      [[], 3, {}],
      [[1, 2, 3, 4], 1, {}],
      [0, 3, {}],
      [2 ** 32 + 1, 3, {}],
      ["5", 3, {}],
      [5.5, 3, {}],
      [null, 3, {}],
      [[5, "5"], 3, {}],
      [[5, 5], [3], {}],
      [[5, 5], [3, 3, 3], {}],
      [5, 0, {}],
      [2, 3, {}],
      [5, 3, { strides: 2 }],
      [5, 3, { stride: 0 }],
      [5, 3, { padding: [1, 1] }],
    ],
    (...row) => {
      const [input, kernel, options] = row as [number, number, object];
      const both = [convOutputSize, convTransposeOutputSize].map((size) => {
        try {
          return size(input, kernel, options);
        } catch (error) {
          return error;
        }
      });
      // Alike, but that a transposed convolution refuses no kernel for its size.
      for (const error of both.reverse()) if (error instanceof Error) throw error;
    },
  ));

test("output sizes name the function that was called, and take the largest size", () => {
  expect(() => convOutputSize(5, 3, { strides: 2 } as never)).toThrow("convOutputSize: got an unexpected option");
  expect(() => convTransposeOutputSize(0, 3)).toThrow("convTransposeOutputSize: input");
  expect(() => convTransposeOutputSize(5, 3, { strides: 2 } as never)).toThrow("convTransposeOutputSize: got an unex");
  expect(convOutputSize(2 ** 32, 1)).toBe(2 ** 32);
  expect(convOutputSize([5, 6, 7], 3)).toEqual([3, 4, 5]);
});

const reached = (
  outputSize: unknown,
  input: Sized = f32(1, 2, 4, 5),
  { rank = 2 as SpatialRank, stride = [2, 3] as number[] | number, dilation = 1 as number[] | number } = {},
) =>
  outputPaddingFor({
    api: "ConvTranspose",
    rank,
    input,
    outputSize,
    kernelSize: new Array<number>(rank).fill(3),
    stride: [stride].flat(),
    padding: [1],
    dilation: [dilation].flat(),
  });

test("outputPadding for a size", () => {
  expect(reached([7, 13])).toEqual([0, 0]);
  expect(reached([8, 15])).toEqual([1, 2]);
  expect(reached([1, 2, 8, 15])).toEqual([1, 2]);
  expect(reached([2, 8, 15], f32(2, 4, 5))).toEqual([1, 2]);
  expect(reached([9, 11], f32(1, 2, 5, 6), { stride: 2, dilation: [1, 1] })).toEqual([0, 0]);
  expect(reached([8], f32(1, 2, 4), { rank: 1, stride: 2 })).toEqual([1]);
});

test("sizes that no outputPadding reaches", () =>
  expectFields(
    "reached-size",
    [
      [[6, 13]],
      [[9, 13]],
      [[7, 16]],
      [[9, 12]],
      [[7, 13, 1]],
      [[2, 7, 13]],
      [[7]],
      [[1, 2, 7, 13], f32(2, 4, 5)],
      [8],
      ["8"],
      [[7, 1.5]],
      [[7, 13], f32(4, 5)],
    ] as [unknown, Sized?][],
    (size: unknown, input?: Sized) => reached(size, input),
  ));

const weight = f32(4, 3, 3, 3);

test("gradients of a given size", () =>
  expectFields(
    "gradient",
    [
      ["input", [1, 3, 6, 6], f32(1, 4, 3, 3), {}],
      ["input", [1, 3, 5, 5], f32(1, 5, 3, 3), {}],
      ["input", [1, 2, 5, 5], f32(1, 4, 3, 3), {}],
      ["input", [1, 3, 5, 5], f32(4, 3, 3), {}],
      ["input", [1, 3, 5, 5], { shape: [1, 4, 3, 3], dtype: "float64" }, {}],
      ["input", [3, 5, 5], f32(4, 3, 3), {}],
      ["input", 5, f32(1, 4, 3, 3), {}],
      ["input", [1, 3, 5, -5], f32(1, 4, 3, 3), {}],
      ["input", [1, 3, 5, 5], f32(1, 4, 3, 3), { strides: 1 }],
      ["input", [1, 3, 5, 5], f32(1, 4, 3, 3), { outputPadding: 1 }],
      ["input", [1, 3, 5, 5], f32(1, 4, 5, 5), { padding: "same" }],
      ["input", [1, 3, 5, 5], f32(1, 4, 3, 3), { dilation: 0 }],
      ["input", [1, 3, 5, 5], f32(1, 4, 3, 3), { groups: 0 }],
      ["weight", [5, 3, 3, 3], f32(1, 4, 2, 2), { stride: 2 }],
      ["weight", [3, 3, 3], f32(1, 4, 2, 2), { stride: 2 }],
      ["weight", "3", f32(1, 4, 2, 2), { stride: 2 }],
      ["weight", [4, 3, 3, 3], f32(4, 2, 2), { stride: 2 }],
      ["weight", [4, 3, 3, 3], f32(1, 4, 2, 2), { step: 2 }],
      ["unbatched", [4, 3, 3, 3], f32(4, 4, 4), {}],
    ] as readonly ["input" | "weight" | "unbatched", unknown, Sized, object][],
    (of, size, gradOutput, options) =>
      of === "input"
        ? convInputGeometry("conv2dInput", 2, size, weight, gradOutput, options)
        : convWeightGeometry(
            "conv2dWeight",
            2,
            of === "weight" ? f32(1, 3, 6, 6) : f32(3, 6, 6),
            size,
            gradOutput,
            options,
          ),
  ));

test("gradients take every option of the convolution", () => {
  const options = { stride: 2, padding: 1, dilation: 2, groups: 2 };
  const { geometry } = convInputGeometry("conv2dInput", 2, [1, 6, 9, 9], f32(4, 3, 3, 3), f32(1, 4, 4, 4), options);
  expect(geometry).toMatchObject({ stride: [1, 2, 2], padding: [0, 1, 1], dilation: [1, 2, 2], groups: 2 });
  expect(convWeightGeometry("w", 2, f32(1, 6, 9, 9), [4, 3, 3, 3], f32(1, 4, 4, 4), options).geometry.groups).toBe(2);
});
