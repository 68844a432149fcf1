// Shapes of convolutions against recorded calls of real PyTorch, and the refusals that have no PyTorch sentence.
import { ToeplitzError } from "@toeplitz/tensor";
import { describe, expect, it, test } from "vitest";
import {
  convGeometry,
  convInputGeometry,
  convOutputSize,
  convTransposeOutputSize,
  convWeightGeometry,
  foldGeometry,
  multiplications,
  narrowShape,
  prepadded,
  type Sized,
  type SpatialRank,
  unfoldGeometry,
  weightShape,
  wideShape,
} from "../src/geometry.ts";
import recorded from "./fixtures/golden/conv-calls.json" with { type: "json" };
import { fieldsOfRefusals } from "./refusal-fields.ts";

type Recorded = [
  name: string,
  input: number[],
  weight: number[],
  bias: number[] | null,
  dtypes: Sized["dtype"][],
  options: Record<string, unknown>,
  answer: number[] | string,
];

const f32 = (...shape: number[]): Sized => ({ shape, dtype: "float32" });

function plan(name: string, input: Sized, weight: Sized, options?: unknown, bias: Sized | null = null) {
  const rank = Number(/\d/.exec(name)![0]) as SpatialRank;
  return convGeometry({ api: name, rank, transposed: name.includes("T"), input, weight, bias, options });
}

function refused(run: () => unknown): ToeplitzError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ToeplitzError);
    return error as ToeplitzError;
  }
  throw new Error("was not refused");
}

function planOf([name, input, weight, bias, dtypes, options]: Recorded) {
  const [one, two, three] = dtypes as [Sized["dtype"], Sized["dtype"], Sized["dtype"]];
  const sized = (shape: number[], dtype: Sized["dtype"]): Sized => ({ shape, dtype });
  return () => plan(name, sized(input, one), sized(weight, two), options, bias && sized(bias, three));
}

describe("real PyTorch 1.13.1", () => {
  const rows = recorded.rows as Recorded[];
  test.each([...new Set(rows.map(([name]) => name))])("%s: the same shapes, and the same sentences", (wanted) => {
    for (const row of rows) {
      const [name, , , , , , answer] = row;
      if (name !== wanted) continue;
      const call = planOf(row);
      const what = JSON.stringify(row.slice(0, 6));
      if (typeof answer === "string") {
        const error = refused(call);
        expect(error.message, what).toBe(`${name}: ${answer}`);
        expect(error.rule, what).toBeDefined();
        expect(error.argument, what).toBeDefined();
      } else {
        expect(call().outputShape, what).toEqual(answer);
      }
    }
  });

  it("an error says beside the sentence whose fault it is, and what would do", async () => {
    const calls = rows.map((row) => [JSON.stringify(row.slice(0, 6)), planOf(row)] as const);
    await expect(fieldsOfRefusals(calls)).toMatchFileSnapshot("__snapshots__/conv-refusals.txt");
  });

  it("is asked about every sentence", () => {
    const answers = rows.map((row) => row[6]).filter((answer) => typeof answer === "string");
    for (const part of [
      "and bias type (",
      "(unbatched) or",
      "weight should have at least three dimensions",
      "non-positive groups",
      "expected stride to be a single",
      "expected padding to be a single",
      "expected dilation to be a single",
      "expected output_padding to be a single",
      "negative padding",
      "negative output_padding",
      "non-positive stride",
      "-dimensional weight [",
      "-dimensional weight[",
      "expected weight to be at least",
      "expected weight to be divisible",
      "channels instead",
      "Given transposed=1",
      "expected bias to be 1-dimensional",
      "Calculated padded input size per channel",
      "Only zero batch or zero channel",
      "dilation should be greater than zero, but got [",
      "dilation should be greater than zero, but got dilation_",
      "kernel size should be greater than zero, but got [",
      "kernel size should be greater than zero, but got kernel_",
      "(TxHxW)",
      "output padding must be smaller",
      "non-empty 5D",
      "non-empty 2D or 4D",
      "Output size is too small",
      "expected scalar type",
      "slow_conv_dilated<>",
      "slow_conv_transpose2d_out_cpu",
      "slow_conv2d_cpu",
      "cannot broadcast to",
      "is not supported for strided",
      "Invalid padding string: 'foo'",
      "wrapping around more than once",
      "Argument #4: Padding size",
      "Argument #6: Padding size",
      "_pad2d",
    ]) {
      expect(
        answers.some((answer) => answer.includes(part)),
        part,
      ).toBe(true);
    }
  });
});

