// The modules' bytes. Run from source, they are emitted here; the build replaces this file by constants (tsup.config.ts).
import { encodeKernels } from "./modules.ts";

/** The kernels in plain SIMD, or the fused ones. */
export function kernelBytes(fused: boolean): Uint8Array<ArrayBuffer> {
  return encodeKernels({ fused });
}
