// onnxruntime-web on its WebAssembly provider.
import type { Contestant, Settings } from "./contestant.ts";
import { type Ort, ortLayer, type Provider } from "./ort.ts";

export const webProvider: Provider = { options: { executionProviders: ["wasm"] }, reuse: false };

/** Settles what must be said before the first session; gives the versions. */
export function setUpWeb(ort: Ort, { threads }: Settings): Readonly<Record<string, string>> {
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.proxy = false;
  return { "onnxruntime-web": ort.env.versions.web ?? "?" };
}

export function ortWeb(ort: Ort, settings: Settings): Contestant {
  return { versions: setUpWeb(ort, settings), prepare: (layer) => ortLayer(ort, layer, webProvider) };
}