describe("geometry", () => {
  it("spells out a grouped, padded convolution", () => {
    const { geometry, outputShape, unbatched } = plan("conv2d", f32(4, 9, 10), f32(6, 2, 3, 4), {
      groups: 2,
      stride: [2, 1],
      padding: "valid",
    });
    expect(unbatched).toBe(true);
    expect(outputShape).toEqual([6, 4, 7]);
    expect(geometry).toMatchObject({
      rank: 2,
      transposed: false,
      batch: 1,
      groups: 2,
      widePerGroup: 2,
      narrowPerGroup: 3,
      wide: [1, 9, 10],
      narrow: [1, 4, 7],
      kernel: [1, 3, 4],
      stride: [1, 2, 1],
      dilation: [1, 1, 1],
      padding: [0, 0, 0],
    });
    expect(Object.isFrozen(geometry) && Object.isFrozen(geometry.wide)).toBe(true);
    expect(wideShape(geometry)).toEqual([1, 4, 9, 10]);
    expect(narrowShape(geometry)).toEqual([1, 6, 4, 7]);
    expect(weightShape(geometry)).toEqual([6, 2, 3, 4]);
    expect(multiplications(geometry)).toBe(6 * 4 * 7 * 2 * 12);
  });

  it("a transposed convolution reads the same record the other way", () => {
    const { geometry, outputShape } = plan("convTranspose1d", f32(2, 4, 5), f32(4, 3, 3), {
      stride: 3,
      padding: 1,
      outputPadding: 2,
      groups: 2,
    });
    expect(outputShape).toEqual([2, 6, 15]);
    expect(geometry).toMatchObject({ transposed: true, narrowPerGroup: 2, widePerGroup: 3 });
    expect(geometry.wide).toEqual([1, 1, 15]);
    expect(geometry.narrow).toEqual([1, 1, 5]);
  });

  it("'same' puts the odd element behind, and keeps every size", () => {
    for (let size = 1; size < 12; size++) {
      for (let kernel = 1; kernel < 6; kernel++) {
        for (let dilation = 1; dilation < 4; dilation++) {
          const { geometry, outputShape } = plan("conv1d", f32(1, 1, size), f32(1, 1, kernel), {
            padding: "same",
            dilation,
          });
          expect(outputShape).toEqual([1, 1, size]);
          const total = dilation * (kernel - 1);
          expect(geometry.padding[2]).toBe(Math.floor(total / 2));
          expect(geometry.paddingAfter[2]).toBe(Math.ceil(total / 2));
        }
      }
    }
  });

  it("'same' of an empty kernel is refused as PyTorch does, by the padding it would need", () => {
    const run = () => plan("conv2d", f32(1, 1, 5, 5), f32(1, 1, 0, 3), { padding: "same" });
    expect(refused(run).message).toBe("conv2d: negative padding is not supported");
  });

  it("padding modes are spelled out for whoever pads first", () => {
    const { geometry, outputShape } = plan("conv2d", f32(1, 2, 5, 6), f32(3, 2, 2, 4), {
      padding: "same",
      paddingMode: "circular",
    });
    expect(outputShape).toEqual([1, 3, 5, 6]);
    expect(geometry).toMatchObject({ paddingMode: "circular", padding: [0, 0, 1], paddingAfter: [0, 1, 2] });
    expect(prepadded(geometry)).toMatchObject({ paddingMode: "zeros", padding: [0, 0, 0], wide: [1, 6, 9] });
  });
});

