// Switches our accelerator on, where there is one, and tells who really served the kernels.
import { setBackend, status } from "@toeplitz/tensor";
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import type { Settings } from "./contestant.ts";

interface Accelerator {
  wasm?(settings: Readonly<Record<string, unknown>>): NonNullable<Parameters<typeof setBackend>[0]>;
  threads?(count: number): Promise<unknown>;
}

/** Versions for the report: what is active. */
export async function startAccelerator({
  portable,
  wasm: settings,
  threads,
}: Settings): Promise<Record<string, string>> {
  const accelerator: Accelerator = portable === true ? {} : await import("@toeplitz/wasm");
  setBackend(accelerator.wasm === undefined ? null : accelerator.wasm(settings ?? {}));
  if (threads > 1) await accelerator.threads?.(threads);
  return { toeplitz: describe() };
}

/** What is active, without the counters. */
function describe(): string {
  const { backend, ...facts } = status();
  const said = Object.entries(facts).filter(([, value]) => typeof value !== "object");
  return [backend, ...said.map(([name, value]) => `${name} ${value}`)].join(", ");
}

/** Kernels that ran portably since the last call although an accelerator is on. */
export function fallbacks(): string[] {
  const remarks: string[] = [];
  if (status().backend !== "portable") {
    for (const [kernel, by] of servedBy()) {
      const count = by.get("portable") ?? 0;
      if (count > 0) remarks.push(`${kernel} ran portably ${count} times`);
    }
  }
  resetServed();
  return remarks;
}
