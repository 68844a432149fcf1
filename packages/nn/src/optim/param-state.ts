// What an optimiser remembers of one parameter. Kernels take a remembered tensor to be as long as its parameter, so that is checked.
import { noGrad, Tensor } from "@toeplitz/tensor";
import { argumentError, checkAlive, sameShape } from "@toeplitz/tensor/extend";

/** What an optimiser remembers of one parameter, under PyTorch's names. */
export type ParamState = Record<string, Tensor | number | null>;

/** Names under which every optimiser that has them keeps a number for each element of the parameter. */
const elementwise: ReadonlySet<string> = new Set([
  ...["momentum_buffer", "exp_avg", "exp_avg_sq", "max_exp_avg_sq", "square_avg", "grad_avg"],
]);

/** Refuses a tensor that has other elements than the parameter, or none any more. */
export function checkElements(api: string, argument: string, value: unknown, p: Tensor): asserts value is Tensor {
  if (!(value instanceof Tensor) || !sameShape(value.shape, p.shape)) {
    throw argumentError(api, argument, `be a tensor of shape [${p.shape.join(", ")}]`, value, { code: "shape" });
  }
  checkAlive(api, argument, value);
}

/**
 * Refuses what the next step of a parameter could not go on with.
 *
 * @param where the state, as messages name it
 */
export function checkState(api: string, where: string, state: Readonly<Record<string, unknown>>, p: Tensor): void {
  for (const [name, value] of Object.entries(state)) {
    // What is null begins with the next step.
    if (value === null || value === undefined) continue;
    if (name === "step") stepsOf(api, `${where}.${name}`, value);
    else if (elementwise.has(name)) checkElements(api, `${where}.${name}`, value, p);
    else if (value instanceof Tensor) checkAlive(api, `${where}.${name}`, value);
  }
}

/** The number of steps that were done: PyTorch keeps a number or a tensor with one element, by version and optimiser. */
export function stepsOf(api: string, argument: string, counted: unknown): number {
  if (counted instanceof Tensor) checkAlive(api, argument, counted);
  const one = counted instanceof Tensor && counted.numel() === 1;
  const steps: unknown = one ? counted.item() : counted;
  if (typeof steps === "number" && Number.isInteger(steps) && steps >= 0) return steps;
  throw argumentError(api, argument, "be a whole number from 0 on, or a tensor that holds one", one ? steps : counted);
}

/** A copy of what was saved, in the parameter's type; the number of steps keeps its own. */
export function copyState(state: Readonly<Record<string, unknown>>, p: Tensor): ParamState {
  const copies = Object.entries(state).map(([name, value]) => {
    if (!(value instanceof Tensor)) return [name, value as number | null] as const;
    return [name, noGrad(() => value.detach().to(name === "step" ? value.dtype : p.dtype, { copy: true }))] as const;
  });
  return Object.fromEntries(copies);
}
