// @toeplitz/wasm: the WebAssembly accelerator.
export { createBackend, type FurtherModules, wasm } from "./backend.ts";
export type { WasmOptions } from "./engine/accelerator.ts";
export type { Level } from "./engine/engine.ts";
export { type ThreadedBackend, type ThreadOptions, type ThreadStatus, threads } from "./threads/threads.ts";
