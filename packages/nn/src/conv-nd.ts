// What the six convolution modules share: arguments, parameters and their first values, and the printed line.
import type { Padding, PaddingMode, PerAxis, SpatialRank } from "@toeplitz/conv";
import { moduleArguments } from "@toeplitz/conv/geometry";
import { type DType, empty, type Generator } from "@toeplitz/tensor";
import { argumentError, checkOptions } from "@toeplitz/tensor/extend";
import { checkAllWritable } from "./check-all-writable.ts";
import { fans } from "./fans.ts";
import { type DrawOptions, kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { tupleText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

/** Options of all six convolution modules. */
interface SharedOptions {
  /** Step of the kernel. Default 1. */
  readonly stride?: PerAxis;
  /** Distance of the kernel's elements. Default 1. */
  readonly dilation?: PerAxis;
  /** Blocks of channels that do not see each other. Default 1. */
  readonly groups?: number;
  /** Whether each output channel has a number that is added. Default true. */
  readonly bias?: boolean;
  /** Element type of weight and bias. Default float32. */
  readonly dtype?: DType;
  /** Where the first values are drawn from; the default generator, which `manualSeed` seeds, when left out. */
  readonly generator?: Generator;
}

/** Options of {@link Conv1d}, {@link Conv2d} and {@link Conv3d}. */
export interface ConvModuleOptions extends SharedOptions {
  /** Numbers, or `'same'`, which keeps sizes at stride 1, or `'valid'`, which is none. Default 0. */
  readonly padding?: Padding;
  /** What stands outside of the input. Default `'zeros'`. */
  readonly paddingMode?: PaddingMode;
}

/** Options of {@link ConvTranspose1d}, {@link ConvTranspose2d} and {@link ConvTranspose3d}. */
export interface ConvTransposeModuleOptions extends SharedOptions {
  /** Border to remove from the result. Default 0. */
  readonly padding?: PerAxis;
  /** Extra size at the end of each axis. Default 0. */
  readonly outputPadding?: PerAxis;
  /** A transposed convolution knows zeros only. */
  readonly paddingMode?: "zeros";
}

const optionNames = ["stride", "padding", "dilation", "groups", "bias", "paddingMode", "dtype", "generator"];
const transposedOptionNames = [
  "stride",
  "padding",
  "outputPadding",
  "groups",
  "bias",
  "dilation",
  "paddingMode",
  "dtype",
  "generator",
];

/**
 * A convolution or transposed convolution with its weight and bias.
 *
 * The arguments can be read back as properties; lists stand as they were given, single numbers once per axis.
 */
export abstract class ConvNd extends Module {
  readonly transposed: boolean;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  /** `[O, C/groups, ...kernelSize]`, of a transposed convolution `[C, O/groups, ...kernelSize]`. */
  weight: Parameter;
  /** `[O]`, or null. */
  bias: Parameter | null;

  constructor(
    rank: SpatialRank,
    transposed: boolean,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvModuleOptions | ConvTransposeModuleOptions,
  ) {
    super();
    const api = `Conv${transposed ? "Transpose" : ""}${rank}d`;
    checkOptions(api, options, transposed ? transposedOptionNames : optionNames);
    const { bias = true, dtype = "float32", generator, ...geometry } = options;
    if (typeof bias !== "boolean") throw argumentError(api, "bias", "be a boolean", bias);
    const read = moduleArguments({ api, rank, transposed, inChannels, outChannels, kernelSize, options: geometry });
    this.transposed = transposed;
    this.inChannels = read.inChannels;
    this.outChannels = read.outChannels;
    this.kernelSize = read.kernelSize;
    this.stride = read.stride;
    this.padding = read.padding;
    this.dilation = read.dilation;
    this.outputPadding = read.outputPadding;
    this.groups = read.groups;
    this.paddingMode = read.paddingMode;
    this.weight = new Parameter(empty(read.weightShape, { dtype }));
    this.bias = bias ? new Parameter(empty([outChannels], { dtype })) : null;
    this.resetParameters(generator === undefined ? {} : { generator });
  }

  /**
   * Draws weight and bias anew, uniformly within 1 over the root of the number of inputs that each output sees.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
   */
  resetParameters(options: DrawOptions = {}): void {
    checkOptions("resetParameters", options, ["generator"]);
    checkAllWritable("resetParameters", [this.weight, this.bias]);
    // Read once, before anything is drawn.
    const draw = { ...options };
    kaimingUniform_(this.weight, { ...draw, a: Math.sqrt(5) });
    const { fanIn } = fans("resetParameters", this.weight);
    if (this.bias === null || fanIn === 0) return;
    const bound = 1 / Math.sqrt(fanIn);
    uniform_(this.bias, -bound, bound, draw);
  }

  override extraRepr(): string {
    const { padding, dilation, outputPadding, groups, bias, paddingMode } = this;
    const unless = (usual: number, name: string, numbers: readonly number[]) =>
      numbers.every((number) => number === usual) ? "" : `, ${name}=${tupleText(numbers)}`;
    return [
      `${this.inChannels}, ${this.outChannels}`,
      `, kernel_size=${tupleText(this.kernelSize)}, stride=${tupleText(this.stride)}`,
      typeof padding === "string" ? `, padding=${padding}` : unless(0, "padding", padding),
      unless(1, "dilation", dilation),
      unless(0, "output_padding", outputPadding),
      groups === 1 ? "" : `, groups=${groups}`,
      bias === null ? ", bias=False" : "",
      paddingMode === "zeros" ? "" : `, padding_mode=${paddingMode}`,
    ].join("");
  }
}
