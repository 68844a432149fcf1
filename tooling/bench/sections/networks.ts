// Whole networks, one image at a time, batch norms folded, one thread each.
import { fileURLToPath } from "node:url";
import type { ContestantName } from "../contestants/contestant.ts";
import { type NetworkTask, networkTasks } from "../networks/networks.ts";
import { writeNetwork } from "../networks/operands-in-files.ts";
import type { Options } from "../options.ts";
import { type Runtime, startChild } from "../protocol/child.ts";
import type { Handle } from "../protocol/contestant-handle.ts";
import { startPyTorch } from "../protocol/pytorch.ts";
import { type LayerRow, measure } from "../protocol/rounds.ts";
import { progress } from "../report/progress.ts";
import type { Results } from "../results.ts";

// Some fifty layers after one another, each of which may be off by 1e-6.
const tolerance = 1e-4;

const pytorch = fileURLToPath(new URL("../networks/pytorch.py", import.meta.url));

const contestants: readonly { readonly label: string; readonly name: ContestantName }[] = [
  { label: "ours", name: "our-networks" },
  { label: "ort-web", name: "ort-web-networks" },
  { label: "ort-node", name: "ort-node-networks" },
];

export async function networks(
  options: Options,
  runtime: Runtime,
  versions: Results["versions"],
): Promise<readonly LayerRow[]> {
  const handles: Handle<NetworkTask>[] = [];
  try {
    for (const { label, name } of contestants) {
      const settings = name === "our-networks" ? options.ours : {};
      handles.push(await startChild<NetworkTask>({ label, name, settings, runtime }));
    }
    const native = handles.at(-1)!;
    const python = await startPyTorch<NetworkTask>(options.python, pytorch, writeNetwork);
    if (python !== null) handles.push(python);
    for (const { ask } of handles) Object.assign(versions, await ask.versions());
    const rows: LayerRow[] = [];
    for (const task of networkTasks.filter(({ name }) => options.layer === undefined || name.includes(options.layer))) {
      const reference = await nativeResult(native, task);
      const row = await measure(task, handles, () => reference, options.protocol, tolerance);
      progress(row);
      rows.push(row);
    }
    return rows;
  } finally {
    for (const handle of handles) await handle.close();
  }
}

/** What the native library gives, which all others must come near. */
async function nativeResult({ ask }: Handle<NetworkTask>, task: NetworkTask): Promise<Float64Array> {
  const prepared = await ask.prepare(task);
  if ("cannot" in prepared) throw new Error(`${task.name}: ${prepared.cannot}`);
  const { sampled } = await ask.compute("call");
  await ask.release();
  return Float64Array.from(sampled);
}
