// The numbers that every contestant computes with, the same in every process.
import type { Layer } from "./layer.ts";
import { outputShape, product, weightShape } from "./shapes.ts";

/** Numbers in [-scale, scale) from a multiplicative congruential generator. */
function randomNumbers(count: number, seed: number, scale = 1): Float32Array<ArrayBuffer> {
  let state = (seed * 48271) % 2147483647;
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    state = (state * 48271) % 2147483647;
    numbers[i] = ((state / 2147483647) * 2 - 1) * scale;
  }
  return numbers;
}

export interface Operands {
  readonly x: Float32Array<ArrayBuffer>;
  readonly weight: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
}

/** Weights are scaled as He's initialisation does, so that results are as large as inputs. */
export function operandsOf(layer: Layer): Operands {
  const shape = weightShape(layer);
  const terms = (layer.x[1]! / layer.g) * product(layer.k);
  return {
    x: randomNumbers(product(layer.x), 1),
    weight: randomNumbers(product(shape), 2, Math.sqrt(6 / terms)),
    bias: randomNumbers(layer.o, 3),
  };
}

/** The gradient of the result, for the backward passes. */
export function gradOutputOf(layer: Layer): Float32Array<ArrayBuffer> {
  return randomNumbers(product(outputShape(layer)), 4);
}
