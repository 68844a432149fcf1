// Spatial sizes in, spatial sizes out: what a layer's output will measure, without building one.
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import type { SpatialRank } from "./conv-geometry.ts";
import { type ConvSettings, convGeometry } from "./conv-plan.ts";
import type { PerAxis } from "./read-options.ts";

/** The options of {@link convOutputSize}: those of a convolution that move its size. */
export type SizeOptions = Pick<ConvSettings, "stride" | "padding" | "dilation">;

/** The options of {@link convTransposeOutputSize}. */
export type TransposeSizeOptions = {
  readonly stride?: PerAxis;
  readonly padding?: PerAxis;
  readonly outputPadding?: PerAxis;
  readonly dilation?: PerAxis;
};

/**
 * Spatial size of a convolution's output.
 *
 * `input` L or [H, W] -> L' or [H', W']; a number in gives a number back.
 *
 * @throws ToeplitzError as the convolution itself would.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 * @example convOutputSize(224, 7, { stride: 2, padding: 3 }) // 112
 */
export function convOutputSize(input: number, kernel: number, options?: SizeOptions): number;
export function convOutputSize(input: PerAxis, kernel: PerAxis, options?: SizeOptions): number | number[];
export function convOutputSize(input: PerAxis, kernel: PerAxis, options?: SizeOptions): number | number[] {
  checkOptions("convOutputSize", options, ["stride", "padding", "dilation"]);
  return outputSize("convOutputSize", false, input, kernel, options);
}

/**
 * Spatial size of a transposed convolution's output.
 *
 * `input` L or [H, W] -> L' or [H', W']; a number in gives a number back.
 *
 * @throws ToeplitzError as the transposed convolution itself would.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 * @example convTransposeOutputSize(7, 4, { stride: 2, padding: 1 }) // 14
 */
export function convTransposeOutputSize(input: number, kernel: number, options?: TransposeSizeOptions): number;
export function convTransposeOutputSize(
  input: PerAxis,
  kernel: PerAxis,
  options?: TransposeSizeOptions,
): number | number[];
export function convTransposeOutputSize(
  input: PerAxis,
  kernel: PerAxis,
  options?: TransposeSizeOptions,
): number | number[] {
  checkOptions("convTransposeOutputSize", options, ["stride", "padding", "outputPadding", "dilation"]);
  return outputSize("convTransposeOutputSize", true, input, kernel, options);
}

function outputSize(
  api: string,
  transposed: boolean,
  input: unknown,
  kernel: unknown,
  options: ConvSettings | undefined,
): number | number[] {
  const rank = (Array.isArray(input) ? input : Array.isArray(kernel) ? kernel : [0]).length;
  if (rank < 1 || rank > 3) throw argumentError(api, "input", "have one to three axes", input, { code: "shape" });
  const sizes = spatial(api, "input", input, rank);
  const plan = convGeometry({
    api,
    rank: rank as SpatialRank,
    transposed,
    input: { shape: [1, 1, ...sizes], dtype: "float32" },
    weight: { shape: [1, 1, ...spatial(api, "kernel", kernel, rank)], dtype: "float32" },
    options,
  });
  return Array.isArray(input) || Array.isArray(kernel) ? plan.outputShape.slice(2) : plan.outputShape[2]!;
}

function spatial(api: string, argument: string, value: unknown, rank: number): number[] {
  const sizes: unknown[] = Array.isArray(value) ? value : new Array(rank).fill(value);
  if (sizes.length !== rank) {
    throw argumentError(api, argument, `be a number or a list of ${rank} sizes`, value, { code: "shape" });
  }
  return sizes.map((size) => {
    if (typeof size === "number" && Number.isInteger(size) && size >= 1 && size <= 2 ** 32) return size;
    throw argumentError(api, argument, "be a size: a whole number, at least 1", value, { code: "shape", legal: [1] });
  });
}
