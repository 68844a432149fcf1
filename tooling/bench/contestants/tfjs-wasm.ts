// TensorFlow.js on its WebAssembly backend. In Node.js it has one thread.
import type { Contestant, Settings } from "./contestant.ts";
import { type Tf, tfjsWork } from "./tfjs.ts";

/** The part of the backend's API that is used. */
export interface TfWasm {
  readonly version_wasm: string;
  setThreadsCount(count: number): void;
  setWasmPaths(folder: string): void;
}

export async function tfjsWasm(tf: Tf, backend: TfWasm, { threads }: Settings): Promise<Contestant> {
  backend.setThreadsCount(threads);
  if (!(await tf.setBackend("wasm"))) throw new Error("tfjs-backend-wasm did not start");
  await tf.ready();
  return {
    versions: { "@tensorflow/tfjs-backend-wasm": backend.version_wasm },
    prepare: (layer) => tfjsWork(tf, layer),
  };
}
