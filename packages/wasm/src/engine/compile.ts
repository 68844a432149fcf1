// From bytes to a module, or the reason why there is none.
import { fuse } from "../assembler/fuse.ts";
import { forSharedMemory } from "../assembler/shared-memory.ts";
import { kernelBytes } from "../kernels/bytes.ts";
import type { Level } from "./engine.ts";

/** All kernels, compiled. */
export interface Kernels {
  readonly module: WebAssembly.Module;
  /** Whether those that gain by fused multiply-adds have them. */
  readonly fused: boolean;
  /** Whether the engine has relaxed SIMD: one without it is an old one. */
  readonly modern: boolean;
}

/** Kernels, or why the host gives none. */
export type Compiled = { readonly kernels: Kernels } | { readonly refusal: string };

/** The kernels in both flavours, as a host may compile them; null where its engine refuses the fused one. */
export interface GivenKernels {
  readonly plain: WebAssembly.Module;
  readonly fused: WebAssembly.Module | null;
}

/** Those of the given kernels that a level takes. */
export function chosen({ plain, fused }: GivenKernels, level: Level): Kernels {
  const modern = fused !== null;
  if (modern && fuses(level)) return { module: fused, fused: true, modern };
  return { module: plain, fused: false, modern };
}

/** At `deterministic` every product and sum is rounded, on every engine. */
const fuses = (level: Level) => level !== "deterministic";

const compiled = new Map<boolean, Compiled>();

/** Compiles what this package carries, in the one flavour that the level takes: once, synchronously, on first use. */
export function compileKernels(level: Level): Compiled {
  let made = compiled.get(fuses(level));
  if (made === undefined) {
    made = compile(fuses(level));
    compiled.set(fuses(level), made);
  }
  return made;
}

const compiledShared = new Map<boolean, Promise<Kernels>>();

/**
 * As {@link compileKernels}, for a shared memory.
 *
 * @throws what the host says when it refuses
 */
export function compileSharedKernels(level: Level): Promise<Kernels> {
  let made = compiledShared.get(fuses(level));
  if (made === undefined) {
    made = compileShared(fuses(level));
    compiledShared.set(fuses(level), made);
  }
  return made;
}

async function compileShared(wanted: boolean): Promise<Kernels> {
  const plain = forSharedMemory(kernelBytes());
  const bytes = fuse(plain);
  const modern = WebAssembly.validate(bytes);
  const fused = wanted && modern;
  return { module: await WebAssembly.compile(fused ? bytes : plain), fused, modern };
}

function compile(wanted: boolean): Compiled {
  if (typeof WebAssembly !== "object") return { refusal: "this engine has no WebAssembly" };
  const plain = kernelBytes();
  const bytes = fuse(plain);
  try {
    // What can be compiled need not be looked at before.
    if (wanted) return { kernels: { module: new WebAssembly.Module(bytes), fused: true, modern: true } };
  } catch {
    // Old engines refuse this flavour, and some hosts all bytes: the next attempt tells.
  }
  if (!WebAssembly.validate(plain)) return { refusal: "this engine has no SIMD for WebAssembly" };
  try {
    const modern = WebAssembly.validate(bytes);
    return { kernels: { module: new WebAssembly.Module(plain), fused: false, modern } };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      refusal:
        "the host refuses to compile WebAssembly. In a page, the Content-Security-Policy must allow " +
        `script-src 'wasm-unsafe-eval'; hosts that take compiled modules only need createBackend(module). It said: ${said}`,
    };
  }
}
