// onnxruntime-node: the native library, as a measure of what the processor can do.
import type { Contestant, Settings } from "./contestant.ts";
import { type Ort, ortWork } from "./ort.ts";

export function ortNode(ort: Ort, { threads }: Settings): Contestant {
  const options = { executionProviders: ["cpu"], intraOpNumThreads: threads, interOpNumThreads: 1 };
  return {
    versions: { "onnxruntime-node": ort.env.versions.node ?? "?" },
    prepare: (layer) => ortWork(ort, layer, true, options),
  };
}
