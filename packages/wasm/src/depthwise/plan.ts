// The plan of a depthwise sum: bands, tables and settings for the job.
import type { Activation, ConvGeometry } from "@toeplitz/conv/geometry";
import { volume } from "@toeplitz/conv/geometry";
import type { Engine } from "../engine/engine.ts";
import { depthwise, phaseAt, phaseWords } from "../kernels/depthwise-job.ts";
import { activations } from "../kernels/tile.ts";
import { type Axis, axisOf, type Direction, divisor, reachesOutside } from "./axis.ts";
import { chooseBands } from "./bands.ts";
import { chooseStrips } from "./strips.ts";

export type { Direction } from "./axis.ts";

/** Addresses of the operands: x is what is read and y what is written, whatever the direction calls them. */
export interface DepthwiseAddresses {
  readonly x: number;
  readonly weight: number;
  /** 0 for none. */
  readonly bias: number;
  readonly y: number;
  /** The plan's tables, copied into memory. */
  readonly tables: number;
  /** `scratchBytes` for each thread. */
  readonly scratch: number;
}

/** Most vectors of a strip: of pairs of rows (0: no pairs), and of single rows. */
export interface StripChoice {
  readonly pair: number;
  readonly single: number;
  /** Rows come in pairs where each has so many times more rows of taps than it has for itself (at least 1; 3 if not given). */
  readonly pairFrom?: number;
}

/** The fastest strips of each flavour, in old engines as in new ones. */
export const fusedStrips: StripChoice = { pair: 6, single: 7, pairFrom: 3 };
export const plainStrips: StripChoice = { pair: 4, single: 7, pairFrom: 4 };

export interface DepthwisePlan {
  /** Working memory of each thread: a multiple of 64. */
  readonly scratchBytes: number;
  /** Words that the job reads besides its settings; they never change. */
  readonly tables: Int32Array<ArrayBuffer>;
  readonly units: number;
  /**
   * Whether zeros outside of the source are multiplied. Where they are, the bits of outputs differ from the portable kernel's if
   * the weight has an element that is not finite, or if a bias is -0.
   */
  readonly pads: boolean;
  /** The job's settings, in their order. */
  settings(addresses: DepthwiseAddresses, activation: Activation): Int32Array<ArrayBuffer>;
  run(engine: Pick<Engine, "run">, addresses: DepthwiseAddresses, activation: Activation): void;
}

/** Multiplications that make a unit worth its start, roughly 25 microseconds. */
const unitWork = 500_000;

/** The plan for a geometry where one source channel gives all outputs of a group, or all of them give one; null for others. */
export function planDepthwise(
  g: ConvGeometry,
  direction: Direction,
  choice: StripChoice = fusedStrips,
): DepthwisePlan | null {
  const [outputs, sources] =
    direction === "narrow" ? [g.narrowPerGroup, g.widePerGroup] : [g.widePerGroup, g.narrowPerGroup];
  const axes = [axisOf(g, 0, direction), axisOf(g, 1, direction), axisOf(g, 2, direction)] as const;
  const [D, H, W] = axes;
  const outPlane = D.outSize * H.outSize * W.outSize;
  const sourcePlane = D.sourceSize * H.sourceSize * W.sourceSize;
  const kernel = volume(g.kernel);
  const planes = g.batch * g.groups * outputs;
  if (Math.min(outputs, sources) !== 1 || planes === 0 || outPlane === 0 || sourcePlane === 0 || kernel === 0)
    return null;

  // Rows whose windows overlap: the same source row is tap t of one and tap t - rowsApart of the other.
  const shared = divisor(H.step, Math.abs(H.tapStep));
  const distance = Math.abs(H.tapStep) / shared;
  const rowsApart = H.step / shared;
  const mostTaps = Math.max(...H.phases.map(({ taps }) => taps));
  const leastTaps = Math.min(...H.phases.map(({ taps }) => taps || mostTaps));
  const bands = chooseBands(axes, sources, kernel, distance);
  const sharing = leastTaps >= (choice.pairFrom ?? 3) * rowsApart;
  const pairs = choice.pair > 0 && bands.size[1] > distance && sharing;
  const descending = H.tapStep < 0;

  const runs = W.step;
  const run = 4 * bands.run;
  const row = run * runs;
  const slice = row * bands.rows;
  const box = slice * bands.slices;
  const tables = new TableBuilder();
  const weights = phasesOf(axes, tables, { run, row, slice, box, sources, alone: pairs ? rowsApart : 0 });
  const sorted = W.outStep * H.outStep * D.outStep > 1;
  const sorting = sorted ? tables.add(weights.sorting) : 0;

  const strips = tables.add(chooseStrips(pairs, pairs ? choice.pair : choice.single));

  const line = W.outStep > 1 ? 16 * Math.ceil(bands.size[2] / 4) : 0;
  const outRow = W.outStep > 1 ? W.outStep * line : 4 * H.outStep * W.outSize;
  const linesAt = sorted ? round64(4 * kernel * sources) : 0;
  const boxAt = linesAt + round64(line * W.outStep * bands.size[1]);
  // Vectors read up to three columns more than there are.
  const boxes = round64(box * sources + 16);

  const bandWork = (outPlane * kernel * sources) / bands.count / Math.max(1, D.outStep * H.outStep * W.outStep);
  const planesPerUnit = Math.max(1, Math.min(planes, Math.floor(unitWork / (bandWork * bands.count))));
  const bandsPerUnit =
    planesPerUnit > 1 ? bands.count : Math.max(1, Math.min(bands.count, Math.floor(unitWork / bandWork)));
  const units = Math.ceil(planes / planesPerUnit) * Math.ceil(bands.count / bandsPerUnit);
  const sourceRow = H.step * row;
  const away = pairs ? distance : 0;

  const fixed: Partial<Record<keyof typeof depthwise.at, number>> = {
    planes,
    planesPerUnit,
    channels: g.groups * outputs,
    outputsPerSource: outputs,
    sources,
    sourceBytes: 4 * sourcePlane * sources,
    outBytes: 4 * outPlane,
    weightBytes: 4 * kernel * sources,
    sourceD: D.sourceSize,
    sourceH: H.sourceSize,
    sourceW: W.sourceSize,
    outH: H.outSize,
    outW: W.outSize,
    positionsD: D.positions,
    positionsH: H.positions,
    positionsW: W.positions,
    bandD: bands.size[0],
    bandH: bands.size[1],
    bandW: bands.size[2],
    bandsD: bands.along[0],
    bandsH: bands.along[1],
    bandsW: bands.along[2],
    bandsPerUnit,
    stepD: D.step,
    stepH: H.step,
    runs,
    leastD: D.least,
    leastH: H.least,
    leastW: W.least,
    reachD: D.reach,
    reachH: H.reach,
    reachW: W.reach,
    run,
    row,
    slice,
    box,
    boxes,
    sourceRow,
    outRow,
    pairDistance: away,
    leadSource: descending ? away * sourceRow : 0,
    leadOut: descending ? away * outRow : 0,
    trailOut: descending ? 0 : away * outRow,
    strips,
    outStepD: D.outStep,
    outStepH: H.outStep,
    outStepW: W.outStep,
    sortedWeights: sorted ? 1 : 0,
    sorting,
    linesAt,
    line,
    boxAt,
  };
  const template = Int32Array.from(depthwise.fields, (field) => fixed[field] ?? 0);
  const settings = (at: DepthwiseAddresses, activation: Activation): Int32Array<ArrayBuffer> => {
    const words = template.slice();
    const { x, weight, bias, y, tables: tablesAt } = depthwise.at;
    words[x] = at.x;
    words[weight] = at.weight;
    words[bias] = at.bias;
    words[y] = at.y;
    words[tablesAt] = at.tables;
    words[depthwise.at.activation] = activations[activation];
    return words;
  };
  const scratchBytes = boxAt + boxes;
  return {
    scratchBytes,
    tables: tables.words(),
    units,
    pads: axes.some(reachesOutside),
    settings,
    run(engine, addresses, activation) {
      engine.run(depthwise, settings(addresses, activation), units, addresses.scratch, scratchBytes);
    },
  };
}

