// What savers and loaders make of elements and of what they are given: element types, half precision as an option, tensors by name.
import { ones, type Tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { Input } from "../src/bytes/input.ts";
import {
  decodeElements,
  type ElementTypeName,
  encodeElements,
  savedAs,
  sizeInMemory,
  swapBytes,
} from "../src/elements/element-type.ts";
import { checkHalf, entriesOf } from "../src/named-tensors.ts";
import { refusalOf } from "./refusal.ts";

const input = await Input.open("load", new Uint8Array(0), {});
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer as ArrayBuffer);

test.each<[name: ElementTypeName, stored: ArrayBufferView, elements: ArrayBufferView, size: number]>([
  ["bool", Uint8Array.of(0, 1), Uint8Array.of(0, 1), 1],
  ["uint8", Uint8Array.of(2, 255), Uint8Array.of(2, 255), 1],
  ["int8", Int8Array.of(-128, 127), Int32Array.of(-128, 127), 4],
  ["int16", Int16Array.of(-32_768, 32_767), Int32Array.of(-32_768, 32_767), 4],
  ["uint16", Uint16Array.of(0, 65_535), Int32Array.of(0, 65_535), 4],
  ["int32", Int32Array.of(-(2 ** 31), 7), Int32Array.of(-(2 ** 31), 7), 4],
  ["uint32", Uint32Array.of(2 ** 32 - 1, 7), BigInt64Array.of(2n ** 32n - 1n, 7n), 8],
  ["int64", BigInt64Array.of(-1n, 7n), BigInt64Array.of(-1n, 7n), 8],
  ["uint64", BigUint64Array.of(2n ** 63n - 1n, 0n), BigInt64Array.of(2n ** 63n - 1n, 0n), 8],
  ["float16", Uint16Array.of(0x3c00, 0xc000), Float32Array.of(1, -2), 4],
  ["bfloat16", Uint16Array.of(0x3f80, 0xc000), Float32Array.of(1, -2), 4],
  ["float32", Float32Array.of(0.5, -2), Float32Array.of(0.5, -2), 4],
  ["float64", Float64Array.of(0.1, -2), Float64Array.of(0.1, -2), 8],
])("%s is read without loss", (name, stored, elements, size) => {
  expect(decodeElements(input, "w", name, bytesOf(stored))).toEqual(elements);
  expect(sizeInMemory(name)).toBe(size);
});

test("an element that no tensor holds is named", async () => {
  const thrown = (name: ElementTypeName, stored: ArrayBufferView) =>
    refusalOf((async () => decodeElements(input, "w", name, bytesOf(stored)))());
  expect(await thrown("bool", Uint8Array.of(2, 0))).toMatchObject({
    argument: "element 0 of w",
    rule: "be 0 or 1",
    value: 2,
    code: "value",
    hint: "bool, stored at byte 0 of the data",
  });
  expect(await thrown("uint64", BigUint64Array.of(1n, 2n ** 63n, 2n ** 64n - 1n))).toMatchObject({
    argument: "element 1 of w",
    rule: "be at most 2^63 - 1",
    value: 2n ** 63n,
    hint: "uint64, stored at byte 8 of the data",
  });
});

test("half precision is for floating tensors", () => {
  const dtypes = ["float32", "float64", "int32", "int64", "uint8", "bool"] as const;
  expect(dtypes.map((dtype) => savedAs(dtype, undefined))).toEqual(dtypes);
  for (const half of ["float16", "bfloat16"] as const)
    expect(dtypes.map((dtype) => savedAs(dtype, half))).toEqual([half, half, ...dtypes.slice(2)]);
});

test("elements are written as little-endian bytes of their own, or of half precision", () => {
  const x = Float32Array.of(1, -2);
  expect(encodeElements("float32", x)).toEqual(bytesOf(x));
  expect([...encodeElements("float16", x)]).toEqual([0, 0x3c, 0, 0xc0]);
  expect([...encodeElements("bfloat16", x)]).toEqual([0x80, 0x3f, 0, 0xc0]);
  // Of a view only its elements.
  expect(encodeElements("float32", x.subarray(1))).toEqual(bytesOf(x).slice(4));
});

test("bytes are turned around within each element, in place", () => {
  const turned = (size: number) => [...swapBytes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), size)];
  expect(turned(1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(turned(2)).toEqual([2, 1, 4, 3, 6, 5, 8, 7]);
  expect(turned(4)).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  expect(turned(8)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  const bytes = Uint8Array.of(1, 2);
  expect(swapBytes(bytes, 2)).toBe(bytes);
});

describe("tensors by name", () => {
  const thrown = (given: unknown) => refusalOf((async () => entriesOf("save", given))());

  test("are a map or a plain object", () => {
    const [a, b] = [ones([1]), zeros([1])];
    const entries: [string, Tensor][] = [
      ["a", a],
      ["b", b],
    ];
    expect(entriesOf("save", { a, b })).toEqual(entries);
    expect(entriesOf("save", new Map(entries))).toEqual(entries);
  });

  test.each([[null], [undefined], [3], ["a"], [[ones([1])]], [ones([1])]])("and not %o", async (given) => {
    expect(await thrown(given)).toMatchObject({
      argument: "tensors",
      rule: "be a Map or a plain object of tensors",
      value: given,
    });
  });

  test("have strings as names, and are tensors", async () => {
    expect(await thrown(new Map([[7, ones([1])]]))).toMatchObject({ rule: "have strings as keys", value: 7 });
    expect(await thrown({ a: ones([1]), b: 3 })).toMatchObject({ argument: 'tensors["b"]', value: 3 });
  });

  test("are saved in one of two half precisions, or in their own", async () => {
    for (const half of [undefined, "float16", "bfloat16"]) expect(() => checkHalf("save", half)).not.toThrow();
    for (const half of [null, "", "float8", true]) {
      expect(await refusalOf((async () => checkHalf("save", half))())).toMatchObject({
        argument: "half",
        value: half,
        code: "option",
        legal: ["float16", "bfloat16"],
      });
    }
  });
});
