// The direct dense kernel against the fastest tile that the engine runs, in one process.
import { readLayers } from "../layer.ts";
import type { Options } from "../options.ts";
import { type Runtime, startChild } from "../protocol/child.ts";
import type { Mix } from "../protocol/tile.ts";
import type { PeakRow } from "../results.ts";
import { median } from "../statistics.ts";

/** Layers that a direct kernel computes at a level, with the instructions of that level. */
const direct: readonly { level: string; mix: Mix; layers: readonly string[] }[] = [
  { level: "default", mix: "fma", layers: ["1x1_64-256@56", "1x1_1024-256@14", "res_3x3s2_128@56"] },
  {
    level: "deterministic",
    mix: "mul+add",
    layers: ["res2_3x3_64@56", "res3_3x3_128@28", "res4_3x3_256@14", "1x1_64-256@56"],
  },
];

export async function peakShares(options: Options, runtime: Runtime): Promise<readonly PeakRow[]> {
  const all = readLayers("layers.json");
  const rows: PeakRow[] = [];
  for (const { level, mix, layers } of direct) {
    const wasm = { ...options.ours.wasm, level };
    const child = await startChild({ name: "ours", settings: { ...options.ours, wasm }, runtime });
    try {
      const best = await child.ask.peak(mix);
      if (best === null) continue;
      for (const layer of all.filter(({ name }) => layers.includes(name))) {
        const row = { ours: [] as number[], peak: [] as number[] };
        await child.ask.prepare(layer);
        const { calls } = await child.ask.warmUp("resident", options.protocol.patience);
        for (let round = 0; round < options.protocol.rounds; round++) {
          row.peak.push((await child.ask.peak(mix, best.tile))!.gflops);
          const ms = median(await child.ask.sample("resident", calls, options.protocol.samples));
          row.ours.push(layer.flops / ms / 1e6);
        }
        await child.ask.release();
        const tile = `${best.tile.rows}x${best.tile.vectors * 4}`;
        console.log(
          `${layer.name}, ${level}: ${median(row.ours).toFixed(1)} of ${median(row.peak).toFixed(1)} GFLOP/s`,
        );
        rows.push({ layer: layer.name, level, mix, tile, ...row });
      }
    } finally {
      await child.close();
    }
  }
  return rows;
}
