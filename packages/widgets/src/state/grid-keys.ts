// Where a key leads from a cell of a grid. All grids answer to the same keys.

export type GridPlace = readonly [row: number, column: number];

/** The place that a key asks for, which may lie outside of the grid; null for a key that leads nowhere. */
export function placeAfter(key: string, [row, column]: GridPlace, columns: number): GridPlace | null {
  switch (key) {
    case "ArrowLeft":
      return [row, column - 1];
    case "ArrowRight":
      return [row, column + 1];
    case "ArrowUp":
      return [row - 1, column];
    case "ArrowDown":
      return [row + 1, column];
    case "Home":
      return [row, 0];
    case "End":
      return [row, columns - 1];
    default:
      return null;
  }
}

/** The same, held inside of a grid. */
export function placeWithin([row, column]: GridPlace, rows: number, columns: number): GridPlace {
  return [Math.max(0, Math.min(rows - 1, row)), Math.max(0, Math.min(columns - 1, column))];
}
