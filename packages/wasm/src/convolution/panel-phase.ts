// One phase of a sum by panels: settings of the job, tables, and what it will cost.
import { panels, tileBytes } from "../kernels/panels.ts";
import { type Blocks, cutIntoBlocks, cyclesOfBlocks } from "./blocks.ts";
import { panelCache, rowsStayCached } from "./cache-lines.ts";
import { type GatherSum, type Phase, volume } from "./gather-sum.ts";
import { dealPanels } from "./panel-units.ts";
import type { PhasePlan, Tile } from "./phase-plan.ts";
import { offsetsOfSteps, type Source } from "./staging.ts";
import type { Tables } from "./tables.ts";

export function planPanels(sum: GatherSum, phase: Phase, source: Source, tile: Tile, tables: Tables): PhasePlan {
  const blocks = cutIntoBlocks(sum.outputs, tile.rows);
  const steps = sum.sources * phase.taps.length;
  const pixels = pixelOffsets(phase, source);
  const places = outputPlaces(sum, phase);
  const count = volume(phase.count);
  const vectors = count <= 4 ? 1 : tile.vectors;
  const width = 4 * vectors;
  const strips = Math.ceil(count / width);
  const asItLies = pixels === null && liesWell(sum, phase, source, count, width);
  const stepOffsets = offsetsOfSteps(sum, phase, source);
  const packedSteps = asItLies ? 0 : tables.add(stepOffsets);
  const stripBytes = asItLies ? 0 : steps * 4 * width;
  const stripsPerUnit = asItLies
    ? Math.max(1, Math.min(strips, 8))
    : Math.max(1, Math.min(strips, Math.floor(panelCache / stripBytes)));
  const pixelTable = pixels === null ? 0 : tables.add(pixels);
  const placeTable = places === null ? 0 : tables.add(places);
  const settings = new Int32Array(panels.fields.length);
  const { at } = panels;
  settings[at.weightGroup] = 4 * sum.outputs * steps;
  settings[at.stepCount] = steps;
  settings[at.stepDistance] = source.planeBytes;
  settings[at.pixelCount] = count;
  settings[at.outPlane] = 4 * volume(sum.outSize);
  settings[at.outputs] = sum.outputs;
  settings[at.groups] = sum.groups;
  settings[at.blocks] = blocks.count;
  settings[at.tall] = blocks.tall;
  settings[at.rows] = blocks.rows;
  settings[at.vectors] = vectors;
  settings[at.sourceImage] = sum.groups * sum.sources * source.planeBytes;
  settings[at.sourceGroup] = sum.sources * source.planeBytes;
  settings[at.outImage] = sum.groups * sum.outputs * 4 * volume(sum.outSize);
  const first = stepOffsets[0] ?? 0;
  return {
    job: panels,
    blocks,
    steps,
    scratchBytes: tileBytes + stripsPerUnit * stripBytes,
    cycles: cyclesOfPanels(blocks, steps, strips, vectors, asItLies, pixels !== null, places !== null) * sum.groups,
    units: (images, threads) => {
      const units = dealPanels(images * sum.groups, strips, stripsPerUnit, blocks.count, threads);
      settings[at.stripsPerUnit] = units.stripsPerUnit;
      settings[at.pixelUnits] = units.pixelUnits;
      settings[at.blockUnits] = units.blockUnits;
      return units.count;
    },
    place({ weight, bias, source: from, out, tables: table, activation }) {
      settings[at.weight] = weight;
      settings[at.bias] = bias;
      settings[at.source] = asItLies ? from + first : from;
      settings[at.out] = out;
      settings[at.steps] = asItLies ? 0 : table + packedSteps;
      settings[at.pixels] = pixels === null ? 0 : table + pixelTable;
      settings[at.places] = places === null ? 0 : table + placeTable;
      settings[at.activation] = activation;
      return settings;
    },
  };
}

/** Byte offset of each pixel of the source; null where pixels are neighbours from the first to the last. */
function pixelOffsets({ count, step }: Phase, source: Source): Int32Array | null {
  const [, height, width] = source.size;
  return positions(count, (d, h, w) => 4 * ((d * step[0] * height + h * step[1]) * width + w * step[2]));
}

/** Byte offset of each output in its plane; null where outputs are neighbours. */
function outputPlaces(sum: GatherSum, { count, origin, distance }: Phase): Int32Array | null {
  const [, height, width] = sum.outSize;
  return positions(count, (d, h, w) => {
    const row = (origin[0] + d * distance[0]) * height + origin[1] + h * distance[1];
    return 4 * (row * width + origin[2] + w * distance[2]);
  });
}

function positions(
  [depth, height, width]: readonly [number, number, number],
  place: (d: number, h: number, w: number) => number,
): Int32Array | null {
  const offsets = new Int32Array(depth * height * width);
  let neighbours = true;
  let at = 0;
  for (let d = 0; d < depth; d++) {
    for (let h = 0; h < height; h++) {
      for (let w = 0; w < width; w++, at++) {
        offsets[at] = place(d, h, w);
        neighbours &&= offsets[at] === 4 * at;
      }
    }
  }
  return neighbours ? null : offsets;
}

/** Whether a matrix product reads the source in place: each step is one plane further, and planes do not collide in the cache. */
function liesWell(sum: GatherSum, phase: Phase, source: Source, count: number, width: number): boolean {
  return phase.taps.length === 1 && count >= width && rowsStayCached(source.planeBytes, sum.sources);
}

function cyclesOfPanels(
  blocks: Blocks,
  steps: number,
  strips: number,
  vectors: number,
  asItLies: boolean,
  gathered: boolean,
  scattered: boolean,
): number {
  const packing = asItLies ? 0 : steps * vectors * (gathered ? 4 : 2);
  const spreading = scattered ? blocks.count * blocks.rows * 4 * vectors * 2 : 0;
  return strips * (steps * cyclesOfBlocks(blocks, vectors) + packing + spreading + blocks.count * 15);
}
