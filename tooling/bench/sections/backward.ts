// The gradients of the dense 3x3 layers against PyTorch, one thread each.
import { fileURLToPath } from "node:url";
import { gradInputReference, gradWeightReference } from "../backward/gradient-reference.ts";
import { writeOperands } from "../backward/operands-in-files.ts";
import { classes } from "../classes.ts";
import { type Layer, readLayers } from "../layer.ts";
import { choose, type Options } from "../options.ts";
import { type Runtime, startChild } from "../protocol/child.ts";
import type { Handle } from "../protocol/contestant-handle.ts";
import { startPyTorch } from "../protocol/pytorch.ts";
import { type LayerRow, measure } from "../protocol/rounds.ts";
import { progress } from "../report/progress.ts";
import type { Results } from "../results.ts";

const program = fileURLToPath(new URL("../backward/gradients.py", import.meta.url));

export async function backward(
  options: Options,
  runtime: Runtime,
  versions: Results["versions"],
): Promise<readonly LayerRow[] | undefined> {
  const pytorch = await startPyTorch<Layer>(options.python, program, writeOperands);
  if (pytorch === null) {
    console.log(`backward: ${options.python} has no PyTorch; --python PATH names one that has`);
    return undefined;
  }
  const handles: Handle[] = [pytorch];
  try {
    handles.unshift(await startChild({ name: "ours-backward", settings: options.ours, runtime }));
    for (const { ask } of handles) Object.assign(versions, await ask.versions());
    const rows: LayerRow[] = [];
    const names = classes.dense3x3!.layers;
    for (const layer of choose(readLayers("layers.json"), options).filter(({ name }) => names.includes(name))) {
      const references = { gradInput: gradInputReference(layer), gradWeight: gradWeightReference(layer) };
      const referenceOf = (mode: string) => references[mode as keyof typeof references];
      const row = await measure(layer, handles, referenceOf, options.protocol);
      progress(row);
      rows.push(row);
    }
    return rows;
  } finally {
    for (const handle of handles) await handle.close();
  }
}
