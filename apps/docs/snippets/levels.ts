import { manualSeed, matmul, randn, setBackend, wasm } from "toeplitz";

manualSeed(0);
const [a, b] = [randn([64, 64]), randn([64, 64])];
setBackend(wasm({ level: "deterministic" }));
const once = matmul(a, b);
setBackend(null);
console.log(matmul(a, b).equal(once)); // the portable kernels' bits
