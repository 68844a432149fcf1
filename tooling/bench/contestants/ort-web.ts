// onnxruntime-web on its WebAssembly provider.
import type { Contestant, Settings } from "./contestant.ts";
import { type Ort, ortWork } from "./ort.ts";

export function ortWeb(ort: Ort, { threads }: Settings): Contestant {
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.proxy = false;
  return {
    versions: { "onnxruntime-web": ort.env.versions.web ?? "?" },
    prepare: (layer) => ortWork(ort, layer, false, { executionProviders: ["wasm"] }),
  };
}
