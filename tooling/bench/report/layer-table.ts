// Tables of layers: speeds, ratios, and geometric means of classes.
import { classes } from "../classes.ts";
import type { Mode } from "../contestants/contestant.ts";
import type { Figures, LayerRow } from "../protocol/rounds.ts";
import { ratioOf, ratiosOf } from "../results.ts";
import { geometricMean, median, type Ratio } from "../statistics.ts";
import { table } from "./table.ts";

const none = "-";

const milliseconds = (rounds: readonly number[] | undefined) => {
  if (rounds === undefined) return none;
  const ms = median(rounds);
  return ms < 0.01 ? ms.toFixed(5) : ms.toFixed(3);
};

const speed = (flops: number, rounds: readonly number[] | undefined) =>
  rounds === undefined ? none : (flops / median(rounds) / 1e6).toFixed(1);

const showRatio = (ratio: Ratio | null) =>
  ratio === null ? none : `${ratio.median.toFixed(2)} [${ratio.least.toFixed(2)}-${ratio.most.toFixed(2)}]`;

const worstError = ({ error }: Figures) => {
  const errors = Object.values(error);
  return errors.length === 0 ? none : Math.max(...errors).toExponential(1);
};

/** What a table of layers compares: labels, and the modes of ours that a peer is compared with. */
export interface Comparison {
  readonly ours: string;
  readonly modes: readonly Mode[];
  readonly peers: readonly { readonly label: string; readonly mode?: Mode; readonly against: readonly Mode[] }[];
}

/** Every mode against who copies in and out; resident against who keeps. */
export const everyPeer: Comparison = {
  ours: "ours",
  modes: ["call", "fresh", "resident"],
  peers: [
    { label: "ort-web", against: ["call", "fresh", "resident"] },
    { label: "tfjs-wasm", against: ["resident"] },
    { label: "ort-node", against: ["resident"] },
    { label: "litert", mode: "call", against: ["call"] },
    { label: "litert", mode: "resident", against: ["resident"] },
    { label: "jax-js", against: ["resident"] },
  ],
};

export function layerTable(rows: readonly LayerRow[], { ours, modes, peers }: Comparison): string {
  const present = peers.filter(({ label }) => rows.some((row) => row.figures[label] !== undefined));
  const header = [
    "layer",
    ...modes.flatMap((mode) => [`${mode} ms`, "GFLOP/s"]),
    "rel. L2",
    ...present.flatMap(({ label, against }) => [`${label} GFLOP/s`, ...against.map((mode) => `x ${mode}`)]),
  ];
  const body = rows.map((row) => {
    const own = row.figures[ours];
    return [
      row.drift > 0.03 ? `${row.name} ~` : row.name,
      ...modes.flatMap((mode) => [milliseconds(own?.ms[mode]), speed(row.flops, own?.ms[mode])]),
      own === undefined ? none : worstError(own),
      ...present.flatMap((peer) => {
        const { label, mode, against } = peer;
        const ms = row.figures[label]?.ms;
        const theirs = mode === undefined ? (ms?.call ?? ms?.resident) : ms?.[mode];
        return [
          speed(row.flops, theirs),
          ...against.map((each) => showRatio(ratioOf(row, { label: ours, mode: each }, peer))),
        ];
      }),
    ];
  });
  return table(header, body);
}

/** One row per class, and one for all. */
export function classTable(rows: readonly LayerRow[], { ours, peers }: Comparison): string {
  const columns = peers
    .filter(({ label }) => rows.some((row) => row.figures[label] !== undefined))
    .flatMap((peer) => peer.against.map((mode) => ({ peer, mode })));
  const cells = (chosen: readonly LayerRow[]) =>
    columns.map(({ peer, mode }) => {
      const ratios = ratiosOf(chosen, { label: ours, mode }, peer).map(({ ratio }) => ratio);
      return ratios.length === 0 ? none : geometricMean(ratios).toFixed(2);
    });
  const body = Object.entries(classes).flatMap(([name, { title }]) => {
    const chosen = rows.filter((row) => row.class === name);
    return chosen.length === 0 ? [] : [[title, String(chosen.length), ...cells(chosen)]];
  });
  return table(
    ["geometric mean", "layers", ...columns.map(({ peer, mode }) => `x ${peer.label}, ${mode}`)],
    [...body, ["all", String(rows.length), ...cells(rows)]],
  );
}

/** What the figures do not say: who could not run what, what ran portably, whose clock moved. */
export function remarks(rows: readonly LayerRow[]): string[] {
  const lines = new Map<string, string[]>();
  const note = (text: string, name: string) => lines.set(text, [...(lines.get(text) ?? []), name]);
  for (const row of rows) {
    if (row.drift > 0.03) note("~: the processor's clock moved by more than 3 % meanwhile", row.name);
    for (const [label, { cannot, remarks: own }] of Object.entries(row.figures)) {
      for (const text of [...(cannot === undefined ? [] : [cannot]), ...own]) note(`${label}: ${text}`, row.name);
    }
  }
  return [...lines].map(([text, names]) => `* ${text} (${names.join(", ")})`);
}
