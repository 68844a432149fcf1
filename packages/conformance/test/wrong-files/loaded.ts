// What wrong files hold, given to a module: it takes all of a state dict, or nothing.

import { Module, Parameter } from "@toeplitz/nn";
import { noGrad, Tensor, ToeplitzError, zeros } from "@toeplitz/tensor";

/** How often a module took a state dict, and how often it did not. */
export interface Loads {
  taken: number;
  refused: number;
}

class Holder extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

const mark = 0.625;

/** A module with such parameters, all elements of which are the mark. */
function holder(shapes: ReadonlyMap<string, readonly number[]>): Holder {
  const module = new Holder();
  for (const [name, shape] of shapes) module.registerParameter(name, new Parameter(zeros([...shape]).fill_(mark)));
  return module;
}

const bits = (x: Tensor) => Buffer.from(x.toTypedArray().slice().buffer).toString("hex");
const stateOf = (module: Module) => module.parameters().map((x) => `${x.shape} ${x.storage.version} ${bits(x)}`);

/** Few elements: a view in a file may show one number a million times. */
const mostElements = 1000;

/** Gives a reader's value to modules that it fits but for its last tensor, fits but for a tensor that it lacks, and fits. */
export function checkLoads(value: unknown, loads: Loads): void {
  const shapes = shapesOf(value);
  const last = [...shapes.keys()].at(-1);
  if (last === undefined || !(value instanceof Map)) {
    refusedWhole(holder(new Map([["w0", [2]]])), value, loads);
    return;
  }
  refusedWhole(holder(new Map([...shapes, [last, [...shapes.get(last)!, 7]]])), value, loads);
  refusedWhole(holder(new Map([...shapes, ["missing", [1]]])), value, loads);
  const module = holder(shapes);
  if (shapes.size < value.size) {
    refusedWhole(module, value, loads);
    return;
  }
  module.loadStateDict(value);
  for (const [name, parameter] of module.namedParameters()) {
    const expected = noGrad(() => zeros([...parameter.shape]).copy_(value.get(name)));
    if (bits(parameter) !== bits(expected)) throw new Error(`${name} has other elements than the file`);
  }
  loads.taken += 1;
}

/** Shapes of the tensors that a module can have by these names. */
function shapesOf(value: unknown): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const empty = new Holder();
  for (const [name, x] of value instanceof Map ? value : []) {
    const fits = typeof name === "string" && /^\w+$/.test(name) && !(name in empty);
    if (fits && x instanceof Tensor && x.numel() <= mostElements) shapes.set(name, x.shape);
  }
  return shapes;
}

/** The module, which the value does not fit, refuses it and stays as it is. */
function refusedWhole(module: Module, value: unknown, loads: Loads): void {
  const before = stateOf(module);
  let thrown: unknown;
  try {
    module.loadStateDict(value as Map<string, Tensor>);
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof ToeplitzError)) throw new Error(`a state that does not fit: ${String(thrown)}`);
  if (stateOf(module).join("\n") !== before.join("\n"))
    throw new Error(`written to before it was refused: ${thrown.message}`);
  loads.refused += 1;
}
