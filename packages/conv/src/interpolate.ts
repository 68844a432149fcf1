// Another size for one, two or three axes, by elements between elements.
import type { Tensor } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import { adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveAvgPool3d } from "./adaptive-pool.ts";
import {
  type InterpolateOptions,
  type InterpolationLoop,
  interpolationCall,
  interpolationOf,
} from "./geometry/interpolation.ts";
import { interpolated } from "./ops/interpolate.ts";

export type { InterpolateOptions, InterpolationMode } from "./geometry/interpolation.ts";

const averages = [adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveAvgPool3d] as const;

/** PyTorch's words on the tape. */
const words = { nearest: "Nearest", "nearest-exact": "NearestExact", bicubic: "Bicubic" } as const;

/**
 * The input at another size: the nearest element, sums of the nearest two (`'linear'`, `'bilinear'`, `'trilinear'`) or four
 * (`'bicubic'`) along each axis, or averages (`'area'`).
 *
 * `input [N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` -> `[N, C, ...size]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for shapes, modes and options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 */
export function interpolate(input: Tensor, options: InterpolateOptions = {}): Tensor {
  checkTensor("interpolate", "input", input);
  const call = interpolationCall(input, options);
  const rank = input.ndim - 2;
  if (call.mode === "area") return (averages[rank - 1] as typeof adaptiveAvgPool2d)(input, call.size);
  const word = words[call.mode as keyof typeof words] ?? ["Linear", "Bilinear", "Trilinear"][rank - 1];
  const tables = (loop: InterpolationLoop) => interpolationOf(input.shape, input.dtype, call, loop);
  return interpolated([input], {
    interpolation: tables(rank > 1 && isChannelsLast(input) ? "forward, channels last" : "forward"),
    back: tables("backward"),
    inputShape: input.shape,
    outputShape: [...input.shape.slice(0, 2), ...call.size],
    name: `Upsample${word}${rank}D`,
  });
}

/** Whether the elements lie in order with channels innermost; of one channel they may do so and lie as ever. */
function isChannelsLast({ shape, strides, ndim }: Tensor): boolean {
  let distance = 1;
  return [1, ...Array.from({ length: ndim - 2 }, (_, i) => ndim - 1 - i), 0].every((axis) => {
    const size = shape[axis] as number;
    const fits = size === 1 || strides[axis] === distance;
    distance *= size;
    return fits;
  });
}
