// onnxruntime-node: the native library, as a measure of what the processor can do.
import type { Contestant, Settings } from "./contestant.ts";
import { type Ort, ortLayer, type Provider } from "./ort.ts";

export const nodeProvider = ({ threads }: Settings): Provider => ({
  options: { executionProviders: ["cpu"], intraOpNumThreads: threads, interOpNumThreads: 1 },
  reuse: true,
});

export const nodeVersions = (ort: Ort): Readonly<Record<string, string>> => ({
  "onnxruntime-node": ort.env.versions.node ?? "?",
});

export function ortNode(ort: Ort, settings: Settings): Contestant {
  const provider = nodeProvider(settings);
  return { versions: nodeVersions(ort), prepare: (layer) => ortLayer(ort, layer, provider) };
}
