// How a weight gradient is done: layout of the staged copies, runs, chunks, slices and units, from the geometry alone.
import type { ConvGeometry, Triple } from "@toeplitz/conv/geometry";
import type { WeightField } from "./weight-jobs.ts";
import { weightSums } from "./weight-jobs.ts";
import { weightScratch } from "./weight-sums.ts";
import { mostRows, mostTaps } from "./weight-tile.ts";

/** Settings that a plan does not know. */
const addressFields = ["x", "y", "weight", "xStaged", "yStaged", "xFlags", "yFlags"] as const;

export type WeightAddresses = Readonly<Record<(typeof addressFields)[number], number>>;

type WeightNumbers = Readonly<Record<Exclude<WeightField, keyof WeightAddresses>, number>>;

/** Part of the work whose staged copies are in memory at the same time. */
export interface WeightSlice {
  /** The settings of its jobs, where addresses are missing. */
  readonly words: Int32Array;
  readonly xUnits: number;
  readonly yUnits: number;
  readonly units: number;
  /** Whether the copy differs from that of the slice before. */
  readonly stagesX: boolean;
  readonly stagesY: boolean;
}

export interface WeightPlan {
  readonly slices: readonly WeightSlice[];
  /** Largest of all slices, in bytes. */
  readonly xStaged: number;
  readonly yStaged: number;
  readonly xFlags: number;
  readonly yFlags: number;
  /** Working memory of each thread. */
  readonly scratch: number;
}

export interface WeightOptions {
  /** Whether every column's sum must stay in the lane of its number modulo 4. */
  readonly lanes: boolean;
  /** Most rows of a tile whose sums stay in registers. */
  readonly rows: number;
  /** Most bytes of each staged copy, where smaller slices are possible. */
  readonly limit?: number;
  /** Steps times rows that make up a unit, about 60 us of work. */
  readonly unit?: number;
}

/** Vectors of a chunk: six channels of y of that length stay in the first cache. */
const chunkSteps = 200;
/** What the end of a run costs, in steps. */
const runCost = 1;
/** Floats that a unit stages, about 30 us of work. */
const stagedFloats = 32_768;
/** Most weights of a unit that keeps unfinished sums between chunks. */
const keptWeights = 306;
/** Fewest weights of a unit of large layers: as often is a chunk of y used while it is in the cache. */
const fewestWeights = 48;

interface Layout {
  readonly pitch: number;
  readonly planeRows: number;
  readonly planes: number;
  readonly images: number;
  readonly steps: number;
  readonly runsPerPlane: number;
  /** Columns of staged x from run to run. */
  readonly runPlaces: number;
}

