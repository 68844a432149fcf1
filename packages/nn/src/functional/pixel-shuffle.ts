// Channels laid out as pixels, and pixels as channels.
import { permute, reshape, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkTensor } from "@toeplitz/tensor/extend";

/**
 * Blocks of `upscaleFactor` x `upscaleFactor` pixels from as many channels.
 *
 * `input [..., C * r * r, H, W]` -> `[..., C, H * r, W * r]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for channels that do not divide.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html
 */
export function pixelShuffle(input: Tensor, upscaleFactor: number): Tensor {
  const refuse = checked("pixelShuffle", "upscale_factor", input, upscaleFactor);
  const r = upscaleFactor;
  const [channels, height, width] = input.shape.slice(-3) as [number, number, number];
  if (channels % (r * r) !== 0) {
    refuse(
      `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but ` +
        `input.size(-3)=${channels} is not divisible by ${r * r}`,
    );
  }
  const batch = input.shape.slice(0, -3);
  const split = reshape(input, [...batch, channels / (r * r), r, r, height, width]);
  return reshape(rearranged(split, [0, 3, 1, 4, 2]), [...batch, channels / (r * r), height * r, width * r]);
}

/**
 * The opposite of {@link pixelShuffle}: each block of pixels becomes as many channels.
 *
 * `input [..., C, H * r, W * r]` -> `[..., C * r * r, H, W]`.
 *
 * @throws ToeplitzError with PyTorch's sentence for sizes that do not divide.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html
 */
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor {
  const refuse = checked("pixelUnshuffle", "downscale_factor", input, downscaleFactor);
  const r = downscaleFactor;
  const [channels, height, width] = input.shape.slice(-3) as [number, number, number];
  for (const [what, axis, size] of [
    ["height", -2, height],
    ["width", -1, width],
  ] as const) {
    if (size % r === 0) continue;
    refuse(
      `pixel_unshuffle expects ${what} to be divisible by downscale_factor, but input.size(${axis})=${size} is not ` +
        `divisible by ${r}`,
    );
  }
  const batch = input.shape.slice(0, -3);
  const split = reshape(input, [...batch, channels, height / r, r, width / r, r]);
  return reshape(rearranged(split, [0, 2, 4, 1, 3]), [...batch, channels * r * r, height / r, width / r]);
}

/** The last five axes in another order. */
function rearranged(x: Tensor, order: readonly number[]): Tensor {
  const batch = x.ndim - 5;
  return permute(x, [...Array.from({ length: batch }, (_, axis) => axis), ...order.map((axis) => batch + axis)]);
}

function checked(api: "pixelShuffle" | "pixelUnshuffle", name: string, input: Tensor, factor: number) {
  checkTensor(api, "input", input);
  const argument = `${name.split("_")[0]}Factor`;
  if (!Number.isInteger(factor)) throw argumentError(api, argument, "be a whole number", factor);
  const routine = api === "pixelShuffle" ? "pixel_shuffle" : "pixel_unshuffle";
  const refuse = (sentence: string, at = "input", value: unknown = input.shape): never => {
    throw new ToeplitzError(sentence, { code: at === "input" ? "shape" : "argument", api, argument: at, value });
  };
  if (input.ndim < 3) {
    refuse(`${routine} expects input to have at least 3 dimensions, but got input with ${input.ndim} dimension(s)`);
  }
  if (factor <= 0) refuse(`${routine} expects a positive ${name}, but got ${factor}`, argument, factor);
  return refuse;
}
