// @toeplitz/wasm: the WebAssembly accelerator.
export {};
