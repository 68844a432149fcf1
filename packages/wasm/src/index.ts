// @toeplitz/wasm: the WebAssembly accelerator.
export { createBackend, wasm } from "./backend.ts";
export type { WasmOptions } from "./engine/accelerator.ts";
export type { Level } from "./engine/engine.ts";
