// An engine that does not know the instructions of relaxed SIMD: V8 has no flag for that.
import { fuse } from "../../src/assembler/fuse.ts";
import { forSharedMemory } from "../../src/assembler/shared-memory.ts";
import { kernelBytes } from "../../src/kernels/bytes.ts";

/** Makes this such an engine if the command line says so, as that of the host `withoutRelaxedSimd` does. */
export function mayForgetRelaxedSimd(): void {
  if (!process.argv.includes("--without-relaxed-simd")) return;
  const fused = fuse(kernelBytes());
  const unknown = [fused, forSharedMemory(fused)].map((bytes) => Buffer.from(bytes));
  const knows = (bytes: BufferSource) => !unknown.some((other) => other.equals(bytes as Uint8Array));
  const { Module, validate } = WebAssembly;
  WebAssembly.validate = (bytes) => knows(bytes) && validate(bytes);
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      if (!knows(bytes)) throw new WebAssembly.CompileError("invalid simd opcode");
      super(bytes);
    }
  };
}
