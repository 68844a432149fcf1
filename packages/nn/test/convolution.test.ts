// The six convolution modules: each is its function, bit for bit, with every option; and arguments of the wrong kind.
import * as F from "@toeplitz/nn/functional";
import { type DType, Generator, manualSeed, randn, type Tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";

const modules = {
  Conv1d: nn.Conv1d,
  Conv2d: nn.Conv2d,
  Conv3d: nn.Conv3d,
  ConvTranspose1d: nn.ConvTranspose1d,
  ConvTranspose2d: nn.ConvTranspose2d,
  ConvTranspose3d: nn.ConvTranspose3d,
};
const functions = {
  Conv1d: F.conv1d,
  Conv2d: F.conv2d,
  Conv3d: F.conv3d,
  ConvTranspose1d: F.convTranspose1d,
  ConvTranspose2d: F.convTranspose2d,
  ConvTranspose3d: F.convTranspose3d,
};
type Name = keyof typeof modules;
const names = Object.keys(modules) as Name[];
const isTransposed = (name: Name) => name.includes("Transpose");
const rankOf = (name: Name) => Number(name.at(-2));

const shared = [
  {},
  { stride: 2 },
  { padding: 1 },
  { dilation: 2 },
  { groups: 2 },
  { bias: false },
  { stride: 2, padding: 2, dilation: 3, groups: 2 },
  { dtype: "float64" },
  { stride: [2], padding: [1] },
] as const;
const onlyConv = [
  { padding: "same" },
  { padding: "valid", stride: 3 },
  { padding: "same", dilation: 2, paddingMode: "reflect" },
  ...(["zeros", "reflect", "replicate", "circular"] as const).map((paddingMode) => ({
    paddingMode,
    padding: 2,
    stride: 2,
  })),
] as const;
const onlyTransposed = [
  { stride: 3, outputPadding: 2 },
  { dilation: 2, outputPadding: [1] },
] as const;

describe.each(names)("%s is its function", (name) => {
  const rank = rankOf(name);
  const perAxis = [
    { stride: [3, 1, 2].slice(-rank), padding: [0, 2, 1].slice(-rank), dilation: [1, 2, 1].slice(-rank) },
    ...(isTransposed(name) ? [{ stride: [3, 2, 2].slice(-rank), outputPadding: [2, 0, 1].slice(-rank) }] : []),
  ];
  const options = [...shared, ...perAxis, ...(isTransposed(name) ? onlyTransposed : onlyConv)];
  test.each(options.map((option) => [JSON.stringify(option), option] as const))("with %s", (_, option) => {
    manualSeed(1);
    const { bias: _bias, dtype = "float32", ...geometry }: Record<string, unknown> = option;
    const build = modules[name] as new (...args: unknown[]) => nn.ConvNd & { forward(x: Tensor): Tensor };
    const layer = new build(4, 6, [3, 2, 3].slice(-rank), option);
    const fn = functions[name] as (x: Tensor, weight: Tensor, options: object) => Tensor;
    for (const shape of [
      [2, 4, ...[9, 8, 7].slice(-rank)],
      [4, ...[9, 8, 7].slice(-rank)],
    ]) {
      const x = randn(shape, { dtype: dtype as DType });
      const y = layer.forward(x);
      expect(y.dtype).toBe(dtype);
      expect(y.toTypedArray()).toEqual(fn(x, layer.weight, { ...geometry, bias: layer.bias }).toTypedArray());
      y.sum().backward();
    }
    expect(layer.parameters().every((parameter) => parameter.grad !== null)).toBe(true);
  });
});

test("what was given can be read back, numbers once per axis and lists as they were", () => {
  const conv = new nn.Conv2d(4, 6, 3, {
    stride: [2],
    padding: 1,
    dilation: [2, 1],
    groups: 2,
    paddingMode: "circular",
  });
  const { inChannels, outChannels, kernelSize, stride, padding, dilation, groups, paddingMode, transposed } = conv;
  expect({ inChannels, outChannels, kernelSize, stride, padding, dilation, groups, paddingMode, transposed }).toEqual({
    inChannels: 4,
    outChannels: 6,
    kernelSize: [3, 3],
    stride: [2],
    padding: [1, 1],
    dilation: [2, 1],
    groups: 2,
    paddingMode: "circular",
    transposed: false,
  });
  expect(new nn.ConvTranspose1d(1, 1, 2, { stride: 3, outputPadding: 2 }).outputPadding).toEqual([2]);
  expect(Object.isFrozen(conv.stride)).toBe(true);
});

test("first values come from a generator of the caller's own, and leave the default one alone", () => {
  const options = { generator: new Generator().manualSeed(3) };
  manualSeed(3);
  const usual = new nn.Conv2d(1, 2, 3);
  manualSeed(4);
  const own = new nn.Conv2d(1, 2, 3, options);
  expect(own.weight.toArray()).toEqual(usual.weight.toArray());
  expect(own.bias?.toArray()).toEqual(usual.bias?.toArray());
  const drawn = randn([2]).toArray();
  manualSeed(4);
  expect(randn([2]).toArray()).toEqual(drawn);
  usual.resetParameters({ generator: new Generator().manualSeed(9) });
  expect(usual.weight.toArray()).not.toEqual(own.weight.toArray());
});

test("outputSize takes the place of outputPadding and restores what a strided convolution took away", () => {
  for (let size = 7; size <= 13; size++) {
    for (const stride of [1, 2, 3]) {
      const down = new nn.Conv2d(1, 2, 3, { stride, padding: 1 });
      const up = new nn.ConvTranspose2d(2, 1, 3, { stride, padding: 1 });
      const x = randn([1, 1, size, size + 1]);
      expect(up.forward(down.forward(x), { outputSize: x.shape }).shape).toEqual(x.shape);
      expect(up.forward(down.forward(x), { outputSize: [size, size + 1] }).shape).toEqual(x.shape);
    }
  }
});

describe("refuses", () => {
  const make = (...args: unknown[]) => new (nn.Conv2d as new (...args: unknown[]) => nn.Conv2d)(...args);
  test.each<[string, unknown[], string]>([
    ["no arguments", [], "Conv2d: inChannels must be given, got undefined"],
    ["no kernel size", [1, 1], "Conv2d: kernelSize must be given, got undefined"],
    ["fractions", [1.5, 1, 1], "Conv2d: inChannels must be a whole number, got 1.5"],
    ["words for channels", [1, "2", 1], 'Conv2d: outChannels must be a whole number, got "2"'],
    [
      "a kernel size of another rank",
      [1, 1, [3]],
      "Conv2d: expected kernel_size to be a single integer value or a list of 2 values to match the convolution dimensions, but got kernel_size=[3]",
    ],
    [
      "a long stride list",
      [1, 1, 3, { stride: [1, 1, 1] }],
      "Conv2d: expected stride to be a single integer value or a list of 2 values to match the convolution dimensions, but got stride=[1, 1, 1]",
    ],
    [
      "an unknown word for padding",
      [1, 1, 3, { padding: "full" }],
      "Conv2d: Invalid padding string 'full', should be one of {'valid', 'same'}",
    ],
    [
      "an unknown padding mode",
      [1, 1, 3, { paddingMode: "mirror" }],
      "Conv2d: padding_mode must be one of {'zeros', 'reflect', 'replicate', 'circular'}, but got padding_mode='mirror'",
    ],
    [
      "an unknown option",
      [1, 1, 3, { strides: 2 }],
      "Conv2d: got an unexpected option 'strides' (did you mean 'stride'?)",
    ],
    [
      "outputPadding of a convolution",
      [1, 1, 3, { outputPadding: 1 }],
      "Conv2d: got an unexpected option 'outputPadding'",
    ],
    ["a bias that is no boolean", [1, 1, 3, { bias: 0 }], "Conv2d: bias must be a boolean, got 0"],
    ["a weight beyond all memory", [1e6, 1e6, 3], "Conv2d: weight must have at most"],
    ["options that are no object", [1, 1, 3, 2], "Conv2d: options must be an object of named options, got 2"],
  ])("%s", (_, args, message) => {
    expect(() => make(...args)).toThrow(message);
  });

  test("a word for padding in a transposed convolution", () => {
    expect(() => new nn.ConvTranspose2d(1, 1, 3, { padding: "same" as never })).toThrow(
      "ConvTranspose2d: padding must be a whole number",
    );
  });

  test("an output size that is no list, and unknown options of a call", () => {
    const up = new nn.ConvTranspose2d(1, 1, 3);
    expect(() => up.forward(randn([1, 2, 2]), { outputSize: 4 as never })).toThrow(
      "outputSize must be a list of 2 or 3 sizes, got 4",
    );
    expect(() => up.forward(randn([1, 2, 2]), [4, 4] as never)).toThrow("options must be an object of named options");
    expect(() => up.forward(randn([2, 2]), { outputSize: [4, 4] })).toThrow(
      "Expected 3D (unbatched) or 4D (batched) input to conv_transpose2d",
    );
  });
});
