// Calls that were checked lately: a loop over the same layers checks their arguments once.
import { type ConvCall, type ConvPlan, convGeometry } from "./conv-plan.ts";
import type { Sized } from "./read-options.ts";

/** A call as it was, with copies of everything that its answer depends on. */
interface Remembered {
  readonly api: string;
  readonly input: Sized;
  readonly weight: Sized;
  readonly bias: Sized | null;
  /** Names and values of the options, lists copied. */
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  readonly plan: ConvPlan;
}

/** Calls that are remembered: the layers of a large network. Beyond that all are forgotten, and those in use come back. */
const most = 512;

const remembered = new Map<number, Remembered[]>();
let count = 0;

/**
 * As {@link convGeometry}, remembering answers. Equal calls get the same frozen plan, so that a backend can keep with the
 * geometry what it derives from it. Calls that are refused are not remembered.
 */
export function recentGeometry(call: ConvCall): ConvPlan {
  const { options } = call;
  // Options with a prototype of their own may answer without telling their names.
  if (options !== undefined && (options === null || Object.getPrototypeOf(options) !== Object.prototype)) {
    return convGeometry(call);
  }
  const hash = hashOf(call);
  const known = remembered.get(hash);
  if (known !== undefined) {
    for (const entry of known) if (matches(entry, call)) return entry.plan;
  }
  const plan = convGeometry(call);
  if (count >= most) {
    remembered.clear();
    count = 0;
  }
  const entry = remember(call, plan);
  if (known === undefined || count === 0) remembered.set(hash, [entry]);
  else known.push(entry);
  count += 1;
  return plan;
}

function hashOf({ input, weight }: ConvCall): number {
  let hash = input.shape.length;
  for (const size of input.shape) hash = (Math.imul(hash, 31) + size) | 0;
  for (const size of weight.shape) hash = (Math.imul(hash, 31) + size) | 0;
  return hash;
}

function remember({ api, input, weight, bias, options }: ConvCall, plan: ConvPlan): Remembered {
  const names: string[] = [];
  const values: unknown[] = [];
  for (const name in options as object | undefined) {
    if (name === "bias") continue;
    const value = (options as Record<string, unknown>)[name];
    names.push(name);
    values.push(Array.isArray(value) ? [...value] : value);
  }
  return { api, input: sized(input), weight: sized(weight), bias: bias ? sized(bias) : null, names, values, plan };
}

function sized({ shape, dtype }: Sized): Sized {
  return { shape: [...shape], dtype };
}

function matches(entry: Remembered, { api, input, weight, bias, options }: ConvCall): boolean {
  if (entry.api !== api || !sameSize(entry.input, input) || !sameSize(entry.weight, weight)) return false;
  if (bias ? entry.bias === null || !sameSize(entry.bias, bias) : entry.bias !== null) return false;
  let at = 0;
  for (const name in options as object | undefined) {
    if (name === "bias") continue;
    if (name !== entry.names[at]) return false;
    const value = (options as Record<string, unknown>)[name];
    const before = entry.values[at++];
    // A list is compared by what it holds now; anything else must be the very same value.
    if (Array.isArray(value) ? !Array.isArray(before) || !sameList(before, value) : value !== before) return false;
  }
  return at === entry.names.length;
}

function sameSize(a: Sized, b: Sized): boolean {
  return a.dtype === b.dtype && sameList(a.shape, b.shape);
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
