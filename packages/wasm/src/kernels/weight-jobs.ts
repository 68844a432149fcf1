// The jobs of the weight gradient: what its staging and its sums need to know, as words.
import type { Local } from "../assembler/function-builder.ts";
import { defineJob } from "./job.ts";

/**
 * Settings of all three jobs. Distances are in bytes, sizes in elements.
 *
 * The staged copy of x holds for each channel one plane per phase (remainders of the padded position modulo the stride, on each
 * axis, as far as taps use them), and each plane holds all images: rows of `pitch` columns with zeros around. So every tap walks
 * neighbouring columns. The staged copy of y holds blocks of output channels, vector by vector: [block][step][row][4].
 *
 * A run is a stretch of `steps` vectors; `runsPerPlane` of them make a plane.
 */
const fields = [
  "x",
  "y",
  "weight",
  /** Staged copies, and one word per staged piece that says whether it holds NaN, infinity or a huge number. */
  "xStaged",
  "yStaged",
  "xFlags",
  "yFlags",
  "batch",
  "groups",
  "widePerGroup",
  "narrowPerGroup",
  "wideD",
  "wideH",
  "wideW",
  "narrowD",
  "narrowH",
  "narrowW",
  "kernelD",
  "kernelH",
  "kernelW",
  "strideD",
  "strideH",
  "strideW",
  "dilationD",
  "dilationH",
  "dilationW",
  "paddingD",
  "paddingH",
  "paddingW",
  /** The slice: groups, channels of x in each of them, blocks of channels of y in each of them. */
  "firstGroup",
  "firstWide",
  "wideCount",
  "firstBlock",
  "blockCount",
  /** Rows of the blocks: `blockRows`, and one more in the first `longBlocks`. */
  "blockRows",
  "longBlocks",
  /** First channel of y in the slice, and number of them. */
  "firstNarrow",
  "narrowCount",
  /** Phases on each axis. */
  "phasesD",
  "phasesH",
  "phasesW",
  /** Columns of a staged row of x and of y, and staged rows and planes of an image of x. */
  "pitch",
  "rowsX",
  "planesX",
  /** Staged x: one image, one phase, one channel. */
  "imageBytes",
  "phaseBytes",
  "channelBytes",
  /** Runs: rows of a plane, planes of an image, runs of a plane, of everything, and their length. */
  "planeRows",
  "planes",
  "runsPerPlane",
  "runs",
  "steps",
  /** Staged x: from one run to the next, from one plane to the next. */
  "runBytes",
  "planeBytes",
  /** Further steps of the pointers into x behind the last step of a run, of the last run of a plane, of an image. */
  "runJump",
  "planeJump",
  "imageJump",
  /** Staged pieces per unit: images of channels of x, runs of blocks of y. */
  "xPieces",
  "yPieces",
  "xPiecesInAll",
  "yPiecesInAll",
  /** Runs that a unit takes at a time, and parts that the weights of a block are dealt out to. */
  "chunk",
  "parts",
] as const;

export type WeightField = (typeof fields)[number];

/** The settings as a job's body sees them. */
export type WeightSettings = Readonly<Record<WeightField, Local<"i32">>>;

/** Stages x: a unit is `xPieces` images of channels. */
export const weightStageX = defineJob("weight_stage_x", fields);

/** Stages y: a unit is `yPieces` runs of blocks. */
export const weightStageY = defineJob("weight_stage_y", fields);

/** The sums: a unit is a part of the weights of one block. */
export const weightSums = defineJob("weight_sums", fields);
