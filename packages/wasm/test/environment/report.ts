// What a host makes of the accelerator: who serves at each level, and a fingerprint of what comes out.
import { setBackend, status } from "@toeplitz/tensor";
import { createBackend, type Level, wasm } from "../../src/index.ts";
import { results } from "../threads/results.ts";

/** What {@link report} tells of one backend. */
export interface Entry {
  readonly status: Readonly<Record<string, unknown>>;
  /** Of the bits of all results. */
  readonly fingerprint: string;
}

export type Report = Readonly<Record<Level | "portable" | "created", Entry>>;

/** A number for many bits. */
function fingerprint(arrays: readonly Int32Array[]): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (const array of arrays) {
    for (const word of array) {
      a = Math.imul(a ^ word, 0x01000193);
      b = Math.imul(b ^ (word >>> 13) ^ a, 0x85ebca6b);
    }
  }
  return [a, b].map((word) => (word >>> 0).toString(16)).join(" ");
}

/** What the backend of now gives, and its status. */
export function entry(): Entry {
  return { fingerprint: fingerprint(results()), status: status() };
}

/** Runs everything once on each backend. `module` are the kernels as somebody else has compiled them. */
export function report(module: WebAssembly.Module | null): Report {
  const on = (backend: ReturnType<typeof wasm> | null) => {
    setBackend(backend);
    return entry();
  };
  const at = (level: Level) => on(wasm({ level }));
  const made = {
    portable: on(null),
    default: at("default"),
    high: at("high"),
    deterministic: at("deterministic"),
    created: on(module === null ? null : createBackend(module, { level: "deterministic" })),
  };
  setBackend(null);
  return made;
}
