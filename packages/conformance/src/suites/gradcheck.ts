// Derivatives against differences, to first and second order, along random directions in float64.
import type { Tensor } from "@toeplitz/tensor";
import { hash, seedOf } from "../rows/fill.ts";
import { type Api, data, type Row } from "../rows/index.ts";
import { mismatch } from "./golden.ts";
import { isFloating, make } from "./inputs.ts";
import { flat, isTensor } from "./result.ts";

/** Half the distance of the two points of a difference. */
const step = 2 ** -20;
/** Rounding (2^-53 / step) and curvature (step^2) stay far below; a wrong derivative does not. */
const tolerance = 1e-6;
/** Random directions per check. An error in any one element shows in all of them, almost surely. */
const directions = 2;

/** A function of float64 tensors that gives one or several. */
export type DifferentiableFunction = (inputs: readonly Tensor[]) => readonly Tensor[];

/**
 * Compares the derivative of `fn` at `inputs` (float64 leaves that require gradients) with differences.
 *
 * @param moves which inputs are moved; by default those that have a derivative. Whether others should have one, the golden data say.
 * @returns what is wrong, or undefined
 */
export function gradcheck(
  t: Api,
  fn: DifferentiableFunction,
  inputs: readonly Tensor[],
  moves?: readonly boolean[],
): string | undefined {
  const outputs = differentiable(fn(inputs));
  if (outputs.length === 0 || !outputs.every(isFinite)) return undefined;
  const sent = outputs.map((y, i) => random(t, y.shape, `sent ${i}`));
  const grads = gradients(t, outputs, inputs, sent);
  const moving = moves ?? grads.map((g) => g !== null);
  for (let trial = 0; trial < directions; trial++) {
    const along = inputs.map((x, i) => random(t, x.shape, `direction ${trial} ${i}`));
    const moved = (distance: number) => {
      const at = inputs.map((x, i) => (moving[i] ? t.add(x.detach(), t.mul(along[i]!, distance)).requiresGrad_() : x));
      return differentiable(fn(at)).reduce((sum, y, i) => sum + dot(y, sent[i]!), 0);
    };
    const difference = (moved(step) - moved(-step)) / (2 * step);
    const parts = grads.map((g, i) => (g === null ? 0 : dot(g, along[i]!)));
    const derivative = parts.reduce((a, b) => a + b, 0);
    const size =
      1 + parts.reduce((a, b) => a + Math.abs(b), 0) + outputs.reduce((a, y, i) => a + dot(y, sent[i]!, Math.abs), 0);
    if (!(Math.abs(derivative - difference) <= tolerance * size)) {
      return `the derivative along a random direction is ${derivative}, a difference gives ${difference}`;
    }
  }
  return undefined;
}

/** Compares second derivatives with differences of first ones, in the inputs and in what is sent back. */
export function gradgradcheck(t: Api, fn: DifferentiableFunction, inputs: readonly Tensor[]): string | undefined {
  const outputs = differentiable(fn(inputs));
  if (outputs.length === 0 || !outputs.every(isFinite)) return undefined;
  const sent = outputs.map((y, i) => random(t, y.shape, `sent back ${i}`).requiresGrad_());
  const gradient: DifferentiableFunction = (all) => {
    const at = all.slice(0, inputs.length);
    const grads = gradients(t, differentiable(fn(at)), at, all.slice(inputs.length), true);
    return grads.filter((g): g is Tensor => g !== null);
  };
  // A derivative that lost its own derivative must show, so all that the first one depends on is moved.
  const moves = [...gradients(t, outputs, inputs, sent).map((g) => g !== null), ...sent.map(() => true)];
  return gradcheck(t, gradient, [...inputs, ...sent], moves);
}

const gradients = (
  t: Api,
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradOutputs: readonly Tensor[],
  createGraph = false,
): (Tensor | null)[] => t.grad(outputs, inputs, { gradOutputs, createGraph, allowUnused: true });

const differentiable = (outputs: readonly Tensor[]) => outputs.filter((y) => y.requiresGrad && y.dtype === "float64");

const isFinite = (y: Tensor) => y.toTypedArray().every((v: number | bigint) => Number.isFinite(Number(v)));

const random = (t: Api, shape: readonly number[], name: string): Tensor =>
  make(t, data(shape, { dtype: "float64", fill: "random", seed: seedOf(name) }));

function dot(a: Tensor, b: Tensor, each: (term: number) => number = (term) => term): number {
  const [x, y] = [a.toTypedArray(), b.toTypedArray()];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += each(Number(x[i]) * Number(y[i]));
  return sum;
}

/** Whether a row has a derivative to check: nothing refused, nothing infinite. */
export const hasDerivative = (row: Row): boolean =>
  row.grad &&
  row.error === false &&
  row.noGolden === undefined &&
  row.noDerivative === undefined &&
  Object.values(row.inputs).some(({ dtype }) => isFloating(dtype)) &&
  Object.values(row.inputs).every(({ values }) => (values ?? []).every((value) => typeof value === "number"));

/** Checks first and second derivatives of a row, near its inputs: moved a little, so that no tie and no corner is hit. */
export function checkDerivatives(t: Api, row: Row): void {
  const floating = Object.entries(row.inputs).filter(([, { dtype }]) => isFloating(dtype));
  const fixed = Object.entries(row.inputs).filter(([, { dtype }]) => !isFloating(dtype));
  const inputs = floating.map(([, recipe]) =>
    make(t, { ...recipe, dtype: "float64" }, (x, i) => nudged(x, hash(i, recipe.seed ^ 1)))
      .detach()
      .requiresGrad_(),
  );
  const others = Object.fromEntries(fixed.map(([name, recipe]) => [name, make(t, recipe)]));
  const fn: DifferentiableFunction = (at) =>
    flat(row.run(t, { ...others, ...Object.fromEntries(floating.map(([name], i) => [name, at[i]!])) })).filter(
      isTensor,
    );
  const first = gradcheck(t, fn, inputs);
  if (first !== undefined) throw mismatch(row, `first derivative: ${first}`);
  const second = gradgradcheck(t, fn, inputs);
  if (second !== undefined) throw mismatch(row, `second derivative: ${second}`);
}

/** Up to 1/64 away, on the same side of zero. */
function nudged(x: number, h: number): number {
  const by = (h / 2 ** 32 - 0.5) / 32;
  return x === 0 ? by : x * (1 + by);
}
