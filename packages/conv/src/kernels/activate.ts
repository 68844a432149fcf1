// Activations that a kernel applies to finished sums, in place.
import type { Activation } from "../geometry/conv-geometry.ts";

/** Applies an activation to elements from ... to - 1. NaN stays NaN, and -0 stays -0, as in PyTorch. */
export function activate(y: { [index: number]: number }, from: number, to: number, activation: Activation): void {
  if (activation === "none") return;
  const most = activation === "relu6" ? 6 : Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const value = y[i]!;
    if (value < 0) y[i] = 0;
    else if (value > most) y[i] = most;
  }
}
