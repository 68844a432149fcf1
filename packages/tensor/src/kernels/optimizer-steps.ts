// One step of an optimiser on one parameter, all in one pass. Operands are contiguous, float32 or float64.
//
// Every product, quotient, root and sum is rounded to the element type, as PyTorch rounds where it runs one routine after the other,
// but for a sum with a product: that is rounded once, as by the multiply-add that PyTorch's routines use. In float32 a double holds
// the product exactly; in float64 the product is rounded too.
import { defineKernel } from "../backend.ts";
import type { NumberArray, TypedArray } from "../dtype.ts";

type Rounding = (value: number) => number;
const asIs: Rounding = (value) => value;

function roundingOf(array: TypedArray): Rounding {
  return array instanceof Float32Array ? Math.fround : asIs;
}

/** What all steps have in common. */
interface StepParams {
  readonly length: number;
  /** Part of the parameter that is added to its gradient. */
  readonly weightDecay: number;
  /** Whether the gradient is followed upwards. */
  readonly maximize: boolean;
}

/** The gradient of element i as the step uses it. */
function direction(g: number, p: number, decay: number, maximize: boolean, round: Rounding): number {
  const along = maximize ? -g : g;
  return decay === 0 ? along : round(along + decay * p);
}

/** Parameters of {@link sgdStep}. */
export interface SgdParams extends StepParams {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  /** Whether the velocity has no value yet: it becomes the gradient. */
  readonly first: boolean;
}

/** Stochastic gradient descent. `velocity` is there if the momentum is not 0. */
export const sgdStep = defineKernel({
  name: "sgd_step",
  operands: { grad: "read", p: "change", velocity: "change?" },
  run({ grad, p, velocity }, params: SgdParams) {
    const { length, maximize, nesterov, first } = params;
    const [g, w, v] = [grad, p, velocity] as [NumberArray, NumberArray, NumberArray | null];
    const round = roundingOf(p);
    const [decay, momentum] = [round(params.weightDecay), round(params.momentum)];
    const [gain, rate] = [round(1 - params.dampening), round(-params.lr)];
    for (let i = 0; i < length; i++) {
      let d = direction(g[i]!, w[i]!, decay, maximize, round);
      if (v !== null) {
        const moved = first ? d : round(round(v[i]! * momentum) + gain * d);
        v[i] = moved;
        d = nesterov ? round(d + momentum * moved) : moved;
      }
      w[i] = w[i]! + rate * d;
    }
  },
});

/** Parameters of {@link adamStep}. */
export interface AdamParams extends StepParams {
  /** What the parameter is multiplied by before anything else: 1 but for AdamW. */
  readonly shrink: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** The learning rate without the bias of the average. */
  readonly stepSize: number;
  /** Root of the bias of the average of squares. */
  readonly correction: number;
}

/** Adam and AdamW. `largest` is there for the AMSGrad variant: the largest average of squares so far. */
export const adamStep = defineKernel({
  name: "adam_step",
  operands: { grad: "read", p: "change", average: "change", squares: "change", largest: "change?" },
  run({ grad, p, average, squares, largest }, params: AdamParams) {
    const { length, maximize } = params;
    const [g, w, m, v, top] = [grad, p, average, squares, largest] as [
      ...[NumberArray, NumberArray, NumberArray, NumberArray],
      NumberArray | null,
    ];
    const round = roundingOf(p);
    const [decay, shrink, eps] = [round(params.weightDecay), round(params.shrink), round(params.eps)];
    const [beta1, beta2] = [round(params.beta1), round(params.beta2)];
    const [rest1, rest2] = [round(1 - params.beta1), round(1 - params.beta2)];
    const [rate, correction] = [round(-params.stepSize), round(params.correction)];
    for (let i = 0; i < length; i++) {
      const at = shrink === 1 ? w[i]! : round(w[i]! * shrink);
      const d = direction(g[i]!, at, decay, maximize, round);
      const mean = round(round(m[i]! * beta1) + rest1 * d);
      const square = round(round(v[i]! * beta2) + round(rest2 * d) * d);
      m[i] = mean;
      v[i] = square;
      const size = top === null ? square : Math.max(top[i]!, square);
      if (top !== null) top[i] = size;
      const scale = round(round(round(Math.sqrt(size)) / correction) + eps);
      w[i] = at + round(round(rate * mean) / scale);
    }
  },
});

/** Parameters of {@link rmspropStep}. */
export interface RmspropParams extends StepParams {
  readonly lr: number;
  readonly alpha: number;
  readonly eps: number;
  readonly momentum: number;
}

/** RMSprop. `average` is there for the centred variant, `velocity` if the momentum is not 0. */
export const rmspropStep = defineKernel({
  name: "rmsprop_step",
  operands: { grad: "read", p: "change", squares: "change", average: "change?", velocity: "change?" },
  run({ grad, p, squares, average, velocity }, params: RmspropParams) {
    const { length, maximize } = params;
    const [g, w, s, m, v] = [grad, p, squares, average, velocity] as [
      ...[NumberArray, NumberArray, NumberArray],
      ...[NumberArray | null, NumberArray | null],
    ];
    const round = roundingOf(p);
    const [decay, alpha, eps] = [round(params.weightDecay), round(params.alpha), round(params.eps)];
    const [rest, momentum, rate] = [round(1 - params.alpha), round(params.momentum), round(-params.lr)];
    for (let i = 0; i < length; i++) {
      const d = direction(g[i]!, w[i]!, decay, maximize, round);
      const square = round(round(s[i]! * alpha) + round(rest * d) * d);
      s[i] = square;
      let variance = square;
      if (m !== null) {
        const mean = round(round(m[i]! * alpha) + rest * d);
        m[i] = mean;
        variance = round(square - mean * mean);
      }
      const scale = round(round(Math.sqrt(variance)) + eps);
      if (v === null) {
        w[i] = w[i]! + round(round(rate * d) / scale);
      } else {
        const moved = round(round(v[i]! * momentum) + round(d / scale));
        v[i] = moved;
        w[i] = w[i]! + rate * moved;
      }
    }
  },
});
