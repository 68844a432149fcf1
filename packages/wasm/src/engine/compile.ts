// From bytes to modules, or the reason why there are none.
import { fuse } from "../assembler/fuse.ts";
import { forSharedMemory } from "../assembler/shared-memory.ts";
import { kernelBytes } from "../kernels/bytes.ts";

/** The compiled kernels: all of them in plain SIMD, and those that gain by fused multiply-adds where the engine has them. */
export interface KernelModules {
  readonly plain: WebAssembly.Module;
  readonly fused: WebAssembly.Module | null;
}

/** Modules, or why the host gives none. */
export type Compiled = { readonly modules: KernelModules } | { readonly refusal: string };

let compiled: Compiled | null = null;

/** Compiles what this package carries, once, synchronously, on first use. */
export function compileKernels(): Compiled {
  compiled ??= compile();
  return compiled;
}

let compiledShared: Promise<KernelModules> | null = null;

/**
 * As {@link compileKernels}, for a shared memory.
 *
 * @throws what the host says when it refuses
 */
export function compileSharedKernels(): Promise<KernelModules> {
  compiledShared ??= compileShared();
  return compiledShared;
}

async function compileShared(): Promise<KernelModules> {
  const fused = forSharedMemory(fuse(kernelBytes()));
  return {
    plain: await WebAssembly.compile(forSharedMemory(kernelBytes())),
    fused: WebAssembly.validate(fused) ? await WebAssembly.compile(fused) : null,
  };
}

function compile(): Compiled {
  if (typeof WebAssembly !== "object") return { refusal: "this engine has no WebAssembly" };
  const plain = kernelBytes();
  if (!WebAssembly.validate(plain)) return { refusal: "this engine has no SIMD for WebAssembly" };
  try {
    const fused = fuse(plain);
    return {
      modules: {
        plain: new WebAssembly.Module(plain),
        fused: WebAssembly.validate(fused) ? new WebAssembly.Module(fused) : null,
      },
    };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      refusal:
        "the host refuses to compile WebAssembly. In a page, the Content-Security-Policy must allow " +
        `script-src 'wasm-unsafe-eval'; hosts that take compiled modules only need createBackend(module). It said: ${said}`,
    };
  }
}
