// What must hold of whatever a loader returns, however its file came about.
import { Tensor } from "@toeplitz/tensor";
import { expect } from "vitest";
import { loadPth, loadSafetensors, savePth, saveSafetensors } from "../src/index.ts";
import { describeArray } from "./described.ts";

/** All tensors in a value, each once; a list may hold itself. */
function tensorsIn(value: unknown, seen = new Set<unknown>()): Tensor[] {
  if (seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Tensor) return [value];
  if (value instanceof Map) return [...value.values()].flatMap((inner) => tensorsIn(inner, seen));
  return Array.isArray(value) ? value.flatMap((inner) => tensorsIn(inner, seen)) : [];
}

/** Its tensors lie within their storages, can be read, and come back from a file as they were. */
export async function checkAccepted(value: unknown): Promise<void> {
  const tensors = tensorsIn(value);
  for (const { storage, shape, strides, offset } of tensors) {
    const last = shape.reduce((sum, size, axis) => sum + Math.max(0, size - 1) * strides[axis]!, offset);
    if (!shape.includes(0) && last >= storage.length)
      throw new Error(`element ${last} of a storage of ${storage.length}`);
    if (storage.read().length !== storage.length) throw new Error("a storage of another length");
  }
  const named = Object.fromEntries(tensors.map((x, i) => [`x${i}`, x]));
  const described = tensors.map(describeArray);
  expect([...(await loadSafetensors(await saveSafetensors(named))).values()].map(describeArray)).toEqual(described);
  expect([...(await loadPth(await savePth(named))).values()].map(describeArray)).toEqual(described);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}
