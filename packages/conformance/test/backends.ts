// What the suites run on: the portable kernels, or the accelerator at one of its levels, watched.
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import type { Level } from "@toeplitz/wasm";
import { library } from "./library.ts";

export type Ground = "portable" | Level;

export const levels: readonly Level[] = ["default", "high", "deterministic"];

/** Makes everything from here on run on this, in fresh memory. */
export function runOn(ground: Ground): void {
  library.setBackend(ground === "portable" ? null : library.wasm({ level: ground }));
}

/** How often a kernel was served by whom since {@link resetServed}, by kernel. */
export function served(kernel: string): { readonly wasm: number; readonly portable: number } {
  const counts = servedBy().get(kernel);
  return { wasm: counts?.get("wasm") ?? 0, portable: counts?.get("portable") ?? 0 };
}

export { resetServed };
