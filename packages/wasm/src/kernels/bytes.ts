// The module's bytes. Run from source, they are emitted here; the build replaces this file by a constant (tsup.config.ts).
import { encodeKernels } from "./modules.ts";

/** All kernels, in plain SIMD. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return encodeKernels();
}
