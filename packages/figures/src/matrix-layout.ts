// The kernel matrix as a picture: one path per weight element, so that a woven cloth of thousands of squares stays light.
import { type DrawnMatrix, drawnMatrixOf } from "./drawn-matrix.ts";
import { type MatrixSurroundings, roomAround, surroundingsOf } from "./matrix-strips.ts";
import type { Scene } from "./scene.ts";

/** Squares that hold one weight element: a diagonal of every block that it stands in. */
export interface Thread {
  readonly weight: number;
  /** SVG path data. */
  readonly path: string;
}

/** Squares of the entries with one value. */
export interface Tone {
  readonly value: number;
  /** SVG path data. */
  readonly path: string;
}

/** One entry with its place, for numbers and for hit tests. */
export interface MatrixCell {
  readonly row: number;
  readonly column: number;
  readonly weights: readonly number[];
  readonly value: number;
}

export interface MatrixLayout extends MatrixSurroundings {
  readonly rows: number;
  readonly columns: number;
  /** As in the equation: of a gradient of the input, rows are K's columns. */
  readonly turned: boolean;
  readonly above: "input" | "output";
  /** Whether what stands beside it makes it, and does not come out of it. */
  readonly isProduct: boolean;
  readonly cell: number;
  /** So much higher than wide that it had better stand beside the grids than below them. */
  readonly tall: boolean;
  readonly width: number;
  readonly height: number;
  /** Empty where there are too many entries to draw. */
  readonly threads: readonly Thread[];
  readonly tones: readonly Tone[];
  readonly cells: readonly MatrixCell[];
  readonly nnz: number;
  /** Rows and columns before which a line stands: between image rows (fine) and between channels (strong). */
  readonly rowLines: readonly MatrixLine[];
  readonly columnLines: readonly MatrixLine[];
}

export interface MatrixLine {
  readonly before: number;
  readonly strong: boolean;
}

/** More entries than this are not drawn. */
export const mostEntries = 10_000;

/** The room for a matrix and what is around it, in picture units. */
export interface MatrixRoom {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  /** Of one that stands beside the grids because it is tall. */
  readonly tallWidth: number;
  readonly tallHeight: number;
  readonly tallCell: number;
}

/** On a page that may scroll. */
export const belowGrids: MatrixRoom = {
  width: 960,
  height: 700,
  cell: 34,
  tallWidth: 400,
  tallHeight: 700,
  tallCell: 30,
};

/** Lays the scene's matrix out to fit. */
export function matrixLayoutOf(scene: Scene, room: MatrixRoom = belowGrids): MatrixLayout {
  const drawn = drawnMatrixOf(scene);
  const [rows, columns] = drawn.shape;
  const { batch } = scene.geometry;
  const tall = isTall(rows, columns);
  const [width, height, most] = tall
    ? [room.tallWidth, room.tallHeight, room.tallCell]
    : [room.width, room.height, room.cell];
  const around = roomAround(scene);
  const fitting = Math.min(most, (width - around[0]) / (columns + batch), (height - around[1]) / (rows + batch));
  const cell = Math.max(3, Math.floor(fitting));
  const { nnz } = scene.matrix;
  const cells = nnz > mostEntries ? [] : cellsOf(drawn);
  return {
    rows,
    columns,
    turned: drawn.turned,
    above: drawn.above,
    isProduct: drawn.isProduct,
    cell,
    tall,
    width: columns * cell,
    height: rows * cell,
    ...woven(cells, cell),
    cells,
    nnz,
    rowLines: linesOf(drawn.besideShape),
    columnLines: linesOf(drawn.aboveShape),
    ...surroundingsOf(scene, drawn, cell),
  };
}

/** So much higher than wide that it had better stand beside the grids than below them. */
const isTall = (rows: number, columns: number) => rows > 1.2 * columns;

/** The squares of some entries, as few paths. */
export function woven(cells: readonly MatrixCell[], cell: number): Pick<MatrixLayout, "threads" | "tones"> {
  const paths = new Map<number, string[]>();
  const byValue = new Map<number, string[]>();
  for (const { row, column, weights, value } of cells) {
    push(byValue, value, `M${column * cell} ${row * cell}h${cell}v${cell}h${-cell}z`);
    // Where padding repeats an input, an entry is a sum: its square is shared out in stripes.
    const stripe = cell / weights.length;
    weights.forEach((weight, k) => {
      const x = round(column * cell + k * stripe);
      push(paths, weight, `M${x} ${row * cell}h${round(stripe)}v${cell}h${round(-stripe)}z`);
    });
  }
  return {
    threads: [...paths].sort(([a], [b]) => a - b).map(([weight, path]) => ({ weight, path: path.join("") })),
    tones: [...byValue].map(([value, path]) => ({ value, path: path.join("") })),
  };
}

/** The entries in the order of the library's compressed rows, which have the numbers. */
function cellsOf({ crowIndices, colIndices, values, weightsIn }: DrawnMatrix): MatrixCell[] {
  const cells: MatrixCell[] = [];
  for (let row = 0; row + 1 < crowIndices.length; row++) {
    const weights = new Map<number, number[]>();
    for (let entry = crowIndices[row]!; entry < crowIndices[row + 1]!; entry++) {
      const column = colIndices[entry]!;
      weights.set(column, []);
      cells.push({ row, column, weights: weights.get(column)!, value: Number(values[entry]) });
    }
    for (const { column, weight } of weightsIn(row)) weights.get(column)!.push(weight);
  }
  return cells;
}

/** Lines between the rows of an image, strong ones between its channels. */
function linesOf([channels = 1, ...size]: readonly number[]): MatrixLine[] {
  const line = size.at(-1) ?? 1;
  const plane = size.reduce((product, n) => product * n, 1);
  const total = channels * plane;
  const lines: MatrixLine[] = [];
  for (let before = line; before < total; before += line) lines.push({ before, strong: before % plane === 0 });
  return lines;
}

function push(lists: Map<number, string[]>, key: number, part: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [part]);
  else list.push(part);
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
