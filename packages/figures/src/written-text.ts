// The kernel matrix as text: places as a table writes them, compressed rows, and comma-separated values to take elsewhere.
import { acrossDiagonal, drawnMatrixOf, drawnShapeOf } from "./drawn-matrix.ts";
import { entryName, nameOf } from "./formula.ts";
import { type MatrixWindow, matrixWindowOf, type WrittenEntry } from "./matrix-window.ts";
import { cellNumber, typedNumber } from "./number-text.ts";
import type { Scene } from "./scene.ts";

/** What is written: every place in numbers, every place in letters, or the entries alone. */
export type WrittenForm = "numbers" | "symbols" | "list";

/** What stands at a place of a table; `letters` for the weights' names. */
export function placeText(scene: Scene, entry: WrittenEntry | null, letters: boolean): string {
  if (entry === null) return letters ? "·" : "0";
  return letters ? symbolOf(scene, entry) : cellNumber(entry.value);
}

/** What a screen reader says of a place, as of one in the picture, with what is seen there. */
export function spokenPlace(
  scene: Scene,
  [row, column]: readonly [row: number, column: number],
  entry: WrittenEntry | null,
  letters: boolean,
): string {
  const name = scene.words.entry(
    entryName(scene, acrossDiagonal(scene.result === "input", { row, column })),
    entry === null ? "0" : symbolOf(scene, entry),
  );
  return letters || entry === null ? name : `${name}, ${cellNumber(entry.value)}`;
}

const symbolOf = (scene: Scene, { weights }: WrittenEntry) =>
  weights.map((weight) => nameOf(scene, "weight", weight)).join("+");

/** `Rows 0 to 63 of 100, columns 64 to 127 of 144`, or null where a window shows all of the matrix. */
export function partShown(scene: Scene, { row, rows, column, columns }: MatrixWindow): string | null {
  const [down, across] = drawnShapeOf(scene);
  if (rows === down && columns === across) return null;
  return `Rows ${row} to ${row + rows - 1} of ${down}, columns ${column} to ${column + columns - 1} of ${across}`;
}

/** An argument of `torch.sparse_csr_tensor` with its text. */
export interface SparseList {
  readonly name: string;
  readonly text: string;
}

/** The compressed rows, of each array at most `most` numbers. */
export function sparseLists(scene: Scene, most: number): readonly SparseList[] {
  const { crowIndices, colIndices, values } = drawnMatrixOf(scene);
  const decimals = Array.from(values, (value) => Number(value.toPrecision(6)));
  const lists = [
    ["crow_indices", Array.from(crowIndices)],
    ["col_indices", Array.from(colIndices)],
    ["values", decimals],
  ] as const;
  return lists.map(([name, numbers]) => {
    const rest = numbers.length > most ? `, and ${numbers.length - most} more` : "";
    return { name, text: `[${numbers.slice(0, most).join(", ")}${rest}]` };
  });
}

/** More places, or lines, are no text that anybody pastes. */
const mostCopied = 250_000;

/**
 * The whole matrix as comma-separated values: its places row by row, or one line for each entry with its row and its column.
 *
 * @throws RangeError where that would be too long.
 */
export function matrixCsv(scene: Scene, form: WrittenForm): string {
  const { nnz } = scene.matrix;
  const [rows, columns] = drawnShapeOf(scene);
  const places = form === "list" ? nnz : rows * columns;
  if (places > mostCopied) {
    const instead = form !== "list" && nnz <= mostCopied ? `; the list has its ${nnz} entries` : "";
    throw new RangeError(`${places} ${form === "list" ? "entries" : "places"} are too many to copy${instead}`);
  }
  if (form === "list") {
    // Entry by entry: there may be few of them in very many places.
    const { crowIndices, colIndices, values, weightsIn } = drawnMatrixOf(scene);
    const lines = Array.from({ length: rows }, (_, row) => {
      const weightsOfRow = weightsIn(row);
      return Array.from({ length: crowIndices[row + 1]! - crowIndices[row]! }, (_, i) => {
        const entry = crowIndices[row]! + i;
        const column = colIndices[entry]!;
        const value = Number(values[entry]);
        const weights = weightsOfRow.filter((at) => at.column === column).map(({ weight }) => weight);
        return [row, column, typedNumber(value), quoted(symbolOf(scene, { value, weights }))].join();
      });
    });
    return ["row,column,value,weight", ...lines.flat()].join("\n");
  }
  const whole = matrixWindowOf(scene, [0, 0], Math.max(1, rows, columns)).places;
  const place = (entry: WrittenEntry | null) => {
    if (entry === null) return "0";
    return form === "numbers" ? typedNumber(entry.value) : quoted(symbolOf(scene, entry));
  };
  return whole.map((line) => line.map(place).join()).join("\n");
}

/** Names with numbers of two digits have commas in them. */
const quoted = (text: string) => (text.includes(",") ? `"${text}"` : text);
