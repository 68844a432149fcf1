// The kernel matrix as a picture: one path per weight element, so that a woven cloth of thousands of squares stays light.
import { eachTap } from "@toeplitz/conv";
import { toTypedArray } from "@toeplitz/tensor";
import { type MatrixSurroundings, manySamples, oneSample, signRoom } from "./matrix-strips.ts";
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

/** The room for a matrix, in picture units. */
export interface MatrixRoom {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  /** Of one that stands beside the grids because it is tall. */
  readonly tallWidth: number;
  readonly tallCell: number;
}

const belowGrids: MatrixRoom = { width: 860, height: 640, cell: 34, tallWidth: 300, tallCell: 30 };

/** Lays the scene's matrix out to fit. */
export function matrixLayoutOf(scene: Scene, room: MatrixRoom = belowGrids): MatrixLayout {
  const { matrix } = scene;
  const [rows, columns] = matrix.shape;
  const { batch } = scene.geometry;
  const tall = rows > 1.2 * columns;
  const [width, most] = tall ? [room.tallWidth, room.tallCell] : [room.width, room.cell];
  const fitting =
    batch === 1
      ? Math.min(most, width / columns, room.height / rows)
      : Math.min(most, (width - 2 * signRoom) / (columns + 2 * batch), room.height / Math.max(rows, columns));
  const cell = Math.max(3, Math.floor(fitting));
  const { nnz } = matrix;
  const cells = nnz > mostEntries ? [] : cellsOf(scene);
  return {
    rows,
    columns,
    cell,
    tall,
    width: columns * cell,
    height: rows * cell,
    ...woven(cells, cell),
    cells,
    nnz,
    rowLines: linesOf(matrix.outputShape),
    columnLines: linesOf(matrix.inputShape),
    ...(batch === 1 ? oneSample(rows, columns, cell) : manySamples(batch, rows, columns, cell)),
  };
}

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
function cellsOf({ matrix }: Scene): MatrixCell[] {
  const { crowIndices, colIndices, values } = matrix.csr();
  const numbers = toTypedArray(values);
  const weights: number[][] = Array.from(colIndices, () => []);
  eachTap(matrix.geometry, (row, column, weight) => {
    let entry = crowIndices[row]!;
    while (colIndices[entry] !== column) entry += 1;
    weights[entry]!.push(weight);
  });
  const cells: MatrixCell[] = [];
  for (let row = 0; row + 1 < crowIndices.length; row++) {
    for (let entry = crowIndices[row]!; entry < crowIndices[row + 1]!; entry++) {
      cells.push({ row, column: colIndices[entry]!, weights: weights[entry]!, value: Number(numbers[entry]) });
    }
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
