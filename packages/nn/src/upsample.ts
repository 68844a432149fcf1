// Another size as a module.
import { type InterpolateOptions, type InterpolationMode, interpolate } from "@toeplitz/conv";
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { floatText, tupleText } from "./module-text.ts";

type Sizes = number | readonly number[] | null;

function checked(api: string, argument: string, value: unknown): Sizes {
  if (value === undefined || value === null) return null;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((entry) => typeof entry === "number"))
    return Array.isArray(value) ? Object.freeze([...value]) : (value as number);
  throw argumentError(api, argument, "be a number, a list of numbers or null", value);
}

/** As Python prints it. */
function shown(sizes: Sizes, number: (value: number) => string): string {
  if (sizes === null) return "None";
  return typeof sizes === "number" ? number(sizes) : tupleText(sizes.map(number));
}

/**
 * The input at another size: the nearest elements, or sums of several.
 *
 * `input [N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` -> `[N, C, ...size]`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input and the options do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
export class Upsample extends Module {
  static override readonly name: string = "Upsample";
  readonly size: Sizes;
  readonly scaleFactor: Sizes;
  readonly mode: InterpolationMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(options: InterpolateOptions = {}) {
    super();
    const api = "Upsample";
    checkOptions(api, options, ["size", "scaleFactor", "mode", "alignCorners", "recomputeScaleFactor"]);
    this.size = checked(api, "size", options.size);
    this.scaleFactor = checked(api, "scaleFactor", options.scaleFactor);
    const { mode = "nearest" } = options;
    if (typeof mode !== "string") throw argumentError(api, "mode", "be the name of a mode", mode);
    this.mode = mode;
    this.alignCorners = options.alignCorners ?? null;
    this.recomputeScaleFactor = options.recomputeScaleFactor ?? null;
  }

  forward(input: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return interpolate(input, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor });
  }

  override extraRepr(): string {
    const what =
      this.scaleFactor === null
        ? `size=${shown(this.size, String)}`
        : `scale_factor=${shown(this.scaleFactor, floatText)}`;
    return `${what}, mode=${this.mode}`;
  }
}
