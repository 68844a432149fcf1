// Winograd convolution of one geometry and direction, ready to run.
import { type Activation, type ConvGeometry, volume } from "@toeplitz/conv/geometry";
import type { Direction } from "../convolution/gather-sum.ts";
import type { Engine, Level } from "../engine/engine.ts";
import { activations } from "../kernels/tile.ts";
import { layout, tilings, winograd, winogradSource } from "../kernels/winograd-job.ts";
import { winogradWeights } from "../kernels/winograd-weights.ts";
import { type Chunks, chunksOf } from "./chunks.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** Addresses of the operands: x is what is read and y what is written, whatever the direction calls them. */
export interface WinogradAddresses {
  readonly x: number;
  readonly weight: number;
  /** 0 for none. */
  readonly bias: number;
  readonly y: number;
  /** Place of the transformed weights, `weightBytes`. */
  readonly transformed: number;
  /** `scratchBytes`, for all threads together. */
  readonly scratch: number;
}

/** What the plan depends on, besides the geometry. */
export interface WinogradSettings {
  readonly level: Level;
  /** Rows of the engine's tile: outputs of a block. */
  readonly blockRows: number;
  /** Vectors of the engine's tile; 2 if not given. */
  readonly vectors?: number;
  readonly threads: number;
}

/** Kinds of tiles that a level allows, by the height of the kernel. */
const allowed: Readonly<Record<Level, { readonly 1: readonly number[]; readonly 3: readonly number[] }>> = {
  default: { 1: [2], 3: [0, 1] },
  high: { 1: [], 3: [1] },
  deterministic: { 1: [], 3: [] },
};

/** How much larger values on the way can be than sums of products: 7.92 and 2.67 per axis, squared, and rounded up. */
const amplification = [64, 8, 8] as const;

/** Cycles that the transform of one filter takes. */
const filterCycles = [55, 32, 15] as const;

/** Chunks per thread from which on threads need not share one. */
const fair = 4;

/** The cheapest plan; null where Winograd's tiles do not apply, or the level does not allow them. */
export function planWinograd(g: ConvGeometry, direction: Direction, settings: WinogradSettings): WinogradPlan | null {
  const shape = shapeOf(g, direction);
  if (shape === null) return null;
  let best: Chunks | null = null;
  for (const kind of allowed[settings.level][shape.kernel[1] as 1 | 3]) {
    const chunks = chunksOf(shape, kind, settings.blockRows);
    if (chunks !== null && (best === null || chunks.cycles < best.cycles)) best = chunks;
  }
  return best === null ? null : new WinogradPlan(shape, best, direction, settings);
}

export class WinogradPlan {
  readonly #shape: Shape;
  readonly #chunks: Chunks;
  readonly #settings: Int32Array;
  readonly #count: number;
  readonly #chunkBytes: number;
  readonly #threadBytes: number;
  readonly #shared: boolean;
  /** The tiles' outputs, as height x width. */
  readonly tiling: string;
  /** Estimated cycles of one image on one thread. */
  readonly cycles: number;
  /** Estimated cycles of transforming the weights. */
  readonly weightCycles: number;
  readonly scratchBytes: number;
  readonly weightBytes: number;
  /** Everything that the transformed weights depend on, as the name of a derived layout. */
  readonly weightLayout: string;

