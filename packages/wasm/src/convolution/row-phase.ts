// One phase of a sum straight from the staged rows: settings of the job, tables, and what it will cost.
import { mostVectors, rowsJob } from "../kernels/rows.ts";
import { cutIntoBlocks, cyclesPerStep } from "./blocks.ts";
import { type GatherSum, type Phase, volume } from "./gather-sum.ts";
import type { PhasePlan, Tile } from "./phase-plan.ts";
import { offsetsOfSteps, type Source } from "./staging.ts";
import type { Tables } from "./tables.ts";

/** Whether rows can do it at all: outputs of a row are neighbours, and a vector fits into it. */
export function rowsApply({ distance, count }: Phase): boolean {
  return distance[2] === 1 && count[2] >= 4;
}

export function planRows(sum: GatherSum, phase: Phase, source: Source, tile: Tile, tables: Tables): PhasePlan {
  const blocks = cutIntoBlocks(sum.outputs, tile.rows);
  const steps = sum.sources * phase.taps.length;
  const [depth, height, columns] = phase.count;
  const rowCount = depth * height;
  const stepTable = tables.add(offsetsOfSteps(sum, phase, source));
  const rowTable = tables.add(offsetsOfRows(sum, phase, source));
  const cyclesPerRow = rowCycles(blocks, steps, columns);
  // Big enough that taking a unit costs nothing, small enough that the rows of the source stay in the cache.
  const rowsPerUnit = Math.max(1, Math.min(rowCount, Math.ceil(100_000 / cyclesPerRow)));
  const rowUnits = Math.ceil(rowCount / rowsPerUnit);
  const settings = new Int32Array(rowsJob.fields.length);
  const { at } = rowsJob;
  settings[at.weightGroup] = 4 * sum.outputs * steps;
  settings[at.stepCount] = steps;
  settings[at.rowCount] = rowCount;
  settings[at.columns] = columns;
  settings[at.outPlane] = 4 * volume(sum.outSize);
  settings[at.outputs] = sum.outputs;
  settings[at.groups] = sum.groups;
  settings[at.blocks] = blocks.count;
  settings[at.tall] = blocks.tall;
  settings[at.rows] = blocks.rows;
  settings[at.rowsPerUnit] = rowsPerUnit;
  settings[at.rowUnits] = rowUnits;
  settings[at.sourceImage] = sum.groups * sum.sources * source.planeBytes;
  settings[at.sourceGroup] = sum.sources * source.planeBytes;
  settings[at.outImage] = sum.groups * sum.outputs * 4 * volume(sum.outSize);
  return {
    job: rowsJob,
    blocks,
    steps,
    scratchBytes: 0,
    cycles: rowCount * cyclesPerRow * sum.groups,
    units: (images) => images * sum.groups * rowUnits,
    place({ weight, bias, source: from, out, tables: table, activation }) {
      settings[at.weight] = weight;
      settings[at.bias] = bias;
      settings[at.source] = from;
      settings[at.out] = out;
      settings[at.steps] = table + stepTable;
      settings[at.rowOffsets] = table + rowTable;
      settings[at.activation] = activation;
      return settings;
    },
  };
}

/** Pairs: where a row of outputs begins in the source, and in the output plane. */
function offsetsOfRows(sum: GatherSum, { count, step, origin, distance }: Phase, source: Source): Int32Array {
  const [, sourceHeight, runWidth] = source.size;
  const [, outHeight, outWidth] = sum.outSize;
  const offsets = new Int32Array(2 * count[0] * count[1]);
  let at = 0;
  for (let d = 0; d < count[0]; d++) {
    for (let h = 0; h < count[1]; h++) {
      offsets[at++] = 4 * (d * step[0] * sourceHeight + h * step[1]) * source.runs * runWidth;
      const row = (origin[0] + d * distance[0]) * outHeight + origin[1] + h * distance[1];
      offsets[at++] = 4 * (row * outWidth + origin[2]);
    }
  }
  return offsets;
}

function rowCycles(blocks: { count: number; tall: number; rows: number }, steps: number, columns: number): number {
  let cycles = 0;
  const vectorsOfRow = Math.ceil(columns / 4);
  for (let block = 0; block < blocks.count; block++) {
    const rows = block < blocks.tall ? blocks.rows : blocks.rows - 1;
    const most = Math.min(mostVectors(rows), columns >> 2);
    const strips = Math.ceil(vectorsOfRow / most);
    const vectors = Math.ceil(vectorsOfRow / strips);
    cycles += strips * (steps * 1.15 * cyclesPerStep(rows, vectors) + 20);
  }
  return cycles;
}
