// What a row gives: a flat list of tensors and plain values, and the gradients of its inputs.
import type { Tensor } from "@toeplitz/tensor";
import type { Api, Output, Row } from "../rows/index.ts";
import { make, makeInputs, type Tensors, upstream } from "./inputs.ts";

export type Plain = number | boolean | string | null | readonly Plain[];
export type Leaf = Tensor | Plain;

export interface Result {
  readonly outputs: readonly Leaf[];
  /** By input name; absent if nothing requires a gradient. */
  readonly grads: Readonly<Record<string, Tensor | null>> | undefined;
}

export const isTensor = (value: unknown): value is Tensor =>
  typeof value === "object" && value !== null && "storage" in value && "shape" in value;

/** Tensors and plain values in the order in which PyTorch returns them. A list without tensors is one value. */
export function flat(output: Output): readonly Leaf[] {
  if (isTensor(output) || output === null || typeof output !== "object") return [output as Leaf];
  if ("values" in output && "indices" in output) return [output.values, output.indices];
  const list = output as readonly Output[];
  return holdsTensor(list) ? list.flatMap(flat) : [list as Plain];
}

const holdsTensor = (value: Output): boolean =>
  isTensor(value) ||
  (Array.isArray(value) ? value.some(holdsTensor) : typeof value === "object" && value !== null && "values" in value);

/** Runs a row and, where outputs require gradients, differentiates it. `change` maps every floating element that goes in. */
export function evaluate(t: Api, row: Row, change: (x: number) => number = (x) => x): Result {
  const inputs = makeInputs(t, row, { grad: row.grad, change });
  const outputs = flat(row.run(t, inputs));
  return { outputs, grads: row.grad ? gradients(t, outputs, inputs, change) : undefined };
}

function gradients(t: Api, outputs: readonly Leaf[], inputs: Tensors, change: (x: number) => number): Result["grads"] {
  const from: Tensor[] = [];
  const gradOutputs: Tensor[] = [];
  outputs.forEach((output, i) => {
    if (!isTensor(output) || !output.requiresGrad) return;
    from.push(output);
    gradOutputs.push(make(t, upstream(output, i), change));
  });
  const wanted = Object.entries(inputs).filter(([, x]) => x.requiresGrad);
  if (from.length === 0 || wanted.length === 0) return undefined;
  const found: (Tensor | null)[] = t.grad(
    from,
    wanted.map(([, x]) => x),
    { gradOutputs, allowUnused: true },
  );
  return Object.fromEntries(wanted.map(([name], i) => [name, found[i] ?? null]));
}
