// Geometries of unfold and fold: the checks and sizes of sliding blocks, in PyTorch's order and words.
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import type { ConvGeometry } from "./conv-geometry.ts";
import { triple } from "./conv-plan.ts";
import { checkElements } from "./limits.ts";
import { listOf } from "./nearest.ts";
import { type PerAxis, readPerAxis, type Sized } from "./read-options.ts";
import { list, named, nameOf, refusal, tuple } from "./refusal.ts";
import { convSize } from "./size-formulas.ts";

/** A checked unfold or fold. The wide side of the geometry is the image, the narrow one the positions of the block. */
export interface ColumnsPlan {
  readonly geometry: ConvGeometry;
  readonly unbatched: boolean;
  readonly outputShape: readonly number[];
}

/** The named options of unfold and fold. */
export type UnfoldOptions = {
  readonly dilation?: PerAxis;
  readonly padding?: PerAxis;
  readonly stride?: PerAxis;
};

type Block = { kernel: number[]; dilation: number[]; padding: number[]; stride: number[] };

/**
 * Checks a call of `unfold`: `input [N, C, H, W]` or `[C, H, W]` -> `[N, C * kh * kw, L]`.
 *
 * @throws ToeplitzError with PyTorch's sentences.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 */
export function unfoldGeometry(api: string, input: Sized, kernelSize: unknown, options?: unknown): ColumnsPlan {
  const block = readBlock(api, kernelSize, options);
  checkPairs(api, block);
  checkBlock(api, block, ["kernel", "dilation", "padding", "stride"]);
  const { kernel, dilation, padding, stride } = block;
  const shape = input.shape;
  const unbatched = shape.length === 3;
  if ((shape.length !== 3 && shape.length !== 4) || shape.slice(unbatched ? 0 : 1).some((size) => size === 0)) {
    throw refusal(
      api,
      "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: " +
        list(shape),
      {
        code: "shape",
        argument: "input",
        value: shape,
        rule: "have 3 or 4 axes, with elements along all but the batch",
      },
    );
  }
  const [batch, channels, ...size] = unbatched ? [1, ...shape] : shape;
  const blocks = size.map((n, i) => convSize(n, kernel[i]!, stride[i]!, padding[i]!, padding[i]!, dilation[i]!));
  if (blocks.some((n) => n < 1)) {
    // PyTorch prints the height twice; the width stands in `value`.
    throw refusal(
      api,
      `Given input with spatial size ${tuple([size[0]!, size[0]!])}, kernel_size=${tuple(kernel)}, dilation=${tuple(dilation)}, ` +
        `padding=${tuple(padding)}, calculated shape of the array of sliding blocks as ${tuple(blocks)}, but its ` +
        "components must be at least one.",
      { code: "shape", argument: "input", value: shape, rule: "hold at least one block along each axis" },
    );
  }
  checkFloating(api, "im2col_out_cpu", input);
  const outputShape = [batch!, channels! * kernel[0]! * kernel[1]!, blocks[0]! * blocks[1]!];
  return plan(api, block, batch!, channels!, size, blocks, unbatched, outputShape);
}

/**
 * Checks a call of `fold`: `input [N, C * kh * kw, L]` or `[C * kh * kw, L]` -> `[N, C, ...outputSize]`.
 *
 * @throws ToeplitzError with PyTorch's sentences.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 */
export function foldGeometry(
  api: string,
  input: Sized,
  outputSize: unknown,
  kernelSize: unknown,
  options?: unknown,
): ColumnsPlan {
  const block = readBlock(api, kernelSize, options);
  const size = readPerAxis(api, "outputSize", required(api, "outputSize", outputSize), 2, 0);
  checkPair(api, "outputSize", "output_size", size);
  checkPairs(api, block);
  checkBlock(api, block, ["kernel", "stride", "dilation", "padding"]);
  const { kernel, dilation, padding, stride } = block;
  const shape = input.shape;
  const unbatched = shape.length === 2;
  if ((shape.length !== 2 && shape.length !== 3) || shape.slice(unbatched ? 0 : 1).some((n) => n === 0)) {
    throw refusal(
      api,
      "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, " +
        `but got: ${list(shape)}`,
      {
        code: "shape",
        argument: "input",
        value: shape,
        rule: "have 2 or 3 axes, with elements along all but the batch",
      },
    );
  }
  const [batch, rows, columns] = (unbatched ? [1, ...shape] : shape) as [number, number, number];
  const volume = kernel[0]! * kernel[1]!;
  if (rows % volume !== 0) {
    throw refusal(
      api,
      "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got " +
        `input.size(1)=${rows} and kernel_size=${tuple(kernel)}.`,
      {
        code: "shape",
        argument: "input",
        value: shape,
        rule: `have a multiple of ${volume} rows`,
        legal: [shape.with(-2, Math.max(1, Math.round(rows / volume)) * volume)],
      },
    );
  }
  const blocks = size.map((n, i) => convSize(n, kernel[i]!, stride[i]!, padding[i]!, padding[i]!, dilation[i]!));
  const count = blocks[0]! * blocks[1]!;
  const given =
    `Given output_size=${tuple(size)}, kernel_size=${tuple(kernel)}, dilation=${tuple(dilation)}, ` +
    `padding=${tuple(padding)}, stride=${tuple(stride)}`;
  if (count !== columns) {
    throw refusal(
      api,
      `${given}, expected size of input's dimension 2 to match the calculated ` +
        `number of sliding blocks ${blocks.join(" * ")} = ${count}, but got input.size(2)=${columns}.`,
      {
        code: "shape",
        argument: "input",
        value: shape,
        rule: `have ${count} columns`,
        ...(count > 0 && { legal: [shape.with(-1, count)] }),
      },
    );
  }
  const sentence = blocks.some((n) => n < 1)
    ? `${given}, calculated shape of the array of sliding blocks as ${tuple(blocks)}, which is too small (non-positive)`
    : `Expected output spatial size to be positive, but got: output_size=${tuple(size)}.`;
  if (size.some((n) => n < 1) || blocks.some((n) => n < 1)) {
    throw refusal(api, sentence, {
      code: "shape",
      argument: "outputSize",
      value: size,
      rule: "be at least 1 on each axis",
      legal: [1],
    });
  }
  checkFloating(api, "col2im_out_cpu", input);
  const channels = rows / volume;
  return plan(api, block, batch, channels, size, blocks, unbatched, [batch, channels, ...size]);
}

