// Where the cells of an array stand: samples, channel planes, tiles of a weight, borders, brackets. Lengths are in picture units.
import type { ConvGeometry } from "@toeplitz/conv";
import type { Operand, Side } from "./focus.ts";
import { unravel } from "./number-text.ts";
import type { Scene, Triple } from "./scene.ts";
import type { Words } from "./words.ts";

/** One element of the array. */
export interface CellBox {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** Where arrow keys find it: all planes of a picture form one table. */
  readonly tableRow: number;
  readonly tableColumn: number;
}

/** A position of the border: `source` is the element that stands there, or -1 for a zero or a cut-off. */
export interface GhostBox {
  readonly x: number;
  readonly y: number;
  readonly source: number;
}

/** One channel, or one tile of a weight; in three dimensions, one slice of it. */
export interface PlaneBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** The plane's number, counting as the array does, slices of the border included. */
  readonly number: number;
}

/** One of several samples: its planes with room for a heading above them. */
export interface SampleBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

/** A group of channels, drawn as a bracket on the left. */
export interface GroupBracket {
  readonly y: number;
  readonly height: number;
  readonly label: string;
}

export interface OperandLayout {
  readonly side: Operand;
  /** Length of a cell's edge. */
  readonly cell: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly CellBox[];
  readonly ghosts: readonly GhostBox[];
  readonly planes: readonly PlaneBox[];
  /** Empty where there is one sample, or none as in a weight. */
  readonly samples: readonly SampleBox[];
  readonly brackets: readonly GroupBracket[];
  readonly tableRows: number;
  readonly tableColumns: number;
  /** Planes of one channel, or of one tile: its slices, with those of the border. */
  readonly slices: number;
}

const gap = 12;
const labelRoom = 16;
const bracketRoom = 22;
/** Planes stand below each other until they are this many cells high; then they wrap. */
const mostRows = 12;

/** Between samples, besides the gap between planes; and for the heading of each. */
const sampleGap = 8;
const sampleRoom = 20;

/** How the blocks of one sample, its channels, or the tiles of a weight are arranged. Slices of a block stand side by side. */
interface Arrangement {
  readonly samples: number;
  /** Samples stand side by side, or below each other. */
  readonly sideBySide: boolean;
  /** Blocks per row; blocks fill row by row, or column by column. */
  readonly across: number;
  readonly byColumns: boolean;
  /** Of a block, without its border. */
  readonly size: Triple;
  readonly border: { readonly before: Triple; readonly after: Triple };
  readonly label: (block: number) => string;
  readonly groupOf: (row: number) => number;
}

const noBorder = { before: [0, 0, 0], after: [0, 0, 0] } as const;

/** Slices, rows and columns of a block with its border. */
const fullSize = ({ size, border }: Pick<Arrangement, "size" | "border">) =>
  size.map((n, axis) => n + border.before[axis]! + border.after[axis]!) as [number, number, number];

const products: readonly Side[] = ["input", "weight", "output"];

/** Numbers in smaller cells could not be read, however low the screen is. */
const leastCell = 24;

/**
 * The layouts of the three arrays and of the bias, with one cell size for all of them; `upright` for a screen that is higher than wide,
 * and not higher than `mostHeight` where their numbers can still be read then.
 */
export function layOut(
  scene: Scene,
  upright = false,
  mostHeight = Number.POSITIVE_INFINITY,
): Readonly<Record<Operand, OperandLayout>> {
  const { geometry } = scene;
  const arrangements = {
    input: planesOf(scene, "input", upright),
    weight: tilesOf(geometry),
    output: planesOf(scene, "output", upright),
    bias: biasArrangement(scene),
  };
  const sides: readonly Operand[] = [...products, ...(scene.bias.values.length > 0 ? (["bias"] as const) : [])];
  const tallest = Math.max(...sides.map((side) => heightsOf(scene, side, arrangements[side]).rows));
  const widths = sides.map((side) => columnsOf(arrangements[side]));
  const line = widths.reduce((sum, width) => sum + width, 0);
  // Slices side by side fill a line of their own; the three arrays then stand below each other, unless the height is scarce and a line has room.
  const fillsLine = geometry.rank === 3 && (mostHeight === Number.POSITIVE_INFINITY || line > mostColumns);
  const wide = fillsLine ? Math.max(...widths) : line;
  // The high matrix of a transposed convolution, or of a way back, stands beside the grids and leaves them the height, not the width.
  const beside = geometry.transposed !== (scene.result === "input") && geometry.rank < 3;
  const [height, width] = beside ? [440, 730] : [320, 900];
  const roomy = Math.max(28, Math.min(58, Math.floor(height / tallest), Math.floor(width / wide)));
  const fitting = sides.map((side) => {
    const { around, rows } = heightsOf(scene, side, arrangements[side]);
    return Math.floor((mostHeight - around) / rows);
  });
  const cell = Math.min(roomy, Math.max(leastCell, Math.min(...fitting)));
  return {
    input: place(scene, "input", arrangements.input, cell),
    weight: place(scene, "weight", arrangements.weight, cell),
    output: place(scene, "output", arrangements.output, cell),
    bias: place(scene, "bias", arrangements.bias, cell),
  };
}

