// What hosts at the edge make of an import that ends in .wasm.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
