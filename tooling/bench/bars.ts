// The bars: what is demanded, and whether a run shows it.

import type { Mode } from "./contestants/contestant.ts";
import type { LayerRow } from "./protocol/rounds.ts";
import { type Results, ratiosOf, trainingRatio } from "./results.ts";
import { geometricMean, median } from "./statistics.ts";

export interface Bar {
  readonly what: string;
  /** At least, or at most. */
  readonly demand: { readonly least: number } | { readonly most: number };
  readonly unit: string;
  /** What was measured; null when the run did not measure it. */
  readonly value: number | null;
  /** What else must hold, in words, and whether it does. */
  readonly also?: { readonly text: string; readonly holds: boolean };
  readonly note?: string;
}

export const holds = ({ value, demand, also }: Bar): boolean | null =>
  value === null ? null : ("least" in demand ? value >= demand.least : value <= demand.most) && (also?.holds ?? true);

/** By how much a missed bar is missed, as a share of the bar. */
export function shortfall({ value, demand }: Bar): number {
  if (value === null) return 0;
  return Math.max(0, "least" in demand ? 1 - value / demand.least : value / demand.most - 1);
}

const ours = (mode: Mode, label = "ours") => ({ label, mode });

/** The geometric mean of the ratios of a class (of all layers without one); null where nothing could be compared. */
function mean(
  rows: readonly LayerRow[] | undefined,
  mode: Mode,
  peer: string,
  only?: string,
  label?: string,
): { value: number | null; count: number } {
  const chosen = (rows ?? []).filter((row) => only === undefined || row.class === only);
  const ratios = ratiosOf(chosen, ours(mode, label), { label: peer }).map(({ ratio }) => ratio);
  return { value: ratios.length === 0 ? null : geometricMean(ratios), count: ratios.length };
}

const layerCount = (count: number) => `${count} layer${count === 1 ? "" : "s"}`;

function meanBar(
  what: string,
  least: number,
  rows: readonly LayerRow[] | undefined,
  mode: Mode,
  peer: string,
  only?: string,
  label?: string,
): Bar {
  const { value, count } = mean(rows, mode, peer, only, label);
  return { what, demand: { least }, unit: "x", value, note: layerCount(count) };
}

/** Every bar, in the order of the issue. */
export function barsOf(results: Results): readonly Bar[] {
  const { layers } = results;
  const web = "ort-web";
  return [
    meanBar("onnxruntime-web, all layers, call", 2.2, layers, "call", web),
    meanBar("onnxruntime-web, all layers, resident", 2.8, layers, "resident", web),
    slowest(layers),
    meanBar("3x3 stride 1 dense, call", 4, layers, "call", web, "dense3x3"),
    meanBar("depthwise, resident", 4, layers, "resident", web, "depthwise"),
    meanBar("depthwise, call", 2.5, layers, "call", web, "depthwise"),
    meanBar("transposed, call", 1.8, layers, "call", web, "transposed"),
    meanBar("transposed against tfjs-wasm, resident", 15, layers, "resident", "tfjs-wasm", "transposed"),
    meanBar("1x1 and pointwise, call", 1.7, layers, "call", web, "pointwise"),
    meanBar("grouped, call", 1.8, layers, "call", web, "grouped"),
    meanBar("conv3d, call", 1.8, layers, "call", web, "conv3d"),
    meanBar("conv1d, call", 1.6, layers, "call", web, "conv1d"),
    meanBar("tfjs-wasm, where it can run, resident", 2, layers, "resident", "tfjs-wasm"),
    meanBar("native onnxruntime-node, resident", 0.6, layers, "resident", "ort-node"),
    meanBar("native onnxruntime-node, with revectorization, resident", 1, results.revectorized, "resident", "ort-node"),
    peakBar(results),
    threadsBar(results),
    tinyBar(results),
    coldBar(results),
    sizeBar("wasm inlined, gzip", 45, results.size?.wasm),
    sizeBar("toeplitz whole, gzip", 90, results.size?.whole),
    meanBar("onnxruntime-web on Node 20, call", 1.6, results.node20?.rows, "call", web),
    backwardBar("gradInput", results),
    backwardBar("gradWeight", results),
    networkBar("ResNet18", results),
    networkBar("MobileNetV2", results),
    trainingBar(results),
  ];
}

