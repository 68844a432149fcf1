// Curves over steps, as paths in a box: what a training's loss and accuracy are drawn with.

/** Places `[x, y]` in the order of x. */
export type Curve = readonly (readonly [x: number, y: number])[];

export interface PlotRoom {
  readonly width: number;
  readonly height: number;
  /** For the numbers beside and below. */
  readonly left: number;
  readonly bottom: number;
}

export interface PlotMark {
  readonly value: number;
  /** In pixels. */
  readonly at: number;
}

export interface PlotLayout {
  readonly paths: readonly string[];
  /** Where each curve ends. */
  readonly ends: readonly (readonly [x: number, y: number] | null)[];
  readonly across: readonly PlotMark[];
  readonly up: readonly PlotMark[];
  /** The box that curves are in. */
  readonly box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

/** Lays curves out in one box: x from 0 to `mostX`, y within `rangeY`; what lies beyond is drawn at the edge. */
export function plotLayoutOf(
  curves: readonly Curve[],
  mostX: number,
  [leastY, mostY]: readonly [number, number],
  { width, height, left, bottom }: PlotRoom,
): PlotLayout {
  const box = { left, right: width - 8, top: 8, bottom: height - bottom };
  const x = (value: number) => box.left + (value / Math.max(1, mostX)) * (box.right - box.left);
  const y = (value: number) => {
    const share = (value - leastY) / (mostY - leastY);
    return box.bottom - Math.max(0, Math.min(1, share)) * (box.bottom - box.top);
  };
  const place = ([px, py]: readonly [number, number]) => [x(px), y(py)] as const;
  return {
    paths: curves.map((curve) => pathOf(curve.filter(([, value]) => Number.isFinite(value)).map(place))),
    ends: curves.map((curve) => {
      const last = curve.findLast(([, value]) => Number.isFinite(value));
      return last === undefined ? null : place(last);
    }),
    across: roundMarks(0, mostX, 6).map((value) => ({ value, at: x(value) })),
    up: roundMarks(leastY, mostY, 4).map((value) => ({ value, at: y(value) })),
    box,
  };
}

function pathOf(places: readonly (readonly [number, number])[]): string {
  return places.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** Multiples of 1, 2 or 5 times a power of ten, at most `most` of them, both ends included where they are such. */
export function roundMarks(from: number, to: number, most: number): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough * (1 - 1e-9))!;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The curve smoothed: each value is the mean of the last `window` values, itself included. */
export function smoothed(curve: Curve, window: number): Curve {
  let sum = 0;
  return curve.map(([x, y], i) => {
    sum += y - (i >= window ? curve[i - window]![1] : 0);
    return [x, sum / Math.min(i + 1, window)] as const;
  });
}
