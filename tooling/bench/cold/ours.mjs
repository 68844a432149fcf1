// Cold start of this library, from the packages as they are published. JavaScript, so that no time goes into types.
const start = performance.now();
const { conv2d, setBackend, status, tensor, ...toeplitz } = await import("toeplitz");
if (status().backend === "portable" && toeplitz.wasm !== undefined) setBackend(toeplitz.wasm());
const x = tensor(new Float32Array(3 * 4 * 4).fill(0.5), { shape: [1, 3, 4, 4] });
const weight = tensor(new Float32Array(6 * 3 * 3 * 3).fill(0.5), { shape: [6, 3, 3, 3] });
const y = conv2d(x, weight).toTypedArray();
const ms = performance.now() - start;
if (y[23] !== 6.75) throw new Error(`wrong result ${y[23]}`);
console.log(JSON.stringify({ ms, backend: status().backend }));
