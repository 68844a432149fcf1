// Cold start of tfjs-backend-wasm: the notebook's layer.
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/package.json`);
console.warn = () => {};
const start = performance.now();
const tf = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-wasm");
await tf.setBackend("wasm");
const x = tf.tensor4d(new Float32Array(3 * 4 * 4).fill(0.5), [1, 4, 4, 3]);
const weight = tf.tensor4d(new Float32Array(6 * 3 * 3 * 3).fill(0.5), [3, 3, 3, 6]);
const y = tf.conv2d(x, weight, 1, "valid").dataSync();
const ms = performance.now() - start;
if (y[23] !== 6.75) throw new Error(`wrong result ${y[23]}`);
console.log(JSON.stringify({ ms }));