function plan(
  api: string,
  block: Block,
  batch: number,
  channels: number,
  size: readonly number[],
  blocks: readonly number[],
  unbatched: boolean,
  outputShape: readonly number[],
): ColumnsPlan {
  checkElements(api, outputShape);
  const geometry: ConvGeometry = Object.freeze({
    rank: 2,
    transposed: false,
    batch,
    groups: 1,
    widePerGroup: channels,
    narrowPerGroup: 1,
    wide: triple(size, 1),
    narrow: triple(blocks, 1),
    kernel: triple(block.kernel, 1),
    stride: triple(block.stride, 1),
    dilation: triple(block.dilation, 1),
    padding: triple(block.padding, 0),
    paddingAfter: triple(block.padding, 0),
    paddingMode: "zeros",
  });
  return Object.freeze({
    geometry,
    unbatched,
    outputShape: Object.freeze(unbatched ? outputShape.slice(1) : [...outputShape]),
  });
}

function readBlock(api: string, kernelSize: unknown, options: unknown): Block {
  checkOptions(api, options, ["dilation", "padding", "stride"]);
  const settings = (options ?? {}) as UnfoldOptions;
  return {
    kernel: readPerAxis(api, "kernelSize", required(api, "kernelSize", kernelSize), 2, 0),
    dilation: readPerAxis(api, "dilation", settings.dilation, 2, 1),
    padding: readPerAxis(api, "padding", settings.padding, 2, 0),
    stride: readPerAxis(api, "stride", settings.stride, 2, 1),
  };
}

function required(api: string, argument: string, value: unknown): unknown {
  if (value === undefined) throw argumentError(api, argument, "be a number or a list of 2", value);
  return value;
}

function checkPairs(api: string, block: Block): void {
  checkPair(api, "kernelSize", "kernel_size", block.kernel);
  checkPair(api, "dilation", "dilation", block.dilation);
  checkPair(api, "padding", "padding", block.padding);
  checkPair(api, "stride", "stride", block.stride);
}

function checkPair(api: string, argument: string, spelled: string, numbers: readonly number[]): void {
  if (numbers.length === 2) return;
  throw refusal(api, `It is expected ${spelled} equals to 2, but got size ${numbers.length}`, {
    argument,
    value: numbers,
    rule: "be a number or a list of 2",
    legal: [listOf(2, numbers)],
  });
}

/** The signs of the four pairs; unfold and fold look at them in different orders. */
function checkBlock(api: string, block: Block, order: readonly (keyof Block)[]): void {
  for (const what of order) {
    const numbers = block[what];
    const least = what === "padding" ? 0 : 1;
    if (numbers.every((number) => number >= least)) continue;
    const sentence =
      what === "padding"
        ? `padding should be non-negative, but got ${named("pad", numbers)}`
        : `${what === "kernel" ? "kernel size" : what} should be greater than zero, but got ${named(what, numbers)}`;
    throw refusal(api, sentence, {
      argument: what === "kernel" ? "kernelSize" : what,
      value: numbers,
      rule: `be at least ${least}`,
      legal: [least],
    });
  }
}

function checkFloating(api: string, routine: string, input: Sized): void {
  if (input.dtype === "float32" || input.dtype === "float64") return;
  throw refusal(api, `"${routine}" not implemented for '${nameOf[input.dtype].scalar}'`, {
    code: "dtype",
    argument: "input",
    value: input.dtype,
    rule: "be float32 or float64",
    legal: ["float32", "float64"],
  });
}
