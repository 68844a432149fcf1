// The settings of the depthwise job, and the descriptors in its tables.
import { defineJob } from "./job.ts";

/** Vectors of the strips that there are: of single rows, and of pairs of rows, which leave rows to single ones as wide. */
export const stripWidths = { single: [1, 2, 3, 4, 6, 7], pair: [1, 2, 3, 4, 6] } as const;

/** Strips in the order of their numbers. */
export const strips = (["single", "pair"] as const).flatMap((kind) =>
  stripWidths[kind].map((vectors) => ({ pairs: kind === "pair", vectors })),
);

/** Entries of the table of strips: which one to take where so many vectors are left (or more). */
export const stripChoices = 32;

/**
 * Depthwise sums: every output plane reads one source plane (or, the other way round, several source planes give one).
 *
 * A unit is a block of planes with all their bands, or some bands of one plane. A band is a box of outputs; what it reads is
 * copied into a box of working memory with zeros around, its columns dealt out by their remainder modulo `runs`. Counts of
 * positions are of one phase: outputs that are `outStep` apart along each axis have the same taps.
 */
export const depthwise = defineJob("depthwise", [
  "x",
  "weight",
  "bias",
  "y",
  "tables",
  "activation",
  /** Output planes, how many a unit takes, channels of the output, and planes that read the same source. */
  "planes",
  "planesPerUnit",
  "channels",
  "outputsPerSource",
  /** Source planes that are added up, and the bytes of all of them. */
  "sources",
  "sourceBytes",
  "outBytes",
  "weightBytes",
  /** Size of a source plane. */
  "sourceD",
  "sourceH",
  "sourceW",
  /** Rows and columns of an output plane. */
  "outH",
  "outW",
  /** Positions of the first phase, of a band, and bands along each axis. */
  "positionsD",
  "positionsH",
  "positionsW",
  "bandD",
  "bandH",
  "bandW",
  "bandsD",
  "bandsH",
  "bandsW",
  "bandsPerUnit",
  /** Source elements from one position to the next, least offset of a tap, and how many the taps of a position reach over. */
  "stepD",
  "stepH",
  "runs",
  "leastD",
  "leastH",
  "leastW",
  "reachD",
  "reachH",
  "reachW",
  /** Bytes of a run, of a row, slice and source plane of the box, and of everything. */
  "run",
  "row",
  "slice",
  "box",
  "boxes",
  /** Bytes from the row of one position to the next, in the box and in the output (or in the lines). */
  "sourceRow",
  "outRow",
  /** Rows that far apart come in pairs (0: none), and where a pair begins, seen from the earlier row. */
  "pairDistance",
  "leadSource",
  "leadOut",
  "trailOut",
  /** Where in the tables it says which strip is next. */
  "strips",
  /** Outputs from one position to the next. */
  "outStepD",
  "outStepH",
  "outStepW",
  /** Weights that are sorted by phase first, and the table that says how; 0 where they are used as they lie. */
  "sortedWeights",
  "sorting",
  /** Where in the working memory lie the lines (columns of each phase until they are merged), with the bytes of one, and the box. */
  "linesAt",
  "line",
  "boxAt",
]);

/** Words of a phase's descriptor. */
export const phaseAt = {
  /** Positions along each axis. */
  countD: 0,
  countH: 1,
  countW: 2,
  /** First output along each axis. */
  firstD: 3,
  firstH: 4,
  firstW: 5,
  /** Source channels times taps in depth. */
  groups: 6,
  /** Bytes of the taps that only one row of a pair has, and of those that both have. */
  alone: 7,
  shared: 8,
  /** Bytes from the beginning of the tables and of the weights. */
  offsets: 9,
  weights: 10,
  /** The bias where there is none. */
  zero: 11,
} as const;

export const phaseWords = 12;
