// Into which boxes an output plane is cut, so that what one of them reads stays in a near cache.
import type { Axis } from "./axis.ts";

type Three<T> = readonly [T, T, T];

export interface Bands {
  /** Positions of a band, and number of bands, along each axis. */
  readonly size: Three<number>;
  readonly along: Three<number>;
  readonly count: number;
  /** Elements of a run, rows of a slice and slices of the box. */
  readonly run: number;
  readonly rows: number;
  readonly slices: number;
}

/** Bytes that fit in the first- and second-level cache with room to spare. */
const near = 24 * 1024;
const middle = 256 * 1024;

/** Cost of a vector that is copied, and of one that is multiplied from the caches. */
const copied = 1.3;
const multiplied = 0.6;

/** The cheapest of the cuts in halves, quarters, … of each axis. */
export function chooseBands(axes: Three<Axis>, sources: number, kernel: number, pairDistance: number): Bands {
  const [D, H, W] = axes;
  let best: Bands | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  const outputs = D.positions * H.positions * W.positions;
  for (const w of cuts(W.positions, 128))
    for (const h of cuts(H.positions, 2 * pairDistance))
      for (const d of cuts(D.positions, 1)) {
        const bands = bandsOf(axes, [d, h, w]);
        const box = bands.run * W.step * bands.rows * bands.slices * sources;
        const speed = 4 * box <= near ? 1 : 4 * box <= middle ? 1.12 : 1.5;
        const taps = (kernel * sources) / (D.outStep * H.outStep * W.outStep);
        const cost = (bands.count * box * copied) / outputs + taps * multiplied * speed;
        if (cost < bestCost) [best, bestCost] = [bands, cost];
      }
  return best!;
}

/** The whole, and its halves, quarters, … rounded up to a multiple. */
function cuts(positions: number, multiple: number): number[] {
  const sizes = [positions];
  for (let parts = 2; parts <= positions; parts *= 2) {
    const size = multiple * Math.ceil(positions / parts / multiple);
    if (size < sizes.at(-1)!) sizes.push(size);
  }
  return sizes;
}

function bandsOf([D, H, W]: Three<Axis>, size: Three<number>): Bands {
  const [d, h, w] = size;
  const along = [Math.ceil(D.positions / d), Math.ceil(H.positions / h), Math.ceil(W.positions / w)] as const;
  // Whole vectors of positions; the columns of a run that positions and taps reach over.
  let run = 4 * (Math.ceil(w / 4) + Math.ceil((Math.floor((W.reach - 1) / W.step) + 1) / 4));
  // Rows a multiple of a kilobyte apart would share few sets of the cache.
  if ((run * W.step) % 256 === 0) run += 4;
  return {
    size,
    along,
    count: along[0] * along[1] * along[2],
    run,
    rows: (h - 1) * H.step + H.reach,
    slices: (d - 1) * D.step + D.reach,
  };
}
