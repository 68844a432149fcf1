// Run in a Node.js of its own by hosts.test.ts: reports on what this host makes of the accelerator.
import { fuse } from "../../src/assembler/fuse.ts";
import { kernelBytes } from "../../src/kernels/bytes.ts";
import { report } from "./report.ts";

/** Makes this an engine that does not know the instructions of relaxed SIMD. */
function forgetRelaxedSimd(): void {
  const fused = fuse(kernelBytes());
  const knows = (bytes: Uint8Array) => bytes.length !== fused.length || bytes.some((byte, i) => byte !== fused[i]);
  const { Module, validate } = WebAssembly;
  WebAssembly.validate = (bytes) => knows(bytes as Uint8Array) && validate(bytes);
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      if (!knows(bytes as Uint8Array)) throw new WebAssembly.CompileError("invalid simd opcode");
      super(bytes);
    }
  };
}

if (process.argv.includes("--without-relaxed-simd")) forgetRelaxedSimd();
process.stdout.write(JSON.stringify(report(null)));
