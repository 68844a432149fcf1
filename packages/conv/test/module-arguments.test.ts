// The arguments of convolution modules before there is an input: what is read from them, and what refusals say beside their sentences.
import { expect, test } from "vitest";
import { readActivation, readPaddingMode, readPerAxis, readSizes, readWhole } from "../src/geometry/read-options.ts";
import { moduleArguments } from "../src/geometry.ts";
import { fieldsOfRefusals } from "./refusal-fields.ts";

const of = (channels: readonly unknown[], kernelSize: unknown, options: object = {}, transposed = false) => {
  const [inChannels, outChannels] = channels;
  return moduleArguments({
    api: transposed ? "ConvTranspose2d" : "Conv2d",
    rank: 2,
    transposed,
    inChannels,
    outChannels,
    kernelSize,
    options,
  });
};

test("every default, and numbers that stand for all axes", () => {
  expect(of([4, 6], 3)).toEqual({
    inChannels: 4,
    outChannels: 6,
    kernelSize: [3, 3],
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    outputPadding: [0, 0],
    groups: 1,
    paddingMode: "zeros",
    weightShape: [6, 4, 3, 3],
  });
});

test("lists stand as they were given, words as they are", () => {
  const options = { stride: [2], padding: [1, 0], dilation: 2, outputPadding: [1], groups: 2, paddingMode: "reflect" };
  expect(of([4, 6], [3, 2], options)).toEqual({
    inChannels: 4,
    outChannels: 6,
    kernelSize: [3, 2],
    stride: [2],
    padding: [1, 0],
    dilation: [2, 2],
    outputPadding: [1],
    groups: 2,
    paddingMode: "reflect",
    weightShape: [6, 2, 3, 2],
  });
  expect(of([4, 6], 3, { groups: 2 }, true).weightShape).toEqual([4, 3, 3, 3]);
  expect(of([4, 6], 3, { padding: "same", stride: [1, 1] }).padding).toBe("same");
  expect(of([4, 6], 3, { padding: "valid", stride: 2 }).padding).toBe("valid");
  const { kernelSize, stride, padding, dilation, outputPadding } = of([4, 6], 3);
  for (const list of [kernelSize, stride, padding, dilation, outputPadding]) expect(Object.isFrozen(list)).toBe(true);
  expect(of([0, 0], 3).weightShape).toEqual([0, 0, 3, 3]);
});

test("what is refused", async () => {
  const rows: [unknown[], unknown, object?, boolean?][] = [
    [[undefined, 6], 3],
    [[4, undefined], 3],
    [[4, 6], undefined],
    [[4.5, 6], 3],
    [[4, "6"], 3],
    [[4, 6], [3]],
    [
      [4, 6],
      [3, 3, 3],
    ],
    [
      [4, 6],
      [3, 1.5],
    ],
    [[4, 6], 3, { stride: [1, 2, 3] }],
    [[4, 6], 3, { stride: [] }],
    [[4, 6], 3, { padding: [1, 1, 1] }],
    [[4, 6], 3, { padding: null }],
    [[4, 6], 3, { padding: "same" }, true],
    [[4, 6], 3, { padding: "full" }],
    [[4, 6], 3, { padding: "x".repeat(100) }],
    [[4, 6], 3, { padding: "same", stride: [1, 2] }],
    [[4, 6], 3, { dilation: [1, 1, 1] }],
    [[4, 6], 3, { dilation: "1" }],
    [[4, 6], 3, { outputPadding: [1, 1, 1] }],
    [[4, 6], 3, { outputPadding: 0.5 }],
    [[4, 6], 3, { groups: 0 }],
    [[4, 6], 3, { groups: -2 }],
    [[4, 6], 3, { groups: "2" }],
    [[4, 6], 3, { groups: 3 }],
    [[6, 4], 3, { groups: 3 }],
    [[4, 6], 3, { paddingMode: "mirror" }],
    [[4, 6], 3, { paddingMode: 'a"b' }],
    [[4, 6], 3, { paddingMode: "reflect" }, true],
    [[-4, 6], 3],
    [[4, -6], 3],
    [[4, 6], -3],
    [
      [4, 6],
      [3, -1],
    ],
    [[2 ** 20, 2 ** 20], 3],
    [[2 ** 33, 6], 3],
  ];
  for (const row of rows) expect(() => of(...row), JSON.stringify(row)).toThrow();
  const calls = rows.map((row) => [JSON.stringify(row), () => of(...row)] as const);
  await expect(fieldsOfRefusals(calls)).toMatchFileSnapshot("__snapshots__/module-refusals.txt");
});

