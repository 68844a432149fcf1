// One line per measured layer, while the run goes on.
import type { LayerRow } from "../protocol/rounds.ts";
import { median } from "../statistics.ts";

const milliseconds = (ms: number) => (ms < 0.1 ? `${(ms * 1000).toFixed(2)} us` : `${ms.toFixed(3)} ms`);

export function progress(row: LayerRow): void {
  const parts = Object.entries(row.figures).flatMap(([label, { ms, cannot, remarks }]) => {
    const modes = Object.entries(ms).map(([mode, rounds]) => {
      const time = median(rounds);
      return `${label} ${mode} ${milliseconds(time)} (${(row.flops / time / 1e6).toFixed(1)})`;
    });
    // What a peer lacks is said once, in the table.
    const wrong = cannot?.startsWith("WRONG") || label.startsWith("ours") ? [cannot] : [];
    return [
      ...modes,
      ...[...wrong, ...remarks].filter((text) => text !== undefined).map((text) => `${label}: ${text}`),
    ];
  });
  const drift = row.drift > 0.03 ? ` [clock moved ${(row.drift * 100).toFixed(0)} %]` : "";
  console.log(`${row.name}: ${parts.join(", ")}${drift}`);
}
