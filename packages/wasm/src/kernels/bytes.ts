// The module's bytes. Run from source, they are emitted here; the build replaces this file by constants (tsup.config.ts).
import { sealOf } from "../assembler/seal.ts";
import { encodeKernels } from "./modules.ts";

/** All kernels, in plain SIMD. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return encodeKernels();
}

/** What the seals of these kernels say, in every flavour. */
export function kernelSeal(): readonly number[] {
  return sealOf(encodeKernels());
}