/** More columns than this in a line would leave each too narrow. */
const mostColumns = 32;

/** Whether samples of single planes find room beside each other, which leaves the height to the matrix. */
function fitBeside({ geometry, border, input, output }: Scene): boolean {
  const { batch, rank, kernel, wide, narrow } = geometry;
  if (rank !== 2 || input.shape[1] !== 1 || output.shape[1] !== 1) return false;
  const plane = wide[2] + border.before[2] + border.after[2] + narrow[2];
  return batch * plane + kernel[2] <= mostColumns;
}

function planesOf(whole: Scene, side: "input" | "output", upright: boolean): Arrangement {
  const { geometry, border, ...scene } = whole;
  const wide = (side === "input") !== geometry.transposed;
  const size = wide ? geometry.wide : geometry.narrow;
  const around = wide ? border : noBorder;
  const channels = scene[side].shape[1]!;
  const perGroup = channels / geometry.groups;
  const [, rows] = fullSize({ size, border: around });
  const tall = channels * (rows + 1) - 1;
  const samples = geometry.batch;
  const flat = geometry.groups === 1 && geometry.rank < 3;
  // Several samples have a row of planes each, strips have lines of their own.
  const wraps = samples > 1 && geometry.rank === 2 ? channels : Math.min(channels, Math.ceil(tall / mostRows));
  const across = flat ? wraps : 1;
  return {
    samples,
    // Brackets hold the rows of all samples together.
    sideBySide: (geometry.groups > 1 && geometry.rank === 2) || (!upright && fitBeside(whole)),
    across,
    byColumns: false,
    size,
    border: around,
    label: (block) => (channels === 1 ? "" : scene.words.channel(block)),
    groupOf: (row) => Math.floor((row * across) / perGroup),
  };
}

/** Tiles o x i; with many o and few i they lie on their side, so that tiles stand beside the input channels they read. */
function tilesOf(geometry: ConvGeometry): Arrangement {
  const [, rows] = geometry.kernel;
  const first = geometry.groups * geometry.narrowPerGroup;
  const single = first * geometry.widePerGroup === 1;
  const flat = geometry.rank < 3;
  const byColumns = flat && geometry.groups === 1 && first > geometry.widePerGroup && first * (rows + 1) > mostRows;
  return {
    samples: 1,
    sideBySide: false,
    across: byColumns ? first : flat ? geometry.widePerGroup : 1,
    byColumns,
    size: geometry.kernel,
    border: noBorder,
    label: (block) => {
      if (single) return "";
      return `w[${unravel(block, [first, geometry.widePerGroup]).join()}]`;
    },
    groupOf: (row) => Math.floor(row / (geometry.narrowPerGroup * (flat ? 1 : geometry.widePerGroup))),
  };
}

/** One below the other, as groups of output channels are. */
function biasArrangement({ geometry, bias }: Scene): Arrangement {
  const count = bias.values.length;
  return {
    samples: 1,
    sideBySide: false,
    across: 1,
    byColumns: false,
    size: [1, 1, 1],
    border: noBorder,
    label: (block) => (count === 1 ? "" : `b[${block}]`),
    groupOf: (row) => Math.floor((row * geometry.groups) / count),
  };
}

/** Cells below each other, and the height of all that stands above, between and below them. */
function heightsOf(scene: Scene, side: Operand, arrangement: Arrangement): { rows: number; around: number } {
  const { samples, sideBySide, across } = arrangement;
  const down = Math.ceil(blockCount(scene, side) / across);
  const samplesDown = sideBySide ? 1 : samples;
  const { headed, apart, labelled } = roomsOf(scene, side, arrangement);
  return {
    rows: samplesDown * down * fullSize(arrangement)[1],
    around: samplesDown * (headed + down * (labelled + gap) + apart) - apart - gap + 2,
  };
}

/** Above a sample and between two, and above a plane. */
function roomsOf(scene: Scene, side: Operand, { samples }: Arrangement) {
  const [headed, apart] = samples > 1 ? [sampleRoom, sampleGap] : [0, 0];
  const sliced = scene.geometry.rank === 3 && side !== "bias";
  const labelled = blockCount(scene, side) > 1 || sliced ? labelRoom : 0;
  return { headed, apart, labelled, sliced };
}

function columnsOf(arrangement: Arrangement): number {
  const [slices, , columns] = fullSize(arrangement);
  return (arrangement.sideBySide ? arrangement.samples : 1) * arrangement.across * slices * columns;
}

