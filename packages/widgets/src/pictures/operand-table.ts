// The cells of an array in rows, as arrow keys find them, and by their indices.
import type { CellBox, OperandLayout } from "@toeplitz/figures";

export interface OperandTable {
  readonly rows: ReadonlyMap<number, readonly CellBox[]>;
  /** By index. */
  readonly boxes: ReadonlyMap<number, CellBox>;
}

export function tableOf({ cells }: OperandLayout): OperandTable {
  const rows = new Map<number, CellBox[]>();
  const boxes = new Map<number, CellBox>();
  for (const box of cells) {
    boxes.set(box.index, box);
    const row = rows.get(box.tableRow);
    if (row === undefined) rows.set(box.tableRow, [box]);
    else row.push(box);
  }
  return { rows, boxes };
}