test.each([
  [[4, 6], [3], {}, "Conv2d: expected kernel_size to be a single integer value or a list of 2 values to match"],
  [
    [4, 6],
    3,
    { outputPadding: [1, 1, 1] },
    "expected output_padding to be a single integer value or a list of 2 values",
  ],
  [[4, 6], 3, { groups: 0 }, "Conv2d: groups must be a positive integer"],
  [[4, 6], 3, { groups: 3 }, "Conv2d: in_channels must be divisible by groups"],
  [[6, 4], 3, { groups: 3 }, "Conv2d: out_channels must be divisible by groups"],
  [[4, 6], 3, { padding: "full" }, "Conv2d: Invalid padding string 'full', should be one of {'valid', 'same'}"],
  [[4, 6], 3, { padding: "same", stride: 2 }, "Conv2d: padding='same' is not supported for strided convolutions"],
  [[4, 6], 3, { paddingMode: "a" }, "'reflect', 'replicate', 'circular'}, but got padding_mode='a'"],
  [[4, 6], -3, {}, "Conv2d: Trying to create tensor with negative dimension -3: [6, 4, -3, -3]"],
] as const)("%j %j %j", (channels, kernelSize, options, message) => {
  expect(() => of(channels, kernelSize, options)).toThrow(message);
});

test("numbers and words are read as they were meant, or refused", async () => {
  expect(readWhole("f", "n", undefined, 7)).toBe(7);
  expect(Object.is(readWhole("f", "n", -0, 7), 0)).toBe(true);
  expect(readWhole("f", "n", 2 ** 32, 7)).toBe(2 ** 32);
  expect(readWhole("f", "n", -(2 ** 32), 7)).toBe(-(2 ** 32));
  expect(readPerAxis("f", "n", undefined, 3, 5)).toEqual([5, 5, 5]);
  expect(readPerAxis("f", "n", -0, 2, 5)).toEqual([0, 0]);
  expect(readPerAxis("f", "n", [-0, 1], 3, 5)).toEqual([0, 1]);
  expect(readSizes("f", "n", [0, -0, 2 ** 32], 3)).toEqual([0, 0, 2 ** 32]);
  expect(readActivation("f", undefined)).toBe("none");
  expect(readActivation("f", "relu6")).toBe("relu6");
  expect(readPaddingMode("f", undefined)).toBe("zeros");
  expect(readPaddingMode("f", "circular")).toBe("circular");
  const wrong = [null, true, "one", 1.5, Number.NaN, Infinity, 2 ** 32 + 1, -(2 ** 32) - 1];
  const calls = [
    ...wrong.flatMap((value): [string, () => unknown][] => [
      [`whole ${value}`, () => readWhole("f", "n", value, 0)],
      [`one axis ${value}`, () => readPerAxis("f", "n", value, 1, 0)],
      [`axes ${value}`, () => readPerAxis("f", "n", value, 2, 0)],
      [`list ${value}`, () => readPerAxis("f", "n", [0, value], 2, 0)],
      [`sizes ${value}`, () => readSizes("f", "n", [0, value], 2)],
    ]),
    ["a hole", () => readPerAxis("f", "n", new Array(2), 2, 0)],
    ["no list of sizes", () => readSizes("f", "n", 2, 2)],
    ["too many sizes", () => readSizes("f", "n", [1, 1, 1], 2)],
    ["a negative size", () => readSizes("f", "n", [1, -1], 2)],
    ["an activation", () => readActivation("f", "gelu")],
    ["no word", () => readActivation("f", ["relu"])],
    ["a padding mode", () => readPaddingMode("f", 1)],
  ] as [string, () => unknown][];
  for (const [what, call] of calls) expect(call, what).toThrow();
  await expect(fieldsOfRefusals(calls)).toMatchFileSnapshot("__snapshots__/option-refusals.txt");
});