interface Box {
  readonly run: number;
  readonly row: number;
  readonly slice: number;
  readonly box: number;
  readonly sources: number;
  /** Rows of taps that only one row of a pair has. */
  readonly alone: number;
}

/** Writes the descriptors and offsets of all phases; gives the order in which the phases take the weights. */
function phasesOf(axes: readonly [Axis, Axis, Axis], tables: TableBuilder, box: Box): { sorting: number[] } {
  const [D, H, W] = axes;
  const count = D.outStep * H.outStep * W.outStep;
  const at = tables.add(new Array<number>(count * phaseWords).fill(0)) / 4;
  const sorting: number[] = [];
  const volumeOfKernel = D.kernel * H.kernel * W.kernel;
  let number = 0;
  for (const [firstD, d] of D.phases.entries())
    for (const [firstH, h] of H.phases.entries())
      for (const [firstW, w] of W.phases.entries()) {
        const rows = h.taps === 0 ? 0 : h.taps + box.alone;
        const offsets: number[] = [];
        const weights = 4 * sorting.length;
        for (let s = 0; s < box.sources; s++)
          for (let td = 0; td < d.taps; td++)
            for (let th = 0; th < rows; th++)
              for (let tw = 0; tw < w.taps; tw++) {
                const column = w.offset + tw * W.tapStep - W.least;
                offsets.push(
                  s * box.box +
                    (d.offset + td * D.tapStep - D.least) * box.slice +
                    (h.offset + th * H.tapStep - H.least) * box.row +
                    (column % W.step) * box.run +
                    4 * Math.floor(column / W.step),
                );
                if (th >= h.taps) continue;
                const [kd, kh, kw] = [tapOf(d, td), tapOf(h, th), tapOf(w, tw)];
                sorting.push(4 * (s * volumeOfKernel + (kd * H.kernel + kh) * W.kernel + kw));
              }
        const rowBytes = 4 * w.taps;
        tables.set(at + number * phaseWords, {
          countD: d.positions,
          countH: h.positions,
          countW: w.positions,
          firstD,
          firstH,
          firstW,
          groups: offsets.length === 0 ? 0 : box.sources * d.taps,
          alone: rowBytes * box.alone,
          shared: rowBytes * (h.taps - box.alone),
          offsets: tables.add(offsets),
          weights,
          zero: 0,
        });
        number++;
      }
  return { sorting };
}

function tapOf(phase: { readonly firstTap: number; readonly nextTap: number }, tap: number): number {
  return phase.firstTap + tap * phase.nextTap;
}

/** Collects the words of the tables. */
class TableBuilder {
  readonly #words: number[] = [];

  /** Appends words; gives their offset in bytes. */
  add(words: readonly number[]): number {
    const at = 4 * this.#words.length;
    for (const word of words) this.#words.push(word);
    return at;
  }

  /** Fills in a descriptor. */
  set(at: number, descriptor: Readonly<Record<keyof typeof phaseAt, number>>): void {
    for (const [name, index] of Object.entries(phaseAt))
      this.#words[at + index] = descriptor[name as keyof typeof phaseAt];
  }

  words(): Int32Array<ArrayBuffer> {
    return Int32Array.from(this.#words);
  }
}

function round64(bytes: number): number {
  return 64 * Math.ceil(bytes / 64);
}