describe("refusals without a sentence of PyTorch's", () => {
  const conv = (options: unknown) => refused(() => plan("conv2d", f32(1, 1, 5, 5), f32(1, 1, 3, 3), options));
  it.each([
    [{ stride: 1.5 }, "conv2d: stride must be a whole number or a list of 2 whole numbers, got 1.5", [1, 2]],
    [{ stride: [1, Number.NaN] }, "conv2d: stride[1] must be a whole number, got NaN", undefined],
    [{ dilation: "2" }, 'conv2d: dilation must be a whole number or a list of 2 whole numbers, got "2"', undefined],
    [{ groups: true }, "conv2d: groups must be a whole number, got true", undefined],
    [{ padding: null }, "conv2d: padding must be a whole number or a list of 2 whole numbers, got null", undefined],
    [{ padding: 2 ** 40 }, "conv2d: padding must lie between -4294967296 and 4294967296, got 1099511627776", [2 ** 32]],
    [
      { paddingMode: "mirror" },
      'conv2d: paddingMode must be one of zeros, reflect, replicate, circular, got "mirror"',
      ["zeros", "reflect", "replicate", "circular"],
    ],
    [
      { activation: "gelu" },
      'conv2d: activation must be one of none, relu, relu6, got "gelu"',
      ["none", "relu", "relu6"],
    ],
    [{ strides: 2 }, "conv2d: got an unexpected option 'strides' (did you mean 'stride'?)", ["stride"]],
    [{ outputPadding: 1 }, "conv2d: got an unexpected option 'outputPadding'", undefined],
    [{ padding: 2 ** 31 }, "conv2d: output must have at most 4294967296 elements", undefined],
  ])("%j", (options, message, legal) => {
    const error = conv(options);
    expect(error.message.slice(0, message.length)).toBe(message);
    if (legal !== undefined) expect(error.legal).toEqual(legal);
  });

  it("a transposed convolution pads with zeros only, and has no words for padding", () => {
    const transposed = (options: unknown) =>
      refused(() => plan("convTranspose2d", f32(1, 1, 5, 5), f32(1, 1, 3, 3), options)).message;
    expect(transposed({ padding: "same" })).toMatch("padding must be a whole number or a list of 2");
    expect(transposed({ paddingMode: "reflect" })).toBe(
      'convTranspose2d: Only "zeros" padding mode is supported for ConvTranspose2d',
    );
  });

  it("name the nearest legal values", () => {
    const legal = (run: () => unknown) => refused(run).legal;
    expect(legal(() => plan("conv2d", f32(1, 4, 5, 5), f32(6, 1, 3, 3), { groups: 4 }))).toEqual([3]);
    expect(legal(() => plan("conv2d", f32(1, 4, 5, 5), f32(6, 3, 3, 3)))).toEqual([[1, 3, 5, 5]]);
    expect(legal(() => plan("conv2d", f32(1, 3, 5, 2), f32(6, 3, 3, 3)))).toEqual([[1, 3, 5, 3]]);
    expect(legal(() => plan("conv2d", f32(1, 3, 5, 5), f32(6, 3, 3, 3), {}, f32(5)))).toEqual([[6]]);
    expect(legal(() => plan("convTranspose1d", f32(1, 3, 5), f32(3, 1, 3), { stride: 2, outputPadding: 4 }))).toEqual([
      [1],
    ]);
    expect(legal(() => plan("conv1d", f32(1, 1, 3), f32(1, 1, 3), { padding: 3, paddingMode: "reflect" }))).toEqual([
      [2],
    ]);
  });
});

describe("output sizes", () => {
  it("of numbers and lists", () => {
    expect(convOutputSize(224, 7, { stride: 2, padding: 3 })).toBe(112);
    expect(convOutputSize([5, 7], 3, { dilation: [1, 2], padding: "same" })).toEqual([5, 7]);
    expect(convOutputSize(10, [3, 2, 1])).toEqual([8, 9, 10]);
    expect(convTransposeOutputSize(7, 4, { stride: 2, padding: 1 })).toBe(14);
    expect(convTransposeOutputSize([7, 8], [4, 3], { stride: 2, outputPadding: 1 })).toEqual([17, 18]);
  });

  it("outputPadding is what the matrix's transpose needs", () => {
    for (let size = 3; size < 20; size++) {
      for (const [kernel, stride, padding, dilation] of [
        [3, 2, 1, 1],
        [2, 3, 0, 1],
        [3, 4, 2, 2],
      ] as const) {
        if (size + 2 * padding < dilation * (kernel - 1) + 1) continue;
        const y = convOutputSize(size, kernel, { stride, padding, dilation });
        const outputPadding = (size + 2 * padding - dilation * (kernel - 1) - 1) % stride;
        expect(convTransposeOutputSize(y, kernel, { stride, padding, dilation, outputPadding })).toBe(size);
      }
    }
  });

  it("refuse what the operation would", () => {
    expect(() => convOutputSize(2, 3)).toThrow(
      "convOutputSize: Calculated padded input size per channel: (2). Kernel size: (3). Kernel size can't be greater",
    );
    expect(() => convOutputSize(0, 3)).toThrow("convOutputSize: input must be a size");
    expect(() => convOutputSize([2, 2], [1, 1, 1])).toThrow("kernel must be a number or a list of 2 sizes");
    expect(() => convOutputSize([1, 2, 3, 4], 1)).toThrow("input must have one to three axes");
    expect(() => convTransposeOutputSize(1, 1, { outputPadding: 1 })).toThrow("output padding must be smaller");
  });
});

