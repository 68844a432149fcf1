// How the tiles of a convolution are cut into chunks, and what computing them takes.
import { type Blocks, cutIntoBlocks, cyclesOfBlocks } from "../convolution/blocks.ts";
import { rowFloats, type Tiling, tilings } from "../kernels/winograd-job.ts";
import type { Shape } from "./shape.ts";

/** Cycles that the transforms of four tiles take, of a source channel and of an output. */
const transformCycles = [
  { source: 125, sums: 135 },
  { source: 55, sums: 60 },
  { source: 35, sums: 40 },
] as const;

/** Transformed source that stays in the second-level cache while all blocks pass over it. */
const windowBytes = 640 * 1024;

/** Weights that are read at the second-level cache's speed, and those that hardly stay in a third-level one. */
const nearBytes = 1024 * 1024;
const farBytes = 8 * nearBytes;

/** Transformed source that a chunk may take altogether. */
const mostBytes = 12 * 1024 * 1024;

/** Most tile columns of a chunk: what fits a row of working memory, and more gain nothing. */
const mostColumns = 64;

/** Tiles beyond which reading the weights once more costs nothing. */
const mostTiles = 160;

/** Tiles, chunks and the layout of their values in memory. */
export interface Chunks {
  /** Number of the tiling. */
  readonly kind: number;
  readonly products: number;
  readonly blocks: Blocks;
  readonly tileRows: number;
  readonly tileColumns: number;
  /** Tile rows of all images and dilation phases, and of all depths unless the kernel has some. */
  readonly allRows: number;
  readonly depths: number;
  readonly depthsInRows: number;
  readonly rowsPerChunk: number;
  readonly columnsPerChunk: number;
  readonly depthsPerChunk: number;
  readonly rowChunks: number;
  readonly columnChunks: number;
  readonly depthChunks: number;
  /** Bytes: see winograd-job.ts. */
  readonly pitch: number;
  readonly panel: number;
  readonly sumsPanel: number;
  readonly weightPanel: number;
  /** Estimated cycles of one image on one thread. */
  readonly cycles: number;
}

/** The cheapest chunks of one kind of tile; null where the columns of a tile are too far apart for working memory. */
export function chunksOf(shape: Shape, kind: number, blockRows: number): Chunks | null {
  const tiling: Tiling = tilings[kind]!;
  const [, dilationH, dilationW] = shape.dilation;
  const [depth, height, width] = shape.outSize;
  const tileRows = Math.ceil(Math.ceil(height / dilationH) / tiling.rows.outputs);
  const tileColumns = Math.ceil(Math.ceil(width / dilationW) / tiling.columns.outputs);
  // What a row in working memory takes.
  const fitting = Math.floor(((rowFloats - 4) / dilationW - 2) / tiling.columns.outputs);
  if (fitting < 1) return null;
  const columnChunks = Math.ceil(tileColumns / Math.min(mostColumns, fitting));
  const columnsPerChunk = Math.ceil(tileColumns / columnChunks);
  const solid = shape.kernel[0] > 1;
  const depthsInRows = solid ? 1 : depth;
  const allRows = shape.batch * depthsInRows * dilationH * tileRows;
  const rowTiles = columnsPerChunk * dilationW;
  let best: Chunks | null = null;
  for (let rows = 1; rows <= allRows; rows++) {
    if (rows > 1 && rows * rowTiles > mostTiles) break;
    // Even chunks only: others of the same number have a shorter last one, and a larger memory.
    if (rows > 1 && Math.ceil(allRows / rows) === Math.ceil(allRows / (rows - 1))) continue;
    const made = chunksWith(shape, kind, blockRows, {
      ...{ tileRows, tileColumns, allRows, depthsInRows, columnsPerChunk, columnChunks },
      depths: solid ? depth : 1,
      rowsPerChunk: rows,
    });
    if (best === null || made.cycles < best.cycles) best = made;
  }
  return best;
}

type Cut = Pick<
  Chunks,
  | "tileRows"
  | "tileColumns"
  | "allRows"
  | "depths"
  | "depthsInRows"
  | "rowsPerChunk"
  | "columnsPerChunk"
  | "columnChunks"
>;

function chunksWith(shape: Shape, kind: number, blockRows: number, cut: Cut): Chunks {
  const { rows, columns }: Tiling = tilings[kind]!;
  const products = rows.products * columns.products;
  const blocks = cutIntoBlocks(shape.outputs, blockRows);
  const dilationW = shape.dilation[2];
  const tiles = cut.rowsPerChunk * cut.columnsPerChunk * dilationW;
  // Four lanes are always written, though a row may have fewer tiles; a tile of sums reads up to eight.
  const lineTiles = dilationW > 1 ? dilationW : cut.columnsPerChunk;
  const slack = Math.max(0, 4 - lineTiles);
  const pitch = 4 * Math.max(8, Math.ceil((tiles + slack) / 4) * 4);
  const steps = shape.kernel[0] * shape.channels;
  const slice = shape.channels * pitch * products;
  const depthsPerChunk = Math.max(1, Math.min(cut.depths, Math.floor(mostBytes / slice) - shape.kernel[0] + 1));
  const weightPanel = oddLines(steps * blocks.rows * 4);
  const rowChunks = Math.ceil(cut.allRows / cut.rowsPerChunk);
  const depthChunks = Math.ceil(cut.depths / depthsPerChunk);

  // Products: the strips of a chunk for each point and block; the sources and weights of a chunk come from the second-level cache,
  // or from further away.
  const strips = Math.floor(tiles / 8) + (tiles % 8 > 4 ? 1 : 0);
  const halves = tiles % 8 > 0 && tiles % 8 <= 4 ? 1 : 0;
  const ofStrips = strips * (steps * cyclesOfBlocks(blocks, 2) + 20 * blocks.count);
  const ofHalves = halves * (steps * cyclesOfBlocks(blocks, 1) + 20 * blocks.count);
  const weightBytes = products * weightPanel * blocks.count;
  const streamed = weightBytes / (weightBytes > farBytes ? 4 : weightBytes > nearBytes ? 6 : 40);
  const window = slice * shape.kernel[0];
  const missed = Math.max(0, window - windowBytes) * blocks.count * 0.08;
  const perDepth = products * (ofStrips + ofHalves) + streamed + missed;
  // Transforms: four tiles at a time.
  const cost = transformCycles[kind]!;
  const quads = (tiles / lineTiles) * Math.ceil(lineTiles / 4);
  const overlap = (depthsPerChunk + shape.kernel[0] - 1) / depthsPerChunk;
  const transforms = quads * (shape.channels * overlap * cost.source + shape.outputs * cost.sums);
  // The last chunk may have fewer rows.
  const chunks = (cut.allRows / cut.rowsPerChunk) * cut.columnChunks * cut.depths * shape.groups;
  return {
    ...cut,
    kind,
    products,
    blocks,
    depthsPerChunk,
    rowChunks,
    depthChunks,
    pitch,
    panel: oddLines((depthsPerChunk + shape.kernel[0] - 1) * shape.channels * pitch),
    sumsPanel: oddLines(blocks.rows * pitch),
    weightPanel,
    cycles: (chunks * (perDepth + transforms)) / shape.batch,
  };
}

/** At least so many bytes in an odd number of cache lines, so that neither power of two gathers the panels in few sets. */
function oddLines(bytes: number): number {
  return (Math.ceil(bytes / 64) | 1) * 64;
}