/** The plan, or null when the sizes are beyond 32-bit addresses. */
export function planWeight(
  g: ConvGeometry,
  { lanes, rows, limit = 2 ** 25, unit = 400_000 }: WeightOptions,
): WeightPlan | null {
  const [KD, KH, KW] = g.kernel;
  const taps = KD * KH * KW;
  const reach = g.kernel.map((size, axis) => Math.floor(((size - 1) * g.dilation[axis]!) / g.stride[axis]!));
  const [reachD, reachH, reachW] = reach as unknown as Triple;
  const phases = g.kernel.map((size, axis) =>
    Math.min(size, g.stride[axis]! / divisor(g.stride[axis]!, g.dilation[axis]!)),
  );
  const layout = layOut(g, reach as unknown as Triple, phases[2]!, lanes);
  const { pitch, planeRows, planes, images, steps, runsPerPlane, runPlaces } = layout;
  const rowsX = g.narrow[1] + reachH;
  const planesX = g.narrow[0] + reachD;
  const plane = rowsX * pitch;
  const image = planesX * plane;
  const phase = g.batch * image;
  const phaseCount = phases[0]! * phases[1]! * phases[2]!;
  // The last run's last tap may read on behind the last phase.
  const lastRun = (images - 1) * image + (planes - 1) * plane + (runsPerPlane - 1) * runPlaces;
  const slack = Math.max(0, lastRun + reachD * plane + reachH * pitch + reachW + 4 * steps - phase);
  let channel = Math.ceil((phaseCount * phase + slack) / 4) * 4;
  // Channels a multiple of a page apart would fall onto the same places of the cache.
  if (channel % 1024 === 0) channel += 16;
  const runs = images * planes * runsPerPlane;

  const blocks = Math.ceil(g.narrowPerGroup / Math.min(mostRows, rows));
  const blockRows = Math.floor(g.narrowPerGroup / blocks);
  const longBlocks = g.narrowPerGroup % blocks;
  const startOf = (block: number) => block * blockRows + Math.min(block, longBlocks);
  const largest = blockRows + Math.sign(longBlocks);

  const narrowFloats = runs * steps * 4;
  const xChannels = Math.max(1, Math.floor(limit / 4 / channel));
  const yChannels = Math.max(largest, Math.floor(limit / 4 / narrowFloats));
  const groupsAtOnce = Math.max(
    1,
    Math.min(g.groups, Math.floor(xChannels / g.widePerGroup), Math.floor(yChannels / g.narrowPerGroup)),
  );
  const widesAtOnce = Math.min(g.widePerGroup, xChannels);
  const blocksAtOnce = Math.min(blocks, Math.max(1, Math.floor(yChannels / largest)));
  const chunk = Math.max(1, Math.floor(chunkSteps / steps));
  const chunks = Math.ceil(runs / chunk);

  const slices: WeightSlice[] = [];
  let scratch = 16 * steps;
  for (let group = 0; group < g.groups; group += groupsAtOnce) {
    const groups = Math.min(groupsAtOnce, g.groups - group);
    for (let block = 0; block < blocks; block += blocksAtOnce) {
      const blockCount = Math.min(blocksAtOnce, blocks - block);
      for (let wide = 0; wide < g.widePerGroup; wide += widesAtOnce) {
        const wideCount = Math.min(widesAtOnce, g.widePerGroup - wide);
        const weights = wideCount * taps;
        const most = Math.min(
          Math.max(mostTaps, Math.min(fewestWeights, unit), Math.ceil(unit / (runs * steps * largest))),
          chunks > 1 ? keptWeights : weights,
        );
        const parts = Math.ceil(weights / most);
        scratch = Math.max(scratch, weightScratch(largest, Math.ceil(weights / parts), chunks));
        if (longBlocks > 0) {
          scratch = Math.max(scratch, weightScratch(blockRows, Math.ceil(weights / parts), chunks));
        }
        const xPiecesInAll = groups * wideCount * g.batch;
        const xPieces = Math.max(1, Math.floor(stagedFloats / (phaseCount * image)));
        const yPiecesInAll = groups * blockCount * runs;
        const yPieces = Math.max(1, Math.floor(stagedFloats / (4 * steps * largest)));
        slices.push({
          words: settings({
            batch: g.batch,
            groups: g.groups,
            widePerGroup: g.widePerGroup,
            narrowPerGroup: g.narrowPerGroup,
            ...axes("wide", g.wide),
            ...axes("narrow", g.narrow),
            ...axes("kernel", g.kernel),
            ...axes("stride", g.stride),
            ...axes("dilation", g.dilation),
            ...axes("padding", g.padding),
            ...axes("phases", phases as unknown as Triple),
            firstGroup: group,
            firstWide: wide,
            wideCount,
            firstBlock: block,
            blockCount,
            blockRows,
            longBlocks,
            firstNarrow: startOf(block),
            narrowCount: startOf(block + blockCount) - startOf(block),
            pitch,
            rowsX,
            planesX,
            imageBytes: 4 * image,
            phaseBytes: 4 * phase,
            channelBytes: 4 * channel,
            planeRows,
            planes,
            runsPerPlane,
            runs,
            steps,
            runBytes: 4 * runPlaces,
            planeBytes: 4 * plane,
            runJump: 4 * (runPlaces - 4 * steps),
            planeJump: 4 * (plane - (runsPerPlane - 1) * runPlaces - 4 * steps),
            imageJump: 4 * (image - planes * plane),
            xPieces,
            yPieces,
            xPiecesInAll,
            yPiecesInAll,
            chunk,
            parts,
          }),
          xUnits: Math.ceil(xPiecesInAll / xPieces),
          yUnits: Math.ceil(yPiecesInAll / yPieces),
          units: groups * blockCount * parts,
          stagesX: block === 0 || widesAtOnce < g.widePerGroup,
          stagesY: wide === 0,
        });
      }
    }
  }
  const staged = {
    xStaged: 4 * channel * groupsAtOnce * widesAtOnce,
    yStaged: 4 * narrowFloats * groupsAtOnce * Math.min(g.narrowPerGroup, blocksAtOnce * largest),
    xFlags: 4 * groupsAtOnce * widesAtOnce * g.batch,
    yFlags: 4 * groupsAtOnce * blocksAtOnce * runs,
  };
  if (Object.values(staged).reduce((a, b) => a + b, scratch) > 2 ** 31) return null;
  return { slices, scratch: Math.ceil(scratch / 64) * 64, ...staged };
}

