// A layer in ONNX Runtime, of which the web build and the native one have the same API.
import type { Layer } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import { outputShape, product } from "../shapes.ts";
import type { Work } from "./contestant.ts";
import { onnxModel } from "./onnx.ts";

interface OrtTensor {
  readonly data: Float32Array;
}

interface Session {
  run(
    feeds: Record<string, OrtTensor>,
    fetches: Record<string, OrtTensor> | string[],
  ): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/** The part of ONNX Runtime's API that is used. */
export interface Ort {
  readonly env: {
    readonly versions: Readonly<Record<string, string | undefined>>;
    readonly wasm: { numThreads: number; proxy: boolean; wasmPaths?: string };
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: Record<string, unknown>): Promise<Session> };
}

/**
 * `run` copies in and out: there is no other mode.
 *
 * @param reuse writes every result into one array. The web build must not: its `run` leaves such an array as it was.
 */
export async function ortWork(ort: Ort, layer: Layer, reuse: boolean, options: Record<string, unknown>): Promise<Work> {
  const operands = operandsOf(layer);
  const session = await ort.InferenceSession.create(onnxModel(layer, operands), {
    graphOptimizationLevel: "all",
    ...options,
  });
  const feeds = { x: new ort.Tensor("float32", operands.x, layer.x) };
  const shape = outputShape(layer);
  const fetches = reuse ? { y: new ort.Tensor("float32", new Float32Array(product(shape)), shape) } : ["y"];
  let last: Record<string, OrtTensor> = {};
  return {
    runs: {
      async call() {
        last = await session.run(feeds, fetches);
      },
    },
    result: () => last.y!.data,
    release: () => session.release(),
  };
}
