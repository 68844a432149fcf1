// A table of layers: every contestant, every mode.

import type { Layer } from "../layer.ts";
import { readLayers } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import type { Handle } from "../protocol/contestant-handle.ts";
import { type LayerRow, measure, type Protocol } from "../protocol/rounds.ts";
import { referenceAt, samplePositions } from "../reference.ts";
import { progress } from "../report/progress.ts";
import type { Results } from "../results.ts";
import { outputShape, product } from "../shapes.ts";

/** Measures layers with contestants that are started for it, and ends them. */
export async function forward(
  layers: readonly Layer[],
  start: readonly (() => Promise<Handle>)[],
  protocol: Protocol,
  versions: Results["versions"],
): Promise<readonly LayerRow[]> {
  const handles: Handle[] = [];
  const rows: LayerRow[] = [];
  try {
    for (const each of start) {
      const handle = await each();
      handles.push(handle);
      Object.assign(versions, await handle.ask.versions());
    }
    for (const layer of layers) {
      const positions = samplePositions(product(outputShape(layer)));
      const reference = referenceAt(layer, operandsOf(layer), positions);
      const row = await measure(layer, handles, () => reference, protocol);
      progress(row);
      rows.push(row);
    }
  } finally {
    for (const handle of handles) await handle.close();
  }
  return rows;
}

/** The notebook's layer. */
export const tinyLayer = (): Layer => readLayers("layers.json").find(({ name }) => name.startsWith("seed"))!;
