// What arrow keys walk through in the picture of a matrix, and where the lit element stands in it.
import { acrossDiagonal, type Focus, type Highlight, inMatrix, type MatrixLayout, type Scene } from "@toeplitz/figures";
import { type GridPlace, placeWithin } from "../state/grid-keys.ts";

/** The focus on an entry by its place in the picture. */
export function entryAt({ turned }: MatrixLayout, row: number, column: number): Focus {
  return { on: "entry", ...acrossDiagonal(turned, { row, column }) };
}

interface Table {
  readonly rows: number;
  readonly columns: number;
  /** Rows above the matrix, and columns on its left. */
  readonly head: number;
  readonly left: number;
  /** Inside of the table, or null where nothing stands. */
  held(place: GridPlace): GridPlace | null;
  focusAt(place: GridPlace): Focus;
}

/** What arrow keys walk through: the matrix, and where there are several samples, the rows above it and the columns beside it. */
export function tableOf(layout: MatrixLayout): Table {
  const { rows, columns, above, isProduct } = layout;
  const samples = layout.input.samples === 1 ? 0 : layout.input.samples;
  const beside = above === "input" ? "output" : "input";
  const left = isProduct ? samples : 0;
  const isMiddle = (column: number) => column >= left && column < left + columns;
  return {
    rows: samples + rows,
    columns: samples + columns,
    head: samples,
    left,
    held(place) {
      const [row, column] = placeWithin(place, samples + rows, samples + columns);
      return row < samples && !isMiddle(column) ? null : [row, column];
    },
    focusAt([row, column]) {
      if (row < samples) return { on: above, index: row * columns + column - left };
      if (isMiddle(column)) return entryAt(layout, row - samples, column - left);
      return { on: beside, index: (isProduct ? column : column - columns) * rows + row - samples };
    },
  };
}

/** Where arrow keys start from. */
export function activePlace(scene: Scene, highlight: Highlight | null, layout: MatrixLayout, table: Table): GridPlace {
  const { rows, columns, above, isProduct, turned } = layout;
  const { head, left } = table;
  const focus = highlight?.focus;
  if (head > 0 && (focus?.on === "input" || focus?.on === "output")) {
    const { sample, line } = inMatrix(scene, focus.on, focus.index);
    if (focus.on === above) return [sample, left + line];
    return [head + line, (isProduct ? 0 : columns) + sample];
  }
  const entry = highlight?.entries[0];
  const { row, column } = acrossDiagonal(turned, {
    row: highlight?.row ?? entry?.row ?? 0,
    column: highlight?.column ?? entry?.column ?? 0,
  });
  return [head + Math.min(row, rows - 1), left + Math.min(column, columns - 1)];
}
