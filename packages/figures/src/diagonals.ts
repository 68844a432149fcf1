// The entries of a matrix by diagonals: transposing moves all entries of one diagonal by the same way, so that a few groups can move them.
import { type MatrixCell, type MatrixLayout, woven } from "./matrix-layout.ts";

/** The entries with one difference of column and row. */
export interface Diagonal extends Pick<MatrixLayout, "threads" | "tones" | "cells"> {
  /** Column minus row. */
  readonly offset: number;
  /** Where these entries stood in the transposed matrix, as seen from where they stand: right and down, in picture units. */
  readonly from: readonly [x: number, y: number];
}

/** More entries than this are not moved one by one. */
const mostMoving = 1500;

/** Every diagonal that has entries, from below to above; none where there are too many entries to move. */
export function diagonalsOf({ cells, cell }: MatrixLayout): Diagonal[] {
  if (cells.length > mostMoving) return [];
  const byOffset = new Map<number, MatrixCell[]>();
  for (const entry of cells) {
    const offset = entry.column - entry.row;
    const others = byOffset.get(offset);
    if (others === undefined) byOffset.set(offset, [entry]);
    else others.push(entry);
  }
  return [...byOffset]
    .sort(([a], [b]) => a - b)
    .map(([offset, entries]) => ({
      offset,
      cells: entries,
      ...woven(entries, cell),
      from: [-offset * cell || 0, offset * cell || 0],
    }));
}
