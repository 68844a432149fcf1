// How the strips and blocks of a sum by panels are dealt out to threads.

/** Units for each thread: so many that all end at about the same time. */
const unitsPerThread = 8;
/** Fewest units for each thread; to have them, blocks are shared out too, although every share packs the panels again. */
const fewestPerThread = 4;
/** Fewest strips of a unit: the weights of a block pass through the cache once for all of them. */
const fewestStrips = 4;

/** Settings of the panels job, and how many units come of them. */
export interface PanelUnits {
  readonly stripsPerUnit: number;
  readonly pixelUnits: number;
  readonly blockUnits: number;
  readonly count: number;
}

/**
 * @param planes images and groups, each with so many strips and blocks
 * @param mostStrips whose panels stay in the cache
 */
export function dealPanels(
  planes: number,
  strips: number,
  mostStrips: number,
  blocks: number,
  threads: number,
): PanelUnits {
  const fair = Math.floor((planes * strips) / (unitsPerThread * threads));
  const stripsPerUnit = threads === 1 ? mostStrips : Math.min(mostStrips, Math.max(fewestStrips, fair));
  const pixelUnits = Math.ceil(strips / stripsPerUnit);
  const shares = threads === 1 ? 1 : Math.ceil((fewestPerThread * threads) / (planes * pixelUnits));
  const blockUnits = Math.min(blocks, shares);
  return { stripsPerUnit, pixelUnits, blockUnits, count: planes * pixelUnits * blockUnits };
}
