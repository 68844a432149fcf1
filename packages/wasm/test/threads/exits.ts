// A program that leaves threads behind: run as a process of its own, which must end by itself.
import { conv2d } from "@toeplitz/conv";
import { randn, setBackend } from "@toeplitz/tensor";
import { threads, wasm } from "@toeplitz/wasm";

setBackend(wasm());
const status = await threads(2);
const y = conv2d(randn([1, 32, 32, 32]), randn([32, 32, 3, 3]));
process.stdout.write(`${status.threads} ${y.shape.join(" ")}\n`);
