// The sections that are a table of layers in Node.js, each with who takes part.
import type { ContestantName } from "../contestants/contestant.ts";
import { readLayers } from "../layer.ts";
import { choose, type Options } from "../options.ts";
import { type ChildOptions, type Runtime, startChild } from "../protocol/child.ts";
import type { LayerRow } from "../protocol/rounds.ts";
import { findNode, runtimeOf, versionOf } from "../protocol/runtime.ts";
import type { Results } from "../results.ts";
import { forward, tinyLayer } from "./forward.ts";

type Versions = Results["versions"];

/** Everyone who is measured in Node.js. */
const peers: readonly ContestantName[] = ["ort-web", "tfjs-wasm", "ort-node"];

const starting =
  (options: Options, runtime: Runtime) =>
  (child: Omit<ChildOptions, "runtime">): (() => ReturnType<typeof startChild>) => {
    const settings = child.name === "ours" ? { ...options.ours, ...child.settings } : child.settings;
    const v8Flags = options.revectorize && child.name !== "ours" ? ["--experimental-wasm-revectorize"] : [];
    return () => startChild({ ...child, ...(settings === undefined ? {} : { settings }), runtime, v8Flags });
  };

/** Ours and every peer. */
export function layerTable(
  file: "layers.json" | "more-layers.json",
  options: Options,
  runtime: Runtime,
  versions: Versions,
): Promise<readonly LayerRow[]> {
  const start = (["ours", ...peers] as const).map((name) => starting(options, runtime)({ name }));
  return forward(choose(readLayers(file), options), start, options.protocol, versions);
}

/** The notebook's layer, with more rounds than the table has, and the plain JavaScript of TensorFlow.js too. */
export async function tiny(options: Options, runtime: Runtime, versions: Versions): Promise<LayerRow> {
  const start = (["ours", ...peers, "tfjs-cpu"] as const).map((name) => starting(options, runtime)({ name }));
  const protocol = { ...options.protocol, rounds: 2 * options.protocol.rounds };
  const [row] = await forward([tinyLayer()], start, protocol, versions);
  return row!;
}

/** Ours with one thread and with more, and onnxruntime-web with more, where there is enough to do. */
export async function threads(
  options: Options,
  runtime: Runtime,
  versions: Versions,
): Promise<NonNullable<Results["threads"]>> {
  const count = options.threads;
  const each = starting(options, runtime);
  const start = [
    each({ name: "ours" }),
    each({ name: "ours", label: `ours x${count}`, settings: { threads: count } }),
    each({ name: "ort-web", label: `ort-web x${count}`, settings: { threads: count } }),
  ];
  const large = choose(readLayers("layers.json"), options).filter(({ flops }) => flops > 100e6);
  return { count, rows: await forward(large, start, { ...options.protocol, settle: 20 }, versions) };
}

/** A Node.js without relaxed SIMD, against onnxruntime-web on it. */
export async function node20(options: Options, versions: Versions): Promise<Results["node20"]> {
  const node = findNode(20);
  if (node === undefined) {
    console.log("node20: no Node.js 20 on PATH");
    return undefined;
  }
  const runtime = await runtimeOf(node);
  const start = (["ours", "ort-web"] as const).map((name) => starting(options, runtime)({ name }));
  const rows = await forward(choose(readLayers("layers.json"), options), start, options.protocol, { ...versions });
  return { node: versionOf(node), rows };
}

/** Ours with V8's revectorization, against native code. */
export function revectorized(options: Options, runtime: Runtime, versions: Versions): Promise<readonly LayerRow[]> {
  const each = starting(options, runtime);
  const settings = { wasm: { ...options.ours.wasm, revectorize: true } };
  const start = [each({ name: "ours", settings }), each({ name: "ort-node" })];
  return forward(choose(readLayers("layers.json"), options), start, options.protocol, { ...versions });
}
