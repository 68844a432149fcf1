// The accelerator as it is packed: on by itself, by modules that the host compiles, and bit for bit at its strictest level.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { conv2d, createBackend, grad, manualSeed, randn, setBackend, status, wasm } from "toeplitz";

function expect(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}

const compiled = (name) =>
  new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve(`@toeplitz/wasm/${name}`))));

/** The bits of a convolution and of its gradients on random numbers. */
function bits() {
  manualSeed(5);
  const [x, w] = [randn([1, 16, 19, 17], { requiresGrad: true }), randn([12, 16, 3, 3], { requiresGrad: true })];
  const y = conv2d(x, w, { padding: 1 });
  const results = [y, ...grad(y, [x, w], { gradOutputs: randn(y.shape) })];
  return results.map((result) => Buffer.from(result.toTypedArray().buffer).toString("base64")).join(" ");
}

expect("the backend after an import", status().backend, "wasm");
setBackend(null);
const portable = bits();

setBackend(wasm({ level: "deterministic" }));
expect("the bits of the inlined bytes", bits(), portable);
expect("the flavour at level deterministic", status().simd, "plain");

setBackend(createBackend(compiled("kernels.wasm"), { level: "deterministic" }));
expect("the bits of a given module", bits(), portable);
expect("the backend of a given module", status().backend, "wasm");

// Node.js 20 has no relaxed SIMD; the file is then of no use, and says so when it is compiled.
const fusedBytes = readFileSync(fileURLToPath(import.meta.resolve("@toeplitz/wasm/kernels-fused.wasm")));
if (WebAssembly.validate(fusedBytes)) {
  setBackend(createBackend(compiled("kernels.wasm"), { fused: compiled("kernels-fused.wasm") }));
  bits();
  expect("the flavour of a given fused module", status().simd, "fused");
} else {
  setBackend(wasm());
  bits();
  expect("the flavour without relaxed SIMD", status().simd, "plain");
}
