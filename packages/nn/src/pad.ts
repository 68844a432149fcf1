// The modules of padding: a call of `pad` with what the module remembers.
import { type PadMode, type PadOptions, pad, type Tensor } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import { Module } from "./module.ts";
import { kept } from "./module-arguments.ts";
import { tupleText } from "./module-text.ts";

/** A number for every side, or one for each: before and after the last axis, then the one before it. */
type Border = number | readonly number[];

abstract class PadNd extends Module {
  readonly padding: readonly number[];
  readonly #mode: PadMode;

  constructor(api: string, rank: number, mode: PadMode, padding: Border) {
    super();
    const given = kept(api, "padding", padding);
    this.padding = typeof given === "number" ? Object.freeze(new Array<number>(2 * rank).fill(given)) : given;
    this.#mode = mode;
  }

  forward(input: Tensor): Tensor {
    return pad(input, this.padding, this.settings());
  }

  protected settings(): PadOptions {
    return { mode: this.#mode };
  }

  override extraRepr(): string {
    return tupleText(this.padding);
  }
}

abstract class ConstantPadNd extends PadNd {
  readonly value: number;

  constructor(rank: number, padding: Border, value: number) {
    const api = `ConstantPad${rank}d`;
    super(api, rank, "constant", padding);
    if (typeof value !== "number") throw argumentError(api, "value", "be a number", value);
    this.value = value;
  }

  protected override settings(): PadOptions {
    return { value: this.value };
  }

  override extraRepr(): string {
    return `padding=${super.extraRepr()}, value=${this.value}`;
  }
}

/**
 * One value around one axis; negative amounts cut.
 *
 * `input [..., L]` -> `[..., L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
 */
export class ConstantPad1d extends ConstantPadNd {
  static override readonly name: string = "ConstantPad1d";

  constructor(padding: Border, value: number) {
    super(1, padding, value);
  }
}

/**
 * One value around two axes; negative amounts cut.
 *
 * `input [..., H, W]` -> `[..., H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
 */
export class ConstantPad2d extends ConstantPadNd {
  static override readonly name: string = "ConstantPad2d";

  constructor(padding: Border, value: number) {
    super(2, padding, value);
  }
}

/**
 * One value around three axes; negative amounts cut.
 *
 * `input [..., D, H, W]` -> `[..., D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html
 */
export class ConstantPad3d extends ConstantPadNd {
  static override readonly name: string = "ConstantPad3d";

  constructor(padding: Border, value: number) {
    super(3, padding, value);
  }
}

/**
 * Zeros around two axes; negative amounts cut.
 *
 * `input [..., H, W]` -> `[..., H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export class ZeroPad2d extends PadNd {
  static override readonly name: string = "ZeroPad2d";

  constructor(padding: Border) {
    super("ZeroPad2d", 2, "constant", padding);
  }
}

/**
 * The input mirrored at its edges, around one axis.
 *
 * `input [C, L]` or `[N, C, L]` -> `[..., L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
 */
export class ReflectionPad1d extends PadNd {
  static override readonly name: string = "ReflectionPad1d";

  constructor(padding: Border) {
    super("ReflectionPad1d", 1, "reflect", padding);
  }
}

/**
 * The input mirrored at its edges, around two axes.
 *
 * `input [C, H, W]` or `[N, C, H, W]` -> `[..., H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export class ReflectionPad2d extends PadNd {
  static override readonly name: string = "ReflectionPad2d";

  constructor(padding: Border) {
    super("ReflectionPad2d", 2, "reflect", padding);
  }
}

/**
 * The input mirrored at its edges, around three axes.
 *
 * `input [C, D, H, W]` or `[N, C, D, H, W]` -> `[..., D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html
 */
export class ReflectionPad3d extends PadNd {
  static override readonly name: string = "ReflectionPad3d";

  constructor(padding: Border) {
    super("ReflectionPad3d", 3, "reflect", padding);
  }
}

/**
 * The input's edges repeated, around one axis.
 *
 * `input [C, L]` or `[N, C, L]` -> `[..., L']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
 */
export class ReplicationPad1d extends PadNd {
  static override readonly name: string = "ReplicationPad1d";

  constructor(padding: Border) {
    super("ReplicationPad1d", 1, "replicate", padding);
  }
}

/**
 * The input's edges repeated, around two axes.
 *
 * `input [C, H, W]` or `[N, C, H, W]` -> `[..., H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
 */
export class ReplicationPad2d extends PadNd {
  static override readonly name: string = "ReplicationPad2d";

  constructor(padding: Border) {
    super("ReplicationPad2d", 2, "replicate", padding);
  }
}

/**
 * The input's edges repeated, around three axes.
 *
 * `input [C, D, H, W]` or `[N, C, D, H, W]` -> `[..., D', H', W']`.
 *
 * @throws ToeplitzError with PyTorch's sentence when an input does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html
 */
export class ReplicationPad3d extends PadNd {
  static override readonly name: string = "ReplicationPad3d";

  constructor(padding: Border) {
    super("ReplicationPad3d", 3, "replicate", padding);
  }
}
