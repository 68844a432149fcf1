// A stack of layers as rows of cells, and the cone of cells that one output depends on.
import { coneOf, type FieldRow, type StackLayer } from "./receptive-field.ts";

export interface ConeCell {
  readonly x: number;
  readonly y: number;
  readonly state: "seen" | "unseen" | "padding";
}

export interface ConeLayout {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  readonly cells: readonly ConeCell[];
  /** From a cell to those below it that it is made of. */
  readonly threads: readonly { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }[];
  /** Cells left out at both ends of the rows because there is no room for them. */
  readonly cut: boolean;
}

const rowHeight = 44;
const room = 720;

/** The last layer's middle output on top, the input below. */
export function coneLayoutOf(rows: readonly FieldRow[], layers: readonly StackLayer[]): ConeLayout {
  const output = Math.floor((rows.at(-1)!.size - 1) / 2);
  const cone = coneOf(rows, layers, output);
  const seen = [...cone[0]!];
  const [first, last] = [Math.min(0, ...seen), Math.max(rows[0]!.size - 1, ...seen)];
  // Cells stay large enough to be seen; where the input is longer, the middle of it is shown.
  const cell = Math.max(5, Math.min(18, Math.floor(room / (last - first + 1))));
  const shown = Math.min(last - first + 1, Math.floor(room / cell));
  // An output can depend on padding alone.
  const middle = seen.length === 0 ? (first + last) / 2 : (Math.min(...seen) + Math.max(...seen)) / 2;
  const from = Math.max(first, Math.min(last - shown + 1, Math.round(middle - shown / 2)));
  const top = rows.length - 1;
  const centre = (level: number, at: number) => {
    const { start, jump, field } = rows[level]!;
    return (start + at * jump + (field - 1) / 2 - from + 0.5) * cell;
  };
  const inside = (x: number) => x > 0 && x < shown * cell;
  const y = (level: number) => (top - level) * rowHeight;
  const cells = rows.flatMap(({ size }, level) => {
    const places = new Set([...Array(size).keys(), ...cone[level]!]);
    return [...places]
      .map((at): ConeCell => {
        const state = at < 0 || at >= size ? "padding" : cone[level]!.has(at) ? "seen" : "unseen";
        return { x: centre(level, at) - cell / 2, y: y(level), state };
      })
      .filter(({ x }) => inside(x + cell / 2));
  });
  const threads = layers.flatMap(({ kernel, stride, padding, dilation }, level) =>
    [...cone[level + 1]!].flatMap((at) => {
      // Padding is made of nothing.
      if (at < 0 || at >= rows[level + 1]!.size) return [];
      return Array.from({ length: kernel }, (_, k) => ({
        x1: centre(level + 1, at),
        y1: y(level + 1) + cell,
        x2: centre(level, at * stride - padding + k * dilation),
        y2: y(level),
      })).filter(({ x1, x2 }) => inside(x1) && inside(x2));
    }),
  );
  return { width: shown * cell, height: top * rowHeight + cell, cell, cells, threads, cut: shown < last - first + 1 };
}
