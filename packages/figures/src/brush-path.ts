// Which cells a brush crosses on its way from one point to the next: a fast hand skips none.

/** In picture units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A square cell by its upper left corner. */
export interface PaintedCell extends Point {
  readonly index: number;
}

/** A cell's right and lower border are its neighbours': who moves along a border paints one side of it. */
const within = 1 - 1e-9;

/** Indices of the cells with edge `edge` that the straight way crosses, in the order in which it enters them. */
export function cellsOnWay(cells: readonly PaintedCell[], edge: number, from: Point, to: Point): number[] {
  const entered: { readonly index: number; readonly at: number }[] = [];
  for (const { index, x, y } of cells) {
    const at = entryInto(x, y, within * edge, from, to);
    if (at !== null) entered.push({ index, at });
  }
  return entered.sort((a, b) => a.at - b.at).map(({ index }) => index);
}

/** The share of the way at which it enters a square, or null where it passes by. */
function entryInto(left: number, top: number, edge: number, from: Point, to: Point): number | null {
  let [enter, leave] = [0, 1];
  for (const [start, way, least] of [
    [from.x, to.x - from.x, left],
    [from.y, to.y - from.y, top],
  ] as const) {
    if (way === 0) {
      if (start < least || start > least + edge) return null;
      continue;
    }
    const [one, other] = [(least - start) / way, (least + edge - start) / way];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  return enter <= leave ? enter : null;
}
