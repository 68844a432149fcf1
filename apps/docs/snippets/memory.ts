import { ones, toTypedArray } from "toeplitz";

const into = new Float32Array(4);
for (let step = 1; step <= 2; step++) {
  const y = ones([2, 2]).mul(step);
  toTypedArray(y, { into }); // one array for all steps
  y.dispose(); // at once, where waiting for the collector is too long
  console.log(into.join());
}
