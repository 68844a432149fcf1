// From the size that a caller wants a transposed convolution to reach, to the outputPadding that reaches it.
import { argumentError } from "@toeplitz/tensor/extend";
import type { SpatialRank } from "./conv-geometry.ts";
import { type PerAxis, readPerAxis, type Sized } from "./read-options.ts";
import { list, refusal } from "./refusal.ts";
import { checkInputRank } from "./shape-checks.ts";
import { convTransposeSize } from "./size-formulas.ts";

/** A transposed convolution that shall reach a size. */
export interface OutputSizeCall {
  readonly api: string;
  readonly rank: SpatialRank;
  readonly input: Sized;
  /** Spatial sizes, with or without channels and batch in front. */
  readonly outputSize: unknown;
  readonly kernelSize: readonly number[];
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
}

/**
 * The outputPadding with which a transposed convolution's output has the size `outputSize`, whose last numbers count.
 *
 * Sizes from the least one up to `stride - 1` more are legal: those that a convolution of this geometry takes to the input's size.
 *
 * @throws ToeplitzError with PyTorch's sentences.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
export function outputPaddingFor(call: OutputSizeCall): number[] {
  const { api, rank, input, kernelSize } = call;
  const unbatched = checkInputRank(api, rank, true, input.shape);
  const leading = unbatched ? 1 : 2;
  const wanted = readOutputSize(api, call.outputSize, rank, leading, input.shape.length);
  const numbers = (argument: "stride" | "padding" | "dilation", absent: number) => {
    const read = readPerAxis(api, argument, call[argument], rank, absent);
    return read.length === 1 ? new Array<number>(rank).fill(read[0]!) : read;
  };
  const [stride, padding, dilation] = [numbers("stride", 1), numbers("padding", 0), numbers("dilation", 1)];
  const least = input.shape
    .slice(leading)
    .map((size, i) => convTransposeSize(size, kernelSize[i]!, stride[i]!, padding[i]!, dilation[i]!, 0));
  const most = least.map((size, i) => size + stride[i]! - 1);
  if (wanted.some((size, i) => size < least[i]! || size > most[i]!)) {
    throw refusal(
      api,
      `requested an output size of ${list(wanted)}, but valid sizes range from ${list(least)} to ${list(most)} ` +
        // PyTorch drops two sizes without asking whether there is a batch axis.
        `(for an input of torch.Size(${list(input.shape.slice(2))}))`,
      {
        code: "shape",
        argument: "outputSize",
        value: wanted,
        rule: `lie between ${list(least)} and ${list(most)}`,
        legal: [wanted.map((size, i) => Math.min(Math.max(size, least[i]!), most[i]!))],
      },
    );
  }
  return wanted.map((size, i) => size - least[i]!);
}

/** The spatial sizes. */
function readOutputSize(api: string, value: unknown, rank: number, leading: number, dimensions: number): number[] {
  if (!Array.isArray(value)) {
    throw argumentError(api, "outputSize", `be a list of ${rank} or ${rank + leading} sizes`, value, { code: "shape" });
  }
  if (value.length !== rank && value.length !== rank + leading) {
    throw refusal(
      api,
      `ConvTranspose${rank}D: for ${dimensions}D input, output_size must have ${rank} or ${rank + leading} elements ` +
        `(got ${value.length})`,
      { code: "shape", argument: "outputSize", value, rule: `have ${rank} or ${rank + leading} numbers` },
    );
  }
  return readPerAxis(api, "outputSize", value, rank, 0).slice(-rank);
}
