// This library: public functions, checks and all.
import {
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from "@toeplitz/conv";
import { type Tensor, tensor } from "@toeplitz/tensor";
import type { Layer } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import { outputShape, product, weightShape } from "../shapes.ts";
import { fallbacks, startAccelerator } from "./accelerator.ts";
import type { Contestant, Mode, Settings, Work } from "./contestant.ts";

const forward = [conv1d, conv2d, conv3d] as const;
const transposed = [convTranspose1d, convTranspose2d, convTranspose3d] as const;

export async function ours(settings: Settings): Promise<Contestant> {
  const versions = await startAccelerator(settings);
  return { versions, prepare: (layer) => work(layer, settings.dispose ?? true) };
}

function work(layer: Layer, dispose: boolean): Work {
  const operands = operandsOf(layer);
  const weight = tensor(operands.weight, { shape: weightShape(layer) });
  const bias = tensor(operands.bias);
  const x = tensor(operands.x, { shape: layer.x });
  const options: ConvTransposeOptions = { bias, stride: layer.s, padding: layer.p, dilation: layer.d, groups: layer.g };
  const axes = layer.k.length - 1;
  const operator = layer.kind === "convT" ? transposed[axes]! : forward[axes]!;
  const all = layer.kind === "convT" ? { ...options, outputPadding: layer.op } : options;
  let resident: Tensor | null = null;
  const kept = new Float32Array(product(outputShape(layer)));
  let fresh: Float32Array | null = null;
  const call = (into?: Float32Array) => {
    const input = tensor(operands.x, { shape: layer.x });
    const output = operator(input, weight, all);
    const elements = output.toTypedArray({ into }) as Float32Array;
    if (dispose) {
      input.dispose();
      output.dispose();
    }
    return elements;
  };
  const results = { call: () => kept, fresh: () => fresh!, resident: () => resident!.toTypedArray() as Float32Array };
  fallbacks();
  return {
    runs: {
      call() {
        call(kept);
      },
      fresh() {
        fresh = call();
      },
      resident() {
        resident?.dispose();
        resident = operator(x, weight, all);
      },
    },
    result: (mode: Mode) => results[mode as keyof typeof results](),
    remarks: fallbacks,
    release() {
      for (const each of [resident, x, weight, bias]) each?.dispose();
    },
  };
}