describe("gradients of a given size", () => {
  const weight = f32(4, 3, 3, 3);
  it.each([
    [[1, 3, 5, 5], f32(1, 4, 3, 3), {}, null],
    [[1, 3, 6, 6], f32(1, 4, 2, 2), { stride: 2 }, null],
    [[1, 3, 5, 5], f32(1, 4, 2, 2), { stride: 2 }, null],
    [
      [1, 3, 6, 6],
      f32(1, 4, 3, 3),
      {},
      "Expected a tensor of dimension 4 and tensor.size[2] == 4 but got: dimension 4 and tensor.size[2] = 3",
    ],
    [
      [1, 3, 5, 5],
      f32(1, 5, 3, 3),
      {},
      "Expected a tensor of dimension 4 and tensor.size[1] == 4 but got: dimension 4 and tensor.size[1] = 5",
    ],
    [
      [1, 2, 5, 5],
      f32(1, 4, 3, 3),
      {},
      "Given groups=1, weight of size [4, 3, 3, 3], expected input[1, 2, 5, 5] to have 3 channels, but got 2 channels instead",
    ],
    [
      [1, 3, 5, 5],
      f32(4, 3, 3),
      {},
      "Expected input and grad_output to have the same number of dimensions, but got: 4 and 3",
    ],
    [[1, 3, 5, 5], { shape: [1, 4, 3, 3], dtype: "float64" }, {}, "expected scalar type Double but found Float"],
    [[3, 5, 5], f32(4, 3, 3), {}, "inputSize must be a list of 4 sizes, got [3, 5, 5]"],
    [[1, 3, 5, 5], f32(1, 4, 5, 5), { padding: "same" }, "padding must be a whole number or a list of 2 whole numbers"],
  ] as const)("input %j from %j, %j", (size, gradOutput, options, message) => {
    const run = () => convInputGeometry("conv2dInput", 2, size, weight, gradOutput as Sized, options);
    if (message === null) expect(wideShape(run().geometry)).toEqual(size);
    else expect(refused(run).message).toMatch(`conv2dInput: ${message}`);
  });

  it("one spatial axis is shown as two, as PyTorch does", () => {
    const run = () => convInputGeometry("conv1dInput", 1, [1, 3, 6], f32(4, 3, 3), f32(1, 4, 3));
    expect(refused(run).message).toBe(
      "conv1dInput: Expected a tensor of dimension 4 and tensor.size[3] == 4 but got: dimension 4 and tensor.size[3] = 3",
    );
  });

  it("of the weight", () => {
    const run = (size: number[]) =>
      convWeightGeometry("conv2dWeight", 2, f32(1, 3, 6, 6), size, f32(1, 4, 2, 2), { stride: 2 });
    expect(weightShape(run([4, 3, 3, 3]).geometry)).toEqual([4, 3, 3, 3]);
    expect(weightShape(run([4, 3, 4, 4]).geometry)).toEqual([4, 3, 4, 4]);
    expect(refused(() => run([5, 3, 3, 3])).message).toBe(
      "conv2dWeight: Expected a tensor of dimension 4 and tensor.size[1] == 5 but got: dimension 4 and tensor.size[1] = 4",
    );
  });
});

