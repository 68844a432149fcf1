// Cold start of onnxruntime-web: the notebook's layer, from the bytes of a model of one node.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/package.json`);
const model = readFileSync(process.argv[3]);
const start = performance.now();
const ort = require("onnxruntime-web");
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(model);
const x = new ort.Tensor("float32", new Float32Array(3 * 4 * 4).fill(0.5), [1, 3, 4, 4]);
const { y } = await session.run({ x });
const ms = performance.now() - start;
if (y.data[23] !== 6.75) throw new Error(`wrong result ${y.data[23]}`);
console.log(JSON.stringify({ ms }));
