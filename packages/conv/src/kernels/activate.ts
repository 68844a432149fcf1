// Activations that a kernel applies to finished sums, in place.
import type { TypedArray } from "@toeplitz/tensor";
import type { Activation } from "../geometry/conv-geometry.ts";

/** Applies an activation to elements from ... to - 1. NaN stays NaN, and -0 stays -0, as in PyTorch. */
export function activate(array: TypedArray, from: number, to: number, activation: Activation): void {
  if (activation === "none") return;
  if (array instanceof BigInt64Array) {
    for (let i = from; i < to; i++) {
      if (array[i]! < 0n) array[i] = 0n;
      else if (activation === "relu6" && array[i]! > 6n) array[i] = 6n;
    }
    return;
  }
  const most = activation === "relu6" ? 6 : Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const value = array[i]!;
    if (value < 0) array[i] = 0;
    else if (value > most) array[i] = most;
  }
}
