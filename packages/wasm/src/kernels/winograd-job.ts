// What the parts of a Winograd convolution agree upon: settings, tiles' transforms, and how working memory is laid out.
import { type I32, i32 } from "../assembler/expression.ts";
import type { Local } from "../assembler/function-builder.ts";
import { defineJob } from "./job.ts";
import { type Line, line2, line4, untouched } from "./winograd-lines.ts";

/** A kind of tile: its transforms along the height and along the width. */
export interface Tiling {
  readonly name: string;
  readonly rows: Line;
  readonly columns: Line;
}

/** The kinds, by the number in the settings. */
export const tilings = [
  { name: "4x4", rows: line4, columns: line4 },
  { name: "2x2", rows: line2, columns: line2 },
  { name: "1x4", rows: untouched, columns: line4 },
] as const satisfies readonly Tiling[];

/**
 * Tiles lie in tile rows, numbered over (image, depth, dilation phase of the height, row). A chunk is some tile rows times some
 * tile columns, for some depths of the output and one group. Its tiles are numbered over (tile row, column, dilation phase of the
 * width) without gaps, and their values lie as
 *
 * * transformed source: [product][depth of the source][channel][tile]
 * * sums of products: [product][output of the block][tile]
 */
const fields = [
  "kind",
  "source",
  "out",
  /** Address or 0. */
  "bias",
  "activation",
  /** Bytes of a channel, a depth and an image of the source, and its sizes. */
  "sourcePlane",
  "sourceSlice",
  "sourceImage",
  "sourceD",
  "sourceH",
  "sourceW",
  "outPlane",
  "outSlice",
  "outImage",
  "outH",
  "outW",
  /** Position in the source of the first tap of the first output. */
  "baseD",
  "baseH",
  "baseW",
  "dilationH",
  "dilationW",
  /** Of one group. */
  "channels",
  "outputs",
  /** Taps along the depth, each a further set of channels. */
  "depthTaps",
  /** Depths of the output that chunks divide; those that are tile rows instead. */
  "depths",
  "depthsInRows",
  "tileRows",
  "tileColumns",
  "allRows",
  "rowsPerChunk",
  "columnsPerChunk",
  "depthsPerChunk",
  "rowChunks",
  "columnChunks",
  "depthChunks",
  /** Bytes from one row of tiles to the next, and from one product to the next: of transformed source, and of sums. */
  "pitch",
  "panel",
  "sumsPanel",
  /** Packed weights (see winograd-weights.ts): bytes of a product, a block and a group. */
  "weight",
  "weightPanel",
  "weightBlock",
  "weightGroup",
  "blocks",
  "tall",
  "rows",
  /** Of the widest tile. */
  "vectors",
  /** Address of the transformed source of all chunks, and bytes of a chunk; 0: each unit transforms its chunk itself. */
  "shared",
  "sharedChunk",
  /** Units that a chunk is cut into: along the blocks, and along the channels when the source is transformed first. */
  "blockUnits",
  "channelUnits",
] as const;

/** One unit is a chunk, for a share of the blocks. */
export const winograd = defineJob("winograd", fields);

/** Transforms the source of all chunks. One unit is a chunk, for a share of the channels. */
export const winogradSource = defineJob("winograd_source", fields);

export type WinogradField = (typeof fields)[number];
export type WinogradSettings = Readonly<Record<WinogradField, Local<"i32">>>;

/** One setting, in a function that is handed their address. */
export function setting(settings: I32, field: WinogradField): I32 {
  return i32.load(settings, 4 * winograd.at[field]);
}

/** Bytes of so many floats. */
export function bytesOf(floats: I32): I32 {
  return i32.shl(floats, i32.const(2));
}

/** Bytes of a row in working memory: an odd number of cache lines, so that rows do not push each other out. */
export const rowPitch = 1600;

/** Floats that may stand before the first one of a row, when the row is shorter than a vector. */
export const rowSlack = 4;

/** Most columns of the source that a row in working memory takes. */
export const rowFloats = rowPitch / 4 - 2 * rowSlack;

const most = 6;

/** Working memory of a thread, in bytes from its start. */
export const layout = {
  /** Stands for rows outside of the source. */
  zeros: 0,
  /** The rows of a tile row, transformed along the height. */
  rows: rowPitch,
  /** Sums transformed along the height, and finished outputs: of four tiles. */
  sums: rowPitch * (1 + most),
  outputs: rowPitch * (1 + most) + 16 * 4 * most,
  /** Where transformed source and sums may begin. */
  end: rowPitch * (1 + most) + 16 * 4 * (most + 1),
} as const;
