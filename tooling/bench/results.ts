// What a run measured: saved as JSON, and the source of every table and bar.
import type { Mode } from "./contestants/contestant.ts";
import type { LayerRow } from "./protocol/rounds.ts";
import { type Ratio, ratioOfRounds } from "./statistics.ts";

/** One comparison of the direct kernel with the engine's peak; speeds in GFLOP/s, per round. */
export interface PeakRow {
  readonly layer: string;
  readonly level: string;
  readonly mix: string;
  readonly tile: string;
  readonly peak: readonly number[];
  readonly ours: readonly number[];
}

/** Steps of training, ours and PyTorch's, by turns. */
export interface TrainingResult {
  /** Those that were timed. */
  readonly steps: number;
  /** Milliseconds of a step, per turn. */
  readonly ms: Readonly<Record<"ours" | "pytorch", readonly number[]>>;
  /** The largest relative difference of a loss, in the steps before the clock started and in the last ten. */
  readonly losses: { readonly first: number; readonly last: number };
  readonly remarks: readonly string[];
}

/** Bytes after gzip. */
export interface Sizes {
  /** The WebAssembly that is inlined; null when there is none. */
  readonly wasm: number | null;
  readonly whole: number;
}

export interface Results {
  readonly command: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly node: string;
    readonly load: number;
  };
  readonly versions: Record<string, string>;
  readonly rounds: number;
  layers?: readonly LayerRow[];
  tiny?: LayerRow;
  /** Milliseconds from import to the first result, per start. */
  cold?: Readonly<Record<string, readonly number[]>>;
  size?: Sizes;
  backward?: readonly LayerRow[];
  networks?: readonly LayerRow[];
  training?: TrainingResult;
  peak?: readonly PeakRow[];
  threads?: { readonly count: number; readonly rows: readonly LayerRow[] };
  node20?: { readonly node: string; readonly rows: readonly LayerRow[] };
  revectorized?: readonly LayerRow[];
  more?: readonly LayerRow[];
  page?: { readonly browser: string; readonly rows: readonly LayerRow[] };
}

/** How often a step of ours is faster than one of PyTorch's. */
export const trainingRatio = ({ ms }: TrainingResult): Ratio => ratioOfRounds(ms.ours, ms.pytorch);

/** How often `ours` is faster than `theirs` on a layer; null where one of them did not run. */
export function ratioOf(
  row: LayerRow,
  ours: { readonly label: string; readonly mode: Mode },
  theirs: { readonly label: string; readonly mode?: Mode },
): Ratio | null {
  const our = row.figures[ours.label]?.ms[ours.mode];
  const other = row.figures[theirs.label]?.ms;
  // A peer has one way to be called: ONNX Runtime copies, TensorFlow.js keeps.
  const their = theirs.mode === undefined ? (other?.call ?? other?.resident) : other?.[theirs.mode];
  return our === undefined || their === undefined ? null : ratioOfRounds(our, their);
}

/** The ratios of all rows that have one, with the row's name. */
export function ratiosOf(
  rows: readonly LayerRow[],
  ours: { readonly label: string; readonly mode: Mode },
  theirs: { readonly label: string; readonly mode?: Mode },
): readonly { readonly name: string; readonly ratio: number }[] {
  return rows.flatMap((row) => {
    const ratio = ratioOf(row, ours, theirs);
    return ratio === null ? [] : [{ name: row.name, ratio: ratio.median }];
  });
}
