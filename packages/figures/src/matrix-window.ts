// A part of the kernel matrix that is small enough to be written out, place by place.
import { drawnMatrixOf } from "./drawn-matrix.ts";
import type { Scene } from "./scene.ts";

/** A place with an entry. */
export interface WrittenEntry {
  readonly value: number;
  /** Weight elements that it is the sum of, in order. */
  readonly weights: readonly number[];
}

export interface MatrixWindow {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  /** Row by row; null where there is no entry. */
  readonly places: readonly (readonly (WrittenEntry | null)[])[];
}

/** The block of at most `size` rows and columns in which a place stands. */
export function matrixWindowOf(
  scene: Scene,
  place: readonly [row: number, column: number],
  size: number,
): MatrixWindow {
  const { shape, crowIndices, colIndices, values, weightsIn } = drawnMatrixOf(scene);
  const [row, column] = place.map((at) => Math.floor(at / size) * size) as [number, number];
  const rows = Math.max(0, Math.min(size, shape[0] - row));
  const columns = Math.max(0, Math.min(size, shape[1] - column));
  const places = Array.from({ length: rows }, (_, r) => {
    const line = new Array<{ value: number; weights: number[] } | null>(columns).fill(null);
    for (let entry = crowIndices[row + r]!; entry < crowIndices[row + r + 1]!; entry++) {
      const c = colIndices[entry]! - column;
      if (c >= 0 && c < columns) line[c] = { value: Number(values[entry]), weights: [] };
    }
    for (const { column: at, weight } of weightsIn(row + r)) line[at - column]?.weights.push(weight);
    return line;
  });
  return { row, column, rows, columns, places };
}
