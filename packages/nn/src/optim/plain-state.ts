// State dicts of optimisers and schedules as plain data, under PyTorch's names.
import { argumentError } from "@toeplitz/tensor/extend";

/** Values by name. */
export type Plain = Record<string, unknown>;

/** `weightDecay` -> `weight_decay`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `weight_decay` -> `weightDecay`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What a dictionary holds: a plain object, or a Map, as readers of PyTorch's files make them. */
export function fieldsOf(api: string, given: unknown): [name: string, value: unknown][] {
  if (given instanceof Map) return Array.from(given, ([name, value]) => [String(name), value]);
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw argumentError(api, "stateDict", "be made of plain objects or Maps", given);
  }
  return Object.entries(given);
}
