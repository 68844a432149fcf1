// A model in ONNX Runtime, of which the web build and the native one have the same API.
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

/** What a provider of ONNX Runtime differs in. */
export interface Provider {
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether every result is written into one array. The web build must not: its `run` leaves such an array as it was. */
  readonly reuse: boolean;
}

/** An input with its elements, and the shape of the result. */
export interface Ends {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  readonly output: readonly number[];
}

/** `run` copies in and out: there is no other mode. */
export async function modelWork(ort: Ort, model: Uint8Array, ends: Ends, { options, reuse }: Provider): Promise<Work> {
  const session = await ort.InferenceSession.create(model, { graphOptimizationLevel: "all", ...options });
  const feeds = { x: new ort.Tensor("float32", ends.data, ends.shape) };
  const { output } = ends;
  const fetches = reuse ? { y: new ort.Tensor("float32", new Float32Array(product(output)), output) } : ["y"];
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

export function ortLayer(ort: Ort, layer: Layer, provider: Provider): Promise<Work> {
  const operands = operandsOf(layer);
  const ends = { data: operands.x, shape: layer.x, output: outputShape(layer) };
  return modelWork(ort, onnxModel(layer, operands), ends, provider);
}
