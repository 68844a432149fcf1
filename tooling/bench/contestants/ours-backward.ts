// The two gradients of a dense convolution in this library, as functions of their own.
import { conv1dInput, conv1dWeight, conv2dInput, conv2dWeight, conv3dInput, conv3dWeight } from "@toeplitz/conv/grad";
import { type Tensor, tensor } from "@toeplitz/tensor";
import type { Layer } from "../layer.ts";
import { gradOutputOf, operandsOf } from "../operands.ts";
import { outputShape, weightShape } from "../shapes.ts";
import { fallbacks, startAccelerator } from "./accelerator.ts";
import type { Contestant, Mode, Settings, Work } from "./contestant.ts";

const towardsInput = [conv1dInput, conv2dInput, conv3dInput] as const;
const towardsWeight = [conv1dWeight, conv2dWeight, conv3dWeight] as const;

export async function oursBackward(settings: Settings): Promise<Contestant> {
  const versions = await startAccelerator(settings);
  return { versions, prepare: (layer) => (layer.kind === "conv" ? work(layer) : "is measured forward only") };
}

function work(layer: Layer): Work {
  const operands = operandsOf(layer);
  const shape = weightShape(layer);
  const x = tensor(operands.x, { shape: layer.x });
  const weight = tensor(operands.weight, { shape });
  const gradOutput = tensor(gradOutputOf(layer), { shape: outputShape(layer) });
  const options = { stride: layer.s, padding: layer.p, dilation: layer.d, groups: layer.g };
  const axes = layer.k.length - 1;
  const inputGradient = towardsInput[axes]!;
  const weightGradient = towardsWeight[axes]!;
  const last: Partial<Record<Mode, Tensor>> = {};
  fallbacks();
  return {
    runs: {
      gradInput() {
        last.gradInput?.dispose();
        last.gradInput = inputGradient(layer.x, weight, gradOutput, options);
      },
      gradWeight() {
        last.gradWeight?.dispose();
        last.gradWeight = weightGradient(x, shape, gradOutput, options);
      },
    },
    result: (mode) => last[mode]!.toTypedArray() as Float32Array,
    remarks: fallbacks,
    release() {
      for (const each of [x, weight, gradOutput, ...Object.values(last)]) each.dispose();
    },
  };
}