function layOut(g: ConvGeometry, reach: Triple, phases: number, lanes: boolean): Layout {
  const [OD, OH, OW] = g.narrow;
  // Axes without reach continue each other: rows of all planes, of all images.
  const planeRows = reach[1] > 0 ? OH : reach[0] > 0 ? OD * OH : g.batch * OD * OH;
  const planes = reach[1] > 0 ? OD : 1;
  const images = reach[0] > 0 || reach[1] > 0 ? g.batch : 1;
  // Padding behind a row and before the next one may be the same columns.
  const columns = OW + reach[2] - sharedPadding(g, reach[2], phases);
  const flat = Math.max(OW, columns);
  const flatPitch = lanes ? 4 * Math.ceil(flat / 4) : flat;
  const flatRuns = Math.max(1, Math.round((planeRows * flatPitch) / (4 * chunkSteps)));
  const flatSteps = Math.ceil((planeRows * flatPitch) / (4 * flatRuns));
  const rowSteps = Math.ceil(OW / 4);
  // Rows one by one, unless they are so long that a chunk of them is less.
  const byRows = rowSteps < 2 * chunkSteps && planeRows * (rowSteps + runCost) < flatRuns * (flatSteps + runCost);
  if (byRows) {
    return { pitch: flat, planeRows, planes, images, steps: rowSteps, runsPerPlane: planeRows, runPlaces: flat };
  }
  // Runs are whole vectors long, so fewer than planned may be enough.
  const runsPerPlane = Math.ceil((planeRows * flatPitch) / (4 * flatSteps));
  return {
    pitch: flatPitch,
    planeRows,
    planes,
    images,
    steps: flatSteps,
    runsPerPlane,
    runPlaces: 4 * flatSteps,
  };
}

/** How many columns at the end of a staged row are zero in every phase, and as many at its beginning. */
function sharedPadding(g: ConvGeometry, reach: number, phases: number): number {
  const [stride, dilation, padding] = [g.stride[2], g.dilation[2], g.padding[2]];
  const columns = g.narrow[2] + reach;
  let shared = reach;
  for (let k = 0; k < phases; k++) {
    const shift = ((k * dilation) % stride) - padding;
    const before = Math.max(0, Math.ceil(-shift / stride));
    const behind = Math.max(0, columns - Math.max(0, Math.ceil((g.wide[2] - shift) / stride)));
    shared = Math.min(shared, before, behind);
  }
  return shared;
}

/** Greatest common divisor. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function axes<const N extends string>(name: N, [d, h, w]: Triple): Record<`${N}${"D" | "H" | "W"}`, number> {
  return { [`${name}D`]: d, [`${name}H`]: h, [`${name}W`]: w } as never;
}

function settings(numbers: WeightNumbers): Int32Array {
  const all: Partial<Record<WeightField, number>> = numbers;
  return Int32Array.from(weightSums.fields, (field) => all[field] ?? 0);
}

/** The settings of a slice's jobs, until the next call. */
export function settingsAt({ words }: WeightSlice, addresses: WeightAddresses): Int32Array {
  for (const field of addressFields) words[weightSums.at[field]] = addresses[field];
  return words;
}
