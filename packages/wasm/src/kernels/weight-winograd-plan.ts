// When a weight gradient goes by Winograd's method, and how.
import type { ConvGeometry } from "@toeplitz/conv/geometry";
import { weightSums } from "./weight-jobs.ts";
import { planWeight, type WeightSlice } from "./weight-plan.ts";
import { weightWinogradOut, weightWinogradTiles, winogradProducts, winogradScratch } from "./weight-winograd.ts";

/** Words of the two transforms and of the sums between them, where addresses are missing; sizes in bytes. */
export interface WinogradWeightPlan {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly out: Int32Array;
  readonly sums: WeightSlice;
  readonly units: { readonly x: number; readonly y: number; readonly out: number };
  readonly xStaged: number;
  readonly yStaged: number;
  readonly products: number;
  readonly flags: number;
  readonly scratch: number;
}

/** The plan, or null where the direct sums are faster, or the copies would be large. */
export function planWinogradWeight(g: ConvGeometry, rows: number, limit = 2 ** 26): WinogradWeightPlan | null {
  const [wide, narrow] = [g.widePerGroup, g.narrowPerGroup];
  const planes = g.batch * g.narrow[0];
  const fits =
    g.groups === 1 &&
    wide >= 4 &&
    same(g.kernel, [1, 3, 3]) &&
    same(g.stride, [1, 1, 1]) &&
    g.dilation[1] === 1 &&
    g.dilation[2] === 1 &&
    g.padding[0] === 0 &&
    g.wide[0] === g.narrow[0];
  if (!fits) return null;
  const tilesH = Math.ceil(g.narrow[1] / 4);
  const tilesW = Math.ceil(g.narrow[2] / 4);
  const tiles = 4 * Math.ceil((tilesH * tilesW) / 4);
  const places = planes * tiles;
  if (4 * winogradProducts * Math.max(wide * places, narrow * places, narrow * wide) > limit) return null;
  if (cycles(wide, narrow, places, planes * tilesH * Math.ceil(tilesW / 4)) > directCycles(g)) return null;
  // Between the transforms, each product is a group of a convolution with kernel 1.
  const plan = planWeight(
    {
      ...g,
      batch: 1,
      groups: winogradProducts,
      wide: [1, 1, places],
      narrow: [1, 1, places],
      kernel: [1, 1, 1],
      padding: [0, 0, 0],
      dilation: [1, 1, 1],
    },
    { lanes: false, rows, limit: 2 ** 31 },
  );
  const sums = plan?.slices[0];
  if (plan === null || sums === undefined) return null;
  const number = (field: keyof typeof weightSums.at) => sums.words[weightSums.at[field]]!;
  const common = { batch: g.batch, depth: g.narrow[0], tilesH, tilesW, tiles };
  const x = {
    ...common,
    channels: wide,
    height: g.wide[1],
    width: g.wide[2],
    paddingH: g.padding[1],
    paddingW: g.padding[2],
    channelBytes: number("channelBytes"),
  };
  const y = {
    ...common,
    channels: narrow,
    blocked: 1,
    height: g.narrow[1],
    width: g.narrow[2],
    channelBytes: 16 * number("runs") * number("steps"),
    blockRows: number("blockRows"),
    longBlocks: number("longBlocks"),
  };
  return {
    x: words(weightWinogradTiles.fields, x),
    y: words(weightWinogradTiles.fields, y),
    out: words(weightWinogradOut.fields, { narrow, wide }),
    sums,
    units: { x: wide, y: narrow, out: narrow },
    xStaged: plan.xStaged,
    yStaged: plan.yStaged,
    products: 4 * winogradProducts * narrow * wide,
    flags: Math.max(plan.xFlags, plan.yFlags),
    scratch: Math.max(plan.scratch, Math.ceil(winogradScratch(tilesH, tilesW, tiles) / 64) * 64),
  };
}

// Measured cycles, on a machine that does two multiply-adds of vectors per cycle.
/** Of a tile of twelve sums: each step, and its beginning and end. */
const stepCycles = 6;
const tileCycles = 35;
/** Of four tiles of one channel from the plane to the staged copy, and of a pair of channels from products to weights. */
const transformCycles = 220;
const backCycles = 80;

function cycles(wide: number, narrow: number, places: number, quadruples: number): number {
  const sums = ((winogradProducts * wide * narrow) / 12) * ((places / 4) * stepCycles + tileCycles);
  return sums + (wide + narrow) * quadruples * transformCycles + wide * narrow * backCycles;
}

function directCycles(g: ConvGeometry): number {
  const places = g.batch * g.narrow[0] * g.narrow[1] * (g.narrow[2] + 1);
  return ((9 * g.widePerGroup * g.narrowPerGroup) / 12) * ((places / 4) * stepCycles + tileCycles);
}

function same(sizes: readonly number[], others: readonly number[]): boolean {
  return sizes.every((size, axis) => size === others[axis]);
}

function words<F extends string>(fields: readonly F[], values: Partial<Record<F, number>>): Int32Array {
  return Int32Array.from(fields, (field) => values[field] ?? 0);
}