function slowest(rows: readonly LayerRow[] | undefined): Bar {
  const ratios = ratiosOf(rows ?? [], ours("call"), { label: "ort-web" });
  const worst = ratios.reduce<(typeof ratios)[number] | null>(
    (least, each) => (least === null || each.ratio < least.ratio ? each : least),
    null,
  );
  return {
    what: "onnxruntime-web, every layer, call",
    demand: { least: 1.1 },
    unit: "x",
    value: worst?.ratio ?? null,
    note: worst === null ? "" : `least: ${worst.name}`,
  };
}

function peakBar({ peak }: Results): Bar {
  const shares = peak?.map(({ ours, peak }) => median(ours.map((speed, round) => speed / peak[round]!))) ?? [];
  return {
    what: "direct dense kernel, share of the engine's peak",
    demand: { least: 0.85 },
    unit: "",
    value: shares.length === 0 ? null : geometricMean(shares),
    note: layerCount(shares.length),
  };
}

function threadsBar({ threads }: Results): Bar {
  const ratios = ratiosOf(threads?.rows ?? [], ours("resident", `ours x${threads?.count ?? 2}`), {
    label: "ours",
    mode: "resident",
  }).map(({ ratio }) => ratio);
  return {
    what: `${threads?.count ?? 2} threads against 1, over 100 MFLOP, resident`,
    demand: { least: 1.75 },
    unit: "x",
    value: ratios.length === 0 ? null : geometricMean(ratios),
    note: layerCount(ratios.length),
  };
}

function tinyBar({ tiny }: Results): Bar {
  const all = Object.entries(tiny?.figures ?? {}).flatMap(([label, { ms }]) => {
    const rounds = ms.resident ?? ms.call;
    return rounds === undefined ? [] : [{ label, us: median(rounds) * 1000 }];
  });
  return belowOthers(
    "3 -> 6, 3x3 on 4x4, one call, resident",
    3.5,
    "us",
    all.map(({ label, us }) => [label, us]),
  );
}

function coldBar({ cold }: Results): Bar {
  const all = Object.entries(cold ?? {}).map(([label, starts]) => [label, median(starts)] as const);
  return belowOthers("import to first convolution, cold process", 20, "ms", all);
}

function networkBar(name: string, { networks }: Results): Bar {
  const rows = (networks ?? []).filter((row) => row.name === name);
  const [ratio] = ratiosOf(rows, ours("call"), { label: "ort-web" });
  return {
    what: `${name}, one image, onnxruntime-web, call`,
    demand: { least: 1.5 },
    unit: "x",
    value: ratio?.ratio ?? null,
  };
}

function trainingBar({ training }: Results): Bar {
  return {
    what: "a step of training on Fashion-MNIST, against PyTorch",
    demand: { least: 1 },
    unit: "x",
    value: training === undefined ? null : trainingRatio(training).median,
    note: training === undefined ? "" : `${training.steps} steps`,
  };
}

function belowOthers(what: string, most: number, unit: string, all: readonly (readonly [string, number])[]): Bar {
  const own = all.find(([label]) => label === "ours")?.[1] ?? null;
  const others = all.filter(([label]) => label !== "ours");
  return {
    what,
    demand: { most },
    unit,
    value: own,
    also: { text: "below every peer", holds: own !== null && others.every(([, value]) => own < value) },
    note: others.map(([label, value]) => `${label} ${value.toFixed(1)}`).join(", "),
  };
}

function sizeBar(what: string, most: number, bytes: number | null | undefined): Bar {
  return { what, demand: { most }, unit: "KB", value: bytes === undefined || bytes === null ? null : bytes / 1000 };
}

function backwardBar(mode: "gradInput" | "gradWeight", { backward }: Results): Bar {
  const ratios = ratiosOf(backward ?? [], ours(mode, "ours-backward"), { label: "pytorch", mode });
  return {
    what: `${mode === "gradInput" ? "grad-input" : "grad-weight"} of 3x3 dense, against PyTorch`,
    demand: { least: 0.5 },
    unit: "x",
    value: ratios.length === 0 ? null : geometricMean(ratios.map(({ ratio }) => ratio)),
    note: layerCount(ratios.length),
  };
}