  constructor(shape: Shape, chunks: Chunks, direction: Direction, settings: WinogradSettings) {
    const { threads, blockRows, vectors = 2 } = settings;
    this.#shape = shape;
    this.#chunks = chunks;
    this.tiling = tilings[chunks.kind]!.name;
    this.cycles = chunks.cycles;
    const filters = shape.groups * shape.outputs * shape.channels * shape.kernel[0];
    this.weightCycles = filters * filterCycles[chunks.kind]!;
    this.#count = shape.groups * chunks.rowChunks * chunks.columnChunks * chunks.depthChunks;
    this.#shared = threads > 1 && this.#count < fair * threads;
    this.#chunkBytes = chunks.panel * chunks.products;
    const own = layout.end + chunks.products * chunks.sumsPanel + (this.#shared ? 0 : this.#chunkBytes);
    this.#threadBytes = Math.ceil(own / 64) * 64;
    this.scratchBytes = threads * this.#threadBytes + (this.#shared ? this.#count * this.#chunkBytes : 0);
    this.weightBytes = shape.groups * chunks.blocks.count * chunks.products * chunks.weightPanel;
    const weightShape = `${shape.groups} ${shape.outputs} ${shape.channels} ${shape.kernel}`;
    this.weightLayout = `winograd ${chunks.kind} ${direction} ${blockRows} ${weightShape}`;
    const parts = this.#shared ? Math.ceil((fair * threads) / this.#count) : 1;
    this.#settings = staticSettings(shape, chunks, parts, vectors);
  }

  /**
   * Whether nothing can overflow on the way that would be finite in a direct sum, given the largest magnitudes. Infinity and NaN
   * in either are refused: a transform would spread them over tiles.
   */
  accepts(sourceMagnitude: number, weightMagnitude: number): boolean {
    const terms = this.#shape.channels * volume(this.#shape.kernel);
    const most = sourceMagnitude * weightMagnitude * terms * amplification[this.#chunks.kind]!;
    // Each side alone grows, too, even where the other one is zero.
    const side = 32 * Math.max(sourceMagnitude, weightMagnitude);
    return most <= 2 ** 126 && side <= 2 ** 126;
  }

  /** Computes the transformed weights: when they are not there yet, or the weight has changed. */
  transformWeights(engine: Pick<Engine, "run">, weight: number, transformed: number): void {
    const shape = this.#shape;
    const { blocks, kind, products, weightPanel } = this.#chunks;
    const [kernelD, kernelH, kernelW] = shape.kernel;
    const sign = shape.flipped ? -4 : 4;
    const { at } = winogradWeights;
    const settings = new Int32Array(winogradWeights.fields.length);
    settings[at.kind] = kind;
    settings[at.weight] = weight + (shape.flipped ? 4 * (kernelD * kernelH * kernelW - 1) : 0);
    settings[at.groupDistance] = 4 * shape.weightGroup;
    settings[at.outDistance] = 4 * shape.weightOutput;
    settings[at.sourceDistance] = 4 * shape.weightSource;
    settings[at.depthDistance] = sign * kernelH * kernelW;
    settings[at.rowDistance] = sign * kernelW;
    settings[at.columnDistance] = sign;
    settings[at.channels] = shape.channels;
    settings[at.depthTaps] = kernelD;
    settings[at.packed] = transformed;
    settings[at.packedPanel] = weightPanel;
    settings[at.packedBlock] = products * weightPanel;
    settings[at.packedGroup] = blocks.count * products * weightPanel;
    settings[at.blocks] = blocks.count;
    settings[at.tall] = blocks.tall;
    settings[at.rows] = blocks.rows;
    engine.run(winogradWeights, settings, shape.groups * blocks.count);
  }

  run(engine: Pick<Engine, "run">, addresses: WinogradAddresses, activation: Activation): void {
    const settings = this.#settings;
    const { at } = winograd;
    settings[at.source] = addresses.x;
    settings[at.out] = addresses.y;
    settings[at.bias] = addresses.bias;
    settings[at.activation] = activations[activation];
    settings[at.weight] = addresses.transformed;
    let scratch = addresses.scratch;
    if (this.#shared) {
      settings[at.shared] = scratch;
      scratch += this.#count * this.#chunkBytes;
      engine.run(winogradSource, settings, this.#count * settings[at.channelUnits]!, scratch, this.#threadBytes);
    }
    engine.run(winograd, settings, this.#count * settings[at.blockUnits]!, scratch, this.#threadBytes);
  }
}

/** All settings but the addresses. */
function staticSettings(shape: Shape, chunks: Chunks, parts: number, vectors: number): Int32Array {
  const { at } = winograd;
  const settings = new Int32Array(winograd.fields.length);
  const [sourceD, sourceH, sourceW] = shape.sourceSize;
  const [, outH, outW] = shape.outSize;
  const sourcePlane = 4 * volume(shape.sourceSize);
  const outPlane = 4 * volume(shape.outSize);
  const { blocks, products } = chunks;
  const values: Partial<Record<keyof typeof at, number>> = {
    ...{ kind: chunks.kind, sourceD, sourceH, sourceW, outH, outW, sourcePlane, outPlane },
    sourceSlice: 4 * sourceH * sourceW,
    sourceImage: shape.groups * shape.channels * sourcePlane,
    outSlice: 4 * outH * outW,
    outImage: shape.groups * shape.outputs * outPlane,
    ...{ baseD: shape.base[0], baseH: shape.base[1], baseW: shape.base[2] },
    ...{ dilationH: shape.dilation[1], dilationW: shape.dilation[2] },
    ...{ channels: shape.channels, outputs: shape.outputs, depthTaps: shape.kernel[0] },
    ...{ depths: chunks.depths, depthsInRows: chunks.depthsInRows },
    ...{ tileRows: chunks.tileRows, tileColumns: chunks.tileColumns, allRows: chunks.allRows },
    ...{ rowsPerChunk: chunks.rowsPerChunk, columnsPerChunk: chunks.columnsPerChunk },
    ...{ depthsPerChunk: chunks.depthsPerChunk, rowChunks: chunks.rowChunks, columnChunks: chunks.columnChunks },
    ...{ depthChunks: chunks.depthChunks, pitch: chunks.pitch, panel: chunks.panel, sumsPanel: chunks.sumsPanel },
    weightPanel: chunks.weightPanel,
    weightBlock: products * chunks.weightPanel,
    weightGroup: blocks.count * products * chunks.weightPanel,
    ...{ blocks: blocks.count, tall: blocks.tall, rows: blocks.rows, vectors },
    sharedChunk: chunks.panel * products,
    blockUnits: Math.min(parts, blocks.count),
    channelUnits: Math.min(parts, shape.channels),
  };
  for (const [field, value] of Object.entries(values)) settings[at[field as keyof typeof at]] = value;
  return settings;
}
