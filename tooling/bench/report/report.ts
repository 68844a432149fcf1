// The report of a run, as Markdown: for the terminal, and for RESULTS.md.
import { barsOf } from "../bars.ts";
import { type PeakRow, type Results, trainingRatio } from "../results.ts";
import { median } from "../statistics.ts";
import { stepsPerEpoch } from "../training/task.ts";
import { barSummary, barTable } from "./bar-table.ts";
import { type Comparison, classTable, everyPeer, layerTable, remarks } from "./layer-table.ts";
import { table } from "./table.ts";

interface Part {
  readonly title: string;
  readonly text: string;
}

type Rows = NonNullable<Results["layers"]>;

function layersPart(title: string, rows: Rows | undefined, comparison: Comparison, intro?: string): Part[] {
  if (rows === undefined || rows.length === 0) return [];
  const notes = remarks(rows);
  const text = [
    ...(intro === undefined ? [] : [intro]),
    layerTable(rows, comparison),
    ...(rows.length > 1 ? [classTable(rows, comparison)] : []),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ];
  return [{ title, text: text.join("\n\n") }];
}

function tinyPart({ tiny }: Results): Part[] {
  if (tiny === undefined) return [];
  const rows = Object.entries(tiny.figures).flatMap(([label, { ms, cannot }]) =>
    cannot === undefined
      ? Object.entries(ms).map(([mode, rounds]) => [label, mode, (median(rounds) * 1000).toFixed(2)])
      : [[label, "-", cannot]],
  );
  return [{ title: "One tiny call: 3 -> 6, 3x3 on 4x4", text: table(["", "mode", "us"], rows) }];
}

function coldPart({ cold }: Results): Part[] {
  if (cold === undefined) return [];
  const rows = Object.entries(cold).map(([label, starts]) => [
    label,
    median(starts).toFixed(1),
    `${Math.min(...starts).toFixed(1)}-${Math.max(...starts).toFixed(1)}`,
    String(starts.length),
  ]);
  return [{ title: "Import to first convolution, cold process", text: table(["", "ms", "range", "starts"], rows) }];
}

function sizePart({ size }: Results): Part[] {
  if (size === undefined) return [];
  const kilobytes = (bytes: number | null) => (bytes === null ? "none" : (bytes / 1000).toFixed(1));
  const rows = [
    ["WebAssembly inlined", kilobytes(size.wasm)],
    ["toeplitz whole, minified", kilobytes(size.whole)],
  ];
  return [{ title: "Size", text: table(["gzip", "KB"], rows) }];
}

function peakPart({ peak }: Results): Part[] {
  if (peak === undefined) return [];
  const share = ({ ours, peak: engine }: PeakRow) => median(ours.map((speed, round) => speed / engine[round]!));
  const rows = peak.map((row) => [
    row.layer,
    row.level,
    row.mix,
    row.tile,
    median(row.peak).toFixed(1),
    median(row.ours).toFixed(1),
    share(row).toFixed(2),
  ]);
  const header = ["layer", "level", "instructions", "best tile", "peak GFLOP/s", "ours GFLOP/s", "share"];
  return [{ title: "Direct kernel and the engine's peak, one process", text: table(header, rows) }];
}

const backwardComparison: Comparison = {
  ours: "ours-backward",
  modes: ["gradInput", "gradWeight"],
  peers: [
    { label: "pytorch", mode: "gradInput", against: ["gradInput"] },
    { label: "pytorch", mode: "gradWeight", against: ["gradWeight"] },
  ],
};

const networksComparison: Comparison = {
  ours: "ours",
  modes: ["call", "resident"],
  peers: [
    { label: "ort-web", against: ["call", "resident"] },
    { label: "ort-node", against: ["resident"] },
    { label: "pytorch", against: ["resident"] },
  ],
};

function trainingPart({ training }: Results): Part[] {
  if (training === undefined) return [];
  const { steps, ms, losses, remarks: notes } = training;
  const row = (label: string, rounds: readonly number[]) => {
    const step = median(rounds);
    const range = `${Math.min(...rounds).toFixed(1)}-${Math.max(...rounds).toFixed(1)}`;
    return [label, step.toFixed(1), range, ((step * stepsPerEpoch) / 1000).toFixed(0)];
  };
  const { median: ratio, least, most } = trainingRatio(training);
  const header = [`${steps} steps, in ${ms.ours.length} turns`, "ms a step", "range of turns", "s an epoch"];
  const text = [
    table(header, [row("ours", ms.ours), row("PyTorch", ms.pytorch)]),
    `Ours is ${ratio.toFixed(2)} [${least.toFixed(2)}-${most.toFixed(2)}] times as fast. Losses differ by ${losses.first.toExponential(1)}, relative, in the first ten steps and by ${losses.last.toExponential(1)} in the last ten.`,
    ...(notes.length > 0 ? [notes.map((note) => `* ours: ${note}`).join("\n")] : []),
  ];
  return [{ title: "Training on Fashion-MNIST, against PyTorch with one thread", text: text.join("\n\n") }];
}

const threadsComparison = (count: number): Comparison => ({
  ours: `ours x${count}`,
  modes: ["call", "resident"],
  peers: [
    { label: "ours", mode: "call", against: ["call"] },
    { label: "ours", mode: "resident", against: ["resident"] },
    { label: `ort-web x${count}`, against: ["call", "resident"] },
  ],
});

/** Every part that was measured. */
function partsOf(results: Results): Part[] {
  const { layers, threads, node20, page } = results;
  return [
    ...layersPart("Layers", layers, everyPeer),
    ...tinyPart(results),
    ...coldPart(results),
    ...sizePart(results),
    ...layersPart("Backward, against PyTorch with one thread", results.backward, backwardComparison),
    ...layersPart("Networks", results.networks, networksComparison),
    ...trainingPart(results),
    ...peakPart(results),
    ...layersPart(`${threads?.count} threads`, threads?.rows, threadsComparison(threads?.count ?? 2)),
    ...layersPart(`Node.js ${node20?.node}`, node20?.rows, everyPeer, "Without relaxed SIMD, our packages as built."),
    ...layersPart("With V8's revectorization", results.revectorized, everyPeer, "On in our process only."),
    ...layersPart("More layers of the same kind", results.more, everyPeer),
    ...layersPart(`In a page: ${page?.browser}`, page?.rows, everyPeer),
  ];
}

/** Markdown: the facts of the run, the bars (all of them, or those that the run measured), and every table. */
export function report(results: Results, which: "every bar" | "measured bars"): string {
  const { machine, versions, command, rounds } = results;
  const bars = barsOf(results);
  const list = Object.entries(versions).map(([name, version]) => `${name} (${version})`);
  const facts = [
    `\`${command}\``,
    `${machine.processor}, ${machine.cores} cores, Node.js ${machine.node}, ${rounds} rounds, load at the start ${machine.load.toFixed(1)}.`,
    `${list.join(", ")}.`,
  ];
  const shown = which === "every bar" ? bars : bars.filter(({ value }) => value !== null);
  const barText = [...(shown.length > 0 ? [barTable(shown)] : []), barSummary(bars)].join("\n\n");
  const parts = [{ title: "Bars", text: barText }, ...partsOf(results)];
  return [facts.join("\n\n"), ...parts.map(({ title, text }) => `## ${title}\n\n${text}`)].join("\n\n");
}