/** Blocks of one sample. */
function blockCount(scene: Scene, side: Operand): number {
  const { shape } = scene[side];
  if (side === "bias") return shape[0]!;
  return side === "weight" ? shape[0]! * shape[1]! : shape[1]!;
}

function place(scene: Scene, side: Operand, arrangement: Arrangement, cell: number): OperandLayout {
  const { samples, sideBySide, across, byColumns, size, border, label, groupOf } = arrangement;
  const { geometry } = scene;
  const count = blockCount(scene, side);
  const down = Math.ceil(count / across);
  const [depth, rows, columns] = size;
  const [front, top, left] = border.before;
  const [slices, fullRows, fullColumns] = fullSize(arrangement);
  const { headed, apart, labelled, sliced } = roomsOf(scene, side, arrangement);
  const grouped = geometry.groups > 1 ? bracketRoom : 0;
  const heights = heightsOf(scene, side, arrangement);
  const planeHeight = labelled + fullRows * cell + gap;
  const planeWidth = fullColumns * cell + gap;
  const sampleWidth = across * slices * planeWidth;
  const sampleHeight = headed + down * planeHeight;
  const sampleAt = (sample: number): readonly [x: number, y: number] =>
    sideBySide ? [sample * (sampleWidth + apart), 0] : [0, sample * (sampleHeight + apart)];
  const [samplesAcross, samplesDown] = sideBySide ? [samples, 1] : [1, samples];

  const cells: CellBox[] = [];
  const ghosts: GhostBox[] = [];
  const planes: PlaneBox[] = [];
  for (let plane = 0; plane < samples * count * slices; plane++) {
    const [drawn, slice] = [Math.floor(plane / slices), plane % slices];
    const [sample, block] = [Math.floor(drawn / count), drawn % count];
    const [sampleX, sampleY] = sampleAt(sample);
    const blockRow = byColumns ? block % down : Math.floor(block / across);
    const blockColumn = byColumns ? Math.floor(block / down) : block % across;
    const x = grouped + sampleX + (blockColumn * slices + slice) * planeWidth + 1;
    const y = sampleY + headed + blockRow * planeHeight + labelled + 1;
    const [tableRow, tableColumn] = [
      ((sideBySide ? 0 : sample) * down + blockRow) * rows,
      ((sideBySide ? sample : 0) * across + blockColumn) * depth * columns,
    ];
    const d = slice - front;
    const inside = d >= 0 && d < depth;
    const said = [slice === 0 ? label(block) : "", sliced ? (inside ? scene.words.slice(d) : scene.words.padding) : ""];
    planes.push({
      x,
      y,
      width: fullColumns * cell,
      height: fullRows * cell,
      label: said.filter((word) => word !== "").join(", "),
      number: plane,
    });
    for (let row = 0; row < fullRows; row++) {
      for (let column = 0; column < fullColumns; column++) {
        const at = { x: x + column * cell, y: y + row * cell };
        const r = row - top;
        const c = column - left;
        if (inside && r >= 0 && r < rows && c >= 0 && c < columns) {
          const index = ((drawn * depth + d) * rows + r) * columns + c;
          cells.push({ ...at, index, tableRow: tableRow + r, tableColumn: tableColumn + d * columns + c });
        } else {
          const source = scene.border.source[(slice * fullRows + row) * fullColumns + column]!;
          ghosts.push({ ...at, source: source < 0 ? -1 : drawn * depth * rows * columns + source });
        }
      }
    }
  }
  const bracketed = Array.from({ length: grouped === 0 ? 0 : samplesDown }, (_, sample) =>
    bracketsOf(scene.words, down, groupOf, planeHeight, labelled).map((bracket) => ({
      ...bracket,
      y: bracket.y + headed + sampleAt(sample)[1],
    })),
  );
  return {
    side,
    cell,
    width: grouped + samplesAcross * (sampleWidth + apart) - apart - gap + 2,
    height: heights.around + heights.rows * cell,
    cells,
    ghosts,
    planes,
    samples: Array.from({ length: samples > 1 ? samples : 0 }, (_, sample) => {
      const [x, y] = sampleAt(sample);
      const [width, height] = [sampleWidth - gap, sampleHeight - gap];
      return { x: grouped + x + 1, y, width, height, label: scene.words.sample(sample) };
    }),
    brackets: bracketed.flat(),
    tableRows: samplesDown * down * rows,
    tableColumns: samplesAcross * across * depth * columns,
    slices,
  };
}

function bracketsOf(
  words: Words,
  down: number,
  groupOf: (row: number) => number,
  planeHeight: number,
  labelled: number,
): GroupBracket[] {
  const brackets: GroupBracket[] = [];
  for (let row = 0; row < down; ) {
    const group = groupOf(row);
    let end = row;
    while (end < down && groupOf(end) === group) end += 1;
    brackets.push({
      y: row * planeHeight + labelled + 1,
      height: (end - row) * planeHeight - gap - labelled,
      label: words.group(group),
    });
    row = end;
  }
  return brackets;
}
