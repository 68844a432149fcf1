// Run in a Node.js of its own by hosts.long.test.ts: reports on what this host makes of the accelerator.
import { setBackend } from "@toeplitz/tensor";
import { fuse } from "../../src/assembler/fuse.ts";
import { threads, wasm } from "../../src/index.ts";
import { kernelBytes } from "../../src/kernels/bytes.ts";
import { entry, report } from "./report.ts";

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
const made = report(null);
setBackend(wasm({ level: "deterministic" }));
const shared = await threads(2);
process.stdout.write(JSON.stringify({ ...made, threaded: { ...entry(), shared } }));
