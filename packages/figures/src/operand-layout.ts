// Where the cells of an array stand: channel planes, tiles of a weight, borders, brackets. Lengths are in picture units.
import type { ConvGeometry } from "@toeplitz/conv";
import type { Side } from "./focus.ts";
import { unravel } from "./number-text.ts";
import type { Scene } from "./scene.ts";
import type { Words } from "./words.ts";

/** One element of the array. */
export interface CellBox {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** Where arrow keys find it: all planes of a picture form one table. */
  readonly tableRow: number;
  readonly tableColumn: number;
  /** Indices without the batch axis: [channel, row, column], of a weight [o, i, row, column]. */
  readonly place: readonly number[];
}

/** A position of the border: `source` is the element that stands there, or -1 for a zero or a cut-off. */
export interface GhostBox {
  readonly x: number;
  readonly y: number;
  readonly source: number;
}

/** One channel, or one tile of a weight. */
export interface PlaneBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** The plane's number, counting as the array does. */
  readonly number: number;
}

/** A group of channels, drawn as a bracket on the left. */
export interface GroupBracket {
  readonly y: number;
  readonly height: number;
  readonly label: string;
}

export interface OperandLayout {
  readonly side: Side;
  /** Length of a cell's edge. */
  readonly cell: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly CellBox[];
  readonly ghosts: readonly GhostBox[];
  readonly planes: readonly PlaneBox[];
  readonly brackets: readonly GroupBracket[];
  readonly tableRows: number;
  readonly tableColumns: number;
  /** Border cells before the first row and column of each plane. */
  readonly inset: readonly [rows: number, columns: number];
}

const gap = 12;
const labelRoom = 16;
const bracketRoom = 18;
/** Planes stand below each other until they are this many cells high; then they wrap. */
const mostRows = 12;

/** How planes of one array are arranged. */
interface Arrangement {
  /** Planes per row; planes fill row by row, or column by column. */
  readonly across: number;
  readonly byColumns: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly border: { readonly before: readonly [number, number]; readonly after: readonly [number, number] };
  readonly label: (plane: number) => string;
  readonly groupOf: (row: number) => number;
}

const noBorder = { before: [0, 0], after: [0, 0] } as const;

/** The layouts of the three arrays, with one cell size for all of them. */
export function layOut(scene: Scene): Readonly<Record<Side, OperandLayout>> {
  const { geometry } = scene;
  const arrangements = {
    input: planesOf(scene, "input"),
    weight: tilesOf(geometry),
    output: planesOf(scene, "output"),
  };
  const sides = ["input", "weight", "output"] as const;
  const tallest = Math.max(...sides.map((side) => rowsOf(scene, side, arrangements[side])));
  const wide = sides.reduce((sum, side) => sum + columnsOf(arrangements[side]), 0);
  const cell = Math.max(28, Math.min(58, Math.floor(320 / tallest), Math.floor(900 / wide)));
  return {
    input: place(scene, "input", arrangements.input, cell),
    weight: place(scene, "weight", arrangements.weight, cell),
    output: place(scene, "output", arrangements.output, cell),
  };
}

function planesOf({ geometry, border, ...scene }: Scene, side: "input" | "output"): Arrangement {
  const wide = (side === "input") !== geometry.transposed;
  const [, rows, columns] = wide ? geometry.wide : geometry.narrow;
  const around = wide ? border : noBorder;
  const channels = scene[side].shape[1]!;
  const perGroup = channels / geometry.groups;
  const tall = channels * (rows + around.before[0] + around.after[0] + 1) - 1;
  const across = geometry.groups > 1 ? 1 : Math.min(channels, Math.ceil(tall / mostRows));
  return {
    across,
    byColumns: false,
    rows,
    columns,
    border: around,
    label: (plane) => (channels === 1 ? "" : scene.words.channel(plane)),
    groupOf: (row) => Math.floor((row * across) / perGroup),
  };
}

/** Tiles o x i; with many o and few i they lie on their side, so that tiles stand beside the input channels they read. */
function tilesOf(geometry: ConvGeometry): Arrangement {
  const [, rows, columns] = geometry.kernel;
  const first = geometry.groups * geometry.narrowPerGroup;
  const single = first * geometry.widePerGroup === 1;
  const byColumns = geometry.groups === 1 && first > geometry.widePerGroup && first * (rows + 1) > mostRows;
  return {
    across: byColumns ? first : geometry.widePerGroup,
    byColumns,
    rows,
    columns,
    border: noBorder,
    label: (plane) => {
      if (single) return "";
      return `w[${unravel(plane, [first, geometry.widePerGroup]).join()}]`;
    },
    groupOf: (row) => Math.floor(row / geometry.narrowPerGroup),
  };
}

function rowsOf(scene: Scene, side: Side, { across, rows, border }: Arrangement): number {
  return Math.ceil(planeCount(scene, side) / across) * (rows + border.before[0] + border.after[0]);
}

function columnsOf({ across, columns, border }: Arrangement): number {
  return across * (columns + border.before[1] + border.after[1]);
}

function planeCount(scene: Scene, side: Side): number {
  const { shape } = scene[side];
  return side === "weight" ? shape[0]! * shape[1]! : shape[1]!;
}

function place(scene: Scene, side: Side, arrangement: Arrangement, cell: number): OperandLayout {
  const { across, byColumns, rows, columns, border, label, groupOf } = arrangement;
  const { geometry } = scene;
  const count = planeCount(scene, side);
  const down = Math.ceil(count / across);
  const [top, left] = border.before;
  const fullRows = rows + top + border.after[0];
  const fullColumns = columns + left + border.after[1];
  const labelled = count > 1 ? labelRoom : 0;
  const grouped = geometry.groups > 1 ? bracketRoom : 0;
  const planeHeight = labelled + fullRows * cell + gap;
  const planeWidth = fullColumns * cell + gap;

  const cells: CellBox[] = [];
  const ghosts: GhostBox[] = [];
  const planes: PlaneBox[] = [];
  for (let plane = 0; plane < count; plane++) {
    const planeRow = byColumns ? plane % down : Math.floor(plane / across);
    const planeColumn = byColumns ? Math.floor(plane / down) : plane % across;
    const x = grouped + planeColumn * planeWidth + 1;
    const y = planeRow * planeHeight + labelled + 1;
    planes.push({ x, y, width: fullColumns * cell, height: fullRows * cell, label: label(plane), number: plane });
    for (let row = 0; row < fullRows; row++) {
      for (let column = 0; column < fullColumns; column++) {
        const at = { x: x + column * cell, y: y + row * cell };
        const r = row - top;
        const c = column - left;
        if (r >= 0 && r < rows && c >= 0 && c < columns) {
          const index = (plane * rows + r) * columns + c;
          const place = unravel(index, scene[side].shape).slice(side === "weight" ? 0 : 1);
          cells.push({ ...at, index, place, tableRow: planeRow * rows + r, tableColumn: planeColumn * columns + c });
        } else {
          const source = scene.border.source[row * fullColumns + column]!;
          ghosts.push({ ...at, source: source < 0 ? -1 : plane * rows * columns + source });
        }
      }
    }
  }
  return {
    side,
    cell,
    width: grouped + across * planeWidth - gap + 2,
    height: down * planeHeight - gap + 2,
    cells,
    ghosts,
    planes,
    brackets: grouped === 0 ? [] : bracketsOf(scene.words, down, groupOf, planeHeight, labelled),
    tableRows: down * rows,
    tableColumns: across * columns,
    inset: [top, left],
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
