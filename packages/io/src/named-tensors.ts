// What the savers take: tensors by name, as a map or as a plain object. All of it is checked before a byte is written.
import { Tensor } from "@toeplitz/tensor";
import { argumentError, checkTensor, show } from "@toeplitz/tensor/extend";
import type { HalfPrecision } from "./elements/element-type.ts";

/** Tensors by name, as `module.stateDict()` gives them and as `module.loadStateDict` takes them. */
export type NamedTensors = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

/** Options of the savers that can write half precision. */
export interface HalfOptions {
  /** Writes floating tensors in half precision, each number rounded once, to nearest, ties to even. */
  readonly half?: HalfPrecision;
}

/** The names and tensors, in order. */
export function entriesOf(api: string, given: unknown): (readonly [name: string, tensor: Tensor])[] {
  const plain = given !== null && typeof given === "object" && !Array.isArray(given) && !(given instanceof Tensor);
  if (!plain) throw argumentError(api, "tensors", "be a Map or a plain object of tensors", given);
  const entries = given instanceof Map ? [...given] : Object.entries(given);
  for (const [name, tensor] of entries) {
    if (typeof name !== "string") throw argumentError(api, "tensors", "have strings as keys", name);
    checkTensor(api, `tensors[${show(name)}]`, tensor);
  }
  return entries;
}

/** Checks the option `half`. */
export function checkHalf(api: string, half: unknown): void {
  if (half === undefined || half === "float16" || half === "bfloat16") return;
  throw argumentError(api, "half", 'be "float16" or "bfloat16"', half, {
    code: "option",
    legal: ["float16", "bfloat16"],
  });
}
