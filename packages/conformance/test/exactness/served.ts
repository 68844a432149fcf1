// Which algorithm of the accelerator has served, and which tails of its tiles: read off the settings of the jobs that run.
import { depthwise } from "../../../wasm/src/kernels/depthwise-job.ts";
import type { Job } from "../../../wasm/src/kernels/job.ts";
import { panels } from "../../../wasm/src/kernels/panels.ts";
import { mostVectors, rowsJob } from "../../../wasm/src/kernels/rows.ts";
import { weightSums } from "../../../wasm/src/kernels/weight-jobs.ts";
import { tapsOfTile } from "../../../wasm/src/kernels/weight-tile.ts";
import { weightWinogradOut, weightWinogradTiles } from "../../../wasm/src/kernels/weight-winograd.ts";
import { tilings, winograd } from "../../../wasm/src/kernels/winograd-job.ts";

/** Counts by name. */
export type Counts = Record<string, number>;

type Note = (label: string) => void;

/** What the calls of one job tell, and everything that they can tell. */
interface Reader {
  readonly labels: readonly string[];
  read(note: Note, settings: Int32Array): void;
}

function reader<F extends string>(
  job: Job<F>,
  labels: readonly string[],
  read: (note: Note, get: (field: F) => number) => void,
): readonly [string, Reader] {
  return [
    job.name,
    {
      labels: [job.name, ...labels.map((label) => `${job.name}: ${label}`)],
      read: (note, settings) =>
        read(
          (label) => note(`${job.name}: ${label}`),
          (field) => settings[job.at[field]]!,
        ),
    },
  ];
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const from1To = (n: number): number[] => upTo(n).map((i) => i + 1);

/** Rows of the tiles that sums are cut into. A single output is summed as depthwise ones are. */
const heights = [2, 3, 4, 5, 6];

/** Heights of the tiles that blocks are cut into: `tall` of the first, the others one lower. */
function heightsOf(blocks: number, tall: number, rows: number): number[] {
  return [...(tall > 0 ? [rows] : []), ...(blocks > tall ? [rows - 1] : [])];
}

const readers = new Map<string, Reader>([
  reader(
    panels,
    [
      ...[4, 8].flatMap((width) => heights.map((height) => `tile ${height}x${width}`)),
      ...[4, 8].flatMap((width) => upTo(width).map((tail) => `${tail} of ${width} pixels left`)),
      ...["packed", "in place", "pixels apart", "outputs apart", "side by side"],
    ],
    (note, get) => {
      const width = 4 * get("vectors");
      for (const height of heightsOf(get("blocks"), get("tall"), get("rows"))) note(`tile ${height}x${width}`);
      note(`${get("pixelCount") % width} of ${width} pixels left`);
      note(get("steps") === 0 ? "in place" : "packed");
      if (get("pixels") !== 0) note("pixels apart");
      note(get("places") === 0 ? "side by side" : "outputs apart");
    },
  ),
  reader(
    rowsJob,
    [
      ...heights.flatMap((height) => from1To(mostVectors(height)).map((vectors) => `tile ${height}x${4 * vectors}`)),
      ...upTo(4).map((tail) => `${tail} of 4 columns left`),
    ],
    (note, get) => {
      const columns = get("columns");
      const vectors = Math.ceil(columns / 4);
      for (const height of heightsOf(get("blocks"), get("tall"), get("rows"))) {
        const strips = Math.ceil(vectors / Math.min(mostVectors(height), columns >> 2));
        const widths = new Set([Math.ceil(vectors / strips), Math.floor(vectors / strips)]);
        for (const width of widths) note(`tile ${height}x${4 * width}`);
      }
      note(`${columns % 4} of 4 columns left`);
    },
  ),
  reader(
    depthwise,
    [
      ...from1To(7).map((vectors) => `${vectors} vectors in a row`),
      ...upTo(4).map((tail) => `${tail} of 4 columns left`),
      ...[
        "rows in pairs",
        "single rows",
        "outputs in phases",
        "source in phases",
        "channels added up",
        "many per source",
      ],
    ],
    (note, get) => {
      note(`${Math.min(7, Math.ceil(get("bandW") / 4))} vectors in a row`);
      note(`${get("positionsW") % 4} of 4 columns left`);
      note(get("pairDistance") > 0 ? "rows in pairs" : "single rows");
      if (get("sortedWeights") !== 0) note("outputs in phases");
      if (get("runs") > 1) note("source in phases");
      if (get("sources") > 1) note("channels added up");
      if (get("outputsPerSource") > 1) note("many per source");
    },
  ),
  reader(
    winograd,
    tilings.flatMap(({ name, rows, columns }) => [
      `tiles of ${name}`,
      // Along one axis too little is saved for few outputs.
      ...heights.filter((height) => rows.outputs > 1 || height > 3).map((height) => `${name}, tile ${height}`),
      ...(rows.outputs > 1 ? upTo(rows.outputs).map((tail) => `${name}, ${tail} rows left`) : []),
      ...upTo(columns.outputs).map((tail) => `${name}, ${tail} columns left`),
      ...upTo(8).map((tail) => `${name}, ${tail} of 8 tiles left`),
      `${name}, dilated`,
      ...(rows.outputs > 1 ? [`${name}, taps in depth`] : []),
    ]),
    (note, get) => {
      const { name, rows, columns } = tilings[get("kind")]!;
      note(`tiles of ${name}`);
      for (const height of heightsOf(get("blocks"), get("tall"), get("rows"))) note(`${name}, tile ${height}`);
      const [dilationH, dilationW] = [get("dilationH"), get("dilationW")];
      if (rows.outputs > 1) note(`${name}, ${Math.ceil(get("outH") / dilationH) % rows.outputs} rows left`);
      note(`${name}, ${Math.ceil(get("outW") / dilationW) % columns.outputs} columns left`);
      note(`${name}, ${(get("rowsPerChunk") * get("columnsPerChunk") * dilationW) % 8} of 8 tiles left`);
      if (dilationH > 1 || dilationW > 1) note(`${name}, dilated`);
      if (rows.outputs > 1 && get("depthTaps") > 1) note(`${name}, taps in depth`);
    },
  ),
  reader(
    weightSums,
    [
      ...[1, ...heights].flatMap((height) =>
        upTo(tapsOfTile[height]!).map((tail) => `tile ${height}, ${tail} of ${tapsOfTile[height]} taps left`),
      ),
      ...upTo(4).map((tail) => `${tail} of 4 columns left`),
      ...["phases", "row by row", "runs across rows"],
    ],
    (note, get) => {
      const [rows, long] = [get("blockRows"), get("longBlocks")];
      const weights = get("wideCount") * get("kernelD") * get("kernelH") * get("kernelW");
      for (const height of heightsOf(get("blockCount"), long, rows + 1)) {
        const taps = tapsOfTile[height]!;
        if (get("parts") === 1) note(`tile ${height}, ${weights % taps} of ${taps} taps left`);
      }
      note(`${get("narrowW") % 4} of 4 columns left`);
      if (get("phasesD") * get("phasesH") * get("phasesW") > 1) note("phases");
      note(get("runsPerPlane") === get("planeRows") ? "row by row" : "runs across rows");
    },
  ),
  reader(
    weightWinogradTiles,
    upTo(4).flatMap((tail) => [`${tail} rows left`, `${tail} columns left`, `${tail} of 4 tiles left`]),
    (note, get) => {
      if (get("blocked") === 0) return;
      note(`${get("height") % 4} rows left`);
      note(`${get("width") % 4} columns left`);
      note(`${(get("tilesH") * get("tilesW")) % 4} of 4 tiles left`);
    },
  ),
  reader(
    weightWinogradOut,
    upTo(4).map((tail) => `${tail} of 4 channels left`),
    (note, get) => note(`${get("wide") % 4} of 4 channels left`),
  ),
]);

/** Jobs that tell nothing but that they have run. */
const plainJobs = ["stage", "fill_planes", "pack_weights", "winograd_weights", "weight_stage_x", "weight_stage_y"];

/** Everything that a full run must have seen. */
export const everyLabel: readonly string[] = [...plainJobs, ...[...readers.values()].flatMap(({ labels }) => labels)];

/** Notes a call of a job. Gives whether its results round where sums of products do not: by tiles with points at fractions. */
export function noteCall(counts: Counts, name: string, settings: () => Int32Array): boolean {
  const note = (label: string) => {
    counts[label] = (counts[label] ?? 0) + 1;
  };
  note(name);
  const known = readers.get(name);
  if (known === undefined) return false;
  const words = settings();
  known.read(note, words);
  return (
    name === weightWinogradOut.name || (name === winograd.name && tilings[words[winograd.at.kind]!]!.name !== "2x2")
  );
}