describe("unfold", () => {
  const u = (shape: number[], kernel: unknown, options?: unknown, dtype: Sized["dtype"] = "float32") =>
    unfoldGeometry("unfold", { shape, dtype }, kernel, options);
  it("shapes", () => {
    expect(u([2, 3, 5, 6], 3).outputShape).toEqual([2, 27, 12]);
    expect(u([3, 5, 6], [3, 2], { stride: 2, padding: 1 }).outputShape).toEqual([18, 12]);
    expect(u([0, 3, 5, 6], 3).outputShape).toEqual([0, 27, 12]);
  });
  const shown = "tensor with possibly 0 batch size and other non-zero dimensions for input, but got:";
  it.each([
    [[1, 1, 1, 5, 6], 3, {}, `Expected 3D or 4D (batch mode) ${shown} [1, 1, 1, 5, 6]`],
    [[2, 0, 5, 6], 3, {}, `Expected 3D or 4D (batch mode) ${shown} [2, 0, 5, 6]`],
    [
      [2, 3, 2, 6],
      3,
      {},
      "Given input with spatial size (2, 2), kernel_size=(3, 3), dilation=(1, 1), padding=(0, 0), calculated shape of the " +
        "array of sliding blocks as (0, 4), but its components must be at least one.",
    ],
    [
      [1, 2, 3, 2, 6],
      0,
      { dilation: 0 },
      "kernel size should be greater than zero, but got kernel_height: 0 kernel_width: 0",
    ],
    [
      [2, 3, 2, 6],
      1,
      { dilation: 0, padding: -1, stride: 0 },
      "dilation should be greater than zero, but got dilation_height: 0 dilation_width: 0",
    ],
    [
      [2, 3, 2, 6],
      1,
      { padding: -1, stride: 0 },
      "padding should be non-negative, but got pad_height: -1 pad_width: -1",
    ],
    [[2, 3, 2, 6], 1, { stride: 0 }, "stride should be greater than zero, but got stride_height: 0 stride_width: 0"],
    [[2, 3, 2, 6], [2, 2, 2], {}, "It is expected kernel_size equals to 2, but got size 3"],
    [[2, 3, 2, 6], [2, 2], { stride: [1] }, "It is expected stride equals to 2, but got size 1"],
  ])("%j %j %j", (shape, kernel, options, message) => {
    expect(refused(() => u(shape, kernel, options)).message).toBe(`unfold: ${message}`);
  });
  it("integers", () => {
    expect(refused(() => u([2, 3, 2, 6], 2, {}, "int64")).message).toBe(
      "unfold: \"im2col_out_cpu\" not implemented for 'Long'",
    );
  });
});

describe("fold", () => {
  const f = (shape: number[], size: unknown, kernel: unknown, options?: unknown, dtype: Sized["dtype"] = "float32") =>
    foldGeometry("fold", { shape, dtype }, size, kernel, options);
  it("shapes", () => {
    expect(f([2, 27, 12], [5, 6], 3).outputShape).toEqual([2, 3, 5, 6]);
    expect(f([27, 12], [5, 6], 3).outputShape).toEqual([3, 5, 6]);
    expect(f([0, 8, 9], 4, 2).outputShape).toEqual([0, 2, 4, 4]);
  });
  it.each([
    [
      [12],
      [5, 6],
      3,
      {},
      "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: [12]",
    ],
    [
      [7, 12],
      [5, 6],
      [2, 2],
      {},
      "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=7 and " +
        "kernel_size=(2, 2).",
    ],
    [
      [2, 8, 8],
      [4, 4],
      2,
      {},
      "Given output_size=(4, 4), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), stride=(1, 1), expected size of " +
        "input's dimension 2 to match the calculated number of sliding blocks 3 * 3 = 9, but got input.size(2)=8.",
    ],
    [[2, 8, 8], [1, 4, 4], 2, {}, "It is expected output_size equals to 2, but got size 3"],
    [
      [2, 8, 8],
      [1, 4],
      1,
      { stride: 0, dilation: 0 },
      "stride should be greater than zero, but got stride_height: 0 stride_width: 0",
    ],
  ])("%j %j %j %j", (shape, size, kernel, options, message) => {
    expect(refused(() => f(shape, size, kernel, options)).message).toBe(`fold: ${message}`);
  });
  it("nothing to fold into, and integers", () => {
    expect(refused(() => f([2, 8, 1], 0, 2)).message).toBe(
      "fold: Given output_size=(0, 0), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), stride=(1, 1), calculated shape of " +
        "the array of sliding blocks as (-1, -1), which is too small (non-positive)",
    );
    expect(refused(() => f([2, 4, 1], 0, 2, { padding: 1 })).message).toBe(
      "fold: Expected output spatial size to be positive, but got: output_size=(0, 0).",
    );
    expect(refused(() => f([2, 8, 9], 4, 2, {}, "int32")).message).toBe(
      "fold: \"col2im_out_cpu\" not implemented for 'Int'",
    );
  });
});
